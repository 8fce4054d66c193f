"""duban document for many addressees, end to end on the sample company: numbers, register, reprints, refusals, pages."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.digests import digest, digests
from support.paper_rows import PAPERS
from support.printed import POINT, lines_of
from support.sample_papers import LISTED, rows, texts
from support.tools import needs_office, needs_sdk, pdf, sdk_errors

from addin.closed.file_book import FileBook
from macros.__main__ import run
from macros.steps import session
from macros.steps.document_orders import letters_of, order_of
from macros.steps.report import Options, silent
from workbook_templates.documents.kinds import KINDS, Kind
from workbook_templates.documents.measures import LOOKS
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.lists import LISTS

LAST = "2026-12-31"
PERIODS = {"个人绩效反馈单": "2026Q3", "对账单": "2026-11", "整改意见书": "2026-11", "办结报告": "2026-11"}
Said = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def sample(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, whose leaders have decided on some rows of 问责记录 that nobody has written papers of yet."""
    return sample_company(tmp_path_factory.mktemp("sample") / "示范")


@pytest.fixture
def home(sample: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    return Path(shutil.copytree(sample, tmp_path / "示范"))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def call(*words: object) -> tuple[int, str]:
        status = run(["document", *map(str, words)])
        out, err = capsys.readouterr()
        return status, out + err

    return call


def issue(kind: str) -> list[str]:
    """The words that issue a kind's papers."""
    period = ["--period", PERIODS[kind]] if kind in PERIODS else []
    return [kind, *period, *(["--issue"] if KINDS[kind].numbered else []), "--as-of", LAST]


def registered(home: Path, kind: str) -> list[dict[str, Any]]:
    return [row for row in rows(home, "文书登记") if row["种类"] == kind]


@pytest.mark.parametrize("kind", KINDS)
def test_no_paper_goes_by_the_assessed_period(kind: str, sample: Path) -> None:
    """参数.考核期间 says what the workbook shows; what a paper tells is that of its own 期间, or of today."""
    day = dt.date.fromisoformat(LAST)
    options = Options(dt.datetime.combine(day, dt.time(9)), "测试员", day, {"kind": kind})
    reading = session.read(FileBook(sample / "督办总台账.xlsm"), options, silent)
    told = []
    for period in ("", "2026Q1"):
        tables = reading.tables._replace(settings=reading.tables.settings._replace(period=period))
        asked = reading._replace(tables=tables)
        letters = letters_of(order_of(KINDS[kind], asked, options), asked, tables.papers)
        told.append([str(letter.draft.texts(letter.heading)) for letter in letters])
    assert told[0] == told[1]


def test_sixty_sheets_in_one_run(home: Path, said: Said) -> None:
    """Each person a file and a number, one row each in one commit; again: nothing; one lost: the same again."""
    people = [row for row in rows(home, "人员") if row["在岗"] != "否" and row["角色"] in LISTS["角色"]]
    kind, backups = "个人绩效反馈单", len(list((home / "归档" / "备份").iterdir()))
    status, words = said(home, *issue(kind))
    assert status == LISTED
    assert f"已编号 {len(people)} 份（绩效反馈〔2026〕1号至绩效反馈〔2026〕{len(people)}号）并登记" in words
    found = registered(home, kind)
    assert [row["文号"] for row in found] == [f"绩效反馈〔2026〕{number}号" for number in range(1, len(people) + 1)]
    assert {row["关联编号"] for row in found} == {str(row["工号"]) for row in people}
    assert len(list((home / "归档" / "备份").iterdir())) == backups + 1
    files = [home / "输出" / str(row["文件"]) for row in found]
    others = {str(row["姓名"]) for row in people if len(str(row["姓名"])) > 2}
    for row, path in zip(found, files, strict=True):
        paper = "\n".join(texts(path))
        assert str(row["文号"]) in paper
        assert [name for name in others - {row["主送"]} if name in paper] == []
    before = digests(home)
    status, words = said(home, *issue(kind))
    assert (status, digests(home)) == (LISTED, before)
    assert f"{len(people)} 份已按 绩效反馈〔2026〕1号 等文号印发" in words
    files[7].unlink()
    status, words = said(home, *issue(kind))
    assert (status, digests(home)) == (LISTED, before)
    assert "1 份以前已编号，文件不在了" in words


def test_letters_that_can_not_be_registered_leave_no_file(home: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_book: FileBook, _backup: Path | None) -> bool:
        raise BookRefused("占用")

    before = digests(home)
    monkeypatch.setattr(FileBook, "commit", refuse)
    assert said(home, *issue("督办函")) == (2, "占用\n")
    assert digests(home) == before


def test_letters_of_a_run_that_was_cut_off_are_named(home: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_book: FileBook, _backup: Path | None) -> bool:
        raise SystemExit(9)

    commit, known = FileBook.commit, len(registered(home, "督办函"))
    monkeypatch.setattr(FileBook, "commit", die)
    with pytest.raises(SystemExit):
        said(home, *issue("督办函"))
    monkeypatch.setattr(FileBook, "commit", commit)
    left = sorted(path.relative_to(home / "输出").as_posix() for path in (home / "输出").rglob("督办函_*〔*.docx"))
    assert len(left) == 3
    assert "、".join(left) + " 有文号而“文书登记”里没有" in said(home, "督办函", "--as-of", LAST)[1]
    status, words = said(home, *issue("督办函"))
    assert (status, "注意：督办函" in words) == (LISTED, False)
    assert len(registered(home, "督办函")) == known + 3


def test_drafts_have_no_number_and_issued_ones_are_not_drafted_again(home: Path, said: Said) -> None:
    book = digest(home / "督办总台账.xlsm")
    status, words = said(home, "提醒单", "--as-of", LAST)
    assert (status, digest(home / "督办总台账.xlsm")) == (LISTED, book)
    made = list((home / "输出").rglob("提醒单_*_送审稿.docx"))
    assert "送审稿" in words
    assert made
    assert all(texts(path)[0] == "送审稿" and "〔" not in "".join(texts(path)) for path in made)
    assert said(home, *issue("提醒单"))[0] == LISTED
    assert "没有要出的提醒单：“问责记录”里类别为“提醒”、状态为“已批”的行" in said(home, "提醒单", "--as-of", LAST)[1]
    named = [number for row in registered(home, "提醒单")[-len(made) :] for number in str(row["关联编号"]).split("、")]
    assert len(named) == 3
    assert all(str(row["要求回复日期"])[:10] == "2027-01-07" for row in registered(home, "提醒单")[-len(made) :])


def test_reminders_count_in_the_figures_of_the_year(home: Path, said: Said, capsys: pytest.CaptureFixture[str]) -> None:
    """R17: 督办提醒 are the items named in 提醒单."""
    run(["refresh", str(home), "--quiet"])
    named = {number for row in registered(home, "提醒单") for number in str(row["关联编号"]).split("、")}
    assert said(home, *issue("提醒单"))[0] == LISTED
    again = {number for row in registered(home, "提醒单") for number in str(row["关联编号"]).split("、")}
    assert len(again) > len(named) == 36
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["督办函", "--dept", "不存在部"], "没有部门“不存在部”，什么也没有改动。现有部门："),
        (["对账单", "--issue"], "对账单不编号、不登记，什么也没有改动。请去掉 --issue。"),
        (["督办函", "--period", "十月"], "“十月”不是一个期间。请写明 --period，如 2026-10。"),
        (["个人绩效反馈单", "--period", "2026-10"], "个人绩效反馈单按季、年出，“2026-10”不是一个季。请写明 --period，如 2026Q3。"),
        (["督办函", "--issue", "--as-of", "2026-12-27"], "没有要出的督办函"),
    ],
)
def test_a_wrong_call_writes_nothing(words: list[str], told: str, home: Path, said: Said) -> None:
    before = digests(home)
    assert told in said(home, *words)[1]
    assert digests(home) == before


def test_a_letter_is_not_dated_before_what_it_is_about(home: Path, said: Said) -> None:
    """基准日 of the sheet lies after the clock: the day has to be given."""
    before = digests(home)
    status, words = said(home, "督办函", "--issue")
    assert status == 2
    assert re.search(r"成文日期 \S+ 早于所依据的行的日期：\S+（2026-12-28）.*用命令的 --as-of 写明成文日期", words)
    assert digests(home) == before


def test_one_department(home: Path, said: Said) -> None:
    assert said(home, "对账单", "--period", "2026-11", "--dept", "运检部")[0] == LISTED
    assert [path.name for path in (home / "输出").rglob("*.docx")] == ["对账单_2026-11_运检部.docx"]


HOSTILE = ["{{ 事项 }}{% if %}", "<w:p>&amp;]]>", "=cmd|' /C calc'!A0", "很长的事项" * 300]


def test_hostile_texts_stay_text_and_names_stay_in_the_folder(home: Path, said: Said) -> None:
    book = FileBook(home / "督办总台账.xlsm")
    grid = book.read(["督办台账"])["督办台账"]
    status = grid.headers.index("状态")
    places = [place for place, row in enumerate(grid.rows) if row[status] == "下达"][: len(HOSTILE)]
    book.update("督办台账", {(place, "事项"): text for place, text in zip(places, HOSTILE, strict=True)})
    book.update("督办台账", {(places[0], "编号"): "../../坏"})
    book.commit(None)
    assert said(home, *issue("督办单"))[0] == LISTED
    shown = {text for path in (home / "输出").rglob("*.docx") for text in texts(path)}
    assert {*HOSTILE[:3], HOSTILE[3][:198] + "……", "../../坏"} <= shown
    assert not (home.parent.parent / "坏").exists()
    assert all(path.parent.parent == home / "输出" / "督办单" for path in home.rglob("督办单_*.docx"))


# as they print


@pytest.fixture(scope="module")
def issued(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The first paper of every kind."""
    home = Path(shutil.copytree(sample, tmp_path_factory.mktemp("issued") / "示范"))
    found = {}
    for kind in PAPERS:
        before = set((home / "输出").rglob("*.docx"))
        assert run(["document", str(home), *issue(kind.name), "--quiet"]) == LISTED
        found[kind.name] = min(set((home / "输出").rglob("*.docx")) - before)
    return found


PAGES = {
    "督办单": 1,
    "批示办理单": 1,
    "办结报告": 2,
    "督办函": 2,
    "提醒单": 1,
    "约谈通知": 3,
    "预警信息单": 1,
    "整改意见书": 1,
    "个人绩效反馈单": 1,
}
HEADS = {look.name for look in LOOKS if look.keep_next and not look.name.startswith("公文表头")}


@needs_office
@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.name)
def test_pages(kind: Kind, issued: dict[str, Path], tmp_path: Path) -> None:
    """Nothing leaves the text area, page numbers stand below it, no page ends with a heading, table heads repeat."""
    path = issued[kind.name]
    paper = Document(str(path))
    headings = {one.text for one in paper.paragraphs if one.style is not None and one.style.name in HEADS and one.text}
    left, right, foot, width, height = (37, 35, 26, 297, 210) if kind.landscape else (28, 26, 35, 210, 297)
    letter = kind.name in ("督办函", "约谈通知")
    printed = [*lines_of(pdf(path, tmp_path))]
    if kind.name in PAGES:
        assert len(printed) <= PAGES[kind.name]
    for number, page in enumerate(printed, 1):
        body = page if letter and number == 1 else page[:-1]
        assert (letter and number == 1) or page[-1].text == f"—{number}—"
        assert min(line.left for line in body) >= left * POINT - 3
        assert max(line.right for line in body) <= (width - right) * POINT + 12
        assert max(line.bottom for line in body) <= (height - foot) * POINT + 10
        assert body[-1].text not in headings
    for table in paper.tables:
        grid = table._tbl.tblPr is not None and len(table.rows) > 12 and kind.landscape
        assert not grid or table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


@needs_sdk
@pytest.mark.parametrize("kind", PAPERS, ids=lambda kind: kind.name)
def test_the_paper_is_valid(kind: Kind, issued: dict[str, Path]) -> None:
    assert sdk_errors(issued[kind.name]) == []
