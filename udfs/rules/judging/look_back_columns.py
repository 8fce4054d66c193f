"""How each column of each input table is known for a past day (rules.md §4): from the 归档 copy, by a date of its row, or as now.

Pure data; the module look_back goes by it."""

from collections.abc import Mapping
from typing import NamedTuple

from udfs.rules.ground.states import PENDING, PROPOSED


class Dated(NamedTuple):
    """A date of the row, and the cells that it tells about: by 基准日 they are what they are now; with a later or no date they are
    the copy's. initial: what such a cell holds before anything has happened, which needs no copy to be believed."""

    date: str
    cells: str = ""
    initial: str = ""


class Touched(NamedTuple):
    """Cells without a date that are filled in with these: after the copy and by 基准日, they are what they are now (现值)."""

    dates: str
    cells: str


class KnownColumns(NamedTuple):
    """Headers of a table, several in one text. copied: from the copy. now: header or all others → why it stays as it is now.

    whole: the table is taken from the copy as it stood, rows and all."""

    copied: str = ""
    dated: tuple[Dated, ...] = ()
    touched: tuple[Touched, ...] = ()
    now: Mapping[str, str] = {}
    whole: bool = False


ROW_DATE = "这一行有日期，写下时的事实就是那一天的"
IDENTITY = "说明是哪一件，改措辞不改事"
REACH = "现在怎么找到他"
PAST: dict[str, KnownColumns] = {
    "参数": KnownColumns(whole=True, now={"名称": IDENTITY}),
    "亮灯规则": KnownColumns(whole=True),
    "督办频次": KnownColumns(whole=True),
    "考核分档": KnownColumns(whole=True),
    "考核权重": KnownColumns(whole=True),
    "节假日": KnownColumns(now={"类型 说明": "日历上的一天，本身就是日期"}),
    "文种": KnownColumns(now={"代字 落款单位 签发人 抄送 默认期间": "现在的文书怎么出，不是数"}),
    "部门": KnownColumns(
        "类型 分管领导 负责人 联系人 业务量 参评 排序 上级部门",
        now={"手机 邮箱": REACH, "曾用名": "改名以后仍要认得旧名", "启用日期 停用日期 并入部门": "停用日期就是并入的日期"},
    ),
    "人员": KnownColumns("部门 职务 角色 用工性质 分管部门 联系单位 在岗 排序", now={"姓名": "同一个人", "手机 邮箱": REACH}),
    "目标库": KnownColumns(
        dated=(Dated("更新日期", "年度 主题 目标 分管领导 主责部门 完成标准 权重 状态 认定 更新说明 排序"),),
        now={"纳入日期": ROW_DATE},
    ),
    "督办台账": KnownColumns(
        "来源 依据 提出人 现场分类 目标编号 前置编号 业务分类 类别 级别 主责部门 协办部门 督办部门 分管领导 责任人 承办人 办理时限 "
        "完成形式 完成标准 权重 负面影响 原因",
        (Dated("审定日期", "审定人"), Dated("评价日期", "完成质量 评价人"), Dated("确认日期", "确认人")),
        (Touched("提交日期 办结日期", "完成度 退办次数 办结说明 佐证 进展情况"),),
        {
            "事项 备注": IDENTITY,
            "密级": "保密以现在的为准",
            "立项日期 下达日期": "本身就是日期",
            "状态 提交日期 办结日期": "有日期或变更记录说明的照日期，其余取留存（见 course）",
        },
    ),
    "阶段目标": KnownColumns(
        "阶段任务 完成标准 责任人 开始日期 完成时限 权重",
        (Dated("自评日期", "自评完成度 自评说明"), Dated("确认日期", "确认完成度 确认意见 确认人")),
    ),
    "反馈记录": KnownColumns(
        dated=(Dated("反馈日期", "反馈人 内容 存在问题 需协调事项 未按期原因 原因类别 下步措施 工作计划"),),
        touched=(Touched("反馈日期", "准确性 亮点"),),
    ),
    "变更记录": KnownColumns(dated=(Dated("批准日期", "结果 批准人 决定意见", PENDING),), now={"原值 新值 原因 来源": ROW_DATE}),
    "认定记录": KnownColumns(dated=(Dated("日期", "认定灯 认定理由 会议编号"),)),
    "会议": KnownColumns(now={"日期 会议 期间 议题 结论 文件": ROW_DATE}),
    "指标": KnownColumns(
        "上级指标 层级 来源 维度 指标 考评标准 主管领导 主责部室 责任人 承办人 权重 计分方式 目标值 底线值 计量单位 累计方式 进度曲线 "
        "完成时限 计分上限 扣分单价",
        (Dated("完成日期"),),
        (Touched("完成日期", "实际值 失分原因 改进措施"),),
    ),
    "指标进度": KnownColumns(now={"实际值 说明": ROW_DATE}),
    "考评打分": KnownColumns("满分 得分 依据 存在问题 改进建议"),
    "个人评分": KnownColumns("工作能力 工作态度 工作质量 评语"),
    "风险点": KnownColumns(
        "部门 专业 岗位 环节类别 风险点 来源 排查批次 频率 主观性 危害 抽查层级 抽查间隔天数 抽查责任人 满分",
        (Dated("更新日期", "岗位责任人 防控措施"),),
    ),
    "抽查记录": KnownColumns(
        dated=(Dated("整改完成日期"),),
        touched=(Touched("整改完成日期", "复查结果"),),
        now={
            "日期 抽查层级 抽查人 部门 被查人 抽查人次 结果 问题描述 扣分": ROW_DATE,
            "整改要求 整改责任人 整改时限 约谈人次 再监督人 再监督意见": ROW_DATE,
        },
    ),
    "加减分台账": KnownColumns(dated=(Dated("确认日期", "状态 确认人 决定意见", PROPOSED),), now={"分值 事由 依据 来源": ROW_DATE}),
    "问责记录": KnownColumns(
        dated=(Dated("批准日期", "状态 批准人 决定意见", PROPOSED), Dated("办理日期", "结果")), now={"谈话人 规则 事实 来源": ROW_DATE}
    ),
    "异议": KnownColumns(dated=(Dated("答复日期", "结果 答复"),), now={"意见": ROW_DATE}),
    "批示": KnownColumns(
        dated=(Dated("回复日期", "回复"),),
        now={"日期 领导 类别 内容 对象 关联编号 要求回复日期": ROW_DATE, "状态": ROW_DATE, "密级": "保密以现在的为准"},
    ),
    "制度措施": KnownColumns(dated=(Dated("完成日期"),), now={"日期 类别 名称 缘由 关联编号 责任部门 完成时限 说明": ROW_DATE}),
    "文书登记": KnownColumns(
        dated=(Dated("签收日期"), Dated("回复日期", "回复摘要 办结")),
        now={"种类 主送 期间 成文日期 关联编号 文件 要求回复日期": ROW_DATE},
    ),
    "历史成绩": KnownColumns(now={"类型 得分 排名 等次 灯 分子 分母 绿 黄 红 结账时间": "公布的数，从不重算"}),
    "渠道": KnownColumns(now={"类型 用途 部门 服务器 端口 账号 启用 说明": REACH}),
    "发送记录": KnownColumns(now={"时间 种类 批次 收件人 渠道 文件 结果 说明": ROW_DATE}),
    "提醒记录": KnownColumns(now={"时间 触发日 渠道 结果": ROW_DATE}),
}
"""Table → its columns besides the key: each stands in exactly one place (a test counts them)."""

SETTINGS_NOW = (
    "company", "performance_office", "discipline_office", "as_of", "period", "start", "numbering", "copy_leader", "text_with_matter",
    "secret_words", "publish_overall", "publish_persons", "publish_excellent", "named_in_bulletin",
)  # fmt: skip
"""Settings that say what is looked at, how new rows are numbered, and what may leave the office: those of now."""


def headers_taken(name: str) -> set[str]:
    """The headers of a table that are looked for in the copy."""
    kept = PAST[name]
    texts = [kept.copied, *(f"{one.date} {one.cells}" for one in kept.dated), *(one.cells for one in kept.touched)]
    return {header for text in texts for header in text.split()} | ({"状态"} if name == "督办台账" else set())
