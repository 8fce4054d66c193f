"""示范供电公司: its fourteen departments and sixty people, and who answers for what. Names and numbers are made up."""

import datetime as dt
from fractions import Fraction
from typing import NamedTuple

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.lists import read_rows
from workbook_templates.tables.setup import ChannelRow, Department, Person

COMPANY_NAME = "示范供电公司"
OFFICE, PERFORMANCE, DISCIPLINE = "办公室", "绩效办", "党群部"
STATIONS = ("城区供电所", "东山供电所", "西河供电所", "北原供电所")
WITH_CREWS = (*STATIONS, "运检部", "营销部", "调控中心", "电力实业公司")
CHIEFS = (("陈国平", "总经理"), ("周立新", "党委书记"))


class Crew(NamedTuple):
    """A 班组: the 供电所 it belongs to and who leads it. It has no 联系人: its rows go out with those of its 所."""

    station: str
    head: str


CREWS = {"城区运维班": Crew("城区供电所", "段鹏飞"), "东山营业班": Crew("东山供电所", "侯建设")}


class Leader(NamedTuple):
    """A member of the leading team, what he oversees and which unit he is linked to."""

    name: str
    post: str
    oversees: tuple[str, ...]
    linked: tuple[str, ...]


LEADERS = (
    Leader("刘志远", "副总经理（安全生产）", ("安监部", "运检部", "调控中心"), ("东山供电所",)),
    Leader("杨丽华", "副总经理（营销服务）", ("营销部", "城区供电所", "东山供电所", "西河供电所", "北原供电所"), ("城区供电所",)),
    Leader("黄文斌", "总会计师", ("财务部", "电力实业公司"), ("西河供电所",)),
    Leader("何秀兰", "纪委书记、工会主席", ("党群部", "绩效办"), ("北原供电所",)),
    Leader("郑海峰", "副总经理（综合）", ("办公室", "后勤服务中心"), ("电力实业公司",)),
)
LINES = read_rows("staff")
"""部门, 类型, post of the head, 负责人, 联系人, other staff, 业务量, what they work on."""
DEPARTMENT_NAMES = tuple(line[0] for line in LINES)
KINDS = {line[0]: line[1] for line in LINES}
HEADS = {line[0]: line[3] for line in LINES}
LIAISONS = {line[0]: line[4] for line in LINES}
TEAMS = {line[0]: (line[4], *line[5].split("、")) for line in LINES}
"""Department → its people besides the head, the liaison first."""
LEADER_OF = {department: leader.name for leader in LEADERS for department in leader.oversees}
CLERK = LIAISONS[OFFICE]
MAIL = {name: f"lianxi{number:02}@example.com" for number, name in enumerate(DEPARTMENT_NAMES, 1)}


def phone(number: int) -> str:
    """A number that belongs to nobody."""
    return f"1380000{number:04}"


def departments() -> list[Department]:
    """The rows of 部门, the 班组 last; 运检部 was called otherwise until it took over the stations."""
    rows = [
        blank_record(Department)._replace(
            name=name, kind=KINDS[name], leader=LEADER_OF[name], head=HEADS[name], liaison=LIAISONS[name],
            phone=phone(101 + number), mail=MAIL[name], volume=Fraction(line[6]), ranked="是" if number % 3 else "",
            order=Fraction(number + 1),
        )
        for number, (name, line) in enumerate(zip(DEPARTMENT_NAMES, LINES, strict=True))
    ]  # fmt: skip
    place = DEPARTMENT_NAMES.index("运检部")
    rows[place] = rows[place]._replace(former=("生产技术部", "生技部"), since=dt.date(2021, 7, 1))
    crews = (
        blank_record(Department)._replace(name=name, kind=KINDS[one.station], head=one.head, above=one.station)
        for name, one in CREWS.items()
    )
    return [*rows, *crews]


def channels() -> list[ChannelRow]:
    """The rows of 渠道: one of each sort that the office thinks of, none switched on, for none has its keys."""
    gateway = "http://sms.example.com:1992/sms/norsubmit"
    place = DEPARTMENT_NAMES[0]
    return [
        ChannelRow("督办短信", "短信网关", "提醒", "", (gateway,), (), "duban", "否", "中国移动云MAS"),
        ChannelRow("督办邮箱", "邮件", "", "", ("smtp.example.com", "imap.example.com"), ("465", "993"), "duban@example.com", "否", ""),
        ChannelRow("督办工作群", "企业微信机器人", "提醒", "", (), (), "", "否", "联系人都在群里"),
        ChannelRow(f"{place}群", "企业微信机器人", "提醒", place, (), (), "", "否", ""),
    ]


def people() -> list[Person]:
    """The rows of 人员: chiefs, the leading team, then each department with its head first."""
    rows: list[Person] = []

    def add(name: str, department: str, post: str, role: str, oversees: tuple[str, ...] = (), linked: tuple[str, ...] = ()) -> None:
        """One more row, its number and telephone by its place."""
        number = len(rows) + 1
        hired = "直签" if role != "员工" or number % 3 else "农电" if department in STATIONS else "聘用"
        mail = MAIL[department] if LIAISONS.get(department) == name else ""
        rows.append(
            Person(
                staff_no=f"{10100 + number * 7}", name=name, department=department, post=post, role=role,
                employment=hired, oversees=oversees, linked=linked, phone=phone(200 + number), mail=mail, active="是",
                order=Fraction(number),
            )
        )  # fmt: skip

    for name, post in CHIEFS:
        add(name, "", post, "主要领导")
    for leader in LEADERS:
        add(leader.name, "", leader.post, "班子成员", leader.oversees, leader.linked)
    for line in LINES:
        department, skills = line[0], line[7].split("、")
        third = "班长" if department in WITH_CREWS else "主管"
        add(HEADS[department], department, line[2], "部门负责人")
        for number, name in enumerate(TEAMS[department]):
            add(name, department, f"{skills[number % len(skills)]}{'专责' if number < 2 else third}", "员工")
    return rows
