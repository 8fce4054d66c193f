"""Every action as pure data: ribbon, sheet buttons, command line and manual are made from it, and tests walk through it.

An action that this version does not have yet has `built=False`: its command and button say so and change nothing.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Group: TypeAlias = Literal["日常", "收发", "考核", "文书", "图表", "帮助"]


@dataclass(frozen=True, slots=True)
class Option:
    """One argument or option of a command. flag: '--dept', or 'FILES' for an argument. kind: text, number, yes (no value), date."""

    flag: str
    help: str
    kind: Literal["text", "number", "yes"] = "text"
    many: bool = False
    required: bool = False
    of: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its key in the options of an action: '--mark-sent' → mark_sent."""
        return self.flag.lstrip("-").replace("-", "_").lower()

    @property
    def default(self) -> object:
        """What an action is told when the call does not give it."""
        return () if self.many else False if self.kind == "yes" else None


@dataclass(frozen=True, slots=True)
class Action:
    """key: the command and the function of macros/. target: what the command works on. button: it has one on 操作台 and the ribbon.

    whole: it takes the file at its path as a whole, sound or not, and so never an open workbook."""

    key: str
    name: str
    group: Group
    help: str
    options: tuple[Option, ...] = ()
    target: Literal["BOOK", "DIR", ""] = "BOOK"
    button: bool = True
    built: bool = False
    whole: bool = False


DEPARTMENT = Option("--dept", "只做这些部门，可多次给出", many=True)

ACTIONS: tuple[Action, ...] = (
    Action(
        "new",
        "新建",
        "帮助",
        "新建一本空的督办总台账和下发、回收、输出、归档、模板五个文件夹",
        (Option("--from", "从今年的工作簿生成明年的"),),
        target="DIR",
        button=False,
        built=True,
    ),
    Action("demo", "演示", "帮助", "新建一本装着示范供电公司数据的总台账，并完整跑一遍", target="DIR", button=False, built=True),
    Action("check", "数据检查", "日常", "检查每张表的每个格子，问题写入“数据检查”，其余照常", built=True),
    Action("refresh", "刷新", "日常", "计算完成度、灯、得分，重写全部结果表和操作台", built=True),
    Action(
        "send",
        "下发",
        "收发",
        "把各部门、分管领导、考评人、抽查部门的表发到“下发”文件夹",
        (DEPARTMENT, Option("--to", "发给谁，可多次给出；不给即发给部门", many=True, of=("部门", "领导", "考评", "抽查"))),
        built=True,
    ),
    Action(
        "collect",
        "回收",
        "收发",
        "把“回收”文件夹里填好的表并回总台账",
        (Option("FILES", "文件或文件夹，空着即“回收”", many=True),),
        built=True,
    ),
    Action(
        "remind",
        "提醒",
        "收发",
        "生成提醒清单和每人一份的提醒文本、短信、日历",
        (
            Option("--send", "由程序发送；本版本还没有发送渠道，只能人工发出", kind="yes"),
            Option("--mark-sent", "把“提醒清单”里的登记为人工已发，以后不再提醒", kind="yes"),
        ),
        built=True,
    ),
    Action(
        "document",
        "文书",
        "文书",
        "生成通报、督办单、督办函等 Word 文书",
        (
            Option("KIND", "文书种类", required=True),
            Option("--period", "期间，如 2026-10、2026Q3"),
            DEPARTMENT,
            Option("--issue", "正式编号并登记", kind="yes"),
        ),
        built=True,
    ),
    Action(
        "close",
        "定稿",
        "考核",
        "期间成绩定稿，写入历史成绩，此后不再重算",
        (
            Option("PERIOD", "期间，如 2026Q3；不给则用参数“考核期间”，再不给则用基准日前最近一个过完的季度"),
            Option("--anyway", "有未了结的也定稿，有关成绩注明“未确认”", kind="yes"),
            Option("--reopen", "重开已定稿的期间（要写明期间，记入操作日志）", kind="yes"),
        ),
        built=True,
    ),
    Action("map", "一张图", "图表", "把全年事项画成一张图：A3 挂图、可筛选的网页、图片，放进“输出”", built=True),
    Action(
        "draw",
        "抽取",
        "考核",
        "随机抽取下次抽查的风险点，逾期的优先，种子印在单子上",
        (
            Option("-n", "抽几个", kind="number", required=True),
            Option("--seed", "随机种子，整数；不给则取抽取时间", kind="number"),
        ),
        built=True,
    ),
    Action("publish", "公布", "图表", "生成去掉个人和内部数据的公布本：只有数值，没有宏和公式", built=True),
    Action(
        "whatif",
        "试算",
        "考核",
        "临时改参数或规则，看谁的灯、得分、名次会变，工作簿不动",
        (Option("SETTINGS", "名称=取值，如 绿灯下限=85；可以写几个", many=True, required=True),),
        built=True,
    ),
    Action(
        "import",
        "导入",
        "日常",
        "把办公室已有的台账导入总台账：对照列名，收新的行，说明猜了什么、没有收什么",
        (Option("FILE", "要导入的 .xlsx 文件", required=True),),
        built=True,
    ),
    Action(
        "undo",
        "撤回",
        "日常",
        "回到上一次备份，现在的样子先备份，再撤回一次就回来",
        (Option("--to", "回到哪一次备份，写备份文件名里的时间，如 20261231-093000"),),
        built=True,
        whole=True,
    ),
    Action("upgrade", "升级", "帮助", "补上新版本需要的表、列和参数", built=True),
    Action("install", "安装", "帮助", "把加载项装进 Excel", target="", button=False, built=True),
    Action("uninstall", "卸载", "帮助", "把加载项从 Excel 卸掉", target="", button=False, built=True),
    Action("doctor", "诊断", "帮助", "检查安装有什么问题", target="", built=True),
)

BY_KEY: dict[str, Action] = {action.key: action for action in ACTIONS}
