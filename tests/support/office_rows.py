"""Rows for the looks of a filled workbook, from a fixed seed, plausible but not consistent: pictures and layout tests only."""

import datetime as dt
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from support.make import item, tables, target
from udfs.pages.year_map import year_map
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.map.map_page import map_values
from workbook_templates.map.map_rows import YearMap
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Block, Row, Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column

UNITS = (
    "办公室、绩效办、党群部、人资部、财务部、安监部、运检部、营销部、调控中心、物资部、城区供电所、东山供电所、西河供电所、电力实业公司"
).split("、")
PEOPLE = "王建国、李志强、张海燕、刘晓东、陈国平、杨丽华、赵振宇、黄文静、周立新、吴晓梅、徐明、孙长江、马红霞、欧阳春晓".split("、")
MATTERS = (
    "完成城区配网自动化改造三年行动年度任务",
    "迎峰度夏前完成重要输电通道隐患治理",
    "优化营商环境、压减高低压办电时长",
    "建立健全督办事项闭环管理机制,形成制度文本并印发执行",
    "开展安全生产专项整治三年行动“回头看”",
    "数字化供电所建设试点验收",
    "落实乡村电气化提升工程",
    "全面从严治党主体责任清单修订",
    "供电可靠性提升专项行动:城区户均停电时间压降至 1.2 小时以内,农村压降至 5 小时以内",
)
LONG = (
    "已完成现场勘察和初步设计,物资计划已提报,预计下月中旬到货后开工。",
    "按计划推进,本月完成 12 台开关更换,累计完成率 68%;剩余部分受停电计划影响,拟于下月集中安排。",
    "制度初稿已征求各部门意见,收到意见 23 条,采纳 18 条,待提交办公会审议。",
    "已办结。",
)
TODAY = dt.date(2026, 11, 20)


def value_for(column: Column, number: int, draw: random.Random) -> Value:
    """Something that stands in such a column."""
    spec, header = column.spec, column.header
    if header in ("灯", "计算灯") and not spec.of:
        return draw.choices(LISTS["灯"][:3], (6, 3, 2))[0]
    if spec.of:
        return draw.choice(LISTS[spec.of]) if spec.required or draw.random() < 0.6 else None
    if column.kind == "date":
        return TODAY + dt.timedelta(draw.randint(-250, 60)) if spec.required or draw.random() < 0.7 else None
    if column.kind == "time":
        return dt.datetime.combine(TODAY, dt.time(9, number % 60)) - dt.timedelta(number % 30)
    if column.kind == "rate":
        return round(draw.random() * 0.6 + 0.4, 3)
    if column.kind == "number":
        low, high = spec.low or 0, spec.high if spec.high is not None else 100
        return (
            2026.0
            if header == "年度"
            else round(draw.uniform(low, min(high, 100)), spec.digits)
            if spec.digits
            else float(int(draw.uniform(low, min(high, 99))))
        )
    if spec.refers == "部门" or header in ("部门", "被考评单位"):
        return "、".join(draw.sample(UNITS, 2)) if column.kind == "names" else UNITS[number % len(UNITS)]
    if header == "工号":
        return f"{number + 1:05d}"
    if spec.refers == "人员" or header in (
        "姓名",
        "责任人",
        "联系人",
        "收件人",
        "确认人",
        "批准人",
        "抽查人",
        "被查人",
        "评价人",
        "反馈人",
    ):
        return PEOPLE[number % len(PEOPLE)]
    if header in ("编号", "前置编号", "关联编号"):
        return f"2026-{number + 1:04d}"
    if "编号" in header or header in ("上级指标", "文号", "批次"):
        return f"{header[:1]}{number + 1:03d}"
    if header in ("事项", "目标", "指标", "阶段任务", "风险点"):
        return MATTERS[number % len(MATTERS)]
    if header == "阶段":
        return f"第{'一二三四'[number % 4]}阶段"
    if header == "期间":
        return f"2026Q{number % 4 + 1}"
    if header == "手机":
        return f"1380013{number:04d}"
    if header == "邮箱":
        return f"lianxi{number:02d}@example.com"
    if header in ("类型", "部门类型"):
        return ("业务职能", "基层", "后勤", "所属企业")[number % 4]
    if spec.width >= 18:
        return draw.choice(LONG) if draw.random() < 0.8 else None
    return draw.choice(("是", "", "年度计划", None))


def office_rows(count: int = 30) -> dict[str, Block]:
    """Table → `count` rows, for the tables that a new workbook starts without."""
    draw = random.Random(2026)
    rows: dict[str, Block] = {}
    for table in TABLES.values():
        if table.group == "设置" and table.name not in ("部门", "人员", "节假日"):
            continue
        rows[table.name] = [row_for(table.columns, number, draw) for number in range(min(count, 14) if table.name == "部门" else count)]
    return rows


def row_for(columns: Sequence[Column], number: int, draw: random.Random) -> Row:
    return [value_for(column, number, draw) for column in columns]


def page_figures() -> dict[str, Value | Block]:
    """What refresh would put on 操作台 and 一张图: defined name → block."""
    draw = random.Random(11)
    tiles: dict[str, tuple[Value, str]] = {
        "督办工作": (422, "2026年下达的事项"),
        "在办": (137, "已提交 12 项\n待确认 116 项"),
        "办结": (285, "共 422 项\n立项、暂缓 11 项"),
        "落地率": (0.95, "落地 38 ÷ 目标 40\n按权重 95.5%"),
        "绿灯": (311, "占亮灯 401 项的 77.6%\n本期 103，较上期 ▼40"),
        "黄灯": (62, "占亮灯 401 项的 15.5%\n本期 13，较上期持平"),
        "红灯": (28, "占亮灯 401 项的 7.0%\n本期 13，较上期 ▲10"),
        "逾期": (19, "最长逾期 46 天"),
        "按期办结率": (0.864, "按期 95 ÷ 到期 110\n较上期 ▼10.1 个百分点"),
        "督办得分": (89.26, "全公司 2026Q4\n较上期 ▼2.11"),
        "亮灯得分": (100.0, "全公司 2026Q4\n较上期 ▲10.00"),
        "本周到期": (12, "30 天内到期 114 项"),
    }
    figures: dict[str, Value | Block] = {f"台_{key}": value for key, (value, _) in tiles.items()}
    figures |= {f"台_{key}_注": note for key, (_, note) in tiles.items()}
    figures["台_截止"], figures["台_期间"] = "截至 2026年11月20日", "考核期间 2026Q4"
    figures["台_提示"] = "12 条数据待核对,见“数据检查”。"
    blank: Row = [None] * 5
    lights: list[Row] = [[unit, draw.randint(8, 30), draw.randint(0, 8), draw.randint(0, 5), draw.randint(0, 4)] for unit in UNITS]
    figures["台_部门灯"] = [*lights, *[blank] * (16 - len(lights))]
    figures["台_月度"] = [[f"{month}月", draw.randint(20, 50), draw.randint(18, 48), draw.randint(15, 45)] for month in range(1, 13)]
    themes: list[Row] = [
        [name, 8, 7, share]
        for name, share in (
            ("安全生产", 1.0),
            ("电网建设", 0.875),
            ("优质服务", 0.95),
            ("经营管理", 0.9),
            ("党的建设", 1.0),
            ("数字化", 0.75),
        )
    ]
    figures["台_主题"] = [*themes, *[[None] * 4] * (10 - len(themes))]
    figures["台_灯色"] = [["绿灯", 311], ["黄灯", 62], ["红灯", 28], ["蓝灯", 0], ["未亮灯", 21]]
    due: list[Row] = [[f"2026-{300 + n:04d}", MATTERS[n % len(MATTERS)], UNITS[n], TODAY + dt.timedelta(n - 2), n - 2] for n in range(8)]
    weak: list[Row] = [[UNITS[n], 5 - n, 4 - n // 2, 71.5 + 3.2 * n] for n in range(4)]
    figures["台_趋势"] = [[f"2026Q{n % 4 + 1}", 85.5 + n, 91.25 + n, 0.75 + n / 40] for n in range(6)]
    figures["台_趋势灯"] = [[f"2026Q{n % 4 + 1}", 12 - n, n, 0.75 + n / 40] for n in range(6)]
    figures["台_近期到期"], figures["台_薄弱"] = due, [*weak, [None] * 4]
    return figures | map_values(stand_in_map())


def stand_in_map() -> YearMap:
    """A map with every kind of row: closed, late, overdue, secret, linked, without a target, with texts longer than their cells."""
    targets = [target(f"MB26-{n:02d}", theme="安全生产" if n < 4 else "优质服务") for n in range(7)]
    common: dict[str, Any] = {"origin": "会议纪要", "category": "重点", "level": "公司级"}
    items = [
        item(
            f"2026-{n:04d}", **common, matter=MATTERS[n % len(MATTERS)] * (1 + n % 4), department=UNITS[n % len(UNITS)],
            responsible="欧阳春晓", target=f"MB26-{n // 2:02d}", due=f"{n % 12 + 1}-28", issued="1-5",
            completion=Fraction(n, 30), after=(f"2026-{n + 1:04d}",), helpers=UNITS[:n % 6],
            status="办结" if n % 3 == 0 else "办理", submitted="7-1" if n % 3 == 0 else None, secrecy="内部" if n == 4 else "",
        )
        for n in range(30)
    ]  # fmt: skip
    return year_map(judge(tables(*targets, *items), dt.date(2026, 11, 20), Calendar()))
