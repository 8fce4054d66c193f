"""A second computation of deadlines, completions, lights and landing, by frames, written from rules.md alone.

It shares no line with the product's rules: whole columns instead of records, merges instead of indexes. It takes the tables as
DataFrames with the workbook's headers (dates as `date` or None, numbers as Fraction or None, texts with "" for a blank), the
settings by their Chinese names, and 基准日. It is written to be read beside rules.md, not to be fast.
"""

import datetime as dt
import re
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd  # ships no types

from support import oracle_calendar as cal
from support.kept import kept

Frame: TypeAlias = Any
Column: TypeAlias = Any
Frames = Mapping[str, Frame]
Settings = Mapping[str, Any]

COLUMNS = "编号 考核时限 完成度 亮灯完成度 序时进度 进度偏差 灯 计算灯 待确认 剩余天数 逾期天数 停滞天数 环节".split()
COLOURS = {"绿灯": "绿", "黄灯": "黄", "红灯": "红", "蓝灯": "蓝"}
OPEN = ["下达", "办理", "提交", "待调整"]
DAYS = {
    "部门": ["停用日期"],
    "节假日": ["日期"],
    "督办台账": ["立项日期", "下达日期", "办理时限", "提交日期", "办结日期", "确认日期"],
    "阶段目标": ["完成时限", "自评日期", "确认日期"],
    "反馈记录": ["反馈日期"],
    "变更记录": ["申请日期", "批准日期"],
    "认定记录": ["日期"],
    "文书登记": ["成文日期"],
    "历史成绩": ["结账时间"],
}
KEY = ["编号", "阶段"]
JOINTS = re.compile("[、,;\uff0c\uff1b\n]")
DAY_TEXT = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?|(\d{4})(\d\d)(\d\d)")


# -- small means ---------------------------------------------------------------------------------------------------------


def days(values: Any) -> Column:
    """A column of days; NaT, which no comparison holds for, is a blank."""
    return pd.to_datetime(pd.Series(values, dtype=object)).astype("datetime64[s]")


def plain_day(value: Any) -> dt.date | None:
    """A day as the workbook holds it."""
    return None if pd.isna(value) else value.date()


def stamp(day: dt.date) -> Any:
    return pd.Timestamp(day).as_unit("s")


def objects(values: Any, index: Any) -> Column:
    """A column of exact numbers, texts and None, which pandas leaves alone."""
    return pd.Series(list(values), index=index, dtype=object)


def each(frame: Frame, function: Callable[[Any], Any]) -> Column:
    """A column made row by row."""
    return objects((function(row) for _, row in frame.iterrows()), frame.index)


def day_in(text: str) -> dt.date | None:
    """The date that a text cell holds."""
    found = DAY_TEXT.fullmatch(text.strip())
    if not found:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups() if part))
    except ValueError:
        return None


def weight(value: Fraction | None) -> Fraction:
    """A blank weight is 1, and so is one of 0 or less."""
    return Fraction(1) if value is None or value <= 0 else Fraction(value)


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    return None if whole == 0 else part / whole


def summed(values: Column, keys: Any) -> dict[Hashable, Fraction]:
    """Exact sums by key."""
    return {key: sum(group, Fraction(0)) for key, group in values.groupby(keys)} if len(values) else {}


def span_of(settings: Settings, period: str) -> cal.Bounds:
    span = cal.bounds(period, settings["月度截止日"])
    if span is None:
        raise ValueError(period)
    return span


def judged_day(settings: Settings, as_of: dt.date, period: str) -> dt.date:
    """§4: min(last day, 基准日)."""
    return min(span_of(settings, period)[1], as_of)


def overrides(tables: Frames) -> dict[dt.date, str]:
    rest = tables["节假日"]
    return dict(zip(rest["日期"].dt.date, rest["类型"], strict=True))


# -- §4: what was known on 基准日 ------------------------------------------------------------------------------------------


@kept
def known(tables: Frames, as_of: dt.date) -> dict[str, Frame]:
    """The tables with every dated fact after 基准日 cut away, days as datetime columns."""
    facts = {name: frame.copy().reset_index(drop=True) for name, frame in tables.items()}
    for name, headers in DAYS.items():
        for header in headers:
            facts[name][header] = days(facts[name][header])
    today = stamp(as_of)

    items = facts["督办台账"]
    items = items[~(items["下达日期"] > today)].copy()
    sent, closed = items["提交日期"], items["办结日期"]
    not_closed = (items["状态"] == "办结") & ((closed > today) | (closed.isna() & (sent > today)))
    open_again = not_closed | ((items["状态"] == "提交") & (sent > today))
    items["完成质量"] = items["完成质量"].astype(object).mask(open_again, None)  # what is open again has not been rated
    items.loc[not_closed, "状态"] = (sent[not_closed] <= today).map({True: "提交", False: "办理"})
    items.loc[(items["状态"] == "提交") & (sent > today), "状态"] = "办理"
    items.loc[sent > today, "提交日期"] = pd.NaT
    items.loc[closed > today, "办结日期"] = pd.NaT
    items.loc[items["确认日期"] > today, "确认日期"] = pd.NaT
    items["solved"] = items["现场分类"] == "现场已解决"
    items.loc[items["solved"] & items["状态"].isin(OPEN), "状态"] = "办结"
    facts["督办台账"] = items

    stages = facts["阶段目标"]
    for figure, day in (("自评完成度", "自评日期"), ("确认完成度", "确认日期")):
        late = stages[day] > today
        stages[figure] = stages[figure].astype(object).mask(late, None)
        stages.loc[late, day] = pd.NaT

    feedback = facts["反馈记录"]
    feedback.loc[feedback["反馈日期"] > today, "反馈日期"] = pd.NaT

    changes = facts["变更记录"]
    changes = changes[~(changes["申请日期"] > today)].copy()
    changes.loc[changes["批准日期"] > today, "结果"] = "待批"
    changes.loc[changes["批准日期"] > today, "批准日期"] = pd.NaT
    facts["变更记录"] = changes
    feedback["owed"] = ~nobody_owes(feedback, items, changes) & ~feedback["编号"].isin(items.loc[items["solved"], "编号"])

    for name, header in (("认定记录", "日期"), ("文书登记", "成文日期"), ("历史成绩", "结账时间")):
        frame = facts[name]
        facts[name] = frame[~(frame[header].dt.normalize() > today)]
    return facts


# -- R4 ------------------------------------------------------------------------------------------------------------------


@kept
def deadlines(facts: Frames, settings: Settings) -> Frame:
    """考核时限 and 在用时限 (the second deadline once 升级 opened one) of every item (阶段 "") and stage."""
    items, stages = facts["督办台账"], facts["阶段目标"]
    changes = facts["变更记录"].sort_values("申请日期", kind="stable")
    changes = changes.assign(old=days(changes["原值"].map(day_in)), new=days(changes["新值"].map(day_in)))
    changes["blank"] = changes["新值"].str.strip() == ""
    rows = {place: [*frame.itertuples()] for place, frame in changes.groupby(KEY, sort=False)}
    course = Course(overrides(facts) if settings["时限逢休顺延"] == "是" else None, settings["升级宽限天数"])
    found: list[tuple[Any, ...]] = []
    rested: dict[str, list[dict[str, Any]]] = {}
    for number, due in zip(items["编号"], items["办理时限"], strict=True):
        first, force, pauses = course.run(plain_day(due), rows.get((number, ""), []), [])
        found.append((number, "", first, force))
        rested.setdefault(number, pauses)
    for stage in stages.itertuples():
        caught = [pause for pause in rested.get(stage.编号, []) if not rated_by(stage, pause["begin"])]
        first, force, _ = course.run(plain_day(stage.完成时限), rows.get((stage.编号, stage.阶段), []), caught)
        found.append((stage.编号, stage.阶段, first, force))
    frame = pd.DataFrame(found, columns=[*KEY, "考核时限", "在用时限"])
    return frame.assign(考核时限=days(frame["考核时限"]), 在用时限=days(frame["在用时限"]))


def rated_by(stage: Any, day: Any) -> bool:
    """Whether the stage had a rating when its item went to rest."""
    rated = ((stage.自评完成度, stage.自评日期), (stage.确认完成度, stage.确认日期))
    return any(not pd.isna(share) and (pd.isna(on) or on.date() <= day) for share, on in rated)


class Course:
    """What becomes of a deadline, change after change. rest: the office's own calendar where deadlines move off rest days."""

    def __init__(self, rest: dict[dt.date, str] | None, grace: int) -> None:
        self.rest, self.grace = rest, dt.timedelta(grace)

    def moved(self, day: Any) -> Any:
        return day if day is None or self.rest is None else cal.next_working(day, self.rest)

    def run(self, due: Any, rows: list[Any], caught: list[dict[str, Any]]) -> tuple[Any, Any, list[dict[str, Any]]]:
        """考核时限, the deadline in force, and the rests that ended, each with begin, days by which stages move, and its place in time."""
        olds = [plain_day(row.old) for row in rows if row.变更 in ("延期", "改期") and not pd.isna(row.old)]
        first: Any = olds[0] if olds else due
        second: Any = None
        opened = False
        pause: Any = None
        pauses: list[dict[str, Any]] = []
        timed = [((row.申请日期, row.Index), row) for row in rows if row.结果 == "同意"] + [(rest["at"], rest) for rest in caught]
        for at, row in sorted(timed, key=lambda pair: pair[0]):
            force = second if opened else first
            target: Any
            if isinstance(row, dict):
                target = self.after(force, row)
            else:
                kind, new, asked = row.变更, plain_day(row.new), row.申请日期.date()
                target = force
                if kind == "升级":
                    opened = True
                    target = new or (asked if pd.isna(row.批准日期) else row.批准日期.date()) + self.grace
                elif kind == "暂缓":
                    pause = pause or row
                    continue
                elif kind == "恢复":
                    ended = self.ended(pause, row, force, new)
                    pause = None
                    pauses += [{**ended, "at": at}] if ended else []
                    target = new or (self.after(force, ended) if ended else force)
                elif new and (kind == "改期" or (kind == "延期" and (force is None or asked <= self.moved(force)))):
                    target = new
            first, second = (first, target) if opened else (target, second)
        limit = self.moved(first)
        return limit, self.moved(second) if opened else limit, pauses

    def after(self, force: Any, rest: dict[str, Any]) -> Any:
        """Later by the days of a rest, unless it was missed when that began."""
        missed = force is not None and rest["begin"] > self.moved(force)
        return force if force is None or missed else force + rest["days"]

    def ended(self, pause: Any, row: Any, force: Any, new: Any) -> dict[str, Any] | None:
        """From approval to approval, else from application to application; with a 新值 as many days as the item moves by."""
        if pause is None:
            return None
        begin: Any = plain_day(pause.批准日期)
        end: Any = plain_day(row.批准日期)
        if begin is None or end is None:
            begin, end = plain_day(pause.申请日期), plain_day(row.申请日期)
        rested = max(end - begin, dt.timedelta(0))
        by_value = dt.timedelta(0) if force is None or new is None else new - force
        return {"begin": begin, "days": by_value if new else rested}


def rests(changes: Frame) -> Frame:
    """Each rest of an item: 编号, begin, end (blank: it lasts), the 恢复 that ends it; by approval, else by application."""
    turns = changes[
        (changes["结果"] == "同意") & changes["变更"].isin(["暂缓", "恢复"]) & (changes["阶段"] == "") & (changes["编号"] != "")
    ]
    found = []
    for number, rows in turns.sort_values("申请日期", kind="stable").groupby("编号", sort=False):
        begun: Any = None
        for at, row in rows.iterrows():
            if row["变更"] == "暂缓":
                begun = row if begun is None else begun
            elif begun is not None:
                by_approval = not pd.isna(begun["批准日期"]) and not pd.isna(row["批准日期"])
                header = "批准日期" if by_approval else "申请日期"
                began = begun["批准日期"] if not pd.isna(begun["批准日期"]) else begun["申请日期"]
                ends = row["批准日期"] if not pd.isna(row["批准日期"]) else row["申请日期"]
                found.append((number, began, ends, at, begun[header], row[header]))
                begun = None
        if begun is not None:
            began = begun["批准日期"] if not pd.isna(begun["批准日期"]) else begun["申请日期"]
            found.append((number, began, pd.NaT, None, pd.NaT, pd.NaT))
    return pd.DataFrame(found, columns=["编号", "begin", "end", "change", "counted from", "counted to"])


def nobody_owes(feedback: Frame, items: Frame, changes: Frame) -> Column:
    """免报: due on or after the earlier of 提交日期 and 办结日期 of what is 提交 or 办结, or while the item rests."""
    due = days(feedback["应反馈日期"])
    handed = items[items["状态"].isin(["提交", "办结"]) & (items["编号"] != "")]
    ends = dict(zip(handed["编号"], handed[["提交日期", "办结日期"]].min(axis=1), strict=True))
    owes_not = due >= days(feedback["编号"].map(ends).tolist()).set_axis(feedback.index)
    for rest in rests(changes).itertuples():
        in_it = (feedback["编号"] == rest.编号) & (due >= rest.begin)
        owes_not |= in_it & (due < rest.end) if not pd.isna(rest.end) else in_it
    cause = feedback["原因类别"] if "原因类别" in feedback else pd.Series("", index=feedback.index)
    return owes_not | (cause == "免报")


# -- R1, R2, R4, states --------------------------------------------------------------------------------------------------


def rated_stages(facts: Frames, limits: Frame) -> Frame:
    """Stages with their deadline, weight w and w × c."""
    stages = facts["阶段目标"].merge(limits, on=KEY, how="left", suffixes=("", "*"))
    confirmed, own = stages["确认完成度"], stages["自评完成度"]
    figure = confirmed.where(confirmed.notna(), own).map(lambda c: Fraction(0) if pd.isna(c) else c)
    stages["w"] = objects(map(weight, stages["权重"]), stages.index)
    stages["wc"] = objects((w * c for w, c in zip(stages["w"], figure, strict=True)), stages.index)
    stages["rated"] = confirmed.notna() | own.notna()
    stages["self only"] = confirmed.isna() & own.notna()
    return stages


def items_with_figures(facts: Frames, settings: Settings, as_of: dt.date, judged: dt.date) -> Frame:
    """The items that count, with 考核时限, completions (all: `done`; due on the judged day: `due_done`) and planned progress."""
    limits = deadlines(facts, settings)
    items = facts["督办台账"]
    items = items[items["状态"] != "取消"]
    items = items.merge(limits[limits["阶段"] == ""].drop(columns="阶段"), on="编号", how="left")
    items["w"] = objects(map(weight, items["权重"]), items.index)
    stages = rated_stages(facts, limits)
    handed_in = (items["状态"] == "办结") | ((items["状态"] == "提交") & items["提交日期"].notna())
    not_in = set(items.loc[~handed_in, "编号"])
    # 今日到期: neither rated nor handed in on the due day itself; it counts once the day is over
    early = (stages["考核时限"] == stamp(as_of)) & ~stages["rated"] & stages["编号"].isin(not_in)
    on_day = stages[(stages["考核时限"] <= stamp(as_of)) & ~early]
    on_judged = stages[(stages["考核时限"] <= stamp(judged)) & ~(early & (judged == as_of))]
    everything = {name: summed(stages[name], stages["编号"]) for name in ("w", "wc")}
    due = {name: summed(on_judged[name], on_judged["编号"]) for name in ("w", "wc")}
    due_today = summed(on_day["w"], on_day["编号"])

    items["staged"] = items["编号"].isin(set(stages["编号"]))
    items["rated"] = items["编号"].isin(set(stages.loc[stages["rated"], "编号"]))
    items["open"] = items["状态"].isin(OPEN)
    items["closed"] = items["状态"] == "办结"
    items["running"] = items["open"] & ~((items["状态"] == "提交") & items["提交日期"].notna())
    own_early = ~items["staged"] & ~handed_in & items["完成度"].isna() & (items["考核时限"] == stamp(as_of))
    items["early"] = own_early | items["编号"].isin(set(stages.loc[early, "编号"]))
    items["limit_reached"] = (items["考核时限"] <= stamp(judged)) & ~(own_early & (judged == as_of))

    def over(sums: Mapping[str, Mapping[Hashable, Fraction]], row: Any) -> Fraction | None:
        """R1 over some stages of an item; None when there are none."""
        if row["编号"] not in sums["w"]:
            return None
        return Fraction(1) if row["closed"] and not row["rated"] else sums["wc"][row["编号"]] / sums["w"][row["编号"]]

    def own(row: Any) -> Fraction:
        """R1 of an item without stages."""
        return row["完成度"] if row["完成度"] is not None else Fraction(1 if row["closed"] else 0)

    items["done"] = each(items, lambda row: over(everything, row) if row["staged"] else own(row))
    items["due_done"] = each(
        items, lambda row: over(due, row) if row["staged"] else own(row) if row["limit_reached"] or row["closed"] else None
    )
    items["unconfirmed"] = items["编号"].isin(set(stages.loc[stages["self only"], "编号"])) | (
        ~items["staged"] & items["open"] & items["完成度"].notna() & items["确认日期"].isna()
    )

    def planned(row: Any, day: dt.date, weights: Mapping[Hashable, Fraction]) -> Fraction | None:
        """R2 on a day; weights: of the stages due by then."""
        if row["staged"]:
            return weights.get(row["编号"], Fraction(0)) / everything["w"][row["编号"]]
        start = row["下达日期"] if not pd.isna(row["下达日期"]) else row["立项日期"]
        limit = row["考核时限"]
        if pd.isna(start) or pd.isna(limit):
            return None
        if start > limit:
            return Fraction(int(stamp(day) >= limit))
        return min(max(Fraction((stamp(day) - start).days + 1, (limit - start).days + 1), Fraction(0)), Fraction(1))

    items["planned"] = each(items, lambda row: planned(row, as_of, due_today))
    items["planned_judged"] = each(items, lambda row: planned(row, judged, due["w"]))
    items.loc[own_early & (judged == as_of), "planned_judged"] = None
    items["lag"], items["lag_judged"] = (
        each(items, lambda row, name=name: None if row[name] is None else (row["done"] - row[name]) * 100)  # type: ignore[misc]
        for name in ("planned", "planned_judged")
    )
    items["overdue"] = items["running"] & (items["考核时限"] < stamp(as_of))
    stopped = items[["提交日期", "办结日期"]].min(axis=1).where(items["closed"], items["提交日期"].where(items["状态"] == "提交"))
    running_then = items["running"] | (stopped > stamp(judged))  # handed in or closed only after the judged day
    items["overdue_judged"] = running_then & (items["考核时限"] < stamp(judged))
    return items


# -- R3 ------------------------------------------------------------------------------------------------------------------


def light_by_bounds(bounds: Frame, percent: Fraction) -> str:
    """The highest light whose lower bound is met; below all of them the lowest, so that no hole is left."""
    ladder = bounds.sort_values("下限", ascending=False, kind="stable")
    met = ladder[(ladder["下限"] < percent) | ((ladder["下限"] == percent) & (ladder["含下限"] == "是"))]
    return str((met if len(met) else ladder.tail(1)).iloc[0]["灯"])


def light_by_time(row: Any, settings: Settings, judged: dt.date) -> str:
    """亮灯口径 时限."""
    if row["overdue_judged"]:
        return "红灯"
    if row["closed"]:
        first, other = ("提交日期", "办结日期") if settings["办结认定日期"] == "提交" else ("办结日期", "提交日期")
        day = row[other] if pd.isna(row[first]) else row[first]
        return "黄灯" if pd.isna(day) or day > row["考核时限"] else "绿灯"
    if row["lag_judged"] is not None and row["lag_judged"] < 0:
        return "黄灯"
    left = (row["考核时限"] - stamp(judged)).days if not pd.isna(row["考核时限"]) else -1
    return "蓝灯" if 0 <= left <= max(settings["提前提醒天数"], default=-1) else "绿灯"


def light_by_lag(row: Any, settings: Settings) -> str:
    """亮灯口径 序时差."""
    if not row["planned_judged"]:
        return ""
    if row["lag_judged"] >= settings["序时差绿灯下限"]:
        return "绿灯"
    return "黄灯" if row["lag_judged"] >= settings["序时差黄灯下限"] else "红灯"


def computed(row: Any, facts: Frames, settings: Settings, judged: dt.date) -> str:
    """计算灯 of an item."""
    if row["状态"] in ("立项", "暂缓"):
        return ""
    basis = settings["亮灯口径"]
    if basis == "时限":
        light = light_by_time(row, settings, judged)
    elif basis == "序时差":
        light = light_by_lag(row, settings)
    elif row["due_done"] is None:
        light = ""
    else:
        light = light_by_bounds(facts["亮灯规则"], 100 * (row["due_done"] if basis == "到期阶段" else row["done"]))
    if settings["逾期亮红灯"] == "是" and row["overdue_judged"]:
        light = "红灯"
    if light == "红灯" and settings["红灯须有影响"] == "是" and (row["负面影响"] or settings["空白负面影响"]) == "无":
        light = "黄灯"
    return light


def rulings(facts: Frames, settings: Settings, judged: dt.date) -> dict[str, str]:
    """编号 → 认定灯 in force on the judged day: of several the latest 日期, of one day the lower row."""
    rows = facts["认定记录"]
    rows = rows[rows["期间"].map(lambda period: cal.inside(judged, cal.bounds(period, settings["月度截止日"]))).astype(bool)]
    rows = rows.sort_values("日期", kind="stable", na_position="first").drop_duplicates("编号", keep="last")
    return dict(zip(rows["编号"], rows["认定灯"], strict=True))


@kept
def judge(facts: Frames, settings: Settings, as_of: dt.date, judged: dt.date) -> Frame:
    """Every item that counts, with its figures and lights, judged on `judged` by what is known on 基准日."""
    items = items_with_figures(facts, settings, as_of, judged)
    items["计算灯"] = each(items, lambda row: computed(row, facts, settings, judged))
    figure = items["done"] if settings["亮灯口径"] == "全部阶段" else items["due_done"]
    items["figure"] = objects(
        (
            value if light and due is not None else None
            for value, due, light in zip(figure, items["due_done"], items["计算灯"], strict=True)
        ),
        items.index,
    )
    ruled = items["编号"].map(rulings(facts, settings, judged)).astype(object)
    items["灯"] = ruled.where(ruled.notna() & ~items["状态"].isin(["立项", "暂缓"]), items["计算灯"])
    return without_measure(items)


def without_measure(items: Frame) -> Frame:
    """R19: what was settled on the spot has no light and no plan, and is never late."""
    solved = items["solved"]
    for column in ("figure", "planned", "lag"):
        items[column] = objects((None if on else value for on, value in zip(solved, items[column], strict=True)), items.index)
    for column in ("计算灯", "灯"):
        items[column] = items[column].mask(solved, "")
    for column in ("overdue", "overdue_judged", "early", "unconfirmed"):
        items[column] = items[column] & ~solved
    return items


def step(row: Any, named: set[str], closed_periods: set[str], cutoff: int) -> str:
    """环节: the furthest that a closed item has come, else its 状态."""
    if row["状态"] != "办结":
        return str(row["状态"])
    if not pd.isna(row["办结日期"]) and cal.period_of(row["办结日期"].date(), "half", cutoff) in closed_periods:
        return "考核"
    return "通报" if row["编号"] in named else "评价" if row["完成质量"] is not None else "办结"


def idle_days(facts: Frames, items: Frame, as_of: dt.date) -> Column:
    """停滞天数: since the last feedback, rating or change, else since the item was given out or registered."""
    heard = [
        ("反馈记录", "反馈日期"),
        ("阶段目标", "自评日期"),
        ("阶段目标", "确认日期"),
        ("督办台账", "确认日期"),
        ("变更记录", "申请日期"),
        ("变更记录", "批准日期"),
    ]
    heard_on = pd.concat([facts[name][["编号", header]].set_axis(["编号", "day"], axis=1) for name, header in heard])
    last = days(items["编号"].map(heard_on.dropna().groupby("编号")["day"].max().to_dict()))
    return (stamp(as_of) - last.fillna(items["下达日期"]).fillna(items["立项日期"])).dt.days


def lights(tables: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """The result table 亮灯, one row an item in the ledger's order; days left and over are whole numbers or None."""
    facts = known(tables, as_of)
    period = settings["考核期间"] or cal.period_of(as_of, "quarter", settings["月度截止日"])
    items = judge(facts, settings, as_of, judged_day(settings, as_of, period))
    papers = facts["文书登记"]
    bulletins = papers.loc[papers["种类"].str.endswith("通报"), "关联编号"]
    named = {part.strip() for text in bulletins for part in JOINTS.split(text)}
    closed_periods = set(facts["历史成绩"]["期间"])
    left = (items["考核时限"] - stamp(as_of)).dt.days
    table = pd.DataFrame(
        {
            "编号": items["编号"],
            "考核时限": items["考核时限"].map(plain_day),
            "完成度": items["done"],
            "亮灯完成度": items["figure"],
            "序时进度": items["planned"],
            "进度偏差": items["lag"],
            "灯": items["灯"],
            "计算灯": items["计算灯"],
            "待确认": each(items, lambda row: "今日到期" if row["early"] else "是" if row["unconfirmed"] else ""),
            "剩余天数": whole(left.where(items["open"])),
            "逾期天数": whole((-left).where(items["overdue"])),
            "停滞天数": whole(idle_days(facts, items, as_of).where(~items["solved"])),
            "环节": each(items, lambda row: step(row, named, closed_periods, settings["月度截止日"])),
        },
        dtype=object,
    )
    return table[COLUMNS]


def whole(values: Column) -> Column:
    return objects((None if pd.isna(value) else int(value) for value in values), values.index)


# -- departments in a period ---------------------------------------------------------------------------------------------


def followed(tables: Frames, day: dt.date) -> dict[str, str]:
    """R10: 部门 → where its items are counted on a day, along 并入部门 from 停用日期 on; former names lead to the present one."""
    units = tables["部门"]
    gone = units[(days(units["停用日期"]) <= stamp(day)) & (units["并入部门"] != "")]
    onward = dict(zip(gone["部门"], gone["并入部门"], strict=True))
    ends = {}
    for name in units["部门"]:
        end, seen = name, {name}
        while end in onward and onward[end] not in seen:
            end = onward[end]
            seen.add(end)
        ends[name] = end
    names = units.assign(old=units["曾用名"].map(JOINTS.split)).explode("old")
    former = {old: ends[unit] for unit, old in zip(names["部门"], names["old"], strict=True) if old}
    return former | ends


@kept
def department_lights(tables: Frames, settings: Settings, as_of: dt.date, period: str) -> Frame:
    """部门 → 亮灯 (points or None) and the count of each colour, over the items that count in the period (§4, R3)."""
    facts = known(tables, as_of)
    first, last = span_of(settings, period)
    judged = judged_day(settings, as_of, period)
    items = judge(facts, settings, as_of, judged)
    limits = deadlines(facts, settings)
    due_in = limits[limits["考核时限"].between(stamp(first), stamp(last))]
    closed_in = items["closed"] & items["办结日期"].between(stamp(first), stamp(last))
    items = items[(items["编号"].isin(set(due_in["编号"])) | items["overdue_judged"] | closed_in) & ~items["solved"]].copy()
    ends = followed(facts, judged)
    items["unit"] = [ends.get(name, name) for name in items["主责部门"]]
    scored = items[items["figure"].notna()]
    scored = scored.assign(wf=objects((w * f for w, f in zip(scored["w"], scored["figure"], strict=True)), scored.index))
    parts, weights = summed(scored["wf"], scored["unit"]), summed(scored["w"], scored["unit"])
    counts = items[items["灯"] != ""].groupby(["unit", "灯"]).size()
    units = sorted(set(items["unit"]))
    return pd.DataFrame(
        {"亮灯": objects((100 * parts[unit] / weights[unit] if unit in weights else None for unit in units), units)}
        | {short: [int(counts.get((unit, light), 0)) for unit in units] for light, short in COLOURS.items()},
        index=units,
    )


# -- R14 -----------------------------------------------------------------------------------------------------------------


def landed(tables: Frames, as_of: dt.date) -> Frame:
    """The targets that were not revoked, and whether each has landed."""
    facts = known(tables, as_of)
    targets = facts["目标库"].copy()
    targets["状态"] = [target_state(row, tables["变更记录"], as_of) for row in targets.to_dict("records")]
    targets = targets[targets["状态"] != "撤销"].copy()
    items = facts["督办台账"]
    items = items[~items["状态"].isin(["取消", "暂缓"])]
    closed = (items["状态"] == "办结").groupby(items["目标编号"]).all().to_dict()
    worked_out = targets["目标编号"].map(lambda number: closed.get(number, False))
    targets["landed"] = worked_out.where(targets["认定"] == "", targets["认定"] == "落地").astype(bool)
    return targets


def target_state(target: dict[str, Any], changes: Frame, as_of: dt.date) -> str:
    """状态 of a target on a day, by its 新增 and 撤销: later ones are undone, known ones hold unless 更新日期 is later than all known."""
    rows = changes[(changes["编号"] == target["目标编号"]) & (changes["结果"] == "同意") & (changes["阶段"] == "")]
    rows = rows[rows["变更"].isin(["新增", "调整", "撤销"])]
    decided = days(rows["批准日期"]).fillna(days(rows["申请日期"]))
    rows = rows.assign(on=decided).dropna(subset=["on"]).sort_values("on", kind="stable")
    later = (rows["on"] > stamp(as_of)) | (days(rows["申请日期"]) > stamp(as_of))
    ahead, past = rows[later], rows[~later]
    moves, state = past[past["变更"] != "调整"], str(target["状态"])
    undone = ahead[ahead["变更"] != "调整"]
    if len(undone):
        state = str(moves["变更"].iloc[-1] if len(moves) else undone["原值"].iloc[0])
    (stamped,) = days(pd.Series([target["更新日期"]]))
    if len(ahead) and stamped > stamp(as_of):
        stamped = pd.NaT
    if len(moves) and not stamped > past["on"].iloc[-1]:
        return str(moves["变更"].iloc[-1])
    return state


def landing(tables: Frames, as_of: dt.date, year: int) -> dict[str, Fraction | None]:
    """落地率 of a year: numerator and denominator, the rate by count and by weight; None with nothing to measure."""
    targets = landed(tables, as_of)
    targets = targets[targets["年度"] == year]
    weights = objects(map(weight, targets["权重"]), targets.index)
    landed_weight, whole_weight = sum(weights[targets["landed"]], Fraction(0)), sum(weights, Fraction(0))
    count, whole_count = Fraction(int(targets["landed"].sum())), Fraction(len(targets))
    return {
        "分子": count,
        "分母": whole_count,
        "落地率": share(count, whole_count),
        "加权分子": landed_weight,
        "加权分母": whole_weight,
        "加权落地率": share(landed_weight, whole_weight),
    }
