"""Every action as pure data: ribbon, sheet buttons, command line and manual are made from it, and tests walk through it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbook_templates.tables.lists import DOCUMENTS

Group: TypeAlias = Literal["日常", "收发", "考核", "文书", "图表", "帮助"]


@dataclass(frozen=True, slots=True)
class Option:
    """One argument or option of an action.

    flag: how the command line has it, '--dept', or 'FILES' for an argument.
    label: its name beside a button, 部门.
    help: what it does, for the clerk.
    kind: what its value is; yes has none on the command line, a pair is 名称=取值.
    many: it may be given more than once.
    required: the action can't do without it.
    of: the values that it may have; any where it is empty.
    once: the sheet 按钮选项 forgets it when it is done, so that the next click does not repeat it.
    start: what stands there in a new workbook.
    asked: a terminal asks for it where the call does not give it."""

    flag: str
    label: str
    help: str
    kind: Literal["text", "number", "yes", "pair", "file"] = "text"
    many: bool = False
    required: bool = False
    of: tuple[str, ...] = ()
    once: bool = False
    start: str = ""
    asked: bool = False

    @property
    def name(self) -> str:
        """Its key in the options of an action: '--mark-sent' → mark_sent."""
        return self.flag.lstrip("-").replace("-", "_").lower()

    @property
    def told(self) -> str:
        """What 按钮选项 says of it."""
        choices = {"yes": "填 是，或空着"}.get(self.kind, f"可选：{'、'.join(self.of)}" if self.of and len(self.of) < 8 else "")
        place = "在总台账旁边的写文件名，别处的写全路径" if self.kind == "file" else ""
        joined = ("多个文件各占一行" if self.kind == "file" else "多个以、隔开") if self.many else ""
        notes = ("必填" if self.required else "", self.help, choices, place, joined, "办完自动清空" if self.once else "")
        return "；".join(note for note in notes if note)

    @property
    def default(self) -> object:
        """What an action is told when the call does not give it."""
        return () if self.many else False if self.kind == "yes" else None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the product does.

    key: the command, and the function and module of macros/.
    name: the word on its button, and for it in messages.
    group: the group of the ribbon and of the manual in which it stands.
    help: what it does, for the clerk.
    options: what it can be told besides the workbook.
    target: what the command works on: a workbook, a folder that it makes, or neither.
    button: it has a button on 操作台 and the ribbon.
    whole: it takes the file at its path as a whole, sound or not, and so never an open workbook.
    talks: it asks at the terminal while it works, where nothing else may move then."""

    key: str
    name: str
    group: Group
    help: str
    options: tuple[Option, ...] = ()
    target: Literal["BOOK", "DIR", ""] = "BOOK"
    button: bool = True
    whole: bool = False
    talks: bool = False

    @property
    def asks(self) -> bool:
        """Whether its button looks into 按钮选项."""
        return self.button and self.target == "BOOK" and not self.whole and bool(self.options)


DEPARTMENT_OPTION = Option("--dept", "部门", "只做这些部门，空着即全部", many=True)
NEW = (
    Option("--name", "单位名称", "文书抬头和落款用的全称，写进“参数”", asked=True),
    Option("--from", "今年的工作簿", "从今年的工作簿生成明年的", kind="file"),
)
SEND = (
    DEPARTMENT_OPTION,
    Option("--to", "发给谁", "空着即发给部门", many=True, of=("部门", "领导", "考评", "抽查", "纪检", "单位")),
    Option("--mail", "用邮件发", "由“渠道”里的邮件发到各自的邮箱；含密级事项的不发", kind="yes", once=True),
)
COLLECT = (
    Option("FILES", "回收文件", "文件或文件夹，空着即“回收”文件夹", kind="file", many=True),
    Option("--mail", "先收邮件", "从“渠道”里的邮箱取回没有取过的表，放进“回收”再收", kind="yes"),
)
REMIND = (
    Option("--send", "由程序发送", "由“渠道”里启用的发给每个人，发过的不再发", kind="yes", once=True),
    Option("--now", "不在时段也发", "不在参数“发送时段”里也发", kind="yes", once=True),
    Option("--mark-sent", "登记已发", "把“提醒清单”里的登记为人工已发，以后不再提醒", kind="yes", once=True),
)
CHANNELS = (
    Option("--set", "设密钥", "设这个渠道的密码、地址等，逐项问，输入时不显示"),
    Option("--test", "测试", "用这个渠道发一条测试消息，给自己，或发到机器人的群里"),
    Option("--forget", "删密钥", "删去这个渠道存着的密钥"),
)
DOCUMENT = (
    Option("KIND", "文书种类", "出哪一种文书", required=True, of=tuple(kind for kind, _, _ in DOCUMENTS), start="督办通报"),
    Option("--period", "期间", "如 2026-10、2026Q3；空着即“文种”的默认期间里最近一个过完的"),
    DEPARTMENT_OPTION,
    Option("--issue", "正式编号", "编号并登记；不编号的是送审稿", kind="yes", once=True),
)
CLOSE = (
    Option("PERIOD", "期间", "如 2026Q3；空着即参数“考核期间”，再空着即基准日前最近一个过完的季度"),
    Option("--anyway", "有未了结也定稿", "不等了，有关成绩注明“未确认”", kind="yes", once=True),
    Option("--reopen", "重开", "重开已定稿的期间，要写明期间，记入操作日志", kind="yes", once=True),
)
PERIOD = (Option("PERIOD", "期间", "如 2026Q3；空着即参数“考核期间”，再空着即基准日所在的季度"),)
DAILY = (Option("--scheduled", "定时运行", "由系统定时运行时写：今天的办完了就不再办，出错不弹窗", kind="yes"),)
SCHEDULE = (
    Option("--at", "几点", "每天几点开始，如 08:30，不晚于 18:00"),
    Option("--remove", "取消", "不再每天自己办", kind="yes"),
    Option("--status", "看看", "设了没有、下一次和上一次什么时候、结果怎样；什么都不写也一样", kind="yes"),
)
DRAW = (
    Option("-n", "抽几个", "抽几个风险点", kind="number", required=True, start="5"),
    Option("--seed", "随机种子", "整数；空着即取抽取时间", kind="number"),
)
TRIED = "试哪些取值，写成 名称=取值，如 绿灯下限=85"
WHATIF = (Option("SETTINGS", "参数改为", TRIED, kind="pair", many=True, required=True, start="绿灯下限=85"),)
IMPORT = (
    Option("FILE", "导入文件", "要导入的 .xlsx 文件", kind="file", required=True),
    Option("--sheet", "工作表", "只导入这些工作表，隐藏的也可以；不写就是没有隐藏的全部", many=True),
)
GROUP = (
    Option("DIR", "各单位", "放着各单位总台账或公布本的文件夹、单个文件，或 清单.csv（单位,文件）", kind="file", many=True, required=True),
    Option("OUT", "结果", "放结果的文件夹", kind="file", required=True),
    Option("--period", "期间", "如 2026Q3，取各单位的定稿成绩；不写就是各单位现在的"),
    Option("--cluster", "集群", "由这个地址的 Dask 调度程序的进程来读，如 tcp://10.0.0.1:8786；不写就用这台机器"),
    Option("--processes", "进程数", "这台机器用几个进程读；不写就是有几个处理器用几个", kind="number"),
)
MINUTES = (
    Option("FILE", "纪要文件", "纪要（.docx 或 .txt），或改好、打了勾的“纪要立项”清单", kind="file", required=True),
    Option("--meeting", "会议编号", "“会议”里的编号；空着即接着往下编"),
)
UNDO = (Option("--to", "退回到", "回到哪一次备份，写备份文件名里的时间，如 20261231-093000"),)

ACTIONS = (
    Action("new", "新建", "帮助", "新建一本空的督办总台账和下发、回收、输出、归档、模板五个文件夹", NEW, target="DIR", button=False),
    Action("demo", "演示", "帮助", "新建一本装着示范供电公司数据的总台账，并完整跑一遍", target="DIR", button=False),
    Action("check", "数据检查", "日常", "检查每张表的每个格子，问题写入“数据检查”，其余照常"),
    Action("refresh", "刷新", "日常", "计算完成度、灯、得分，重写全部结果表和操作台"),
    Action("send", "下发", "收发", "把各部门、领导、考评人、抽查人、纪检部门的表和所属单位的任务包发到“下发”文件夹", SEND),
    Action("collect", "回收", "收发", "把“回收”文件夹里填好的表并回总台账", COLLECT),
    Action("remind", "提醒", "收发", "生成提醒清单和每人一份的提醒文本、短信、日历", REMIND),
    Action("channels", "渠道", "收发", "列出“渠道”能不能用，设密钥、测试、删密钥；密钥不进工作簿", CHANNELS, button=False, talks=True),
    Action(
        "daily",
        "每日",
        "收发",
        "把每天要办的办一遍：收邮件、回收、刷新、提醒，过了月、季的送审稿和下期的行；办了什么、等您办什么写进“输出/每日”",
        DAILY,
        button=False,
        whole=True,
    ),
    Action("schedule", "定时", "收发", "让系统每个工作日自己办“每日”，看结果，取消", SCHEDULE, button=False, whole=True),
    Action("document", "文书", "文书", "生成通报、督办单、督办函等 Word 文书", DOCUMENT),
    Action("close", "定稿", "考核", "期间成绩定稿，写入历史成绩，此后不再重算", CLOSE),
    Action("period", "下期", "考核", "照上一期备好下一期的指标、考评打分、个人评分，答案空着；人员、部门的变动跟着走并列出来", PERIOD),
    Action("map", "一张图", "图表", "把全年事项画成一张图：A3 挂图、可筛选的网页、图片，放进“输出”"),
    Action("draw", "抽取", "考核", "随机抽取下次抽查的风险点，逾期的优先，种子印在单子上", DRAW),
    Action("publish", "公布", "图表", "生成去掉个人和内部数据的公布本：只有数值，没有宏和公式"),
    Action("whatif", "试算", "考核", "临时改参数或规则，看谁的灯、得分、名次会变，工作簿不动", WHATIF),
    Action("import", "导入", "日常", "把办公室已有的台账导入总台账：对照列名，收新的行，说明猜了什么、没有收什么", IMPORT),
    Action(
        "open",
        "打开网页",
        "帮助",
        "在浏览器里打开本机的网页：不用宏也不用终端，同样的按钮，看数、收表、逐条决定",
        button=False,
        whole=True,
        talks=True,
    ),
    Action(
        "group",
        "集团",
        "图表",
        "把许多单位的总台账或公布本汇成一本集团工作簿和一个网页，各数都是各单位自己的",
        GROUP,
        target="",
        button=False,
    ),
    Action("minutes", "纪要立项", "收发", "读会议纪要，列出要立项的事项供修改、打勾；再办一次，打了勾的加进督办台账", MINUTES),
    Action("undo", "撤回", "日常", "回到上一次备份，现在的样子先备份，再撤回一次就回来", UNDO, whole=True),
    Action("upgrade", "升级", "帮助", "补上新版本需要的表、列和参数"),
    Action("install", "安装", "帮助", "把加载项装进 Excel；Linux 上是菜单里的“打开督办”", target="", button=False),
    Action("uninstall", "卸载", "帮助", "把加载项从 Excel 卸掉；Linux 上取走菜单里的", target="", button=False),
    Action("doctor", "诊断", "帮助", "检查安装有什么问题", target=""),
)

BY_KEY = {action.key: action for action in ACTIONS}
