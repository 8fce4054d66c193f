"""duban draw: draw the risk points to check next, from a seed that is printed on the slip and kept in 操作日志.

The draw is in the log before anybody sees it: who does not like it can draw again, but not unseen.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from addin import outputs, store
from addin.book import Book
from addin.dated_names import free_path
from addin.whole_folder import WriteFailed, put_file
from macros.steps import run_log, session
from macros.steps.report import Options, Progress, Report, Status, option, program_name
from udfs.rules.ground.figures import number
from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection import lots as rule
from udfs.rules.inspection.lots import Chance, Draw, LeftOut
from udfs.rules.inspection.unit_coverage import UnitCoverage, total_coverage, unit_coverage
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.leaving.draw_slip import CoverageLine, Slip, SlipLine, slip_workbook
from workbook_templates.reading.errors import BookRefused, UsageError

SHOWN = 20
"""Lines that a message lists."""
LARGEST = 10**18
HOW = (
    "抽取办法：应查日期已过的先抽，其余后抽；同一批里按权重不放回抽取。"
    "权重 ＝ 风险值 × 距上次抽查的天数（从没有查过的，从 1 月 1 日起算）。"
    "第 k 次抽取的随机数是“种子:k”的 SHA-256 除以权重合计的余数，落在按风险编号排列的哪一段，就抽中哪一个。"
)


def draw(book: Book, options: Options, progress: Progress) -> Report:
    """抽取."""
    n, given = options.more.get("n"), options.more.get("seed")
    seed = int(f"{options.now:%Y%m%d%H%M%S}") if given is None else given
    if n is None or n < 1:
        raise UsageError(f"没有写抽几个，或不是正数，什么也没有改动。请写明{option('draw', 'n')}，如 5。")
    if abs(seed) >= LARGEST:
        raise UsageError("种子太长，填不超过 18 位的整数，什么也没有改动。")
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("抽取")
    judgement = judge(reading.tables, reading.as_of, Calendar(reading.tables.holidays))
    found = rule.draw(judgement, n, seed)
    if not found.drawn:
        raise BookRefused(f"“风险点”表里没有能抽的，什么也没有改动。{left_out_text(found.left_out) or '请先填“风险点”表。'}")
    again = f"{program_name()} draw {book.path.name} -n {n} --seed {seed} --as-of {reading.as_of}"
    units = unit_coverage(judgement)
    slip = slip_of(found, reading, options, given is None, again)
    data = slip_workbook(slip._replace(covered=covered_lines(units, found, judgement)))
    progress("写入工作簿")
    for row in run_log.drawn(seed, reading.as_of, found.pot, found.overdue, [one.number for one in found.drawn]):
        session.log(book, options, *row)
    book.write_around_formulas()
    book.commit(store.backup_path(book.path, options.now))
    path = free_path(outputs.place(book.path, "抽查单", reading.as_of) / f"抽查单_{reading.as_of}_{seed}.xlsx")
    failed = write(path, data, again)
    return report(book, found, n, reading, path, failed, units)


def slip_of(found: Draw, reading: session.Reading, options: Options, from_clock: bool, again: str) -> Slip:
    """What the slip says."""
    chosen = "取自抽取时间" if from_clock else "抽取人指定"
    overdue = f"，其中逾期 {found.overdue} 个" if found.overdue else "，没有逾期的"
    facts = (
        ("随机种子", f"{found.seed}（{chosen}）"),
        ("抽取时间", f"{options.now:%Y-%m-%d %H:%M:%S}"),
        ("可抽的风险点", f"{found.pot} 个{overdue}"),
        ("抽取人", options.operator or "—"),
        ("抽出", f"{len(found.drawn)} 个"),
        ("不能抽的", f"{len(found.left_out)} 个" if found.left_out else "没有"),
    )
    notes = (HOW, f"复核：同一本台账、同一个种子得到同一份名单，命令是 {again}；每次抽取都记在“操作日志”。", left_out_text(found.left_out))
    return Slip(
        company=reading.tables.settings.company, day=reading.as_of, seed=found.seed, facts=facts,
        lines=tuple(line_of(one) for one in found.drawn), notes=tuple(note for note in notes if note),
    )  # fmt: skip


def line_of(one: Chance) -> SlipLine:
    """A point that was drawn, as the slip has it."""
    risk, point = one.plan.risk, one.plan.risk.point
    return SlipLine(
        number=point.number, department=point.department, post=point.post, point=point.point,
        value=float(risk.value or 0), grade=risk.grade, last=one.plan.last, days_overdue=one.plan.days_overdue,
        why=rule.basis(one), checker=point.checker,
    )  # fmt: skip


def covered_lines(units: list[UnitCoverage], found: Draw, judgement: Judgement) -> tuple[CoverageLine, ...]:
    """The second page of the slip: each department, then the whole company."""
    drawn = Counter(judgement.departments.present(one.plan.risk.point.department) for one in found.drawn)
    return tuple(
        CoverageLine(
            department=unit.department,
            points=int(unit.checked.denominator),
            checked=int(unit.checked.numerator),
            share=float(unit.checked.value or 0),
            levels=tuple(rate.text(0) for rate in unit.levels.values()),
            visits=len(unit.visits),
            last=unit.last,
            drawn=drawn[unit.department] if unit in units else len(found.drawn),
        )
        for unit in (*units, total_coverage(units))
    )


def coverage_note(units: list[UnitCoverage]) -> list[str]:
    """What was checked this year, and whom nobody has checked."""
    checked = total_coverage(units).checked
    never = [unit.department for unit in units if not unit.checked.numerator]
    least = f"；一个也没有查过的：{'、'.join(never)}" if never else ""
    return [f"本年查过 {checked.numerator} 个风险点，覆盖率 {checked.text()}{least}。各部门、各层级见抽查单第二页。"]


def left_out_text(rows: Sequence[LeftOut]) -> str:
    """One line about the rows that can't be drawn; '' where there is none."""
    named = [f"{row.point.number or '第 ' + str(row.point.at.row) + ' 行'}（{row.why}）" for row in rows[:SHOWN]]
    more = f" 等 {len(rows)} 个" if len(rows) > SHOWN else ""
    return f"不能抽的：{'、'.join(named)}{more}。请在“风险点”表里补上。" if rows else ""


def write(path: Path, data: bytes, again: str) -> list[str]:
    """The slip as a file; a message where that could not be done: the draw is in the log by then."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        return [f"名单已记入“操作日志”，但“{outputs.told(path)}”没有写成（{error}）。请检查磁盘和权限，再用同一个种子打一份：{again}"]
    return []


def report(
    book: Book, found: Draw, n: int, reading: session.Reading, path: Path, failed: Sequence[str], units: list[UnitCoverage]
) -> Report:
    """What the clerk and a program are told."""
    few = len(found.drawn) < n
    told = [
        f"从 {found.pot} 个风险点里抽出 {len(found.drawn)} 个（逾期 {found.overdue} 个，优先抽），"
        f"种子 {found.seed}，基准日 {reading.as_of}。",
        *([f"要抽 {n} 个，能抽的只有 {found.pot} 个，全部抽出。"] if few else []),
        *(line_text(place, one) for place, one in enumerate(found.drawn[:SHOWN], 1)),
        *([f"等 {len(found.drawn)} 个，其余见抽查单。"] if len(found.drawn) > SHOWN else []),
        *([left_out_text(found.left_out)] if found.left_out else []),
        *coverage_note(units),
        *(failed or [f"抽查单在“{outputs.told(path)}”，可以打印签字；种子和名单已记入“操作日志”。"]),
    ]
    figures = {
        "基准日": reading.as_of.isoformat(),
        "种子": found.seed,
        "可抽": found.pot,
        "逾期": found.overdue,
        "抽出": [one.number for one in found.drawn],
        "权重": [number(one.weight) for one in found.drawn],
        "不能抽": [row.point.number or f"第 {row.point.at.row} 行" for row in found.left_out],
        "覆盖": {unit.department: [int(unit.checked.numerator), int(unit.checked.denominator)] for unit in units},
        "文件": "" if failed else str(path),
        "改动": True,
    }
    status = Status.DONE_WITH_ENTRIES if failed or found.left_out else Status.DONE
    return Report("draw", status, tuple(told), figures, (book.path, *(() if failed else (path,))))


def line_text(place: int, one: Chance) -> str:
    """1. F-003 运检部 倒闸操作票执行（高）：逾期 35 天优先…"""
    point = one.plan.risk.point
    return f"{place}. {point.number} {point.department} {point.point}（{one.plan.risk.grade}）：{rule.reason(one)}"
