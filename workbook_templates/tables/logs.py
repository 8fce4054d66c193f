"""Logs, appended by the add-in; the reply columns of 文书登记 are the office's (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Figure, Source, Time, table


class ReminderSent(NamedTuple):
    """提醒记录: one reminder that was sent, tried or rehearsed."""

    time: Annotated[Time, C("时间", 17, by="督办")]
    number: Annotated[str, C("编号", 12, key=True, by="督办")]
    stage: Annotated[str, C("阶段", 12, key=True, by="督办")]
    rule: Annotated[str, C("规则", 11, key=True, by="督办")]
    trigger: Annotated[Date, C("触发日", 12, key=True, by="督办")]
    recipient: Annotated[str, C("收件人", 11, key=True, by="督办")]
    channel: Annotated[str, C("渠道", 10, by="督办")]
    result: Annotated[str, C("结果", 10, of="提醒结果", by="督办")]
    at: Source = NOWHERE


class Paper(NamedTuple):
    """文书登记: one paper that was issued."""

    number: Annotated[str, C("文号", 20, key=True, by="督办")]
    kind: Annotated[str, C("种类", 14, key=True, by="督办")]
    addressee: Annotated[str, C("主送", 18, key=True, by="督办")]
    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    day: Annotated[Date, C("成文日期", 12, by="督办")]
    linked: Annotated[str, C("关联编号", 34, by="督办", help="多个以、隔开")]
    file: Annotated[str, C("文件", 30, by="督办")]
    reply_due: Annotated[Date, C("要求回复日期", 13)]
    received: Annotated[Date, C("签收日期", 12)]
    replied: Annotated[Date, C("回复日期", 12)]
    reply: Annotated[str, C("回复摘要", 30)]
    closed: Annotated[str, C("办结", 8)]
    at: Source = NOWHERE


class Closed(NamedTuple):
    """历史成绩: one figure of a closed period; the latest of a period prevails."""

    period: Annotated[str, C("期间", 10, key=True, by="督办")]
    object_kind: Annotated[str, C("对象类型", 10, of="对象类型", key=True, by="督办")]
    subject: Annotated[str, C("对象", 16, key=True, by="督办")]
    kind: Annotated[str, C("类型", 12, by="督办")]
    dimension: Annotated[str, C("维度", 9, of="维度", key=True, by="督办")]
    score: Annotated[Figure, C("得分", 10, by="督办", digits=2)]
    rank: Annotated[Figure, C("排名", 8, by="督办")]
    grade: Annotated[str, C("等次", 9, by="督办")]
    light: Annotated[str, C("灯", 8, by="督办")]
    numerator: Annotated[Figure, C("分子", 9, by="督办")]
    denominator: Annotated[Figure, C("分母", 9, by="督办")]
    green: Annotated[Figure, C("绿", 7, by="督办")]
    yellow: Annotated[Figure, C("黄", 7, by="督办")]
    red: Annotated[Figure, C("红", 7, by="督办")]
    closed: Annotated[Time, C("结账时间", 17, by="督办")]
    at: Source = NOWHERE


class SentCell(NamedTuple):
    """批次: one cell as it was sent to a department."""

    batch: Annotated[str, C("批次", 16, by="督办")]
    department: Annotated[str, C("部门", 15, by="督办")]
    table: Annotated[str, C("表", 12, by="督办")]
    number: Annotated[str, C("编号", 12, by="督办")]
    stage: Annotated[str, C("阶段", 12, by="督办")]
    field: Annotated[str, C("字段", 12, by="督办")]
    value: Annotated[str, C("下发值", 30, by="督办")]
    time: Annotated[Time, C("下发时间", 17, by="督办")]
    at: Source = NOWHERE


class Operation(NamedTuple):
    """操作日志: one thing that the add-in did."""

    time: Annotated[Time, C("时间", 17, by="督办")]
    operation: Annotated[str, C("操作", 14, by="督办")]
    operator: Annotated[str, C("操作人", 12, by="督办")]
    subject: Annotated[str, C("对象", 24, by="督办")]
    before: Annotated[str, C("变更前", 24, by="督办")]
    after: Annotated[str, C("变更后", 24, by="督办")]
    note: Annotated[str, C("说明", 44, by="督办")]
    at: Source = NOWHERE


TABLES = (
    table("提醒记录", "日志", ReminderSent, "发过的提醒，已发的不再重发。"),
    table("文书登记", "日志", Paper, "发出的文书与编号；签收、回复由办公室补填。"),
    table("历史成绩", "日志", Closed, "定稿期间的成绩，不再重算。"),
    table("批次", "日志", SentCell, "下发时每个格子的值，回收时三方比对用。"),
    table("操作日志", "日志", Operation, "每次操作改了什么。"),
)
