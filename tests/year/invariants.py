"""What holds on every day of a year, whatever happens: each a function of the tables of that day and of what was seen before."""

import datetime as dt
import itertools
import random
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import docx

from year import facts
from year.office import FIRST, RENAMED, Cells, Office
from year.periods import Numbered
from year.script import working

TABLES = (
    *(
        "督办台账",
        "阶段目标",
        "反馈记录",
        "变更记录",
        "加减分台账",
        "问责记录",
        "提醒记录",
        "提醒清单",
        "历史成绩",
        "批次",
        "部门",
        "文书登记",
        "抽查记录",
    ),
    *("亮灯", "部门成绩", "升级与问责", "得失分", "数据检查", "工作建议"),
)
DATED = ("督办台账", "阶段目标", "变更记录", "反馈记录")
AUTOMATIC = "自动:"
UNDECIDED = ("拟", "待批")
STANDS = ("拟", "已确认", "已批", "已办", "待批", "同意")
BLAME = ("提醒", "督办函", "约谈", "问责建议", "履职提醒")
Tables = dict[str, list[Cells]]


class Finding(NamedTuple):
    """Something that does not hold."""

    day: dt.date
    kind: str
    text: str


class Watch:
    """Looks at the office at the end of each of its days and remembers what must not change."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.closed: dict[str, list[tuple[Any, ...]]] = {}
        self.asked: set[tuple[str, str]] = set()
        self.nights: dict[dt.date, Tables] = {}
        self.refreshed: list[dt.date] = []
        self.told: set[tuple[str, str]] = set()

    def day(self) -> Iterator[Finding]:
        """After the day's last command."""
        tables, day = self.office.tables(*TABLES), self.office.day
        self.refreshed.append(day)
        for row in tables["批次"]:
            if row["表"] == "反馈记录":
                self.asked.add((str(row["编号"]), str(row["阶段"])))
        for holds in DAILY:
            yield from self.new(Finding(day, holds.__name__, text) for text in holds(tables, day, self))
        if day.day % 3 == 0:
            self.nights[day] = tables

    def new(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """What was not told on a day before."""
        for one in found:
            if (one.kind, one.text) not in self.told:
                self.told.add((one.kind, one.text))
                yield one

    def paper(self, paper: Numbered) -> Iterator[Finding]:
        """A paper on the day on which it got its number."""
        tables, day = self.office.tables(*TABLES), self.office.day
        text = words_of(paper.file)
        for holds in PAPERS:
            yield from (Finding(day, holds.__name__, f"{paper.file.name}: {text}") for text in holds(text, paper, tables, day))

    def past(self, draw: random.Random) -> Iterator[Finding]:
        """A look back at a day that was kept: 亮灯 is the same, but for rows that say 现值."""
        if not self.nights:
            return
        day = draw.choice(sorted(self.nights))
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / self.office.path.name
            shutil.copytree(self.office.folder, copy.parent, dirs_exist_ok=True)
            other = Office(copy, self.office.day, 20)
            said = other.run("refresh", "--as-of", day.isoformat())
            then = {row["编号"]: row for row in other.rows("亮灯")}
        yield from self.differing(day, then, said)

    def differing(self, day: dt.date, then: dict[Any, Cells], said: str) -> Iterator[Finding]:
        for row in self.nights[day]["亮灯"]:
            back = then.get(row["编号"])
            if back is None:
                yield Finding(self.office.day, "a look back is the same", f"{day} {row['编号']} 不见了")
                continue
            headers = ("考核时限", "亮灯完成度", "计算灯", "逾期天数", "环节")
            other = [f"{header} {row[header]} → {back[header]}" for header in headers if row[header] != back[header]]
            marked = str(row["编号"]) in said or any("现值" in str(value) for value in back.values())
            if other and not marked and not self.became_known(day, row["编号"]):
                yield Finding(self.office.day, "a look back is the same", f"{day} {row['编号']}: {'；'.join(other)}")

    def became_known(self, day: dt.date, number: Any) -> bool:
        """Whether a dated fact of an item, or of one of its stages, lies on or before a past day and was entered only after it."""

        def dated(tables: Tables) -> list[Any]:
            rows = [row for name in DATED for row in tables[name] if row["编号"] == number]
            cells = [(header, value) for row in rows for header, value in row.items()]
            return sorted((header, value) for header, value in cells if isinstance(value, dt.date) and value <= day)

        return dated(self.nights[day]) != dated(self.office.tables(*DATED))

    def year_end(self) -> Iterator[Finding]:
        """At the end: nothing was missed over the whole year."""
        tables = self.office.tables(*TABLES)
        yield from (Finding(self.office.day, "no reminder was missed", text) for text in reminders_missed(tables, self))


def words_of(file: Path) -> str:
    """The running text of a Word document, a line a paragraph."""
    document = docx.Document(str(file))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def deadlines(tables: Tables) -> dict[str, facts.Deadlines]:
    return {str(item["编号"]): facts.Deadlines(item, tables["变更记录"]) for item in tables["督办台账"]}


def proposed(rows: list[Cells], rule: str = "") -> list[Cells]:
    return [row for row in rows if str(row["来源"] or "").startswith(AUTOMATIC + rule)]


def state(row: Cells) -> str:
    return str(row.get("状态") or row.get("结果") or "")


# every day


def no_fact_is_proposed_twice(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """One key, one row."""
    for table in ("变更记录", "加减分台账", "问责记录"):
        keys = [str(row["来源"]).partition("#")[0] for row in proposed(tables[table])]
        yield from (f"{table} {key}" for key in sorted({key for key in keys if keys.count(key) > 1}))


def late_facts_stand(tables: Tables, day: dt.date, _: Watch) -> Iterator[str]:
    """Every undecided R6 proposal is about an item that is late now; none for an item in time."""
    items, limits = {str(row["编号"]): row for row in tables["督办台账"]}, deadlines(tables)
    for row in proposed(tables["加减分台账"], "R6"):
        number = str(row["关联编号"])
        if row["状态"] == "拟" and number in items and not facts.is_late(items[number], limits[number].second, day):
            yield f"{number} 时限 {limits[number].second}，提交 {items[number]['提交日期']}：{row['事由']}"
    for row in proposed(tables["变更记录"], "R6"):
        number = str(row["编号"])
        if row["结果"] == "待批" and number in items and not facts.is_late(items[number], limits[number].first, day):
            yield f"{number} 升级，时限 {limits[number].first}，状态 {items[number]['状态']}"


def late_facts_are_proposed(tables: Tables, day: dt.date, _: Watch) -> Iterator[str]:
    """Every late 公司级 item has its deduction, whatever became of it."""
    limits = deadlines(tables)
    for item in tables["督办台账"]:
        number = str(item["编号"])
        company = item["级别"] == "公司级" and not limits[number].escalated
        worth = company or item["负面影响"] in ("一般", "较大", "重大") or limits[number].escalated
        if item["状态"] in ("立项", "暂缓", "取消") or not worth or item["级别"] != "公司级":
            continue
        if facts.is_late(item, limits[number].second, day) and not [
            r for r in proposed(tables["加减分台账"], "R6") if r["关联编号"] == number
        ]:
            yield f"{number} 时限 {limits[number].second}，提交 {item['提交日期']}，没有拟扣分"


def deductions_follow_impact(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """A pending deduction has the points of what is known now (考核分档, §2); one of a closed period is touched no more."""
    bands = {"公司级": (0.5, 1, 2, 3), "部门级": (0.2, 0.5, 1, 1.5)}
    items = {str(row["编号"]): row for row in tables["督办台账"]}
    escalated = {str(row["编号"]) for row in tables["变更记录"] if row["变更"] == "升级" and row["结果"] == "同意"}
    closed = {str(row["期间"]) for row in tables["历史成绩"]}
    for row in proposed(tables["加减分台账"], "R6"):
        item = items.get(str(row["关联编号"]))
        if row["状态"] == "拟" and not periods_of(row["日期"]) & closed and item and (item["原因"] or "主观") == "主观":
            level = "部门级" if row["关联编号"] in escalated else "公司级"
            want = bands[level][("无", "一般", "较大", "重大").index(item["负面影响"] or "无")]
            if Decimal(str(row["分值"])) != -Decimal(str(want)):
                yield f"{row['关联编号']} 负面影响 {item['负面影响']}，拟 {row['分值']}，应 −{want}"


def nobody_is_praised_and_blamed(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """No item stands in a 表扬 and in a deduction or a worse proposal of one period."""
    praised = [row for row in proposed(tables["问责记录"]) if row["类别"] == "表扬" and row["状态"] in STANDS]
    for row in praised:
        period = str(row["来源"]).partition("#")[0].rsplit(":", 1)[-1]
        numbers = set(re.findall(r"2026-\d{4}", f"{row['事实']} {row['编号']} "))
        first, last = two_months(period)
        for point in tables["加减分台账"]:
            if point["关联编号"] in numbers and point["状态"] in ("拟", "已确认") and point["分值"] < 0 and first <= point["日期"] <= last:
                yield f"{period} {point['关联编号']} 表扬，又扣 {point['分值']}（{point['日期']}）"
        for other in proposed(tables["问责记录"], "R11"):
            if other["编号"] in numbers and other["类别"] in BLAME and other["状态"] in STANDS and first <= other["日期"] <= last:
                yield f"{period} {other['编号']} 表扬，又{other['类别']}（{other['日期']}）"


def periods_of(day: dt.date) -> set[str]:
    """The names of the periods of 2026 that a day lies in."""
    month = day.month - 1
    return {f"2026-{day.month:02}", f"2026-B{month // 2 + 1}", f"2026Q{month // 3 + 1}", f"2026H{month // 6 + 1}", "2026"}


def two_months(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of 2026-B2; a period of another kind or an older key: nothing."""
    found = re.fullmatch(r"(\d{4})-B([1-6])", period)
    if not found:
        return dt.date.max, dt.date.min
    year, half = int(found[1]), int(found[2])
    end = dt.date(year + half // 6, (2 * half) % 12 + 1, 1) - dt.timedelta(1)
    return dt.date(year, 2 * half - 1, 1), end


def no_deduction_beside_in_time(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """得失分 never holds 按期 100 and a deduction for one item."""
    in_time = {row["编号"] for row in tables["得失分"] if str(row["说明"]).startswith("按期办结：") and "，按期，" in str(row["说明"])}
    late = {row["编号"] for row in tables["得失分"] if row["维度"] == "加减分" and row["分值"] < 0}
    told = {str(row["值"]) + str(row["问题"]) for row in tables["数据检查"]}
    yield from (f"{number} 按期 100 分，又扣分" for number in sorted(in_time & late) if not any(str(number) in text for text in told))


def nobody_blamed_on_the_due_day(tables: Tables, day: dt.date, _: Watch) -> Iterator[str]:
    """On the due day itself, and for what was handed in and not yet rated, no light is proposed about."""
    items, limits = {str(row["编号"]): row for row in tables["督办台账"]}, deadlines(tables)
    staged = {str(row["编号"]) for row in tables["阶段目标"]}
    for row in proposed(tables["问责记录"], "R11"):
        number, fresh = str(row["编号"]), row["日期"] == day and row["状态"] == "拟" and row["类别"] in ("提醒", "督办函", "约谈")
        if fresh and number in items and number not in staged and limits[number].first == day:
            yield f"{number} {row['类别']}，今天到期"


def missed_feedback_could_be_given(tables: Tables, _: dt.date, watch: Watch) -> Iterator[str]:
    """Every 漏报 of 提醒清单 and 得失分 was asked of somebody, and falls due before the item was handed in and outside a pause."""
    items = {str(row["编号"]): row for row in tables["督办台账"]}
    blamed = {(str(row["编号"]), row["触发日"]) for row in tables["提醒清单"] if row["规则"] == "反馈漏报"}
    unpaid = [row for row in tables["反馈记录"] if not row["反馈日期"] and row["原因类别"] != "免报"]
    for row in unpaid:
        number, due = str(row["编号"]), row["应反馈日期"]
        item = items.get(number)
        if item is None or item["状态"] in ("取消", "立项"):
            continue
        counted = any(r["编号"] == number and f"应反馈 {due}" in str(r["说明"]) and "没有反馈" in str(r["说明"]) for r in tables["得失分"])
        end = facts.stopped(item)
        if counted and end and due >= end:
            yield f"{number} 应反馈 {due}，提交 {end}，算作漏报"
        if counted and facts.at_rest(item, tables["变更记录"], due):
            yield f"{number} 应反馈 {due}，暂缓中，算作漏报"
        if counted and (number, str(due)) not in watch.asked:
            yield f"{number} 应反馈 {due}，没有下发过，算作漏报"
    for number, _day in sorted(blamed, key=str):
        item = items.get(number)
        if (
            item is not None
            and facts.stopped(item)
            and not [row for row in unpaid if row["编号"] == number and row["应反馈日期"] < facts.stopped(item)]
        ):
            yield f"{number} 已提交，还催漏报"


def feedback_falls_on_working_days(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    yield from (f"{row['编号']} {row['应反馈日期']}" for row in tables["反馈记录"] if not working(row["应反馈日期"]))


def reminders_are_sent_once_on_working_days(tables: Tables, day: dt.date, _: Watch) -> Iterator[str]:
    seen: set[tuple[Any, ...]] = set()
    for row in tables["提醒记录"]:
        key = tuple(row[header] for header in ("编号", "阶段", "规则", "触发日", "收件人"))
        if key in seen:
            yield f"两次：{key}"
        seen.add(key)
        if row["时间"].date() == day and not working(row["触发日"]):
            yield f"休息日：{key}"


def reminders_missed(tables: Tables, watch: Watch) -> Iterator[str]:
    """Of items whose deadline never moved: each of 7, 3, 1 days before was sent, unless a later one overtook it."""
    sent = {(row["编号"], row["规则"]) for row in tables["提醒记录"] if not row["阶段"]}
    for item in tables["督办台账"]:
        limit = facts.Deadlines(item, tables["变更记录"])
        due = limit.first
        if limit.moved or due is None or item["状态"] in ("取消", "暂缓") or item["退办次数"]:
            continue
        gone = min(facts.stopped(item) or dt.date.max, due + dt.timedelta(1))
        triggers = []
        for days in (7, 3, 1):
            trigger = due - dt.timedelta(days)
            while not working(trigger):
                trigger -= dt.timedelta(1)
            triggers.append((trigger, days))
        for (trigger, days), after in itertools.zip_longest(triggers, triggers[1:]):
            end = min(gone, after[0] if after else due)
            ran = [day for day in watch.refreshed if trigger <= day < end]
            if ran and trigger > (item["下达日期"] or FIRST) and (item["编号"], f"提前{days}天") not in sent:
                yield f"{item['编号']} 时限 {due}，提前{days}天（{trigger}），那几天运行过 {ran[0]}"


def closed_periods_stand(tables: Tables, _: dt.date, watch: Watch) -> Iterator[str]:
    by_period: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in tables["历史成绩"]:
        by_period[str(row["期间"])].append(tuple(row.values()))
    for period, rows in watch.closed.items():
        if by_period[period] != rows:
            yield f"{period} 的历史成绩变了"
    watch.closed = dict(by_period)


def points_sum_to_scores(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """得失分 of a department's dimension sums to its score."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in tables["得失分"]:
        sums[str(row["对象"]), str(row["维度"])] += Decimal(str(row["分值"]))
    for row in tables["部门成绩"]:
        for dimension in ("督办", "亮灯", "指标", "抽查"):
            score = row[dimension]
            if score is not None and abs(sums[str(row["部门"]), dimension] - Decimal(str(score))) > Decimal("0.005"):
                yield f"{row['部门']} {dimension} {score}，得失分合计 {sums[str(row['部门']), dimension]}"


def one_name_a_department(tables: Tables, day: dt.date, _: Watch) -> Iterator[str]:
    """After the renaming no result table holds the old name."""
    old, _new, since = RENAMED
    if day < since or not any(row["曾用名"] == old for row in tables["部门"]):
        return
    for table in ("亮灯", "部门成绩", "升级与问责", "工作建议", "提醒清单"):
        yield from (f"{table}: {row}" for row in tables[table] if old in row.values())
    yield from (f"得失分: {row}" for row in tables["得失分"] if row["对象"] == old)


def nobody_is_red_at_full_completion(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    yield from (f"{row['编号']}" for row in tables["亮灯"] if row["计算灯"] == "红灯" and row["亮灯完成度"] == 1)


def first_day_is_quiet(tables: Tables, _: dt.date, __: Watch) -> Iterator[str]:
    """启用日期: nothing from before it is proposed."""
    for table in ("加减分台账", "问责记录"):
        yield from (f"{table} {row['来源']}" for row in proposed(tables[table]) if row["日期"] < FIRST)
        marks = [str(row["来源"]).partition("#")[0].rsplit(":", 1)[-1] for row in proposed(tables[table], "R9:预警")]
        yield from (f"{table} 预警 {mark}" for mark in marks if (facts.as_day(mark) or FIRST) < FIRST)


DAILY: tuple[Callable[[Tables, dt.date, Watch], Iterator[str]], ...] = (
    no_fact_is_proposed_twice,
    late_facts_stand,
    late_facts_are_proposed,
    deductions_follow_impact,
    nobody_is_praised_and_blamed,
    no_deduction_beside_in_time,
    nobody_blamed_on_the_due_day,
    missed_feedback_could_be_given,
    feedback_falls_on_working_days,
    reminders_are_sent_once_on_working_days,
    closed_periods_stand,
    points_sum_to_scores,
    one_name_a_department,
    nobody_is_red_at_full_completion,
    first_day_is_quiet,
)


# on the day a paper gets its number


def named_overdue_items_are_overdue(text: str, paper: Numbered, tables: Tables, day: dt.date) -> Iterator[str]:
    """An item that a paper calls 逾期 n 天 is late by that many days by its own deadline."""
    limits = deadlines(tables)
    for line in text.splitlines():
        for number in re.findall(r"2026-\d{4}", line):
            found = re.search(rf"{number}[^。；]*?逾期\s*(\d+)\s*天", line)
            if found and number in limits and limits[number].first is not None and paper.kind == "督办通报":
                item = next(row for row in tables["督办台账"] if str(row["编号"]) == number)
                if not facts.is_late(item, limits[number].first, day):
                    yield f"{number} 并未逾期：{line[:80]}"


def no_signed_slips(text: str, _: Numbered, __: Tables, ___: dt.date) -> Iterator[str]:
    """Words that an official would not sign."""
    for slip in (r"计-\d", r"(?:^|[、；，。])：", r"\d{4}-\d{2}-\d{2}", r"供电所", r"None|nan"):
        for line in text.splitlines():
            found = re.search(slip, line)
            if found:
                yield f"“{found[0]}”：{line[:60]}"


PAPERS: tuple[Callable[[str, Numbered, Tables, dt.date], Iterator[str]], ...] = (named_overdue_items_are_overdue, no_signed_slips)
