"""Until when: the words of minutes for a day, counted from the day of the meeting. Only a date with its year stands without a mark."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from udfs.rules.ground.workdays import Calendar, days_after

FOREVER = "长期"
DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2, "半": 0}
NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
BEFORE = r"(?:之前|以前|前|为止|止|内|之内|以内)"
SOON_DAYS, NOW_DAYS = 10, 3
"""Working days that 尽快 and 立即 are given until a person says otherwise."""
DAY, WEAK, EVER, NOW, SOON = range(5)
"""Which words count before which others: a day, a day that may only describe the matter (上半年), 长期, 立即, 尽快."""
FAR = 300
"""Days ahead after which a date without its year looks like a slip."""
DONE_BY = (
    r"(?=(?:上午|下午|\d+时|\d+点|下班|上班)?(?:之前|以前|前|为止|止|底|完成|提交|报|上报|印发|下发|出台|上线|投运|投产|投入|交付|到位|到货|到厂"
    r"|签|建成|拿出|形成|召开|启动|组织|开展|兑现|落实|通过|实现|达到|办结|销号|清零|发布|出方案|交|拨付))"
)
FIXED_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "七一": (7, 1), "八一": (8, 1), "国庆": (10, 1), "十一": (10, 1)}
MOVING_FEASTS = {"春节": "Spring Festival", "清明": "Tomb-sweeping Day", "端午": "Dragon Boat Festival", "中秋": "Mid-autumn Festival"}


class SaidDeadline(NamedTuple):
    """When something is to be done. day: None where no day can be proposed, or for ever. words: as it was said; mark: what a person has
    to look at, '' for a date with its year. rank: DAY to SOON; of several the lowest counts."""

    start: int
    end: int
    words: str
    day: dt.date | None
    mark: str
    rank: int = 0

    @property
    def shown(self) -> dt.date | str | None:
        """For a cell."""
        return FOREVER if self.rank == EVER else self.day


class MeetingDay(NamedTuple):
    """From where days are counted. next_day: of the next meeting, as the minutes say; every: days between two, 0 where nobody knows."""

    day: dt.date
    calendar: Calendar
    next_day: dt.date | None = None
    every: int = 0


def count(text: str) -> int:
    """十五, 两, 15; 0 where it is no number."""
    if text.isdigit():
        return int(text)
    head, ten, tail = text.partition("十")
    if ten:
        return DIGITS.get(head or "一", 0) * 10 + DIGITS.get(tail or "零", 0)
    return DIGITS.get(text, 0)


def made(year: int, month: int, day: int) -> dt.date | None:
    """None for a day that no calendar has; day 0 is the month's last."""
    try:
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def coming(meeting: MeetingDay, month: int, day: int) -> dt.date | None:
    """The first such day on or after the meeting's."""
    years = (made(meeting.day.year + more, month, day) for more in (0, 1))
    return next((one for one in years if one is not None and one >= meeting.day), None)


def later_month(day: dt.date, months: int, number: int | None = None) -> dt.date | None:
    """The day of that number so many months later, no later than the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1] if 0 < year < 9999 else 28
    return made(year, month + 1, 0 if number == 0 else min(number or day.day, last))


def year_of(words: str | None, meeting: MeetingDay) -> int | None:
    """2026年, 今年, 明年; None where none is named."""
    if not words:
        return None
    found = re.match(r"20\d\d", words)
    return int(found[0]) if found else meeting.day.year + ("明" in words or "次" in words)


def part_of(words: str | None) -> int:
    """上旬 is the 10th, 中旬 the 20th, all else the last day."""
    return {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(words or "", 0)


Told = tuple[dt.date | None, str]
YEAR = r"(?P<y>20\d\d年|今年|本年|明年|次年)?"


def full(found: re.Match[str], meeting: MeetingDay) -> Told:
    del meeting
    day = made(int(found["y"]), int(found["m"]), int(found["d"]))
    return day, "" if day else "历书上没有这一天"


def month_day(found: re.Match[str], meeting: MeetingDay) -> Told:
    year, month, day = year_of(found["y"], meeting), count(found["m"]), count(found["d"])
    if year is not None:
        known = made(year, month, day)
        return known, "" if known and found["y"].startswith("20") else "按会议所在的年推算"
    known = coming(meeting, month, day) if day else None
    return known, "历书上没有这一天" if known is None else "没有写年，按会议日之后最近的一天"


def month_part(found: re.Match[str], meeting: MeetingDay) -> Told:
    year, month, day = year_of(found["y"], meeting), count(found["m"]), part_of(found["p"])
    known = made(year, month, day) if year is not None else coming(meeting, month, day)
    return known, "历书上没有这一天" if known is None else f"“{found[0]}”按 {known.month} 月 {known.day} 日"


def own_month(found: re.Match[str], meeting: MeetingDay) -> Told:
    later = 1 if found["w"] and found["w"][0] in "下次" else 0
    if found["d"]:
        number = count(found["d"])
        if not found["w"] and number < meeting.day.day:
            later = 1
        known = later_month(meeting.day, later, number) if 0 < number <= 31 else None
    else:
        known = later_month(meeting.day, later, part_of(found["p"]) or 0)
    return known, "没有写月，按会议日推算"


def quarter(found: re.Match[str], meeting: MeetingDay) -> Told:
    number = count(found["q"]) if found["q"] else (meeting.day.month + 2) // 3
    if not 1 <= number <= 4:
        return None, "没有这个季度"
    year = year_of(found["y"], meeting)
    known = made(year, number * 3, 0) if year is not None else coming(meeting, number * 3, 0)
    return known, f"“{found[0]}”按季度最后一天"


def half(found: re.Match[str], meeting: MeetingDay) -> Told:
    month = 6 if found["h"] == "上半年" else 12
    year = year_of(found["y"] or ("明年" if found["h"] == "明年底" else None), meeting)
    return (made(year, month, 0) if year is not None else coming(meeting, month, 0)), f"“{found[0]}”按最后一天"


def feast(found: re.Match[str], meeting: MeetingDay) -> Told:
    name = found["f"]
    day = coming(meeting, *FIXED_FEASTS[name]) if name in FIXED_FEASTS else rest_days(meeting).get(MOVING_FEASTS[name])
    if day is None:
        return None, f"不知道“{name}”是哪一天，请填"
    known = days_after(day, -1) if name in ("七一", "八一") else meeting.calendar.previous_workday(days_after(day, -1))
    return max(known, meeting.day), f"“{found[0]}”按放假前最后一个工作日"


def before_rest(found: re.Match[str], meeting: MeetingDay) -> Told:
    day = min(rest_days(meeting).values(), default=None)
    if day is None:
        return None, f"不知道“{found[0]}”是哪个节，请填"
    return meeting.calendar.previous_workday(days_after(day, -1)), f"“{found[0]}”按最近一个法定节日放假前最后一个工作日"


def rest_days(meeting: MeetingDay) -> Mapping[str, dt.date]:
    """The first day off of each holiday that comes after the meeting, as the built-in calendar has it."""
    import chinese_calendar

    found: dict[str, dt.date] = {}
    for day, name in sorted(chinese_calendar.holidays.items()):
        if meeting.day < day and (day - meeting.day).days <= FAR + 65:
            found.setdefault(str(name), day)
    return found


def weekday(found: re.Match[str], meeting: MeetingDay) -> Told:
    word, name = found["w"], found["n"]
    monday = days_after(meeting.day, -meeting.day.weekday())
    place = "一二三四五六日".find("日" if name == "天" else name) if name else 4
    if word in ("本周", "这周", "本星期"):
        known = days_after(monday, place)
    elif word.startswith("下"):
        known = days_after(monday, 7 + place)
    else:
        known = days_after(monday, place + (7 if days_after(monday, place) < meeting.day else 0))
    return known, f"“{found[0]}”从会议日推算"


def span(found: re.Match[str], meeting: MeetingDay) -> Told:
    number, unit = count(found["n"]), found["u"]
    if found["n"] == "半":
        known = later_month(meeting.day, 6) if unit == "年" else days_after(meeting.day, 15)
    elif unit == "工作日":
        known = meeting.calendar.add_workdays(meeting.day, min(number, 999))
    elif unit in ("天", "日", "小时"):
        known = days_after(meeting.day, -(-number // 24) if unit == "小时" else number)
    elif unit in ("周", "星期", "礼拜"):
        known = days_after(meeting.day, number * 7)
    else:
        known = later_month(meeting.day, number * {"月": 1, "季度": 3, "年": 12}[unit])
    return known, f"“{found[0]}”从会议日算起"


def next_meeting(found: re.Match[str], meeting: MeetingDay) -> Told:
    day = meeting.next_day or (days_after(meeting.day, meeting.every) if meeting.every else later_month(meeting.day, 1))
    if day is None:
        return None, "不知道下次会议是哪天，请填"
    known = days_after(day, -7) if found["p"] else meeting.calendar.previous_workday(days_after(day, -1))
    how = "按纪要写的下次会议" if meeting.next_day else "不知道下次会议是哪天，按间隔推算"
    return max(known, meeting.day), f"“{found[0]}”{how}"


def today(found: re.Match[str], meeting: MeetingDay) -> Told:
    more = {"明": 1, "后": 2}.get(found[0][0], 0)
    return days_after(meeting.day, more), f"“{found[0]}”从会议日推算"


def at_once(found: re.Match[str], meeting: MeetingDay) -> Told:
    return meeting.calendar.add_workdays(meeting.day, NOW_DAYS), f"“{found[0]}”没有日期，先给 {NOW_DAYS} 个工作日"


def soon(found: re.Match[str], meeting: MeetingDay) -> Told:
    return meeting.calendar.add_workdays(meeting.day, SOON_DAYS), f"“{found[0]}”没有日期，先给 {SOON_DAYS} 个工作日"


def forever(found: re.Match[str], meeting: MeetingDay) -> Told:
    del meeting
    return None, f"“{found[0]}”没有完成的一天，按长期"


WORDS: tuple[tuple[str, Callable[[re.Match[str], MeetingDay], Told], int], ...] = (
    (r"每(?:个|半)?(?:天|日|周|月|季度?|年|旬|星期)(?:[一二三四五六日]|底|末)?(?:\d{1,2}[日号时点])?" + BEFORE + "?", forever, EVER),
    (r"(?P<y>20\d\d)\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})[日号]?" + DONE_BY, full, 0),
    (YEAR + rf"(?P<m>{NUMBER})月(?P<d>{NUMBER})[日号]?" + DONE_BY, month_day, 0),
    (rf"(?:不晚于|不迟于|最迟|截至|截止到?|至)(?P<y>20\d\d年)?(?P<m>{NUMBER})月(?P<d>{NUMBER})[日号]", month_day, 0),
    (YEAR + rf"(?P<m>{NUMBER})月份?(?P<p>上旬|中旬|下旬|底|末|初)", month_part, 0),
    (YEAR + rf"(?P<m>{NUMBER})月份?(?P<p>)(?={BEFORE}|完成|到位|出台)", month_part, 0),
    (rf"(?P<w>本月|当月|这个月|下个?月|次月)(?P<d>{NUMBER})[日号]" + DONE_BY, own_month, 0),
    (r"(?<![\d一二三四五六七八九十个两半])(?P<w>本|当|这个|下个?|次)?月(?P<p>上旬|中旬|下旬|底|末|内|初)(?P<d>)", own_month, 0),
    (rf"(?<![月\d每一二三四五六七八九十])(?P<w>)(?P<d>{NUMBER})[日号](?=之前|以前|前|为止|止)", own_month, 0),
    (YEAR + r"(?:第?(?P<q>[一二三四1234])季度|本季度|季度)(?:末|底|内)", quarter, 0),
    (YEAR + r"第?(?P<q>[一二三四1234])季度", quarter, WEAK),
    (YEAR + r"(?P<h>上半年|下半年|全年)(?:底|末)?(?:之前|以前|前|内)", half, 0),
    (YEAR + r"(?P<h>明年底|年底|年末|年内)", half, 0),
    (YEAR + r"(?P<h>上半年|下半年|全年)", half, WEAK),
    (rf"(?P<f>{'|'.join([*FIXED_FEASTS, *MOVING_FEASTS])})[”\"]?(?:节|假期|放假|长假)?[”\"]?(?:来临)?(?:之前|以前|前)", feast, 0),
    (r"节前", before_rest, WEAK),
    (
        r"(?<![\d一二三四五六七八九十个两半])(?P<w>本周|这周|本星期|下周|下星期|下个?礼拜|周|星期)(?P<n>[一二三四五六日天])?"
        r"(?:(?<=周|期|拜)(?:内|末|之内|完成)|(?<=[一二三四五六日天])(?:下班)?(?:之前|以前|前|内|完成|报))",
        weekday,
        0,
    ),
    (rf"(?P<n>{NUMBER}|半)个?(?P<u>工作日|天|日|周|星期|礼拜|月|季度|年|小时)(?:时间)?(?:之内|以内|内)", span, 0),
    (r"下一?次[^，。；、]{0,6}?会(?:议)?(?:之前|以前|前|上)(?P<p>一周)?", next_meeting, 0),
    (r"(?:今天|今日|当天|当日|明天|明日|后天)(?:下班|上午|下午)?" + BEFORE + "?", today, 0),
    (r"长期|常态化|持续|常年|即日起(?!至)|日常", forever, EVER),
    (r"立即|马上|即刻|立刻|连夜|即知即改", at_once, NOW),
    (r"尽快|近期|抓紧|尽早|早日|限期|择机|择期|加快|及时", soon, SOON),
)
PATTERNS = tuple((re.compile(pattern), how, rank) for pattern, how, rank in WORDS)
MENTIONED = re.compile(rf"{NUMBER}月{NUMBER}[日号]")


def deadlines_in(text: str, meeting: MeetingDay) -> list[SaidDeadline]:
    """Every word for a deadline in a clause, from left to right, none inside another."""
    found: list[SaidDeadline] = []
    for pattern, how, rank in PATTERNS:
        for one in pattern.finditer(text):
            if (text[one.end() : one.end() + 1] == "起" and rank == DAY) or re.search(r"(?:定于|订于|拟于)$", text[: one.start()]):
                continue
            if all(one.end() <= held.start or held.end <= one.start() for held in found):
                day, mark = how(one, meeting)
                if day is not None and mark and (day - meeting.day).days > FAR:
                    mark += "；离会议日很远，请核对"
                elif day is not None and day < meeting.day:
                    mark = f"{mark}；早于会议日，请核对".lstrip("；")
                found.append(SaidDeadline(one.start(), one.end(), one[0], day, mark, rank))
    return sorted(found)


def cell_deadline(text: str, meeting: MeetingDay) -> SaidDeadline | None:
    """What a cell or a line 完成时限 says: also 8-20, 9/30, 9月30日; None where it says nothing."""
    bare = re.sub(r"\s+", "", text)
    short = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[日前]*", bare)
    if short:
        day = coming(meeting, int(short[1]), int(short[2]))
        return SaidDeadline(0, len(bare), bare, day, "没有写年，按会议日之后最近的一天" if day else "看不出是哪一天，请填")
    found = re.split(r"至|到|~|～|—+", bare)[-1]
    known = best(deadlines_in(found, meeting)) or best(deadlines_in(found + "完成", meeting))
    return known._replace(words=bare) if known else SaidDeadline(0, len(bare), bare, None, f"时限“{bare}”没有读懂，请填") if bare else None


def best(found: list[SaidDeadline]) -> SaidDeadline | None:
    """The one that counts: a day before 长期 before 立即 before 尽快; of several days none, with a mark."""
    if not found:
        return None
    rank = min(one.rank for one in found)
    same = [one for one in found if one.rank == rank]
    if len({one.day for one in same}) > 1:
        words = "、".join(one.words for one in same)
        return same[0]._replace(words=words, day=None, mark=f"写了几个时限（{words}），请定")
    return same[0]
