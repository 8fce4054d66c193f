"""提醒文本: what one person is sent, all in one, as a note to copy and as one line for a text message.

Everything in a digest may leave the house: its lines are the sentences that the rule has made for that.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from workbook_templates.reading.characters import cut
from workbook_templates.reading.days import chinese_day

Group: TypeAlias = Literal["已逾期", "临近时限", "进度落后", "待反馈", "抄送知悉"]

GROUPS: tuple[Group, ...] = ("已逾期", "临近时限", "进度落后", "待反馈", "抄送知悉")
LATE_GROUP: Group = "已逾期"
COPIES: Group = "抄送知悉"
NUMERALS = "一二三四五"
LINE_END = "\r\n"
"""So that a note opens in lines in every editor of Windows too."""
LONGEST_MESSAGE = 500
"""Letters that a platform for text messages takes."""
PLACE_ROOM = 7
"""Letters for which of how many it is: （12/34）."""


class DigestLine(NamedTuple):
    """One reminder in a digest.

    group: the heading that it stands under.
    kind, stage: tell it apart in a calendar and are shown nowhere, as the name of a stage may be a matter of its own.
    number: 编号.
    rule: what makes it a reminder.
    due, days_left: the day in question, and how far off it is.
    sentence: all that is said of it.
    matter: what may be told of it, '' for nothing.
    copies: who else gets it.
    whose: of a copy, whom it was sent to.
    trigger: 触发日, by which 提醒记录 knows it.
    units: the departments whose people are asked.
    batch: of feedback that stands in the sheet of a batch which is not returned yet, that batch.
    """

    group: Group
    kind: str
    number: str
    stage: str
    rule: str
    due: dt.date
    days_left: int
    sentence: str
    matter: str = ""
    copies: str = ""
    whose: str = ""
    trigger: dt.date | None = None
    units: tuple[str, ...] = ()
    batch: str = ""


class Digest(NamedTuple):
    """One person and all their lines, in the order of GROUPS. phone: digits, '' where there is none; remark: why.

    known: a person, and not just a name that a cell holds. mail: 邮箱. recipient: as 提醒清单 writes the name.
    """

    name: str
    phone: str
    remark: str
    lines: tuple[DigestLine, ...]
    known: bool = True
    mail: str = ""
    recipient: str = ""

    @property
    def own(self) -> tuple[DigestLine, ...]:
        """What the person is to act on."""
        return tuple(line for line in self.lines if line.group != COPIES)


def grouped(lines: Sequence[DigestLine]) -> list[tuple[Group, list[DigestLine]]]:
    """The groups that have lines, in their order."""
    found = [(group, [line for line in lines if line.group == group]) for group in GROUPS]
    return [(group, some) for group, some in found if some]


def greeting(digest: Digest) -> str:
    return f"【督办提醒】{digest.name}{'同志' if digest.known else ''}："


def opening(digest: Digest, day: dt.date) -> str:
    """截至2026年12月31日,您有3条督办提醒需要处理,另有1条抄送您知悉。"""
    own, copies = len(digest.own), len(digest.lines) - len(digest.own)
    parts = [f"您有{own}条督办提醒需要处理"] if own else []
    parts += [f"{'另' if own else ''}有{copies}条抄送您知悉"] if copies else []
    return f"截至{chinese_day(day)}，{'，'.join(parts)}。"


def line_text(line: DigestLine) -> str:
    return f"{line.whose}：{line.sentence}" if line.whose else line.sentence


FOLDED_SHOWN = 10
"""So many numbers the one line names that stands for the feedback of a sheet."""


def folded(lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The lines of a group with the feedback that stands in one sheet as one line, where that is more than one: the sheet asks for each."""
    batches = Counter(line.batch for line in lines if line.batch)
    shown: list[DigestLine] = []
    for line in lines:
        if batches[line.batch] < 2 or not line.batch:
            shown.append(line)
        elif batches[line.batch] > 1 and not any(one.batch == line.batch for one in shown):
            shown.append(together([one for one in lines if one.batch == line.batch]))
    return shown


def behind(shown: DigestLine, lines: Sequence[DigestLine]) -> list[DigestLine]:
    """The reminders of a group that a shown line stands for."""
    return [shown] if shown in lines else [line for line in lines if line.batch == shown.batch]


def together(lines: Sequence[DigestLine]) -> DigestLine:
    """What is said of all feedback of one sheet: how many, how many are late, from when to when, and of which items."""
    numbers = list(dict.fromkeys(line.number for line in lines))
    late = sum(line.days_left < 0 for line in lines)
    first, last = min(line.due for line in lines), max(line.due for line in lines)
    span = day_text(first) if first == last else f"{day_text(first)}至{day_text(last)}"
    named = "、".join(numbers[:FOLDED_SHOWN]) + (f"等{len(numbers)}项" if len(numbers) > FOLDED_SHOWN else "")
    whose = "、".join(dict.fromkeys(line.whose for line in lines if line.whose))
    when = f"{span}应反馈" + (f"，{late}条已过期" if late else "")
    told = f"{len(lines)}条反馈（{when}）都在已下发、还没有收回的表（批次{lines[0].batch}）里，填好发回即可：{named}。"
    return lines[0]._replace(sentence=told, whose=whose, number="")


def day_text(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def note(digest: Digest, company: str, office: str, day: dt.date) -> str:
    """The text to copy into a chat or a mail."""
    rows = [greeting(digest), opening(digest, day)]
    for numeral, (group, lines) in zip(NUMERALS, grouped(digest.lines), strict=False):
        rows += ["", f"{numeral}、{group}（{len(lines)}条）"]
        rows += [f"{place}. {line_text(line)}" for place, line in enumerate(folded(lines), 1)]
    asked = "请按时办理、及时反馈；已经办完的，请尽快报送结果。" if digest.own else "以上事项已提醒责任人，请您了解并协助督促。"
    rows += ["", f"{asked}如有疑问，请与{office}联系。", "", f"{company}{office}", chinese_day(day)]
    return LINE_END.join(rows) + LINE_END


def messages(digest: Digest, sender: str, day: dt.date) -> list[str]:
    """The same for a text message, each in one line and no longer than a platform takes: parted between reminders, never inside one. A
    reminder that is too long by itself is cut short with ……."""
    return [part.text for part in message_parts(digest, sender, day)]


class MessagePart(NamedTuple):
    """One text message of a digest, and the reminders that it tells of."""

    text: str
    lines: tuple[DigestLine, ...]


def message_parts(digest: Digest, sender: str, day: dt.date) -> list[MessagePart]:
    """The text messages of a digest, each with its reminders."""
    room = LONGEST_MESSAGE - len(sender) - PLACE_ROOM
    parts, text, told = list[MessagePart](), greeting(digest) + opening(digest, day), list[DigestLine]()
    for group, lines in grouped(digest.lines):
        heading, shown = f"{group}：", folded(lines)
        for place, line in enumerate(shown, 1):
            said = f"（{place}）{line_text(line)}" if len(shown) > 1 else line_text(line)
            fresh = f"{greeting(digest)}{group}：{said}"
            if len(text) + len(heading) + len(said) > room and (told or len(fresh) <= room):
                parts.append(MessagePart(text, tuple(told)))
                text, heading, told = greeting(digest), f"{group}：", []
            text, heading, told = text + cut(heading + said, room - len(text), "……"), "", [*told, *behind(line, lines)]
    parts.append(MessagePart(text, tuple(told)))
    if len(parts) == 1:
        return [parts[0]._replace(text=text + sender)]
    head = len(greeting(digest)) - 1  # before its colon
    return [
        part._replace(text=f"{part.text[:head]}（{place}/{len(parts)}）{part.text[head:]}{sender}") for place, part in enumerate(parts, 1)
    ]
