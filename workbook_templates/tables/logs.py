"""Logs, appended by the add-in; the reply columns of 文书登记 are the office's (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Figure, Made, Source, Time, table


class ReminderSent(NamedTuple):
    """提醒记录: one reminder that was sent, tried or rehearsed."""

    time: Annotated[Time, Made("时间", 17)]
    number: Annotated[str, Made("编号", 12, key=True)]
    stage: Annotated[str, Made("阶段", 12, key=True)]
    rule: Annotated[str, Made("规则", 11, key=True)]
    trigger: Annotated[Date, Made("触发日", 12, key=True)]
    recipient: Annotated[str, Made("收件人", 11, key=True)]
    channel: Annotated[str, Made("渠道", 10)]
    result: Annotated[str, Made("结果", 10, of="提醒结果")]
    at: Source = NOWHERE


class SentMessage(NamedTuple):
    """发送记录: one message that left, or did not. mark: its name in the outbox."""

    time: Annotated[Time, Made("时间", 17)]
    kind: Annotated[str, Made("种类", 8, of="发送种类")]
    batch: Annotated[str, Made("批次", 16)]
    recipient: Annotated[str, Made("收件人", 14)]
    channel: Annotated[str, Made("渠道", 14)]
    mark: Annotated[str, Made("标识", 20, key=True)]
    file: Annotated[str, Made("文件", 30)]
    result: Annotated[str, C("结果", 10, of="提醒结果", help="“不明”的核实以后改成 人工已发 或 失败；改成失败的会再发")]
    note: Annotated[str, Made("说明", 44)]
    at: Source = NOWHERE


class Paper(NamedTuple):
    """文书登记: one paper that was issued."""

    number: Annotated[str, Made("文号", 20, key=True)]
    kind: Annotated[str, Made("种类", 14, key=True)]
    addressee: Annotated[str, Made("主送", 18, key=True)]
    period: Annotated[str, Made("期间", 10, key=True)]
    day: Annotated[Date, Made("成文日期", 12)]
    linked: Annotated[str, Made("关联编号", 34, help="多个以、隔开")]
    file: Annotated[str, Made("文件", 30)]
    reply_due: Annotated[Date, C("要求回复日期", 13)]
    received: Annotated[Date, C("签收日期", 12)]
    replied: Annotated[Date, C("回复日期", 12)]
    reply: Annotated[str, C("回复摘要", 30)]
    closed: Annotated[str, C("办结", 8)]
    at: Source = NOWHERE


class Closed(NamedTuple):
    """历史成绩: one figure of a closed period; the latest of a period prevails."""

    period: Annotated[str, Made("期间", 10, key=True)]
    object_kind: Annotated[str, Made("对象类型", 10, of="对象类型", key=True)]
    subject: Annotated[str, Made("对象", 16, key=True)]
    kind: Annotated[str, Made("类型", 12)]
    dimension: Annotated[str, Made("维度", 9, of="维度", key=True)]
    score: Annotated[Figure, Made("得分", 10, digits=2)]
    rank: Annotated[Figure, Made("排名", 8)]
    grade: Annotated[str, Made("等次", 9)]
    light: Annotated[str, Made("灯", 8)]
    numerator: Annotated[Figure, Made("分子", 9)]
    denominator: Annotated[Figure, Made("分母", 9)]
    green: Annotated[Figure, Made("绿", 7)]
    yellow: Annotated[Figure, Made("黄", 7)]
    red: Annotated[Figure, Made("红", 7)]
    closed: Annotated[Time, Made("结账时间", 17)]
    at: Source = NOWHERE


class SentCell(NamedTuple):
    """批次: one cell as it was sent to a department."""

    batch: Annotated[str, Made("批次", 16)]
    department: Annotated[str, Made("部门", 15)]
    table: Annotated[str, Made("表", 12)]
    number: Annotated[str, Made("编号", 12)]
    stage: Annotated[str, Made("阶段", 12)]
    field: Annotated[str, Made("字段", 12)]
    value: Annotated[str, Made("下发值", 30)]
    time: Annotated[Time, Made("下发时间", 17)]
    at: Source = NOWHERE


class Operation(NamedTuple):
    """操作日志: one thing that the add-in did."""

    time: Annotated[Time, Made("时间", 17)]
    operation: Annotated[str, Made("操作", 14)]
    operator: Annotated[str, Made("操作人", 12)]
    subject: Annotated[str, Made("对象", 24)]
    before: Annotated[str, Made("变更前", 24)]
    after: Annotated[str, Made("变更后", 24)]
    note: Annotated[str, Made("说明", 44)]
    at: Source = NOWHERE


TABLES = (
    table("提醒记录", "日志", ReminderSent, "发过的提醒，已发的不再重发。"),
    table("发送记录", "日志", SentMessage, "由程序发出去的每一条，成没成；不明的由人核实。"),
    table("文书登记", "日志", Paper, "发出的文书与编号；签收、回复由办公室补填。"),
    table("历史成绩", "日志", Closed, "定稿期间的成绩，不再重算。"),
    table("批次", "日志", SentCell, "下发时每个格子的值，回收时三方比对用。"),
    table("操作日志", "日志", Operation, "每次操作改了什么。"),
)
