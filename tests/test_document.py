"""duban document on the sample company: real files, end to end."""

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper
from support.digests import digest, digests
from support.printed import POINT, lines_of
from support.sample_papers import LISTED, rows, texts
from support.tools import needs_office, needs_sdk, pdf, sdk_errors

from addin.closed.file_book import FileBook
from addin.store import folders
from macros.__main__ import run
from macros.document import document
from macros.steps.report import Options, silent
from udfs.papers.papers import PAPERS
from workbook_templates.documents.kinds import KINDS, NAMES
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.reading.parse import READ, parse

KIND = "督办通报"

DRAFT = "通报/2026-10/督办通报_2026-10_送审稿.docx"
ISSUED = "通报/2026-10/督办通报_2026-10_督通报〔2026〕1号.docx"


@pytest.fixture
def home(sample_company: Callable[[Path], Path], tmp_path: Path) -> Path:
    return sample_company(tmp_path / "示范")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command; its exit status and digests it said."""

    def call(*words: object) -> tuple[int, str]:
        status = run(["document", *map(str, words)])
        out, err = capsys.readouterr()
        return status, out + err

    return call


Said = Callable[..., tuple[int, str]]


def edit(home: Path, change: Callable[[Paper], None]) -> None:
    """The office's own changes to its template."""
    path = home / "模板" / f"{KIND}.docx"
    paper = Document(str(path))
    change(paper)
    paper.save(str(path))


def test_every_kind_has_its_content_and_its_row_in_the_set_up() -> None:
    assert PAPERS.keys() == KINDS.keys() <= set(NAMES)


# drafts


def test_a_draft(home: Path, said: Said) -> None:
    book = digest(home / "督办总台账.xlsm")
    status, words = said(home, KIND, "--period", "2026-10")
    assert (status, digest(home / "督办总台账.xlsm")) == (LISTED, book)
    assert f"送审稿在“输出/{DRAFT}”，没有编号" in words
    assert "已建模板“模板/督办通报.docx”" in words
    found = texts(home / "输出" / DRAFT)
    assert found[:5] == ["送审稿", "示范供电公司文件", "", "示范供电公司2026年10月份督办工作通报", "各部门、各单位："]
    assert not any("〔" in text for text in found)
    before = digests(home)
    status, words = said(home, KIND, "--period", "2026年10月")
    assert (status, digests(home)) == (LISTED, before)
    assert "已建模板" not in words


def test_figures_for_a_program_are_those_of_the_paper(home: Path, said: Said) -> None:
    status, out = said(home, KIND, "--period", "2026-10", "--json")
    report = json.loads(out)
    figures = report["figures"]
    assert (status, report["status"], report["action"]) == (LISTED, LISTED, "document")
    assert report["files"] == [str(home / "输出" / DRAFT), str(home / "输出" / DRAFT.replace(".docx", "_数据.xlsx"))]
    assert figures["督办"] == figures["上月结转"] + figures["本月下达"] == figures["办结"] + figures["在办"]
    said_there = "".join(texts(home / "输出" / DRAFT))
    rate = figures["按期办结率"]
    assert f"办结{figures['办结']}项，月末在办{figures['在办']}项，其中逾期{figures['逾期']}项" in said_there
    assert f"按期办结率{100 * rate['值']:.1f}%（{rate['分子']:.0f}/{rate['分母']:.0f}）" in said_there
    assert rate["口径"] in said_there
    assert f"黄灯{figures['灯']['黄灯']}项，红灯{figures['灯']['红灯']}项" in said_there


def test_the_paper_counts_what_the_ledger_holds(home: Path, said: Said) -> None:
    """Counted here from the rows alone, without the rules."""
    _, out = said(home, KIND, "--period", "2026-10", "--json", "--as-of", "2026-10-31")
    figures = json.loads(out)["figures"]
    tables, _ = parse(FileBook(home / "督办总台账.xlsm").read(READ))
    in_month = [item for item in tables.items if item.closed and (item.closed.year, item.closed.month) == (2026, 10)]
    assert figures["办结"] == len([item for item in in_month if item.status == "办结"])
    given = [item for item in tables.items if item.issued and (item.issued.year, item.issued.month) == (2026, 10)]
    assert figures["本月下达"] == len([item for item in given if item.status not in ("立项", "暂缓", "取消")])
    assert figures["落地率"]["分母"] == len([target for target in tables.targets if target.status != "撤销"])


def test_nothing_secret_and_no_proposal_about_persons(home: Path, said: Said) -> None:
    tables, _ = parse(FileBook(home / "督办总台账.xlsm").read(READ))
    secret = [item for item in tables.items if item.secrecy not in ("", "无")]
    assert secret
    for month in ("2026-06", "2026-10", "2026-12"):
        said(home, KIND, "--period", month)
        paper = "\n".join(texts(next((home / "输出").rglob(f"督办通报_{month}_送审稿.docx"))))
        assert [item.number for item in secret if item.matter in paper] == []
        assert "（内容略）" in paper
        assert [word for word in ("履职提醒", "问责建议", "无为", "有错") if word in paper] == []


@pytest.mark.parametrize(
    ("as_of", "period"),
    [("2026-10-30", "2026-09"), ("2026-10-31", "2026-10"), ("2026-11-30", "2026-11"), ("2026-12-01", "2026-11")],
)
def test_without_a_period_it_is_the_latest_month_that_is_over(as_of: str, period: str, home: Path, said: Said) -> None:
    assert said(home, KIND, "--as-of", as_of)[0] == LISTED
    assert [path.name for path in (home / "输出").rglob("*.docx")] == [f"督办通报_{period}_送审稿.docx"]


def test_a_draft_that_was_worked_in_is_kept(home: Path, said: Said) -> None:
    said(home, KIND, "--period", "2026-10")
    draft = home / "输出" / DRAFT
    draft.write_bytes(b"edited")
    status, words = said(home, KIND, "--period", "2026-10")
    assert status == LISTED
    assert "原来的同名文书与这次不同，已改名为" in words
    (kept,) = (home / "输出").rglob("*_旧*.docx")
    assert kept.read_bytes() == b"edited"
    assert draft.read_bytes() != b"edited"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["督办简报"], "“督办简报”不在可选值中，可选：督办通报、亮灯通报、"),
        ([KIND, "--dept", "安监部"], "不分部门。请去掉 --dept。"),
        ([KIND, "--period", "2026Q3"], "督办通报按月出，“2026Q3”不是一个月。"),
        ([KIND, "--period", "十月"], "“十月”不是一个月"),
        ([KIND, "--period", "2027-01"], "2027-01 还没有开始（基准日 2026-12-31）"),
        ([KIND, "--period", "2026-11", "--as-of", "2026-11-29", "--issue"], "还不能正式编号"),
        ([KIND, "--as-of", "2026-11-30", "--issue", "--dept", "运检部"], "不分部门"),
    ],
)
def test_a_wrong_call_writes_nothing(words: list[str], message: str, home: Path, said: Said) -> None:
    before = digests(home)
    status, told = said(home, *words)
    assert status == 2
    assert message in told
    assert digests(home) == before


def test_an_empty_workbook_has_an_empty_bulletin(tmp_path: Path, said: Said) -> None:
    run(["new", str(tmp_path / "空"), "--quiet"])
    assert said(tmp_path / "空", KIND, "--period", "2026-05", "--as-of", "2026-06-03")[0] == 0
    (path,) = (tmp_path / "空" / "输出").rglob("*.docx")
    found = texts(path)
    assert {"本月没有督办事项。", "本月各部门没有督办事项。", "本月没有漏报。", "2026年6月份没有到期的在办事项。"} <= set(found)
    assert len(Document(str(path)).tables) == 0


# numbers


def test_issue_gives_the_next_number_once(home: Path, said: Said) -> None:
    status, words = said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    assert status == LISTED
    assert f"已编号 督通报〔2026〕1号 并登记，文书在“输出/{ISSUED}”" in words
    found = texts(home / "输出" / ISSUED)
    assert (found[0], found[2]) == ("", "督通报〔2026〕1号")
    assert "2026年11月2日" in found
    (row,) = [row for row in rows(home, "文书登记") if row["种类"] == KIND]
    assert (row["文号"], row["主送"], row["期间"], row["文件"]) == ("督通报〔2026〕1号", "各部门、各单位", "2026-10", ISSUED)
    assert str(row["成文日期"])[:10] == "2026-11-02"
    linked = str(row["关联编号"]).split("、")
    assert len(linked) == len(set(linked)) > 40
    assert set(linked) <= {row["编号"] for row in rows(home, "督办台账")}
    assert rows(home, "操作日志")[-1]["操作"] == "文书"
    assert len(list(folders(home / "督办总台账.xlsm").backups.iterdir())) >= 1
    before = digests(home)
    status, words = said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-12-02")
    assert (status, digests(home)) == (LISTED, before)
    assert f"已按 督通报〔2026〕1号 印发，成文日期 2026-11-02，文件“输出/{ISSUED}”还在；没有再编号" in words
    assert said(home, KIND, "--period", "2026-09", "--issue", "--as-of", "2026-11-02")[0] == LISTED
    assert (home / "输出" / "通报" / "2026-09" / "督办通报_2026-09_督通报〔2026〕2号.docx").exists()


def test_what_was_issued_and_lost_is_printed_again_with_its_number(home: Path, said: Said) -> None:
    said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    before = digests(home)
    (home / "输出" / ISSUED).unlink()
    status, words = said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    assert (status, digests(home)) == (LISTED, before)
    assert "按原来的文号和成文日期重出，没有再登记" in words
    (home / "输出" / ISSUED).unlink()
    assert said(home, KIND, "--period", "2026-10", "--issue")[0] == LISTED
    assert {"督通报〔2026〕1号", "2026年11月2日"} <= set(texts(home / "输出" / ISSUED))


def test_what_was_issued_and_worked_in_is_left_alone(home: Path, said: Said) -> None:
    said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    (home / "输出" / ISSUED).write_bytes(b"signed")
    before = digests(home)
    assert (said(home, KIND, "--period", "2026-10", "--issue")[0], digests(home)) == (LISTED, before)


def test_named_items_reach_the_next_step(home: Path, said: Said) -> None:
    said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    (row,) = [row for row in rows(home, "文书登记") if row["种类"] == KIND]
    run(["refresh", str(home), "--quiet"])
    steps = {row["编号"]: row["环节"] for row in rows(home, "亮灯")}
    closed = {row["编号"] for row in rows(home, "督办台账") if row["状态"] == "办结"}
    linked = [number for number in str(row["关联编号"]).split("、") if number in closed]
    assert linked
    assert {steps[number] for number in linked} <= {"通报", "考核"}


def registered(home: Path, **fields: Any) -> None:
    """A row that the office has typed into 文书登记."""
    book = FileBook(home / "督办总台账.xlsm")
    book.append("文书登记", list(fields), [tuple(fields.values())])
    book.commit(None)


@pytest.mark.parametrize("kind", [KIND, "提醒单"])
def test_without_the_name_of_the_company_nothing_gets_a_number(kind: str, home: Path, said: Said) -> None:
    """A draft is made all the same."""
    book = FileBook(home / "督办总台账.xlsm")
    grid = book.read(["参数"])["参数"]
    place = next(place for place, row in enumerate(grid.rows) if row[grid.headers.index("名称")] == "单位名称")
    book.update("参数", {(place, "取值"): None})
    book.commit(None)
    period = ["--period", "2026-10"] if kind == KIND else []
    before = digests(home)
    status, words = said(home, kind, *period, "--issue", "--as-of", "2026-12-31")
    assert (status, digests(home)) == (2, before)
    assert "“参数”里的“单位名称”空着，文书不能正式编号" in words
    assert said(home, kind, *period, "--as-of", "2026-12-31")[0] == LISTED


@pytest.mark.parametrize(
    ("number", "given"),
    [("督通报[2026] 07号", "督通报〔2026〕8号"), ("督通报〔2025〕7号", "督通报〔2026〕1号"), ("口头通报", "督通报〔2026〕1号")],
)
def test_numbers_taken_by_hand(number: str, given: str, home: Path, said: Said) -> None:
    registered(home, 文号=number, 种类=KIND, 期间="2026-02")
    assert f"已编号 {given} 并登记" in said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")[1]


def test_a_run_that_can_not_write_the_register_leaves_no_numbered_file(home: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_book: FileBook, _backup: Path | None) -> bool:
        raise BookRefused("占用")

    before = digests(home)
    monkeypatch.setattr(FileBook, "commit", refuse)
    status, words = said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    assert (status, words.strip()) == (2, "占用")
    assert digests(home) == before


def test_who_loses_takes_nothing_of_the_winner_away(home: Path) -> None:
    """Both have read; the other registers first, with the same number and another text."""
    path, more = home / "督办总台账.xlsm", {"kind": KIND, "period": "2026-10", "issue": True}
    late = FileBook(path)
    won = document(FileBook(path), Options(dt.datetime(2026, 11, 2, 9), "", dt.date(2026, 11, 2), more), silent)
    before = digests(home)
    with pytest.raises(BookRefused, match="在读取之后被改动或移走了"):
        document(late, Options(dt.datetime(2026, 11, 3, 9), "", dt.date(2026, 11, 3), more), silent)
    assert digests(home) == before
    assert all(file.exists() for file in won.files)


def test_a_run_that_is_cut_off_before_the_register_is_noticed(home: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_book: FileBook, _backup: Path | None) -> bool:
        raise SystemExit(9)

    commit = FileBook.commit
    monkeypatch.setattr(FileBook, "commit", die)
    with pytest.raises(SystemExit):
        said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    monkeypatch.setattr(FileBook, "commit", commit)
    assert (home / "输出" / ISSUED).exists()
    assert f"注意：{ISSUED} 有文号而“文书登记”里没有" in said(home, KIND, "--period", "2026-09")[1]
    status, words = said(home, KIND, "--period", "2026-10", "--issue", "--as-of", "2026-11-02")
    assert (status, "注意：督办通报" in words) == (LISTED, False)
    assert [row["文号"] for row in rows(home, "文书登记") if row["种类"] == KIND] == ["督通报〔2026〕1号"]


def test_a_paper_is_not_dated_before_its_month_is_over(home: Path) -> None:
    """The clock of the machine stands before 基准日 of the sheet 参数."""
    options = Options(dt.datetime(2026, 10, 30, 9), more={"kind": KIND, "period": "2026-10", "issue": True})
    with pytest.raises(UsageError, match="成文日期 2026-10-30 早于 2026-10 的最后一天 2026-10-31"):
        document(FileBook(home / "督办总台账.xlsm"), options, silent)


def test_without_a_period_it_is_the_month_that_is_over(home: Path) -> None:
    made = document(FileBook(home / "督办总台账.xlsm"), Options(dt.datetime(2026, 12, 31, 9), more={"kind": KIND}), silent)
    assert made.files[0] == home / "输出" / "通报" / "2026-12" / "督办通报_2026-12_送审稿.docx"


def test_a_kind_without_a_code_gets_no_number(home: Path, said: Said) -> None:
    book = FileBook(home / "督办总台账.xlsm")
    grid = book.read(["文种"])["文种"]
    place = next(number for number, row in enumerate(grid.rows) if row[0] == KIND)
    book.update("文种", {(place, "代字"): None})
    book.commit(None)
    status, words = said(home, KIND, "--period", "2026-10", "--issue")
    assert status == 2
    assert "“文种”表里没有“督办通报”的代字" in words
    assert said(home, KIND, "--period", "2026-10")[0] == LISTED


# the office's own template


@pytest.fixture
def edited(home: Path, said: Said) -> Path:
    """A home with a template to edit, and no paper yet."""
    said(home, KIND, "--period", "2026-10")
    (home / "输出" / DRAFT).unlink()
    return home


def test_a_paragraph_of_the_offices_own(edited: Path, said: Said) -> None:
    edit(edited, own_paragraph)
    assert said(edited, KIND, "--period", "2026-10")[0] == LISTED
    assert any(text.startswith("经总经理办公会审议，督办1") for text in texts(edited / "输出" / DRAFT))


def own_paragraph(paper: Paper) -> None:
    paper.paragraphs[5].insert_paragraph_before("经总经理办公会审议，督办{{ 督办 }}项。")


def wrong_tag(paper: Paper) -> None:
    paper.paragraphs[5].add_run("{{ 督辦 }}")


def half_tag(paper: Paper) -> None:
    paper.paragraphs[5].add_run("{{ 督办")


def lost_end(paper: Paper) -> None:
    paragraph = next(one for one in paper.paragraphs if one.text.startswith("{%p endfor"))
    paragraph._p.getparent().remove(paragraph._p)


def attack(paper: Paper) -> None:
    paper.paragraphs[5].add_run("{{ ''.__class__.__mro__[1].__subclasses__() }}")


def hidden_rows(paper: Paper) -> None:
    paper.tables[0].rows[1].cells[0].text = "{%tr for 行 in 部门 %}"
    row = paper.tables[0].rows[2]
    row.cells[1].text = "{% if 行.逾期 %}{{ 行.督办 }}{% else %}0{% endif %}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (wrong_tag, "第 6 段“{{ 督辦 }}”：没有“督辦”这个名称，是不是“督办”？"),
        (lost_end, "没有对应的 {%p endfor %}"),
        (attack, "模板里只能写名称、条件和循环"),
        (hidden_rows, "第 1 个表各行的“督办”合计"),
        (half_tag, "没有配成对"),
    ],
)
def test_a_template_that_is_not_right_writes_nothing(change: Callable[[Paper], None], message: str, edited: Path, said: Said) -> None:
    edit(edited, change)
    before = digests(edited)
    for more in ([], ["--issue", "--as-of", "2026-11-02"]):
        status, words = said(edited, KIND, "--period", "2026-10", *more)
        assert status == 2
        assert message in words
        assert digests(edited) == before


def test_a_template_that_is_no_word_document(edited: Path, said: Said) -> None:
    (edited / "模板" / "督办通报.docx").write_bytes(b"hello")
    status, words = said(edited, KIND, "--period", "2026-10")
    assert status == 2
    assert "“模板/督办通报.docx”不是能打开的 Word 文档" in words


# hostile ledgers


HOSTILE = ["{{ 督办 }}{% if %}", "<w:p>&amp;]]>", "=cmd|' /C calc'!A0", "很长的事项" * 300, "{_{ 甲 }_}", "第一行\n第二行"]


def test_hostile_matters_stay_text(home: Path, said: Said) -> None:
    book = FileBook(home / "督办总台账.xlsm")
    grid = book.read(["督办台账"])["督办台账"]
    number, matter, closed, secrecy = (grid.headers.index(name) for name in ("编号", "事项", "办结日期", "密级"))
    places = [
        place
        for place, row in enumerate(grid.rows)
        if str(row[closed]).startswith("2026-10") and row[secrecy] is None and "{" not in str(row[matter])
    ][: len(HOSTILE)]
    assert len(places) == len(HOSTILE)
    book.update("督办台账", {(place, "事项"): text for place, text in zip(places, HOSTILE, strict=True)})
    book.commit(None)
    assert said(home, KIND, "--period", "2026-10")[0] == LISTED
    shown = texts(home / "输出" / DRAFT)
    assert {*HOSTILE[:3], HOSTILE[3][:198] + "……", HOSTILE[4], "第一行第二行"} <= set(shown)  # the line break is an element between them
    assert all(grid.rows[place][number] in shown for place in places)


# as it prints


@needs_sdk
@pytest.mark.parametrize("period", ["2026-10", "2025-11"])
def test_the_paper_is_valid(period: str, home: Path, said: Said) -> None:
    assert said(home, KIND, "--period", period)[0] == LISTED
    assert sdk_errors(next((home / "输出").rglob(f"督办通报_{period}_送审稿.docx"))) == []


@needs_office
@pytest.mark.parametrize("period", ["2026-06", "2026-10", "2026-12", "2025-11"])
def test_pages(period: str, home: Path, said: Said) -> None:
    """Nothing leaves the text area, no page ends with a heading, the imprint is at the foot of the last page."""
    assert said(home, KIND, "--period", period)[0] == LISTED
    path = next((home / "输出").rglob(f"督办通报_{period}_送审稿.docx"))
    paper = Document(io.BytesIO(path.read_bytes()))
    headings = {one.text for one in paper.paragraphs if one.style is not None and "级标题" in str(one.style.name)}
    assert len(headings) > 10
    printed = list(lines_of(pdf(path, home / "打印")))
    for number, page in enumerate(printed, 1):
        body, foot = page[:-1], page[-1]
        assert foot.text == f"—{number}—"
        assert min(line.left for line in body) >= 28 * POINT - 3
        assert max(line.right for line in body) <= (210 - 26) * POINT + 8
        assert max(line.bottom for line in body) <= (297 - 35) * POINT + 10
        assert body[-1].text not in headings
        assert not body[-1].text.endswith("具体如下：")
    assert "印发" in printed[-1][-2].text
    assert printed[-1][-2].bottom > (297 - 35 - 8) * POINT
