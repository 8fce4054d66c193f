"""The whole text of minutes: every paragraph becomes proposed items, belongs to one, or is listed with the reason why it is none."""

import re
from collections.abc import Iterable, Iterator, Sequence

from udfs.exchange.minutes.clauses import Clause, read_clause
from udfs.exchange.minutes.proposals import MinutesLine, ProposedItem
from udfs.exchange.minutes.when import DAY, MeetingDay, cell_deadline
from udfs.exchange.minutes.who import GROUP, Parties, Party
from udfs.exchange.minutes.words import (
    EMPTY_ROW,
    FRAME,
    GOES_WITH,
    HEADING,
    INNER,
    KIND_OF,
    LABEL,
    ONLY_FRAME,
    ONLY_TITLE,
    PAPER_TITLE,
    SHORT,
    STANDARD,
    STRONG,
    TOLD,
    UNKNOWN_TABLE,
    clauses_of,
    is_header,
    kind_of,
    numbered_apart,
    rank_of,
    why_none,
)
from workbook_templates.reading.minutes_text import MinutesBlock


class MinutesReader:
    """Reads minutes once, from the first paragraph to the last."""

    def __init__(self, parties: Parties, meeting: MeetingDay) -> None:
        self.parties, self.meeting = parties, meeting
        self.lines: list[MinutesLine] = []
        self.context: tuple[int, list[Party]] | None = None
        self.last: list[ProposedItem] = []
        self.preface = ""

    def read(self, blocks: Iterable[MinutesBlock]) -> list[MinutesLine]:
        """Every paragraph and every row, in their order."""
        for block in blocks:
            if block.rows:
                self.lines.extend(self.table(block))
            elif block.text.strip() or block.number:
                self.paragraph(block)
        return self.lines

    # paragraphs

    def paragraph(self, block: MinutesBlock) -> None:
        number, text = numbered_apart(block)
        line = MinutesLine(block.place, number, (number + text).strip())
        self.lines.append(line)
        rank = rank_of(number)
        if self.context is not None and number and rank <= self.context[0]:
            self.context = None
        line.why = self.frame(text, number)
        if line.why:
            self.last = []
            return
        if self.only_labels(text):
            self.attach(text, line)
            return
        heads, rest = self.heading_party(text)
        if heads and not rest:
            self.context = rank, heads
            line.why = HEADING
            return
        line.proposals = self.items(rest if heads else text, line, heads)
        if not line.proposals:
            line.why = why_none(text, number)
            self.last = [self.bare(line, text)]
        else:
            self.last = line.proposals

    def bare(self, line: MinutesLine, text: str) -> ProposedItem:
        """A decision without who and when, which the next lines may say; it is in no list until they do."""
        return ProposedItem(line.place, line.number, line.text, 1, what=[text.strip(" 。；;")])

    def frame(self, text: str, number: str) -> str:
        """Why a line that is no matter at all is none; '' for another."""
        if FRAME.match(text) and not number:
            return ONLY_FRAME
        before = not any(line.proposals for line in self.lines)
        if before and not number and len(text) < 50 and PAPER_TITLE.search(text) and not re.search(r"[。；;：:]", text):
            return ONLY_TITLE
        return ""

    def heading_party(self, text: str) -> tuple[list[Party], str]:
        """Who a heading such as 营销部： names, and what stands after it."""
        found = self.parties.at(text, 0)
        if found is None or not found[0].unit:
            return [], text
        rest = text[found[1] :]
        if not rest.strip("：: 。"):
            return [found[0]], ""
        return ([found[0]], rest[1:].strip()) if rest[0] in "：:" else ([], text)

    def only_labels(self, text: str) -> bool:
        """Whether a line says nothing but 责任单位：…; of one that begins with 事项 the matter is its own."""
        first = LABEL.match(text.lstrip("（(【["))
        return bool(first) and KIND_OF[first[1]] != "matter"  # type: ignore[index]

    def attach(self, text: str, line: MinutesLine) -> None:
        """A line of labels says of the items above it who and when."""
        if not self.last:
            line.why = "写了责任或时限，上面没有事项"
            return
        for item in self.last:
            if len(self.last) > 1:
                item.marks.append("责任、时限取自下面的一行，上面是几件事，请核对")
            self.labels(item, text)
            item.source += "\n" + text
        owner = next((one for one in reversed(self.lines) if one.place == self.last[0].place), None)
        if owner is not None and not owner.proposals:
            owner.proposals, owner.why = list(self.last), ""
        line.why = GOES_WITH

    def labels(self, item: ProposedItem, text: str) -> str:
        """Puts what labels say into the item; the text without them."""
        text = re.sub(r"[（(](牵头|主责|主办)[）)]", r"〔\1〕", text)
        pieces = [*LABEL.finditer(text)]
        if not pieces:
            return text
        kept = [text[: pieces[0].start()]]
        for at, piece in enumerate(pieces):
            stop = pieces[at + 1].start() if at + 1 < len(pieces) else len(text)
            value = text[piece.end() : stop]
            cut = re.search(r"[；;。\n）)】\]]", value)
            value, after = (value[: cut.start()], value[cut.end() :]) if cut else (value, "")
            self.set_field(item, KIND_OF[piece[1]], value.strip(" ，,、（("))
            kept.append(self.loose(item, after))
        return "".join(kept).strip(" ，,；;（(【[）)】]")

    def loose(self, item: ProposedItem, text: str) -> str:
        """A date that stands between or behind labels: （牵头：…；配合：…；6月10日前完成）."""
        bare = text.strip(" ，,；;。（(【[）)】]")
        known = cell_deadline(bare, self.meeting) if bare and len(bare) < 14 else None
        if known is not None and known.day is not None and known.rank == DAY:
            item.deadlines.append(known)
            return ""
        return text

    def set_field(self, item: ProposedItem, kind: str, value: str) -> None:
        """One labelled value."""
        if not value.strip(" /-—－"):
            return
        if kind == "main":
            split = re.split(r"[，,；;]?(?=[^、，,；;]{2,12}(?:配合|协助|协办)$)", value, maxsplit=1)
            named = self.parties.listed(split[0])
            lead = re.search(r"([^、，,；;（(〔]+)〔(?:牵头|主责|主办)〕", value)
            if lead and len(named) > 1:
                chief = self.parties.listed(lead[1])
                item.mains = chief
                item.helpers += [one for one in named if one.raw != chief[0].raw]
            else:
                item.mains = named
            if len(split) > 1:
                item.helpers += self.parties.listed(re.sub(r"(?:配合|协助|协办)$", "", split[1]))
        elif kind == "helper":
            item.helpers += self.parties.listed(value)
        elif kind == "person":
            named = self.parties.listed(value)
            item.persons += [
                one if one.person else one._replace(unit="", person=one.raw if one.mark and len(one.raw) < 5 else "") for one in named
            ]
        elif kind == "due":
            known = cell_deadline(value, self.meeting)
            item.deadlines = [known] if known is not None else item.deadlines
        elif kind == "standard":
            item.standard = "；".join(filter(None, (item.standard, value)))
        elif kind == "matter":
            item.what.append(value)

    def items(self, text: str, line: MinutesLine, heads: list[Party]) -> list[ProposedItem]:
        """The items of one paragraph."""
        found: list[ProposedItem] = []
        self.preface = ""
        for sentence in STRONG.split(text):
            bare = INNER.sub("", sentence).strip()
            if bare:
                self.sentence(bare, line, heads, found)
        for at, item in enumerate(found, 1):
            item.order = at
        return found

    def sentence(self, text: str, line: MinutesLine, heads: list[Party], found: list[ProposedItem]) -> None:
        """Adds the items of one sentence to those of its paragraph; one that only explains goes to the item before it."""
        probe = ProposedItem(line.place, line.number, line.text)
        bare = self.brackets(probe, self.labels(probe, text)).strip(" 。；;！!，,")
        groups = self.groups(bare, headed=bool(heads))
        above = self.context[1] if self.context is not None else []
        for group in groups:
            hint = [one for clause in group for one in clause.hint] if re.search("[。；，,;]", text) else []
            spoken = any(clause.says or clause.unclear for clause in group) or bool(probe.mains or probe.deadlines or hint)
            duty = heads or above
            if not spoken and not duty and found and not re.match(r"(?:同时|并|另|对|负责)", group[0].text):
                found[-1].source = line.text
                continue
            if not spoken and not (duty or found):
                self.preface = "，".join(clause.text for clause in group)
                continue
            if not spoken and TOLD.match(group[0].text):
                continue
            item = ProposedItem(line.place, line.number, line.text)
            self.fill(item, group)
            if len(item.matter) < SHORT and self.preface:
                item.what.insert(0, re.sub(r"^会议(?:原则)?", "", self.preface))
            self.preface = ""
            item.mains = item.mains or list(probe.mains)
            item.helpers += probe.helpers
            item.persons += probe.persons
            item.standard = item.standard or probe.standard
            item.deadlines = item.deadlines if item.deadlines and not probe.deadlines else list(probe.deadlines) or item.deadlines
            helps_only = item.helpers and not any(clause.what for clause in group)
            if helps_only and found and not item.deadlines:
                found[-1].helpers += item.helpers
                continue
            if not item.mains and not heads and hint:
                item.mains = hint
                item.marks.append("句首的部门当作主责部门，请核对")
            if not item.mains and not any(clause.unclear for clause in group):
                if heads:
                    item.mains = list(heads)
                elif found and found[-1].mains:
                    item.mains = list(found[-1].mains)
                    item.marks.append("主责部门承上一件事")
                elif above:
                    item.mains = list(above)
                    item.marks.append("主责部门取自上面的标题")
            found.append(item)

    def brackets(self, item: ProposedItem, text: str) -> str:
        """（物资部，5月20日前）and 【物资部】 say who and when, as far as every part of them is understood."""
        found = re.search(r"[（(【\[]([^（(【\[）)】\]]+)[）)】\]]\s*[。；;]?$", text)
        if not found:
            return text
        units, days = [], []
        for part in re.split(r"[，,；;]", found[1]):
            named = [self.parties.named(one.strip()) for one in part.split("、")]
            if all(one is not None and (one.unit or GROUP.fullmatch(one.raw)) for one in named):
                units += [one for one in named if one is not None]
            elif (day := cell_deadline(part, self.meeting)) is not None and day.shown:
                days.append(day)
            else:
                return text
        item.mains = item.mains or units
        item.deadlines = item.deadlines or days
        return text[: found.start()]

    def groups(self, text: str, *, headed: bool) -> list[list[Clause]]:
        """The clauses of a sentence, those of one item together."""
        groups: list[list[Clause]] = []
        for part in clauses_of(text):
            clause = read_clause(part, self.parties, self.meeting)
            if groups and not self.begins(clause, groups[-1], headed=headed):
                groups[-1].append(clause)
            else:
                groups.append([clause])
        return groups

    def begins(self, clause: Clause, before: Sequence[Clause], *, headed: bool) -> bool:
        """Whether a clause is the first of another item than the clauses before it."""
        acts = any((one.what and (one.mains or one.deadlines or one.hint)) or (one.what and any(b.mains for b in before)) for one in before)
        if clause.mains:
            return acts and (headed or any(one.mains or (one.hint and one.deadlines) for one in before))
        own = clause.due
        held = [one.due for one in before if one.due is not None and one.due.rank == DAY]
        return bool(own is not None and own.rank == DAY and held and clause.what and acts and all(own.day != one.day for one in held))

    def fill(self, item: ProposedItem, group: Sequence[Clause]) -> None:
        """The clauses of an item into it."""
        for clause in group:
            item.mains = item.mains or list(clause.mains)
            item.led = item.led or clause.led
            item.helpers += clause.helpers
            item.deadlines += clause.deadlines
            item.what.append(re.sub(r"^(?:负责|具体负责)$|^(?:要在|应在|须在|要|应|须|于|在)(?=[^，]{4})", "", clause.what))
            if clause.unclear:
                item.marks.append(clause.unclear)
        if not item.standard:
            item.standard = "；".join(one[0] for one in STANDARD.finditer(item.matter))

    # tables

    def table(self, block: MinutesBlock) -> Iterator[MinutesLine]:
        """The rows of a table, by its header; a table of two columns as lines of labels."""
        header = next((at for at, row in enumerate(block.rows[:4]) if is_header(row)), None)
        if header is None:
            yield from self.form(block)
            return
        kinds = [kind_of(cell) for cell in block.rows[header]]
        for at, row in enumerate(block.rows, 1):
            text = " | ".join(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
            line = MinutesLine(f"{block.place}第 {at} 行", "", text)
            if at - 1 <= header:
                line.why = "表头"
            elif text:
                self.table_row(line, kinds, row)
            if text:
                yield line

    def table_row(self, line: MinutesLine, kinds: Sequence[str], row: Sequence[str]) -> None:
        """One row as an item."""
        item = ProposedItem(line.place, "", line.text, 1)
        for kind, cell in zip(kinds, row, strict=False):
            if kind:
                self.set_field(item, kind, " ".join(cell.split()))
        sums = re.fullmatch(r"(?:合计|总计|小计|共\d+项).*", row[0].strip()) if row else None
        if not any(item.what) or sums:
            line.why = EMPTY_ROW
            return
        line.number = row[0].strip() if len(row[0].strip()) < 5 and row[0].strip().isdigit() else ""
        item.number = line.number
        line.proposals = [item]

    def form(self, block: MinutesBlock) -> Iterator[MinutesLine]:
        """A form of labels and values; another table is listed."""
        pairs = [(row[at], row[at + 1]) for row in block.rows for at in range(0, len(row) - 1, 2)]
        if pairs and any(kind_of(label) in ("matter", "main", "due") for label, _ in pairs):
            item = ProposedItem(block.place, "", "\n".join(f"{label}：{value}" for label, value in pairs if value.strip()), 1)
            for label, value in pairs:
                if kind := kind_of(label):
                    self.set_field(item, kind, " ".join(value.split()))
            yield MinutesLine(block.place, "", item.source, [item] if any(item.what) else [], "" if any(item.what) else EMPTY_ROW)
            return
        for at, row in enumerate(block.rows, 1):
            if text := " | ".join(dict.fromkeys(cell.strip() for cell in row if cell.strip())):
                yield MinutesLine(f"{block.place}第 {at} 行", "", text, why=UNKNOWN_TABLE)
