"""The bulletins of the sample company, end to end: files, figures, rows behind them, what must not be said, pages."""

import datetime as dt
import io
import json
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from support.digests import digest
from support.printed import POINT, lines_of
from support.repair_lint import lint
from support.tools import needs_office, needs_sdk, pdf, sdk_errors

from addin.closed.file_book import FileBook
from macros.__main__ import run
from udfs.papers.evidence import disagreements
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_words import Context, Heading
from udfs.papers.papers import drafts_of
from udfs.rules.discretion import sealed
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.documents.kinds import KINDS, shape_of, template_of
from workbook_templates.documents.lint import problems_in
from workbook_templates.documents.marks import Figure, totals_in
from workbook_templates.documents.render import pieces_of
from workbook_templates.reading.parse import READ, Tables, parse

AS_OF = dt.date(2026, 12, 31)
LISTED = 1
"""The exit status: some cells of the sample company can't be read."""
SAMPLES = [
    ("督办通报", "2026-10", "2026-11-02"),
    ("亮灯通报", "2026-B5", "2026-11-04"),
    ("绩效通报", "2026Q3", "2026-10-20"),
    ("督办考核通报", "2026H2", "2026-12-31"),
    ("抽查运行通报", "2026-11", "2026-12-02"),
    ("周报", "2026-W47", "2026-11-23"),
]
"""Kind, period, 基准日; the third quarter is closed."""
COMPUTED = [*SAMPLES, ("绩效通报", "2026Q4", "2026-12-31"), ("督办考核通报", "2026H1", "2026-12-31")]
"""Besides: a quarter that is still open, and a half-year that is closed."""
OWN = re.compile(r".+失分|.+逾期天数|占比|考评部门|讲评单位|单位|议程|.*清单")
"""Figures whose rows stand in the paper itself."""


@pytest.fixture(scope="module")
def home(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, with every bulletin of SAMPLES drafted."""
    home = sample_company(tmp_path_factory.mktemp("sample") / "示范")
    for kind, period, as_of in SAMPLES:
        assert run(["document", str(home), kind, "--period", period, "--as-of", as_of, "--quiet"]) == LISTED
    return home


@pytest.fixture(scope="module")
def company(home: Path) -> Tables:
    tables, problems = parse(FileBook(home / "督办总台账.xlsm").read(READ))
    return sealed(tables, problems)


def draft_path(home: Path, kind: str, period: str) -> Path:
    return next((home / "输出").rglob(f"{kind}_{period}_送审稿.docx"), home / "没有")


def texts(path: Path) -> list[str]:
    return [piece.text for piece in pieces_of(Document(str(path)))]


def drafted(company: Tables, kind: str, period: str, as_of: str = "2026-12-31") -> tuple[Draft, Context]:
    found = parse_period(period)
    assert isinstance(found, Period)
    judgement = judge(company, dt.date.fromisoformat(as_of), Calendar(company.holidays), found)
    (draft,) = drafts_of(kind, Desk(judgement, (), found))
    return draft, draft.texts(Heading("示范供电公司", "各部门", ("公司领导",), "", dt.date.fromisoformat(as_of)))


@pytest.mark.parametrize(("kind", "period", "as_of"), COMPUTED)
def test_every_figure_has_its_rows(kind: str, period: str, as_of: str, company: Tables) -> None:
    draft, context = drafted(company, kind, period, as_of)
    assert draft.evidence is not None
    evidence = draft.evidence()
    assert disagreements(evidence, context) == []
    printed = {figure.name for figure in totals_in(context) if not OWN.fullmatch(figure.name)}
    assert printed <= {one.name for one in evidence}
    assert len({one.name for one in evidence}) == len(evidence)
    shown = {figure.name: figure.text for figure in totals_in(context)}
    worded = {one.name for one in evidence if one.name in shown and one.text != shown[one.name]}
    assert worded <= {"失分", "加减分值", "考核分值"}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_rates_of_every_month_have_their_rows(month: int, company: Tables) -> None:
    """A 苗头 passes, a result that is missing is no problem."""
    draft, context = drafted(company, "抽查运行通报", f"2026-{month:02d}")
    assert draft.evidence is not None
    assert disagreements(draft.evidence(), context) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].addressee and kind != "表扬通报"])
def test_the_context_is_what_the_template_may_hold(kind: str, company: Tables) -> None:
    """The tags of SHAPE and nothing else, whether there is much to tell or nothing."""
    sample = {"月": "2026-11", "两月": "2026-B5", "季": "2026Q3", "半年": "2026H2", "年": "2026", "周": "2026-W47"}
    empty = {"月": "2025-03", "两月": "2025-B2", "季": "2025Q1", "半年": "2025H1", "年": "2025", "周": "2025-W10"}
    for names in (sample, empty):
        _, context = drafted(company, kind, names[KINDS[kind].periods[0]])
        assert keys_apart(context, shape_of(KINDS[kind])) == []
    template = template_of(KINDS[kind])
    assert problems_in(template, "模板", shape_of(KINDS[kind])) == []
    assert template == template_of(KINDS[kind])


def keys_apart(context: Any, shape: Any, where: str = "") -> list[str]:
    """Where a context and a shape do not have the same names."""
    found = [f"{where}{name}" for name in context.keys() ^ shape.keys()]
    for name in context.keys() & shape.keys():
        below = shape[name]
        if isinstance(below, list):
            found += keys_apart(context[name][0], below[0], f"{where}{name}.") if context[name] else []
        elif isinstance(below, dict):
            found += keys_apart(context[name], below, f"{where}{name}.")
    return found


# what must not be said


@pytest.mark.parametrize(("kind", "period", "as_of"), SAMPLES)
def test_nothing_secret_and_nobody_named(kind: str, period: str, as_of: str, home: Path, company: Tables) -> None:
    """Neither in the paper nor in the workbook beside it: no secret matter, no proposal about persons, no mark or rank of a person."""
    del as_of
    path = draft_path(home, kind, period)
    paper = "\n".join(texts(path))
    book = openpyxl.load_workbook(path.with_name(path.stem + "_数据.xlsx"))
    cells = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    for words in (paper, cells):
        assert [item.number for item in company.items if item.secrecy not in ("", "无") and item.matter in words] == []
        assert [word for word in ("履职提醒", "问责建议", "无为", "有错", "末位", "个人成绩") if word in words] == []
        assert [row.staff_no for row in company.people if row.staff_no and row.staff_no in words] == []
    given = {row.rater for row in company.ratings if row.rater}
    checked = {name for row in company.inspections for name in re.split("[、，,]", row.inspected) if name}
    structural = {row.name for row in company.people} & (given | checked)
    assert [name for name in structural if name in cells and not any(name in item.matter for item in company.items)] == []


def test_persons_are_named_where_the_setting_says_so(company: Tables) -> None:
    leaders = {item.responsible for item in company.items if item.responsible}
    named = company._replace(settings=company.settings._replace(named_in_bulletin="责任人"))
    for tables, expected in ((company, False), (named, True)):
        _, context = drafted(tables, "亮灯通报", "2026-B5", "2026-11-04")
        rows = context["红灯清单"]["行"]
        assert [row["责任人"] in leaders for row in rows] == [expected] * len(rows)
        assert rows


@pytest.mark.parametrize(
    ("period", "settings", "named"),
    [
        ("2026", {}, ["刘志远"]),
        ("2026", {"publish_excellent": False}, []),
        ("2026H2", {}, []),
        ("2026", {"excellent_share": Fraction(1), "good_share": Fraction(1)}, ["刘志远", "杨丽华", "黄文斌", "何秀兰", "郑海峰"]),
    ],
)
def test_the_year_names_the_excellent_leaders(period: str, settings: dict[str, Any], named: list[str], company: Tables) -> None:
    tables = company._replace(settings=company.settings._replace(**settings))
    draft, context = drafted(tables, "绩效通报", period)
    assert (context["优秀成员"], list(draft.named)) == ("、".join(named), named)


def test_a_longer_period_has_the_indicators_and_marks_of_its_quarters(company: Tables) -> None:
    """Half-year and year: what has a row in the quarters is scored, what is owed there is owed."""
    for period in ("2026H1", "2026H2", "2026"):
        _, context = drafted(company, "绩效通报", period)
        assert context["公司指标"] != "—"
        assert [row["名称"] for row in context["部门"] if row["指标"] == "—"] == [], period
        assert context["打分表"]["条数"].value == 7


# published figures


def test_a_closed_quarter_prints_what_was_published(home: Path, company: Tables) -> None:
    _, context = drafted(company, "绩效通报", "2026Q3")
    kept = {row.subject: row for row in company.closed if (row.period, row.object_kind, row.dimension) == ("2026Q3", "部门", "综合")}
    rows = {row["名称"]: row for row in context["部门"]}
    assert {name: (row["综合"], row["排名"]) for name, row in rows.items()} == {
        name: (f"{float(row.score or 0):.2f}", str(row.rank) if row.rank else "—")
        for name, row in kept.items()  # a 班组 has no rank
    }
    stale = [unit["名称"] for unit in context["单位表"]["行"] if unit["旧"]]
    assert "财务部" in stale  # after closing somebody changed its rows: their details would be those of another score
    assert "定稿以后有数据改动" in "\n".join(texts(draft_path(home, "绩效通报", "2026Q3")))


def test_the_lights_of_a_closed_period_stay(company: Tables) -> None:
    """The light of one item is published as red; what the ledger says today does not matter."""
    now, context = drafted(company, "亮灯通报", "2026-B5")
    del now
    green = next(row["编号"] for row in context["绿灯清单"]["行"])
    columns: dict[str, Any] = {"period": "2026-B5", "object_kind": "事项", "dimension": "亮灯", "closed": dt.datetime(2026, 11, 5, 9)}
    blank = company.closed[0]._replace(rank=None, grade="", numerator=None, denominator=None, green=None, yellow=None, red=None)
    rows = tuple(
        blank._replace(**columns, subject=row["编号"], kind=row["部门"], light="红灯" if row["编号"] == green else light, score=None)
        for light in ("绿灯", "黄灯", "红灯")
        for row in context[f"{light}清单"]["行"]
    )
    _, kept = drafted(company._replace(closed=company.closed + rows), "亮灯通报", "2026-B5")
    assert green in [row["编号"] for row in kept["红灯清单"]["行"]]
    assert kept["红灯"] == context["红灯"].value + 1
    assert kept["绿灯"] == context["绿灯"].value - 1


# counted from the rows alone


def test_figures_are_those_of_the_rows(company: Tables) -> None:
    """Counted here without the rules."""

    def told(kind: str, period: str) -> dict[str, Any]:
        draft, _ = drafted(company, kind, period)
        return dict(draft.figures)

    in_november = [row for row in company.inspections if row.day and (row.day.year, row.day.month) == (2026, 11)]
    figures = told("抽查运行通报", "2026-11")
    assert figures["抽查记录"] == len(in_november) > 0
    assert figures["抽查次数"] == len({row.number for row in in_november})
    assert figures["抽查人次"] == sum(row.people or 0 for row in in_november)
    assert figures["问题"] == len([row for row in in_november if row.result == "问题"])
    week = [item for item in company.items if item.issued and dt.date(2026, 11, 16) <= item.issued <= dt.date(2026, 11, 22)]
    assert told("周报", "2026-W47")["新增"] == len([item for item in week if item.status not in ("立项", "暂缓", "取消")])
    quarter = [row for row in company.indicators if row.period == "2026Q4" and row.level in ("部门", "供电所")]
    assert told("绩效通报", "2026Q4")["失分指标"] <= len(quarter)
    closed = (item for item in company.items if item.status == "办结" and item.on_site != "现场已解决")
    half = [item for item in closed if item.closed and item.closed >= dt.date(2026, 7, 1)]
    assert told("督办考核通报", "2026H2")["办结"] == len(half)


def test_shares_add_up_and_say_where_they_were_adjusted(company: Tables) -> None:
    _, context = drafted(company, "亮灯通报", "2026-B5", "2026-11-04")
    rows = context["灯"]
    assert sum(row["占比"].value for row in rows) == 100
    assert bool([row for row in rows if row["注"]]) == context["凑整"]
    for row in rows:
        exact = 100 * row["项数"].value / context["亮灯"].value
        assert abs(row["占比"].value - exact) <= (0.3 if row["注"] else 0.05)


# files


def everything(home: Path) -> dict[str, str]:
    return {path.name: digest(path) for path in sorted((home / "输出").rglob("*.*"))}


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home, tmp_path / "示范"))


def test_the_same_again_gives_the_same_bytes(copy: Path) -> None:
    before = everything(copy)
    for kind, period, as_of in (SAMPLES[1], SAMPLES[2]):
        assert run(["document", str(copy), kind, "--period", period, "--as-of", as_of, "--quiet"]) == LISTED
    assert everything(copy) == before


def test_issue_numbers_the_bulletin_once_with_its_workbook(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["document", str(copy), "亮灯通报", "--period", "2026-B5", "--as-of", "2026-11-04", "--issue"]
    assert run([*call, "--json"]) == LISTED
    report = json.loads(capsys.readouterr().out)
    assert (report["figures"]["文号"], report["figures"]["红灯"]) == ("亮灯通报〔2026〕1号", 4)
    assert [Path(file).name for file in report["files"]] == [
        "亮灯通报_2026-B5_亮灯通报〔2026〕1号.docx",
        "亮灯通报_2026-B5_亮灯通报〔2026〕1号_数据.xlsx",
    ]
    assert run(call) == LISTED
    assert "亮灯通报〔2026〕1号" in capsys.readouterr().out
    grid = FileBook(copy / "督办总台账.xlsm").read(["文书登记"])["文书登记"]
    assert [row[0] for row in grid.rows if row[1] == "亮灯通报" and row[0]] == ["亮灯通报〔2026〕1号"]


def place_of(cell: Any) -> str:
    """Where the link of a cell leads."""
    return str(cell.hyperlink.location)


@pytest.mark.parametrize(("kind", "period", "as_of"), SAMPLES)
def test_the_workbook_beside_leads_from_each_figure_to_its_rows(kind: str, period: str, as_of: str, home: Path) -> None:
    del as_of
    path = draft_path(home, kind, period)
    path = path.with_name(path.stem + "_数据.xlsx")
    assert lint(path) == []
    book = openpyxl.load_workbook(path)
    first = book["数字"]
    names = [row[1].value for row in first.iter_rows(min_row=4)]
    assert len(names) == len(set(names)) > 5
    for row in first.iter_rows(min_row=4):
        name, text, link = row[1].value, str(row[2].value), row[6]
        if link.value == "没有":
            continue
        told, leads = re.fullmatch(r"(.+)，(\d+) 行", str(link.value)), re.fullmatch(r"'(.+)'!A(\d+)", place_of(link))
        assert told
        assert leads
        (sheet, rows), (target, place) = told.groups(), leads.groups()
        assert target == sheet
        block = book[target]
        start = int(place)
        assert f"{name}　{text}" in str(block.cell(start, 1).value).partition("　（")[0].split("；")
        filled = 0
        while block.cell(start + 2 + filled, 1).value is not None or block.cell(start + 2 + filled, 2).value is not None:
            filled += 1
        assert filled == int(rows)
        if row[4].value is not None:
            last = block.max_column
            inside = [block.cell(start + 2 + at, last - 1).value for at in range(filled)]
            if set(inside) <= {"是", "否"}:
                assert (inside.count("是"), len(inside)) == (row[3].value, row[4].value)
        elif text.isdigit() and name not in ("抽查人次", "约谈人次"):
            assert filled == int(text)


def test_the_offices_sentences_are_used_and_wrong_ones_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = copy / "模板" / "分析语句.docx"
    paper = Document(str(page))
    row = next(row for row in paper.tables[0].rows if row.cells[0].text == "独居首位")
    row.cells[-1].text = "{{ 部门 }}走在{{ 类型 }}前列。"
    paper.save(str(page))
    call = ["document", str(copy), "绩效通报", "--period", "2026Q3", "--as-of", "2026-10-20"]
    assert run(call) == LISTED
    assert "调控中心走在业务职能前列。" in texts(draft_path(copy, "绩效通报", "2026Q3"))
    row.cells[-1].text = "{{ 部门 }}比上期上升。"
    paper.save(str(page))
    before = everything(copy)
    capsys.readouterr()
    assert run(call) == 2
    assert "“独居首位”的语句里不能有“上期”" in "".join(capsys.readouterr())
    assert everything(copy) == before


# pages


@needs_sdk
@pytest.mark.parametrize(("kind", "period", "as_of"), SAMPLES)
def test_the_files_are_valid(kind: str, period: str, as_of: str, home: Path) -> None:
    del as_of
    path = draft_path(home, kind, period)
    assert sdk_errors(path) == []
    assert sdk_errors(path.with_name(path.stem + "_数据.xlsx")) == []


PAGES: dict[str, Callable[[int], bool]] = {
    "亮灯通报": lambda count: 10 <= count <= 20,
    "绩效通报": lambda count: 15 <= count <= 28,
    "督办考核通报": lambda count: 8 <= count <= 14,
    "抽查运行通报": lambda count: 4 <= count <= 6,
    "周报": lambda count: count == 1,
}


@needs_office
@pytest.mark.parametrize(("kind", "period", "as_of"), SAMPLES[1:])
def test_pages(kind: str, period: str, as_of: str, home: Path) -> None:
    """Nothing leaves the text area, tables repeat their heads, no page ends with a heading, no page is empty."""
    del as_of
    path = draft_path(home, kind, period)
    paper = Document(io.BytesIO(path.read_bytes()))
    headings = {one.text for one in paper.paragraphs if one.style is not None and "级标题" in str(one.style.name)}
    printed = list(lines_of(pdf(path, home / "打印")))
    assert PAGES[kind](len(printed)), len(printed)
    for number, page in enumerate(printed, 1):
        body, foot = page[:-1], page[-1]
        assert foot.text == f"—{number}—"
        assert (foot.left > 297) == bool(number % 2)
        assert body
        assert min(line.left for line in body) >= 28 * POINT - 3
        for line in body:  # a mark may hang over the edge
            assert line.right <= (210 - 26) * POINT + (16 if line.text[-1] in "，。；、：）" else 8), line.text
        assert max(line.bottom for line in body) <= (297 - 35) * POINT + 10
        assert body[-1].text not in headings
        assert not body[-1].text.endswith("具体如下：")
    words = "\n".join(texts(path))
    assert re.search(r"年0\d月|月0\d日", words) is None
    for table in paper.tables:
        assert table.rows[0]._tr.trPr is not None
        assert "tblHeader" in table.rows[0]._tr.xml
    titles = [text for text in words.split("\n") if re.fullmatch(r"附件\d?", text)]
    told = [text for text in words.split("\n") if re.match(r"附件：|\d．", text) and not text.endswith("。")]
    assert len(titles) == len(told)  # a single annex has no number


@needs_office
def test_the_weekly_page_stays_one_page(company: Tables, tmp_path: Path) -> None:
    """However long the matters are and however much there is."""
    from workbook_templates.documents.render import render

    long = tuple(
        item._replace(matter="很长的督办事项" * 20, department="城区供电所", due=dt.date(2026, 11, 20 + place % 9))
        for place, item in enumerate(company.items[-200:])
    )
    long = tuple(
        item._replace(status="办理", submitted=None, closed=None, issued=dt.date(2026, 11, 17), secrecy="", on_site="") for item in long
    )
    _, context = drafted(company._replace(items=long, changes=()), "周报", "2026-W47", "2026-11-23")
    assert context["新增"] == 200
    paper = render(template_of(KINDS["周报"]), "周报", context, "周报", AS_OF)
    path = tmp_path / "周报.docx"
    path.write_bytes(paper.data)
    assert len(list(lines_of(pdf(path, tmp_path)))) == 1


def test_figures_of_a_context_are_figures(company: Tables) -> None:
    """A count that is no Figure escapes the proof."""
    for kind, period, as_of in SAMPLES:
        _, context = drafted(company, kind, period, as_of)
        assert [name for name, value in context.items() if isinstance(value, int) and not isinstance(value, bool | Figure)] == ["公示天数"]
