"""duban whatif: settings tried for one run. Whose light, score, rank or grade would be another; the workbook is only read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from addin import outputs, store
from addin.book import Book
from addin.whole_folder import WriteFailed, put_file
from macros.steps import past, session
from macros.steps.report import Options, Progress, Report, Status
from udfs.checks.set_up_checks import check_set_up
from udfs.copies.trial import Changed, Proposed, Trial, TriedFigure, compare
from udfs.copies.trial_values import Tried, tuned
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, scores_of
from udfs.rules.supervision.approved import apply_changes
from workbook_templates.reading.errors import BookBusy, UsageError
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.grid import Value

NAME = "试算"
DAY = "基准日"
SHOWN = 20
"""Lines of one kind that a message lists."""
LONGEST = 100
"""Letters of the file's name."""
SHORT, LONG = 17.0, 40.0
"""Widths of columns that hold names, and of those that hold words."""
LIGHT_COLUMNS = {"编号": 14.0, "事项": 46.0, "主责部门": 16.0, "现在": 10.0, "试算": 10.0}
FIGURE_COLUMNS = {"项目": 12.0, "现在": 14.0, "试算": 14.0, "变化": 10.0}
PROPOSAL_COLUMNS = {"写入": 13.0, "类别": 12.0, "编号": 14.0, "对象": 18.0, "现在": 24.0, "试算": 24.0}
"""Header → width in the sheets of the trial."""


class Comparison(NamedTuple):
    """One kind of differences. name: of the sheet; unit: how its rows are counted; line: one of them as a line of the message.

    columns: header → width in the sheet; cells: the lines there that one row fills."""

    name: str
    unit: str
    rows: Sequence[Any]
    line: Callable[[Any], str]
    columns: Mapping[str, float]
    cells: Callable[[Any], Iterable[Sequence[Value]]]


class Outcome(NamedTuple):
    """What a trial has found. notes: what is to be known besides."""

    tried: tuple[Tried, ...]
    before: Scores
    after: Scores
    trial: Trial
    notes: tuple[str, ...]


def whatif(book: Book, options: Options, progress: Progress) -> Report:
    """试算."""
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("按现在的取值算一遍")
    reading, back = past.look_back(book, reading, options)
    outcome = outcome_of(reading, options, progress)
    outcome = outcome._replace(notes=(*outcome.notes, *past.words(back)))
    kinds = kinds_of(outcome.trial)
    path = outputs.place(book.path, "试算", reading.as_of) / file_name(outcome)
    written, failed = (False, "")
    if outcome.trial.total:
        progress("写试算表")
        try:
            with store.locked(book.path):
                written, failed = write(path, page(outcome, kinds, reading))
        except BookBusy as error:
            failed = f"“{outputs.told(path)}”没有写成（{error}）；全部清单可以用 --json 取。"
    return report(outcome, kinds, path if written else None, failed)


def outcome_of(reading: session.Reading, options: Options, progress: Progress) -> Outcome:
    """Both runs, as a refresh would make them, and what is different."""
    tables, tried = tuned(reading.tables, options.more.get("settings") or ())
    day = reading.as_of
    if any(one.name == DAY for one in tried):
        if options.as_of:
            raise UsageError("试“基准日”就不要再给 --as-of，两个里只写一个，什么也没有算。")
        day = tables.settings.as_of or options.now.date()
    before = computed(reading.tables, reading.as_of)
    progress("按试的取值再算一遍")
    after = computed(tables, day)
    known = set(check_set_up(reading.tables, reading.as_of))
    doubts = [f"注意：{problem.problem}（{problem.remedy}）。" for problem in check_set_up(tables, day) if problem not in known]
    periods = dict.fromkeys(
        scores.judgement.period for scores in (before, after) if is_closed(scores.judgement.facts, scores.judgement.period)
    )
    settled = [f"{period.name} 已经定稿：公布的成绩不会因为改取值而变，这里只是比较算法。" for period in periods]
    return Outcome(tried, before, after, compare(before, after), (*dict.fromkeys(doubts), *settled))


def computed(tables: Tables, as_of: dt.date) -> Scores:
    """One run, the changes that are 同意 applied as a refresh does first."""
    calendar = Calendar(tables.holidays)
    return scores_of(judge(apply_changes(tables, as_of, calendar).tables, as_of, calendar))


# what is told


def kinds_of(trial: Trial) -> tuple[Comparison, ...]:
    """The differences by kind, in the order in which they are told."""
    return (
        Comparison("事项的灯", "项", trial.lights, light_line, LIGHT_COLUMNS, light_cells),
        figures_kind("部门成绩", "个部门", trial.departments, row_line, ("", "部门", "类型")),
        figures_kind("个人成绩", "人", trial.persons, row_line, ("工号", "姓名", "部门")),
        figures_kind("抽查成绩", "行", trial.checks, row_line, ("", "部门", "类型")),
        figures_kind("抽查计划", "个风险点", trial.plans, point_line, ("风险编号", "风险点", "部门")),
        figures_kind("差异化", "行", trial.spreads, row_line, ("", "打分的", "")),
        Comparison("建议", "条", trial.proposals, proposal_line, PROPOSAL_COLUMNS, lambda row: [tuple(row)]),
    )


def figures_kind(name: str, unit: str, rows: Sequence[Changed], line: Callable[[Changed], str], labels: tuple[str, str, str]) -> Comparison:
    """A kind whose rows have several figures, each a line of its sheet: what it is of, as shown before and after, and the difference.

    labels: what the number, name and home of a row are called in the sheet; "" for one that these rows have not."""

    def cells(row: Changed) -> Iterable[Sequence[Value]]:
        own = [text for text, label in zip(row[:3], labels, strict=True) if label]
        return ((*own, one.header, one.was, one.becomes, difference(one)) for one in row.figures)

    columns = {label: LONG if label == "风险点" else SHORT for label in labels if label} | FIGURE_COLUMNS
    return Comparison(name, unit, rows, line, columns, cells)


def light_cells(row: Changed) -> Iterable[Sequence[Value]]:
    """The one line of an item whose light would be another."""
    (light,) = row.figures
    return [(row.number, row.name, row.home, light.was, light.becomes)]


def light_line(row: Changed) -> str:
    """2026-0012 绿灯 → 黄灯（运检部：…）"""
    (light,) = row.figures
    return f"{row.number} {light.was} → {light.becomes}（{row.home}：{row.name}）"


def row_line(row: Changed) -> str:
    """运检部 亮灯 92.11 → 90.00，类型排名 2 → 3"""
    return f"{row.name} {moves(row)}"


def point_line(row: Changed) -> str:
    return f"{row.number} {moves(row)}（{row.home}：{row.name}）"


def moves(row: Changed) -> str:
    return "，".join(f"{one.header} {one.was} → {one.becomes}" for one in row.figures)


def proposal_line(row: Proposed) -> str:
    """变更记录 2026-0012：— → 建议升级"""
    of = " ".join(dict.fromkeys(filter(None, (row.number, row.subject))))
    return f"{row.table} {of}：{row.was} → {row.becomes}"


def settings_text(tried: Iterable[Tried]) -> str:
    return "；".join(f"{one.name} {one.was} → {one.becomes}" for one in tried)


def subtitle(outcome: Outcome) -> str:
    """基准日 and 期间, both of them where they were tried."""
    both = (outcome.before.judgement, outcome.after.judgement)
    days = dict.fromkeys(str(one.as_of) for one in both)
    periods = dict.fromkeys(one.period.name for one in both)
    return f"基准日 {' → '.join(days)}，期间 {' → '.join(periods)}"


def report(outcome: Outcome, kinds: Sequence[Comparison], path: Path | None, failed: str) -> Report:
    """What the clerk and a program are told; 0 differences are told too."""
    head = f"试算：{settings_text(outcome.tried)}（{subtitle(outcome)}）。"
    counts = "、".join(f"{kind.name} {len(kind.rows)} {kind.unit}" for kind in kinds if kind.rows)
    same = all(one.was == one.becomes for one in outcome.tried)
    nothing = "试的取值就是现在的取值，" if same else ""
    told = f"会变的：{counts}。" if counts else f"{nothing}灯、得分、排名、等次和建议都不会变。"
    where = f"“{outputs.told(path)}”" if path else "--json"
    lines = [line for kind in kinds if kind.rows for line in listed(kind, where)]
    saved = [f"全部清单在“{outputs.told(path)}”（含个人成绩，仅限内部）。"] if path else []
    messages = [head, told, *outcome.notes, *lines, *saved, *([failed] if failed else []), "这是试算，工作簿没有改动。"]
    judgement = outcome.after.judgement
    figures = {
        "基准日": outcome.before.judgement.as_of.isoformat(),
        "试算基准日": judgement.as_of.isoformat(),
        "期间": outcome.before.judgement.period.name,
        "试算期间": judgement.period.name,
        "取值": [{"名称": one.name, "现在": one.was, "试算": one.becomes} for one in outcome.tried],
        **{kind.name: [as_json(row) for row in kind.rows] for kind in kinds},
        "注意": list(outcome.notes),
        "文件": str(path) if path else "",
        "改动": False,
    }
    return Report("whatif", Status.DONE_WITH_ENTRIES if failed else Status.DONE, tuple(messages), figures, (path,) if path else ())


def listed(kind: Comparison, where: str) -> list[str]:
    """The first lines of a kind, and how many there are."""
    lines = [f"【{kind.name}】", *(f"  {kind.line(row)}" for row in kind.rows[:SHOWN])]
    return [*lines, f"  等 {len(kind.rows)} {kind.unit}，全部见 {where}。"] if len(kind.rows) > SHOWN else lines


def as_json(row: Changed | Proposed) -> dict[str, Any]:
    """A difference for a program: values plain, None for what there is not."""
    if isinstance(row, Proposed):
        return {"表": row.table, "类别": row.kind, "编号": row.number, "对象": row.subject, "现在": row.was, "试算": row.becomes}
    cells = {one.header: {"现在": plain(one.before), "试算": plain(one.after)} for one in row.figures}
    return {"编号": row.number, "名称": row.name, "所属": row.home, "变化": cells}


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


# the workbook of the trial


def file_name(outcome: Outcome) -> str:
    """试算_2026-12-31_绿灯下限=85.xlsx"""
    tried = "_".join(f"{one.name}={one.becomes}" for one in outcome.tried)
    return store.safe_name(f"{NAME}_{outcome.before.judgement.as_of}_{tried}", LONGEST) + ".xlsx"


def page(outcome: Outcome, kinds: Sequence[Comparison], reading: session.Reading) -> bytes:
    """The bytes of the trial's workbook."""
    from workbook_templates.leaving.trial_sheet import TrialPage, TrialTable, trial_workbook

    company = reading.tables.settings.company
    return trial_workbook(
        TrialPage(
            company=company,
            day=outcome.before.judgement.as_of,
            subtitle=f"{company}　　{subtitle(outcome)}",
            tried=tuple((one.name, one.was, one.becomes) for one in outcome.tried),
            counts=tuple((kind.name, f"{len(kind.rows)} {kind.unit}" if kind.rows else "") for kind in kinds),
            notes=outcome.notes,
            tables=tuple(TrialTable(kind.name, kind.columns, [cells for row in kind.rows for cells in kind.cells(row)]) for kind in kinds),
        )
    )


def difference(one: TriedFigure) -> Value:
    """How much a score or rank would go up or down; None for a share, a date or a word, which say it themselves."""
    before, after = one.before, one.after
    if isinstance(before, float | int) and isinstance(after, float | int) and not one.share:
        return round(float(after) - float(before), 6)
    return None


def write(path: Path, data: bytes) -> tuple[bool, str]:
    """Whether the file is there, and a message where it could not be written: the list on the screen is whole in --json then."""
    with suppress(OSError):
        if path.exists() and path.read_bytes() == data:
            return True, ""
    try:
        put_file(path, data)
    except WriteFailed as error:
        return False, f"“{outputs.told(path)}”没有写成（{error}）：请关闭打开着它的程序、检查磁盘和权限再运行；全部清单可以用 --json 取。"
    return True, ""
