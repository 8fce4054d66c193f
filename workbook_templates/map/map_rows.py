"""What 一张图 shows, as its layouts take it: the sheet of the master, the wall chart, the page for a browser, the picture.

udfs.pages.year_map makes it from a judgement; nothing here computes. Months count from 0, January.
"""

import datetime as dt
from typing import NamedTuple

from workbook_templates.reading.days import chinese_day

MONTHS = 12
PLANNED, DONE_BAR, LATE = "计划", "完成", "逾期"
"""What a month of a bar is: asked for by the plan, done, or past the deadline. '' lies outside the bar."""

STAGE_DONE, STAGE_AHEAD, STAGE_MISSED = "◆", "◇", "×"
DUE_SIGN, SUBMITTED_SIGN, CLOSED, CLOSED_LATE_SIGN = "▲", "●", "★", "☆"
EARLIER, LATER = "←", "→"
SIGNS = {
    STAGE_DONE: "阶段已完成", STAGE_AHEAD: "阶段未到期", STAGE_MISSED: "阶段到期未完成", DUE_SIGN: "办理时限", SUBMITTED_SIGN: "已提交",
    CLOSED: "办结", CLOSED_LATE_SIGN: "逾期办结", EARLIER: "上年转来", LATER: "延至下年",
}  # fmt: skip
"""Every sign of the months with its meaning. All are in GBK, so that each Windows font has them; no two differ by colour alone."""

BAR_KEY = (("完成", "已完成进度"), ("计划", "计划区间"), ("逾期", "逾期"))
"""What a month of a bar is, and how the legend says it."""
TARGET_MARKS = {"新增": "新", "调整": "调", "撤销": "撤"}
TARGET_KEY = "目标后新、调、撤：变更"
HELD_MARK = "！"
HELD_KEY = f"前置后{HELD_MARK}：偏晚"
LIGHT_ORDER = ("绿灯", "黄灯", "红灯", "蓝灯")
NO_LIGHT = "—"


class MapRow(NamedTuple):
    """One item.

    number, matter: 编号 and 事项. origin, category, level: 来源, 类别, 级别. department, helpers, person: 主责部门, 协办部门, 责任人.
    target: 目标编号, blank for none. bar: one text a month, '' outside it. signs: one text a month, of SIGNS or ''.
    completion: 0..1, None where nothing is known. lag: 进度偏差 in percentage points. light: its name, blank without one.
    letter: the light in one letter, '—' without a light. due: 考核时限, None for 长期. left: 剩余天数, or how the item stands.
    overdue: not done after its deadline. before, following, mates: 编号 of prerequisites, of the items that wait for this one, and of
    those with the same target. secret: the matter is withheld. target_change: 新增, 调整 or 撤销 of the target in the year, '' for none.
    held: those of `before` that hold this item up, being overdue or due after it.
    """

    number: str
    matter: str
    origin: str
    category: str
    level: str
    department: str
    helpers: tuple[str, ...]
    person: str
    target: str
    bar: tuple[str, ...]
    signs: tuple[str, ...]
    completion: float | None
    lag: float | None
    light: str
    letter: str
    due: dt.date | None
    left: str
    overdue: bool
    before: tuple[str, ...]
    following: tuple[str, ...]
    mates: tuple[str, ...]
    secret: bool
    target_change: str = ""
    held: tuple[str, ...] = ()

    @property
    def aim(self) -> str:
        """The target with the mark of its change: MB26-07调."""
        return f"{self.target}{TARGET_MARKS.get(self.target_change, '')}"


class MapLane(NamedTuple):
    """One theme, or the items of one 来源 that hang on no target.

    name: of the theme or 来源. rows: its items. completion, lag, on_time: 完成率, 进度偏差 and 按期办结率 as texts, the rates with
    numerator and denominator; '—' for none. lights: items by light. unlit: items without a light.
    """

    name: str
    rows: tuple[MapRow, ...]
    completion: str
    lag: str
    on_time: str
    lights: dict[str, int]
    unlit: int


class YearMap(NamedTuple):
    """The whole map.

    company: 单位名称. office: 督办机构. year: the year that it shows. day: 基准日. month: the current one, None outside the year.
    lanes: from top to bottom. lights: items by light. unlit: items without a light. closed, overdue: items that are 办结, that are
    overdue. prefix: what short numbers leave out.
    """

    company: str
    office: str
    year: int
    day: dt.date
    month: int | None
    lanes: tuple[MapLane, ...]
    lights: dict[str, int]
    unlit: int
    closed: int
    overdue: int
    prefix: str

    @property
    def total(self) -> int:
        """Items on the map."""
        return sum(len(lane.rows) for lane in self.lanes)

    def short(self, number: str) -> str:
        """A number without what all numbers begin with."""
        return number.removeprefix(self.prefix)

    @property
    def short_note(self) -> str:
        """What the legend says of the short numbers; blank where they are whole."""
        return f"编号省去“{self.prefix}”" if self.prefix else ""

    def title(self) -> str:
        return f"{self.company}{self.year}年度督办一张图"

    def summary(self) -> str:
        """The line below the title, without the lights."""
        day = self.day
        return f"截至 {chinese_day(day)}　共 {self.total} 项　办结 {self.closed} 项　逾期 {self.overdue} 项"


def lane_text(lane: MapLane) -> str:
    """The figures of a lane in one line; lights are said separately, each in its colour."""
    return f"{len(lane.rows)} 项　完成率 {lane.completion}　进度偏差 {lane.lag}　按期办结率 {lane.on_time}"


def shown_lights(lights: dict[str, int]) -> list[tuple[str, int]]:
    """The lights that are named, each with its count: 蓝灯 only where there is one."""
    return [(light, lights[light]) for light in LIGHT_ORDER if lights.get(light) or light != "蓝灯"]


def lights_text(lights: dict[str, int], unlit: int, between: str = "　") -> str:
    """'绿 50 黄 3 红 2 未亮 4': a light by its letter, so that a grey print can be read."""
    parts = [f"{light[0]} {count}" for light, count in shown_lights(lights)]
    return between.join([*parts, *([f"未亮 {unlit}"] if unlit else [])])


def links_text(row: MapRow, short: "YearMap") -> str:
    """'前 0012！ 后 0031 协 财务部': what an item waits for, what waits for it, who helps."""
    before = [short.short(number) + (HELD_MARK if number in row.held else "") for number in row.before]
    parts = [
        *([f"前 {'、'.join(before)}"] if before else []),
        *([f"后 {'、'.join(map(short.short, row.following))}"] if row.following else []),
        *([f"协 {'、'.join(row.helpers)}"] if row.helpers else []),
    ]
    return " ".join(parts)


def due_text(row: MapRow, year: int) -> str:
    """'12-31', with the year where it is another one; 长期 without a deadline."""
    if row.due is None:
        return "长期"
    return f"{row.due:%m-%d}" if row.due.year == year else f"{row.due:%y-%m-%d}"
