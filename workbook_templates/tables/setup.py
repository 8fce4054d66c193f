"""Set-up tables, kept by the office: settings, rule tables, departments, people (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Made, Names, Number, Source, table


class SettingRow(NamedTuple):
    """参数: one setting; a blank 取值 is the default. The typed settings are `settings.Settings`."""

    name: Annotated[str, C("名称", 20, required=True, key=True)]
    value: Annotated[str, C("取值", 22, help="空着即用默认值")]
    unit: Annotated[str, C("单位", 10)]
    help: Annotated[str, C("说明", 70)]
    at: Source = NOWHERE


class LightBound(NamedTuple):
    """亮灯规则: the lower bound of a light in percent points, and whether the bound itself belongs to it."""

    light: Annotated[str, C("灯", 10, required=True, of="灯", key=True)]
    bound: Annotated[Number, C("下限", 10, required=True, low=-100, high=100, points=True, help="完成度百分点，如 80")]
    included: Annotated[str, C("含下限", 10, required=True, of="是否", help="恰好等于下限时是否算本灯")]
    handling: Annotated[str, C("处理", 30)]
    at: Source = NOWHERE


class Holiday(NamedTuple):
    """节假日: a day that overrides the built-in calendar."""

    day: Annotated[Date, C("日期", 12, required=True, key=True)]
    kind: Annotated[str, C("类型", 10, required=True, of="节假日类型", help="休：放假；班：调休上班")]
    note: Annotated[str, C("说明", 36)]
    at: Source = NOWHERE


class Frequency(NamedTuple):
    """督办频次: how often an item of a 类别 reports and is chased, in days."""

    category: Annotated[str, C("类别", 10, required=True, of="类别", key=True)]
    feedback_days: Annotated[Number, C("反馈间隔天数", 14, required=True, low=1, high=366)]
    chase_days: Annotated[Number, C("逾期催办间隔天数", 18, required=True, low=1, high=366)]
    at: Source = NOWHERE


class DeductionBand(NamedTuple):
    """考核分档: the points that a late item costs, by level, impact and cause (a positive number)."""

    level: Annotated[str, C("级别", 10, required=True, of="级别", key=True)]
    impact: Annotated[str, C("负面影响", 12, required=True, of="负面影响", key=True)]
    cause: Annotated[str, C("原因", 10, required=True, of="原因", key=True)]
    points: Annotated[Number, C("扣分", 10, required=True, low=0, high=100)]
    at: Source = NOWHERE


class Weighting(NamedTuple):
    """考核权重: the weights of the four dimensions for a department type."""

    kind: Annotated[str, C("部门类型", 14, required=True, key=True)]
    supervision: Annotated[Number, C("督办", 10, required=True, low=0, high=1000)]
    lights: Annotated[Number, C("亮灯", 10, required=True, low=0, high=1000)]
    indicators: Annotated[Number, C("指标", 10, required=True, low=0, high=1000)]
    inspection: Annotated[Number, C("抽查", 10, required=True, low=0, high=1000)]
    at: Source = NOWHERE


class DocumentKind(NamedTuple):
    """文种: how the papers of a kind are numbered, signed and addressed."""

    kind: Annotated[str, C("种类", 18, required=True, key=True)]
    code: Annotated[str, C("代字", 14)]
    issuer: Annotated[str, C("落款单位", 22)]
    signer: Annotated[str, C("签发人", 12)]
    copies: Annotated[Names, C("抄送", 30)]
    period: Annotated[str, C("默认期间", 12)]
    at: Source = NOWHERE


class Department(NamedTuple):
    """部门: one department or unit; phone and mail are the liaison's."""

    name: Annotated[str, C("部门", 16, required=True, key=True)]
    kind: Annotated[str, C("类型", 12, required=True, refers="考核权重")]
    leader: Annotated[str, C("分管领导", 11, refers="人员")]
    head: Annotated[str, C("负责人", 11, refers="人员")]
    liaison: Annotated[str, C("联系人", 11, refers="人员")]
    phone: Annotated[str, C("手机", 14, help="联系人手机")]
    mail: Annotated[str, C("邮箱", 24)]
    volume: Annotated[Number, C("业务量", 10, low=0)]
    ranked: Annotated[str, C("参评", 8, of="是否", help="空着即是")]
    order: Annotated[Number, C("排序", 8)]
    former: Annotated[Names, C("曾用名", 18)]
    above: Annotated[str, C("上级部门", 16, refers="部门", help="班组填所在的供电所或部门；别的空着")]
    since: Annotated[Date, C("启用日期", 12)]
    until: Annotated[Date, C("停用日期", 12)]
    merged_into: Annotated[str, C("并入部门", 16, refers="部门")]
    at: Source = NOWHERE


class Person(NamedTuple):
    """人员: one person; 工号 is the key because names repeat."""

    staff_no: Annotated[str, C("工号", 11, required=True, key=True)]
    name: Annotated[str, C("姓名", 10, required=True)]
    department: Annotated[str, C("部门", 16, refers="部门")]
    post: Annotated[str, C("职务", 16)]
    role: Annotated[str, C("角色", 12, required=True, of="角色")]
    employment: Annotated[str, C("用工性质", 12)]
    oversees: Annotated[Names, C("分管部门", 28, refers="部门")]
    linked: Annotated[Names, C("联系单位", 22, refers="部门")]
    phone: Annotated[str, C("手机", 14)]
    mail: Annotated[str, C("邮箱", 24)]
    active: Annotated[str, C("在岗", 8, of="是否", help="空着即是")]
    order: Annotated[Number, C("排序", 8)]
    at: Source = NOWHERE


class ChannelRow(NamedTuple):
    """渠道: one way by which messages leave and sheets come back; its keys never stand in the workbook."""

    name: Annotated[str, C("渠道", 16, required=True, key=True)]
    kind: Annotated[str, C("类型", 15, required=True, of="渠道类型")]
    purpose: Annotated[str, C("用途", 12, of="用途", help="空着即两样都用")]
    department: Annotated[str, C("部门", 16, refers="部门", help="机器人：这个群是哪个部门的；空着即全公司")]
    servers: Annotated[Names, C("服务器", 40, help="邮件：发信、收信服务器，如 smtp.163.com、imap.163.com；短信网关：接口地址")]
    ports: Annotated[Names, C("端口", 12, help="邮件：发信、收信端口，空着即 465、993")]
    account: Annotated[str, C("账号", 24, help="邮箱地址，或短信平台的接口账号；密码用 channels 另设，不写在表里")]
    enabled: Annotated[str, C("启用", 8, of="是否", help="空着即否")]
    note: Annotated[str, C("说明", 30)]
    at: Source = NOWHERE


class ButtonOption(NamedTuple):
    """按钮选项: what a button is told, where the command line would be told it by an option."""

    action: Annotated[str, Made("操作", 12, key=True)]
    option: Annotated[str, Made("选项", 18, key=True)]
    value: Annotated[str, C("取值", 23, help="空着即不用这个选项")]
    note: Annotated[str, Made("说明", 74)]
    at: Source = NOWHERE


TABLES = (
    table("参数", "设置", SettingRow, "全部可调的数。取值空着即用默认值；改完点“刷新”。", unique=True),
    table("亮灯规则", "设置", LightBound, "各灯的下限，从高到低衔接，不留空档。", unique=True),
    table("节假日", "设置", Holiday, "放假与调休，优先于内置日历；每年国务院通知发布后补录。", unique=True),
    table("督办频次", "设置", Frequency, "各类别多久反馈一次、逾期后多久催办一次。", unique=True),
    table("考核分档", "设置", DeductionBand, "逾期考核扣多少分：级别 × 负面影响 × 原因。", unique=True),
    table("考核权重", "设置", Weighting, "各部门类型的四个维度各占多少。", unique=True),
    table("文种", "设置", DocumentKind, "各种文书的代字、落款、签发人、抄送。", unique=True),
    table("部门", "设置", Department, "部门与单位；手机、邮箱填联系人的。", unique=True),
    table("人员", "设置", Person, "人员名单；工号不可重复。", unique=True),
    table("渠道", "设置", ChannelRow, "提醒、下发从哪里发出去；排在前面的先用，密码不写在这里。", unique=True),
    table("按钮选项", "设置", ButtonOption, "按钮照这里的取值办：先填“取值”，再点“操作台”上的按钮。", unique=True),
)
