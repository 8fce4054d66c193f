"""The companies of `random_supervision` with all that indicators, checks, composites, persons and scorers are scored from.

Drawn from streams of their own, so that the ledger of a seed stays what it is. Figures stand on targets, floors, caps and bounds;
periods are written in every form a clerk uses; weights are blank or 0; names are old ones; rows of set-up tables are missing.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from support import oracle_calendar as cal
from support import random_company as rc
from support import random_supervision as rs
from support.random_company import Cells

T = TypeVar("T")

DEFAULTS: dict[str, Any] = {
    "得分小数位": 2,
    "计分上限": 100,
    "扣分单价": 1,
    "高风险下限": 18,
    "中风险下限": 8,
    "高风险间隔天数": 30,
    "中风险间隔天数": 90,
    "低风险间隔天数": 180,
    "风险点满分": 10,
    "业务量系数下限": "0.5",
    "业务量系数上限": 2,
    "抽查合格率下限": 60,
    "抽查优下限": 95,
    "抽查良下限": 85,
    "抽查中下限": 60,
    "重复问题天数": 365,
    "加分上限": 5,
    "并列方式": "并列跳号",
    "同事项不重复扣分": "是",
    "班子单位权重": 40,
    "班子分管权重": 40,
    "班子联系权重": 20,
    "挂钩扣减系数": "0.1",
    "负责人部门权重": 60,
    "负责人评分权重": 40,
    "员工部门评分权重": 60,
    "员工分管评分权重": 40,
    "员工指标权重": 0,
    "能力权重": 30,
    "态度权重": 30,
    "质量权重": 40,
    "优秀比例": 20,
    "优良合计比例": 60,
    "优秀名额取整": "四舍五入",
    "合格下限": 60,
    "差异化口径": "最大同分组",
    "差异化率下限": 30,
    "差异化最少打分数": 3,
    "差异化并档精度": "0.1",
    "落后进度下限": 10,
}
"""The settings of rules.md §3 that bear on R8, R9, R10, R12 and R13, as a clerk types them."""

CHOICES: dict[str, tuple[Any, ...]] = {
    "得分小数位": (2, 0, 1, 6),
    "计分上限": (100, 120, 90, 0),
    "扣分单价": (1, "0.5", 0, 10),
    "高风险下限": (18, 12, 27),
    "中风险下限": (8, 4, "4.5"),
    "高风险间隔天数": (30, 1),
    "中风险间隔天数": (90, 14),
    "低风险间隔天数": (180, 365),
    "风险点满分": (10, 5, 0),
    "业务量系数下限": ("0.5", 1, 0),
    "业务量系数上限": (2, 1, "1.2"),
    "抽查优下限": (95, 100, 75),
    "抽查良下限": (85, "66.7", 50),
    "抽查中下限": (60, 50, 0),
    "重复问题天数": (365, 30, 10),
    "加分上限": (5, 0, "2.5", 3),
    "并列方式": ("并列跳号", "并列不跳号"),
    "同事项不重复扣分": ("是", "否"),
    "班子单位权重": (40, 0, 1),
    "班子分管权重": (40, 0),
    "班子联系权重": (20, 0),
    "挂钩扣减系数": ("0.1", 0, 1),
    "负责人部门权重": (60, 0, "33.3"),
    "负责人评分权重": (40, 0),
    "员工部门评分权重": (60, 0),
    "员工分管评分权重": (40, 0),
    "员工指标权重": (30, "33.3", 100, 1),
    "能力权重": (30, 0, 1),
    "态度权重": (30, 0),
    "质量权重": (40, 0),
    "优秀比例": (20, 50, 0, "33.3"),
    "优良合计比例": (60, 100, 20, 10),
    "优秀名额取整": ("四舍五入", "舍去", "进一"),
    "合格下限": (60, 80),
    "差异化口径": ("最大同分组", "扣分面", "异值率"),
    "差异化率下限": (30, 50, "66.7", 100),
    "差异化最少打分数": (3, 1, 2),
    "差异化并档精度": ("0.1", 1, 5, "0.001"),
    "落后进度下限": (10, 0, "33.3"),
}
COUNTS = ("得分小数位", "高风险间隔天数", "中风险间隔天数", "低风险间隔天数", "重复问题天数", "差异化最少打分数")
WORDS = ("并列方式", "同事项不重复扣分", "差异化口径", "优秀名额取整")

KINDS = ("业务职能", "基层", "后勤", "所属企业")
WEIGHTS = ((30.0, 30.0, 30.0, 10.0), (20.0, 30.0, 30.0, 20.0), (40.0, 30.0, 20.0, 10.0), (0.0, 0.0, 100.0, 0.0), (0.0, 0.0, 0.0, 0.0))
FORMS = {
    "Q": ("{0}Q{1}", "{0}q{1}", "{0} Q{1}", "{0}年第{1}季度", "{0}年{2}季度", "{0}\uff31{1}"),
    "H": ("{0}H{1}", "{0}h{1}", "{0}年{3}半年"),
    "B": ("{0}-B{1}", "{0}-b{1}"),
    "W": ("{0}-W{1:02d}", "{0}-w{1:02d}", "{0}年第{1}周"),
    "-": ("{0}-{1:02d}", "{0}-{1}", "{0}/{1}", "{0}年{1}月"),
    "": ("{0}", "{0}年", "{0}年度"),
}
NAMES = (*rc.UNITS, "老乙部", "丙站")
STAFF = ("P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
RATERS = ("王建国", "李志强", "张伟")
ROLES = ("主要领导", "班子成员", "班子成员", "部门负责人", "部门负责人", "员工", "员工")
CURVES = (
    None,
    None,
    "10、30、100",
    "5,15,30,40,45,50,55,60,70,80,90,100",
    "40%\n100%",
    "100、100",
    "50、40、100",
    "30、60",
    "100",
    "上旬",
    "0 0 0 50 100",
)
METHODS = ("正向", "反向", "节点", "扣分", "打分", "督办")


def company(seed: int) -> rc.Company:
    """The company of a seed, complete."""
    return Scored(rs.company(seed)).complete()


def settings(drawn: rc.Company) -> dict[str, Any]:
    """Typed settings by name, defaults filled in; shares in percent."""
    typed = {name: drawn.settings.get(name, default) for name, default in DEFAULTS.items()}
    exact = {name: rc.exact(value) for name, value in typed.items() if name not in (*COUNTS, *WORDS)}
    return rc.settings(drawn) | typed | exact


def periods_of(drawn: rc.Company) -> list[str]:
    """The two periods about 基准日 in which a company is compared; their kind goes with the seed."""
    cutoff = drawn.settings.get("月度截止日", 31)
    kind = list(cal.MONTHS_IN)[drawn.seed % 5]
    return list(dict.fromkeys(cal.period_of(drawn.as_of - dt.timedelta(back), kind, cutoff) for back in (0, 100)))


def period_of(drawn: rc.Company) -> str:
    """The one of the two in which the rules are compared on this company."""
    names = periods_of(drawn)
    return names[drawn.seed // 5 % len(names)]


class Scored:
    """One generator with streams of its own, and the periods that its company is scored in."""

    def __init__(self, drawn: rc.Company) -> None:
        self.drawn, self.as_of = drawn, drawn.as_of
        self.pick = random.Random(f"scores {drawn.seed}")
        self.rows: dict[str, list[Cells]] = {name: [dict(row) for row in rows] for name, rows in drawn.rows.items()}
        self.periods = periods_of(drawn)
        cutoff = drawn.settings.get("月度截止日", 31)
        bounds = [span for name in self.periods if (span := cal.bounds(name, cutoff))]
        self.ends = [day for span in bounds for day in span]

    def stream(self, name: str) -> None:
        """From here on a stream of its own, so that one table does not move the next."""
        self.pick = random.Random(f"scores {name} {self.drawn.seed}")

    def chance(self, share: float) -> bool:
        return self.pick.random() < share

    def maybe(self, value: T, share: float = 0.5) -> T | None:
        return value if self.chance(share) else None

    def some(self, most: int) -> range:
        return range(self.pick.randint(0, most))

    def beside(self, *anchors: dt.date) -> dt.date:
        """A day on an anchor, one beside it, or some way off."""
        away = self.pick.choice((0, 0, 0, -1, 1, -1, 1, 2, -3, 10, -10, -30, self.pick.randint(-60, 30)))
        return self.pick.choice(anchors or (self.as_of, *self.ends)) + dt.timedelta(away)

    def written(self, name: str) -> str:
        """A period as a clerk may write it."""
        letter = next((letter for letter in "QHBW-" if letter in name), "")
        number = int(name[4:].lstrip("-QHBW") or 1)
        return self.pick.choice(FORMS[letter]).format(int(name[:4]), number, "一二三四"[(number - 1) % 4], "上下"[(number - 1) % 2])

    def shorter(self) -> str:
        """A period of a shorter kind that lies in a compared one, or about one of its ends."""
        name = self.pick.choice(self.periods)
        cutoff = self.drawn.settings.get("月度截止日", 31)
        first, last = cal.bounds(name, cutoff) or (self.as_of, self.as_of)
        day = first + dt.timedelta(self.pick.randint(0, (last - first).days))
        kinds = list(cal.MONTHS_IN)
        own = next(kind for kind in kinds if cal.period_of(first, kind, cutoff) == name)
        week = "{}-W{:02d}".format(*day.isocalendar()[:2])
        return self.pick.choice([week, *(cal.period_of(day, kind, cutoff) for kind in kinds[: kinds.index(own)])])

    def period(self) -> str:
        """Mostly one of the compared periods, in some form."""
        if self.chance(0.35):
            return self.written(self.shorter())
        if self.chance(0.06):
            return self.pick.choice(("2026Q1", "2026", "2025年度", "2026年13月", "下一期", "2026H1"))
        return self.written(self.pick.choice(self.periods))

    def complete(self) -> rc.Company:
        typed = dict(self.drawn.settings)
        typed |= {name: self.pick.choice(choices) for name, choices in CHOICES.items() if self.chance(0.35)}
        typed["差异化口径"] = CHOICES["差异化口径"][self.drawn.seed % 3]
        for fill in (
            self.units,
            self.people,
            self.indicators,
            self.progress,
            self.marks,
            self.risks,
            self.points,
            self.closed,
            self.ratings,
        ):
            self.stream(fill.__name__)
            fill()
        return replace(self.drawn, settings=typed, rows=self.rows)

    # -- set-up ------------------------------------------------------------------------------------------------------------

    def units(self) -> None:
        for unit in self.rows["部门"]:
            unit |= {
                "类型": self.pick.choice((unit["类型"], unit["类型"], *KINDS, "无此类")),
                "业务量": self.pick.choice((None, 0.0, 100.0, 100.0, 150.0, 33.3, 1000.0)),
                "参评": self.pick.choice((None, None, None, "是", "否")),
                "启用日期": self.maybe(self.beside(*self.ends), 0.2),
            }
            if unit.get("停用日期") and self.chance(0.4):
                unit["停用日期"] = self.beside(*self.ends)
        for unit in self.rows["部门"]:
            if self.chance(0.15):  # a 班组, of a department, of another 班组, of itself or of nobody
                unit["上级部门"] = self.pick.choice((*rc.UNITS, *rc.UNITS, "丙站", "无此部"))
        if self.chance(0.4):
            self.rows["部门"][2]["曾用名"] = self.pick.choice(("丙站", "旧丙所、丙站"))
        self.rows["考核权重"] = [
            {"部门类型": kind} | dict(zip(("督办", "亮灯", "指标", "抽查"), self.pick.choice((WEIGHTS[n], *WEIGHTS)), strict=True))
            for n, kind in enumerate(KINDS)
            if self.chance(0.92)
        ]

    def people(self) -> None:
        for person in self.rows["人员"]:
            person |= {
                "角色": self.pick.choice(ROLES),
                "部门": self.pick.choice((person["部门"], *NAMES, "无此部")),
                "分管部门": self.joined(3),
                "联系单位": self.joined(2),
                "在岗": self.pick.choice((None, None, None, "是", "否")),
            }

    def joined(self, most: int) -> str | None:
        return self.pick.choice("、;,，；\n").join(self.pick.sample((*NAMES, "无此部"), self.pick.randint(0, most))) or None

    # -- indicators and marks ----------------------------------------------------------------------------------------------

    def indicators(self) -> None:
        """Some numbers in several periods, of one unit or of two."""
        self.rows["指标"] = [self.indicator(n) for n in self.some(12)]
        if self.chance(0.4):  # units that differ less than is shown, or just enough
            near: Cells = {"层级": "部门", "指标": "近似", "期间": self.period(), "计分方式": "正向", "目标值": 100.0}
            self.rows["指标"] = [
                near | {"指标编号": f"N{n}", "主责部室": unit, "实际值": self.pick.choice((90.0, 90.004, 89.996, 90.4))}
                for n, unit in enumerate(rc.UNITS)
            ]

    def indicator(self, n: int) -> Cells:
        due = self.beside()
        return {
            "指标编号": f"Z{n % 5}",
            "层级": self.pick.choice(("部门", "部门", "供电所", "公司", "公司", "班组", "个人", "个人", "个人")),
            "指标": self.pick.choice((f"指标{n}", "同名指标", f"Z{n}")),
            "期间": self.period(),
            "主责部室": self.pick.choice((*NAMES, *NAMES, "无此部")),
            "责任人": self.pick.choice((None, *(str(person["姓名"]) for person in self.rows["人员"]))),
            "权重": self.pick.choice(rc.WEIGHTS),
            "计分方式": self.pick.choice(METHODS),
            "目标值": self.pick.choice((None, 0.0, 100.0, 100.0, 80.0, 0.3, 3.0, -5.0)),
            "底线值": self.pick.choice((None, None, 50.0, 60.0, 90.0, 100.0, 0.1, 5.0)),
            "实际值": self.pick.choice((None, 0.0, 0.1, 0.3, 5.0, 50.0, 90.0, 99.9, 100.0, 100.1, 120.0, 300.0, -5.0)),
            "完成时限": self.maybe(due, 0.9),
            "完成日期": self.maybe(self.beside(due, due, self.as_of), 0.5),
            "计分上限": self.pick.choice((None, None, 100.0, 120.0, 80.0, 0.0)),
            "扣分单价": self.pick.choice((None, None, 2.0, 0.5, 0.0)),
        }

    def progress(self) -> None:
        """How indicators were to get on, and what was reported; one plan for each number and period."""
        plans: dict[tuple[object, object], Cells] = {}
        for n in self.some(2):  # some that run on 基准日
            row = self.indicator(n) | {
                "指标编号": f"R{n}",
                "期间": self.periods[0],
                "计分方式": self.pick.choice(METHODS[:2]),
                "实际值": None,
            }
            self.rows["指标"].append(row | {"目标值": 100.0})
        for row in self.rows["指标"]:
            key = row["指标编号"], row["期间"]
            plan: Cells = {"进度曲线": self.pick.choice(CURVES), "累计方式": self.pick.choice((None, "累计", "当期"))}
            row |= plans.setdefault(key, plan)
            if self.chance(0.4):
                row["实际值"] = None
        for row in self.rows["指标"]:
            for _ in self.some(3) if self.chance(0.7) else ():
                until = self.pick.choice((self.beside(), self.beside(self.as_of), self.beside(*self.ends)))
                figure = self.pick.choice((0.0, 0.1, 5.0, 30.0, 33.3, 50.0, 90.0, 100.0, 120.0, -5.0, None))
                period = row["期间"] if self.chance(0.8) else self.period()
                self.rows["指标进度"].append({"指标编号": row["指标编号"], "期间": period, "截至日期": until, "实际值": figure})

    def marks(self) -> None:
        """What is given about the 打分 indicators, and about other matters by scorers who tell units apart or not."""
        about: list[Cells] = []
        for row in self.rows["指标"]:
            if row["计分方式"] == "打分":
                for _ in self.some(3):
                    matter, unit = self.pick.choice((row["指标编号"], row["指标"])), self.pick.choice((row["主责部室"], *NAMES))
                    about.append(self.mark(str(matter), str(unit)) | ({"期间": row["期间"]} if self.chance(0.5) else {}))
        for scorer in self.pick.sample(NAMES, self.pick.randint(0, 3)):
            usual = self.pick.choice((90.0, 100.0, 89.95))
            about += [
                self.mark(matter, unit) | {"考评部门": scorer} | ({"得分": usual, "满分": 100.0} if self.chance(0.6) else {})
                for matter in ("安全", "服务")[: self.pick.randint(1, 2)]
                for unit in self.pick.sample(NAMES, self.pick.randint(1, 5))
            ]
        self.rows["考评打分"] = about

    def mark(self, matter: str, unit: str) -> Cells:
        full = self.pick.choice((100.0, 100.0, 10.0, 30.0, 0.0))
        score = self.pick.choice((None, full, full * 0.9, full / 4, 99.94, 99.95, 89.95, 7.0, 0.0, full))
        scorer = self.pick.choice(NAMES)
        return {"期间": self.period(), "考评部门": scorer, "考评项目": matter, "被考评单位": unit, "满分": full, "得分": score}

    def ratings(self) -> None:
        self.rows["个人评分"] = [self.rating(number, role) for number in STAFF for role in ("部门负责人", "分管领导") for _ in self.some(2)]

    def rating(self, number: str, role: str) -> Cells:
        figures = (90.0, 90.0, 85.5, 100.0, 60.0, 0.0, *self.pick.choice(((), (None,))))
        return {
            "期间": self.period(),
            "工号": number,
            "评分角色": role,
            "评分人": self.pick.choice((*RATERS, None)),
            "工作能力": self.pick.choice(figures),
            "工作态度": self.pick.choice(figures),
            "工作质量": self.pick.choice(figures),
        }

    # -- checks ------------------------------------------------------------------------------------------------------------

    def risks(self) -> None:
        """Risk points with every value of a grade, and visits of several rows."""
        self.rows["风险点"] = [self.risk(n) for n in range(self.pick.randint(1, 5))]
        numbers = [str(row["风险编号"]) for row in self.rows["风险点"]]
        self.rows["抽查记录"] = []
        for n in self.some(6):
            visit: Cells = {"抽查编号": f"C{n}", "日期": self.beside(), "部门": self.pick.choice((*NAMES, "无此部"))}
            for _ in range(self.pick.randint(1, 3)):
                self.rows["抽查记录"].append(visit | self.check(numbers))

    def risk(self, n: int) -> Cells:
        return {
            "风险编号": f"F{n}",
            "部门": self.pick.choice(NAMES),
            "风险点": "风险",
            "频率": self.pick.choice((1.0, 2.0, 3.0, 1.5)),
            "主观性": self.pick.choice((1.0, 2.0, 3.0)),
            "危害": self.pick.choice((1.0, 2.0, 3.0, 3.0)) if self.chance(0.95) else None,
            "抽查层级": self.pick.choice((None, "定向", "牵头", "日常")),
            "抽查间隔天数": self.pick.choice((None, None, 1.0, 30.0)),
            "岗位责任人": self.pick.choice((None, *rs.NAMES)),
            "更新日期": self.maybe(self.beside(self.as_of - dt.timedelta(365), self.as_of), 0.6),
            "满分": self.pick.choice((None, None, 10.0, 5.0, 0.0)),
        }

    def check(self, numbers: Sequence[str]) -> Cells:
        return {
            "抽查层级": self.pick.choice(("定向", "牵头", "日常")),
            "风险编号": self.pick.choice((*numbers, *numbers, None, "F9")),
            "抽查人次": self.pick.choice((None, 1.0, 2.0)),
            "结果": self.pick.choice(("合格", "合格", "问题", "苗头")),
            "扣分": self.pick.choice((None, 0.0, 1.0, 2.5, 10.0, 30.0)),
        }

    # -- points ------------------------------------------------------------------------------------------------------------

    def points(self) -> None:
        """Points of one matter and of several, twice over or nearly, of departments, persons and checks."""
        numbers = [str(row["编号"]) for row in self.rows["督办台账"][:2]]
        for _ in self.some(9):
            point = self.point(numbers)
            self.rows["加减分台账"] += [point | ({"分值": self.figure()} if n else {}) for n in range(self.pick.choice((1, 1, 2, 3)))]

    def figure(self) -> float:
        return self.pick.choice((-1.0, -1.0, -2.0, -0.5, 2.0, 3.0, 6.0, 0.0, -0.333))

    def point(self, numbers: Sequence[str]) -> Cells:
        status = self.pick.choice(("拟", "已确认", "已确认", "已确认", "已确认", "撤销"))
        day = self.beside()
        return {
            "日期": day,
            "部门": self.pick.choice((*NAMES, *rc.UNITS, "无此部", None)),
            "工号": self.pick.choice((None, None, None, None, *STAFF[:2])),
            "类型": self.pick.choice(("督办考核", "抽查", "奖励", "其他")),
            "分值": self.figure(),
            "事由": "事由",
            "关联编号": self.pick.choice((None, *numbers, *numbers, "C0", "C1")),
            "状态": status,
            "确认日期": self.maybe(self.beside(day, self.as_of, *self.ends), 0.8) if status == "已确认" else None,
        }

    def closed(self) -> None:
        """Closings about the days on which points are confirmed, of the compared periods and others; some were reopened."""
        for name in dict.fromkeys((*self.periods, "2026Q1", "2026Q2", "2025", "2026H1")):
            if self.chance(0.4):
                for _ in range(self.pick.randint(1, 2)):
                    at = dt.datetime.combine(self.beside(), dt.time(self.pick.choice((0, 9, 23)), 30))
                    common: Cells = {"期间": name, "结账时间": at, "得分": self.pick.choice((88.0, 75.5))}
                    unit: Cells = {"对象类型": "部门", "对象": self.pick.choice(rc.UNITS), "维度": "综合"}
                    self.rows["历史成绩"].append(common | unit)
                    for number in self.pick.sample(STAFF, 3):
                        person: Cells = {"对象类型": "个人", "对象": number, "维度": "个人", "得分": self.pick.choice((60.0, 75.5, 90.0))}
                        self.rows["历史成绩"].append(common | person)
