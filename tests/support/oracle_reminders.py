"""A second computation of R5, the reminders of a 基准日, by frames, written from rules.md alone.

Whatever has a deadline becomes one row of `chased`, every trigger of every row one row of `triggers`; the rest is picking the
latest of each. It shares no line with the product's rules. 阶段 of what is no item is the second half of its table's key: 期间 of an
indicator, 风险编号 of a check.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd  # ships no types

from support import oracle_calendar as cal
from support.kept import kept
from support.oracle import JOINTS, KEY, Column, Frame, Frames, Settings, days, deadlines, followed, objects, overrides, stamp
from support.oracle_supervision import facts_on, not_before_start, with_limits

SENT = ["已发", "人工已发"]
AS_ROUTINE = "日常"
DAYS = {"指标": ["完成时限", "完成日期"], "抽查记录": ["日期", "整改时限", "整改完成日期"], "提醒记录": ["触发日"]}
SUBJECT = ["编号", "阶段", "name", "unit", "limit", "类别"]
IDENTITY = ["收件人", "编号", "阶段", "规则", "触发日"]
Reminder = tuple[str, str, str, str, dt.date]
"""收件人, 编号, 阶段, 规则, 触发日."""


@kept
def reminded_facts(tables: Frames, as_of: dt.date) -> dict[str, Frame]:
    """What was known on 基准日: checks dated later are absent, what was done later is not done yet."""
    facts = dict(facts_on(tables, as_of))
    today = stamp(as_of)
    for name, headers in DAYS.items():
        facts[name] = facts[name].assign(**{header: days(facts[name][header]) for header in headers})
    for name, header in (("指标", "完成日期"), ("抽查记录", "整改完成日期")):
        facts[name].loc[facts[name][header] > today, header] = pd.NaT
    progress = facts["指标进度"]
    facts["指标进度"] = progress.iloc[[n for n, day in enumerate(progress["截至日期"]) if pd.isna(day) or day <= as_of]].copy()
    checks = facts["抽查记录"]
    facts["抽查记录"] = checks[~(checks["日期"] > today)].copy()
    return facts


# -- whom and what ---------------------------------------------------------------------------------------------------------


def running_items(facts: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """The items that may be chased, with `name` (责任人), `unit` (where they are followed to by 基准日) and `limit` (in force)."""
    ends = followed(facts, as_of)
    items = with_limits(facts, settings)
    items = items[items["running"] & not_before_start(items["在用时限"], settings)]
    return items.assign(阶段="", name=items["责任人"], unit=[ends.get(n, n) for n in items["主责部门"]], limit=items["在用时限"])


def stages_to_chase(facts: Frames, settings: Settings, items: Frame) -> Frame:
    """Stages of running items without a completion, but those due on the deadline by which their item is reminded."""
    limits = deadlines(facts, settings)
    stages = facts["阶段目标"].merge(limits, on=KEY, how="left").drop(columns="类别", errors="ignore")
    stages = stages[stages["自评完成度"].isna() & stages["确认完成度"].isna()]
    stages = stages.merge(items[["编号", "name", "unit", "limit", "类别"]].rename(columns={"limit": "item limit"}), on="编号")
    stages["limit"] = stages["在用时限"]
    stages["name"] = stages["责任人"].mask(stages["责任人"] == "", stages["name"])
    return stages[~(stages["limit"] == stages["item limit"])][SUBJECT]


def present_name(facts: Frames) -> Callable[[str], str]:
    """A department by its present name; indicators and checks stay with it, so 并入部门 is not followed."""
    units = facts["部门"]
    former = {old.strip(): name for name, olds in zip(units["部门"], units["曾用名"], strict=True) for old in JOINTS.split(olds) if old}
    own = set(units["部门"])
    return lambda name: name if name in own else former.get(name, name)


def indicators_to_chase(facts: Frames) -> Frame:
    """节点 indicators that are not done, like items, chased as 日常."""
    rows = facts["指标"]
    rows = rows[(rows["计分方式"] == "节点") & rows["完成日期"].isna()]
    present = present_name(facts)
    return rows.assign(
        编号=rows["指标编号"],
        阶段=rows["期间"],
        name=rows["责任人"],
        unit=rows["主责部室"].map(present),
        limit=rows["完成时限"],
        类别=AS_ROUTINE,
    )[SUBJECT]


def rectifications_to_chase(facts: Frames) -> Frame:
    """Rectifications that are not done, or were found wanting: to 整改责任人, else 岗位责任人, else 负责人."""
    rows = facts["抽查记录"]
    rows = rows[rows["整改完成日期"].isna() | (rows["复查结果"] == "不合格")]
    present = present_name(facts)
    owners = dict(zip(facts["风险点"]["风险编号"], facts["风险点"]["岗位责任人"], strict=True))
    heads = dict(zip(facts["部门"]["部门"], facts["部门"]["负责人"], strict=True))
    unit = rows["部门"].map(present)
    name = rows["整改责任人"]
    for fallback, of in ((owners, rows["风险编号"]), (heads, unit)):
        name = name.mask(name == "", objects((fallback.get(key, "") for key in of), name.index))
    return rows.assign(编号=rows["抽查编号"], 阶段=rows["风险编号"], name=name, unit=unit, limit=rows["整改时限"], 类别=AS_ROUTINE)[SUBJECT]


def chased(facts: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """Everything with a deadline that may be reminded of."""
    items = running_items(facts, settings, as_of)
    parts = [items[SUBJECT], stages_to_chase(facts, settings, items), indicators_to_chase(facts), rectifications_to_chase(facts)]
    rows = pd.concat([part.astype({"limit": "datetime64[s]"}) for part in parts], ignore_index=True)
    return rows[rows["limit"].notna() & not_before_start(rows["limit"], settings)]


def awaited(facts: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """The feedback of running items that has not been given."""
    rows = facts["反馈记录"]
    rows = rows[rows["反馈日期"].isna() & rows["owed"] & rows["应反馈日期"].notna() & not_before_start(rows["应反馈日期"], settings)]
    items = running_items(facts, settings, as_of).drop(columns="limit")
    return rows[["编号", "应反馈日期"]].merge(items, on="编号").rename(columns={"应反馈日期": "limit"})[SUBJECT].reset_index(drop=True)


# -- when ----------------------------------------------------------------------------------------------------------------


def before(rows: Frame, ahead: int, rule: str) -> Frame:
    return rows.assign(规则=rule, day=rows["limit"] - pd.Timedelta(days=ahead), early=True)


def after(rows: Frame, count: Any, rule: str) -> Frame:
    """The day after the limit and every `count` days from there; none repeats where `count` is blank."""
    return rows.assign(规则=rule, day=rows["limit"] + pd.to_timedelta(count, unit="D"), early=False)


def overdue_days(limit: dt.date, interval: Any, as_of: dt.date) -> list[int]:
    """The days after a limit on which a chase falls, up to 基准日."""
    passed = (as_of - limit).days
    if interval is None or pd.isna(interval):
        return [1][: max(passed, 0)]
    return list(range(1, passed + 1, int(interval)))


def triggers(facts: Frames, settings: Settings, as_of: dt.date) -> Frame:
    """Every trigger of every deadline and feedback, before it is moved off a rest day; `of` tells whose it is."""
    limits = chased(facts, settings, as_of).reset_index(drop=True)
    limits["of"] = [f"时限 {n}" for n in range(len(limits))]
    frequency = dict(zip(facts["督办频次"]["类别"], facts["督办频次"]["逾期催办间隔天数"], strict=True))
    chase = [overdue_days(limit.date(), frequency.get(kind), as_of) for limit, kind in zip(limits["limit"], limits["类别"], strict=True)]
    over = limits.assign(n=objects(chase, limits.index)).explode("n").dropna(subset="n")
    feedback = awaited(facts, settings, as_of)
    feedback["of"] = [f"反馈 {n}" for n in range(len(feedback))]
    return pd.concat(
        [
            *(before(limits, ahead, f"提前{ahead}天") for ahead in settings["提前提醒天数"]),
            after(over, over["n"], "逾期"),
            before(feedback[feedback["类别"].isin(settings["反馈提前提醒类别"])], settings["反馈提前提醒天数"], "反馈提前"),
            after(feedback, [1] * len(feedback), "反馈漏报"),
        ],
        ignore_index=True,
    )


def moved(rows: Frame, facts: Frames, settings: Settings) -> Column:
    """触发日: those before a date move to the working day before (if 提醒日逢休提前), the others to the next one."""
    rest = overrides(facts)
    earlier = settings["提醒日逢休提前"] == "是"

    def move(day: dt.date, early: bool) -> dt.date:
        if not early:
            return cal.next_working(day, rest)
        return cal.previous_working(day, rest) if earlier else day

    return days([move(day.date(), early) for day, early in zip(rows["day"], rows["early"], strict=True)])


# -- to whom -------------------------------------------------------------------------------------------------------------


def recipients(rows: Frame, facts: Frames, as_of: dt.date) -> list[str]:
    """The named person; of a doubled name the one in the department, else (as where nobody is named) its liaison.

    One of a doubled name is written with the department, so that each has a digest of their own.
    Where there is no liaison either, 负责人, else the name as it stands, else the department itself: nothing is lost.
    """
    ends = followed(facts, as_of)
    people = facts["人员"].assign(unit=[ends.get(name, name) for name in facts["人员"]["部门"]])
    present = present_name(facts)
    liaisons, heads = (dict(zip(facts["部门"]["部门"], facts["部门"][header], strict=True)) for header in ("联系人", "负责人"))

    def recipient(name: str, unit: str) -> str:
        same = people[people["姓名"] == name]
        there = same[same["unit"] == unit]
        if name and len(same) < 2:
            return name
        if name and len(there) == 1:
            return present(str(there["部门"].iloc[0])) + name
        instead = liaisons.get(unit, "") or heads.get(unit, "")
        return (unit + instead if (people["姓名"] == instead).sum() > 1 else instead) or name or unit

    return [recipient(name, unit) for name, unit in zip(rows["name"], rows["unit"], strict=True)]


def reminders(tables: Frames, settings: Settings, as_of: dt.date) -> set[Reminder]:
    """The reminders to send on 基准日: the latest trigger of each deadline and feedback, unless it was sent."""
    facts = reminded_facts(tables, as_of)
    rows = triggers(facts, settings, as_of)
    rows["触发日"] = moved(rows, facts, settings)
    rows["away"] = (rows["day"] - rows["limit"]).abs()
    rows = rows[rows["触发日"] <= stamp(as_of)].sort_values(["触发日", "away"], ascending=[True, False], kind="stable")
    rows = rows.drop_duplicates("of", keep="last").copy()
    if rows.empty:
        return set()
    rows["收件人"] = recipients(rows, facts, as_of)
    log = facts["提醒记录"]
    sent = log.loc[log["结果"].isin(SENT), IDENTITY].drop_duplicates()
    rows = rows.merge(sent.assign(sent=True), on=IDENTITY, how="left")
    rows = rows[rows["sent"].isna()]
    return {(*row[:4], row[4].date()) for row in rows[IDENTITY].itertuples(index=False)}


def sheets_chased(sent: Frame, came: Frame, tables: Frames, settings: Settings, as_of: dt.date) -> set[Reminder]:
    """催收: sent and came have 批次, 部门 (as 批次 has it) and 时间. Of each addressee the last batch by 基准日, unless some of it came."""
    facts, today = reminded_facts(tables, as_of), stamp(as_of) + pd.Timedelta(days=1)
    known = sent[sent["时间"] < today].assign(
        n=lambda rows: rows["批次"].str.rsplit("-").str[1].astype(int), d=lambda rows: rows["批次"].str[:8]
    )
    rows = known.sort_values(["d", "n"]).drop_duplicates("部门", keep="last")
    gone = came.loc[came["时间"] < today, ["批次", "部门"]].drop_duplicates().assign(came=True)
    rows = rows.merge(gone, on=["批次", "部门"], how="left")
    rows = rows[rows["came"].isna()].reset_index(drop=True)
    rest, fallen = overrides(facts), []
    for time in rows["时间"]:
        on = time.date()
        for _ in range(settings["催收天数"]):
            on = cal.next_working(on + dt.timedelta(1), rest)
        fallen.append(stamp(cal.next_working(on, rest)))
    rows["触发日"] = days(fallen)
    rows = rows[(rows["触发日"] <= stamp(as_of)) & not_before_start(rows["触发日"], settings)]
    log = facts["提醒记录"]
    told = set(map(tuple, log.loc[log["结果"].isin([*SENT, "不明"]) & (log["规则"] == "催收"), ["编号", "阶段"]].to_numpy()))
    rows = rows.loc[[key not in told for key in zip(rows["批次"], rows["部门"], strict=True)]] if len(rows) else rows
    bare, units = rows["部门"].str.rsplit("：").str[-1], set(facts["部门"]["部门"])
    asked = pd.DataFrame(
        {"name": ["" if name in units else name for name in bare], "unit": [name if name in units else "" for name in bare]}
    )
    whom = recipients(asked, facts, as_of)
    return {
        (who, row[0], row[1], "催收", row[2].date())
        for who, row in zip(whom, rows[["批次", "部门", "触发日"]].itertuples(index=False), strict=True)
    }


def instructions_chased(rows: Frame, tables: Frames, settings: Settings, as_of: dt.date) -> set[Reminder]:
    """批示 as far as it was known: 批办 without a reply, like feedback. name, unit: whom 对象 means."""
    facts, today = reminded_facts(tables, as_of), stamp(as_of)
    rows = rows[~(rows["日期"] > today)].copy()
    later = rows["回复日期"] > today
    rows.loc[later & (rows["状态"] == "已回复"), "状态"] = "待办"
    rows.loc[later, "回复日期"] = pd.NaT
    rows = rows[(rows["类别"] == "批办") & rows["状态"].isin(["", "待办"]) & rows["回复日期"].isna() & rows["要求回复日期"].notna()]
    rows = rows[not_before_start(rows["要求回复日期"], settings)]
    rows = rows.assign(limit=rows["要求回复日期"], 编号=rows["批示编号"], 阶段="")
    both = [before(rows, settings["反馈提前提醒天数"], "反馈提前"), after(rows, [1] * len(rows), "反馈漏报")]
    due = pd.concat(both, ignore_index=True)
    due["触发日"] = moved(due, facts, settings)
    due = due[due["触发日"] <= today].sort_values("day").drop_duplicates("编号", keep="last").copy()
    if due.empty:
        return set()
    ends = followed(facts, as_of)
    due["unit"] = [ends.get(name, name) for name in due["unit"]]
    due["收件人"] = recipients(due, facts, as_of)
    return {(*row[:4], row[4].date()) for row in due[IDENTITY].itertuples(index=False)}
