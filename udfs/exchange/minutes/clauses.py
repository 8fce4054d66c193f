"""One clause of minutes, between two commas: who is to do it and who helps, until when, and what is left to be done."""

import re
from dataclasses import dataclass, field

from udfs.exchange.minutes.when import SOON, MeetingDay, SaidDeadline, best, deadlines_in
from udfs.exchange.minutes.who import Parties, Party

LEAD_IN = re.compile(
    r"^(?:会议)?(?:原则)?(?:研究)?(?:决定|要求|强调|明确|议定|同意|指出|认为|形成以下决议|决议)?[：:,，]?\s*"
    r"(?:[一二三四五六七八九十]是|其[一二三四五]|第[一二三四五六七八九十][,，、]|下一步[,，]?|会后[,，]?)?\s*"
)
BY = re.compile(r"(?:由|(?<![报提申])请|责成|安排|要求|明确由|明确|同意由|委托|交由|指定|授权|督促|同时|并由|并请|其中|最终由)")
JOIN = re.compile(r"\s*(?:、|，|,|和|与|及|以及|同|／|/)\s*")
WITH = re.compile(r"(?:要|应|负责)?(?:会同|联合|协调|商)")
LEADS = re.compile(r"(?:作为|为|是)?(?:总)?(?:牵头|主办|主责|总负责|负总责)(?:单位|部门|科室|处室)?|(?:作为|为)(?:责任|主责)(?:单位|部门)")
HELPS = re.compile(
    r"(?:要|应|积极|做好|同步|全力|负责|共同)*(?:配合|协助|协同|协办|参与|参加|支持|做好技术支持|做好配合|为成员|为配合单位|跟进)"
)
DOES = re.compile(
    r"(?:具体|统一|全面)?(?:负责|组织|要|须|应|需|必须|务必|于|在|抓好|做好|落实|开展|完成|对|把|将|继续|认真|切实|提前|尽快|抓紧|立即|马上"
    r"|近期|限期|及时|按|按照|按程序|进一步|加强|建立|制定|修订|审核|分别|各自|利用|适时|牵头|通报|兑现|推进|处置|拨付|拿出|提交|报送|印发|梳理"
    r"|整理|编制|跟踪|督办|督促|督查|整改|发布|本周|下周|本月|每|争取|确保|启动|筹备|统筹|同步|年底|年内|从|报|持续|严格)"
)
PAST = re.compile(
    r"(?:已|提报|申请的|提交的|已经|作了|做了|汇报|通报了|介绍|提出|反映|反馈的|反馈了|报告了|的|关于|传达|认为|指出|表示|等有关|等部门汇报|负责人|负责同志)"
)
TAIL = re.compile(r"^(?:之前|以前|前|为止|止|底前|之内|以内|内)")
DO_WORDS = re.compile(r"^[，,、：:\s]+|[，,、：:\s]+$")


@dataclass(slots=True)
class Clause:
    """mains, helpers: who does it, who helps; leads: the mains are said to lead, not only to do; of several that lead none is chosen.

    deadlines: all that it says; what: the rest, without them; unclear: what can be read in two ways; hint: who stands at its beginning, without a word that says that they do it."""

    text: str
    mains: list[Party] = field(default_factory=list)
    helpers: list[Party] = field(default_factory=list)
    deadlines: list[SaidDeadline] = field(default_factory=list)
    what: str = ""
    led: bool = False
    unclear: str = ""
    hint: list[Party] = field(default_factory=list)

    @property
    def due(self) -> SaidDeadline | None:
        return best(self.deadlines)

    @property
    def says(self) -> bool:
        """Whether it names anybody or any day."""
        return bool(self.mains or self.helpers or self.deadlines)


def read_clause(text: str, parties: Parties, meeting: MeetingDay) -> Clause:
    """A clause without the marks around it."""
    clause = Clause(text)
    clause.deadlines = deadlines_in(text, meeting)
    rest = read_parties(clause, text, parties)
    for one in sorted(deadlines_in(rest, meeting), reverse=True):
        if one.rank != SOON:
            rest = rest[: one.start] + TAIL.sub("", rest[one.end :])
    clause.what = DO_WORDS.sub("", re.sub(r"[于在至]$|^(?:于|在|要在|并于|力争|争取|确保|要)(?=[^，]{0,2}$)", "", rest))
    return clause


def read_parties(clause: Clause, text: str, parties: Parties) -> str:
    """Puts into the clause who is named in it, and hands back the text without the words that only say so."""
    lead = LEAD_IN.match(text)
    start = lead.end() if lead else 0
    places = [one.end() for one in BY.finditer(text, start)]
    places = places if BY.match(text, start) else [start, *places]
    if (joined := WITH.match(text, start)) is not None:
        helping, stop = run(text, joined.end(), parties)
        if helping:
            clause.helpers += helping
            return text[stop:]
    for one in clause.deadlines:  # 本周五前，营销部…; 3月底前运检部…
        if not text[start : one.start].strip("于在"):
            places.append(one.end + len(text[one.end :]) - len(TAIL.sub("", text[one.end :])))
    for place in places:
        by = place > start and BY.search(text[:place][-3:]) is not None
        found, stop = run(text, place, parties)
        if not found:
            continue
        after = text[stop:]
        if (leads := LEADS.match(after)) is not None:
            clause.mains, clause.led = found, True
            return remaining(text, start, place, stop + leads.end())
        if (helps := HELPS.match(after)) is not None:
            clause.helpers += found
            others, _ = run(after, helps.end(), parties)
            if others:
                clause.unclear = f"“{text}”没有写由谁办"
            return text if others else remaining(text, start, place, stop + helps.end())
        if (joined := WITH.match(after)) is not None:
            others, end = run(after, joined.end(), parties)
            if others:
                clause.mains, clause.helpers = found, [*clause.helpers, *others]
                return remaining(text, start, place, stop + end)
        if PAST.match(after) and not by:
            continue
        dated = any(one.start == stop for one in clause.deadlines)
        if by or dated or DOES.match(after) or not after or after.startswith(("：", ":")):
            clause.mains = found
            return remaining(text, start, place, stop)
    if not BY.match(text, start):
        found, stop = run(text, start, parties)
        if found and any(one.unit for one in found) and text[stop:] and not PAST.match(text[stop:]):
            clause.hint = found
    return text


def run(text: str, place: int, parties: Parties) -> tuple[list[Party], int]:
    """The names that follow one another from a place on, and where the last of them ends."""
    found: list[Party] = []
    stop = place
    while (one := parties.at(text, place)) is not None:
        found.append(one[0])
        stop = one[1]
        if text[stop : stop + 1] == "等" and not text[stop + 1 : stop + 2].isdigit():
            stop += 1
        joint = JOIN.match(text, stop)
        if joint is None:
            break
        place = joint.end()
    return found, stop


def remaining(text: str, start: int, place: int, end: int) -> str:
    """The text without what says who: 由营销部牵头 goes, and so do those who help right after it."""
    before = re.sub(r"(?:由|(?<![报提申])请|责成|安排|要求|明确由|明确|委托|交由|交|指定|并)$", "", text[start:place])
    rest = re.sub(r"^(?:单位|部门)", "", text[end:])
    return before + re.sub(r"^(?:负责)(?=.)", "", rest)
