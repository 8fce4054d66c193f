"""领导掌上页: whose rows stand on it, that its figures are those of the leader sheets and of 操作台, and how it looks on a telephone."""

import contextlib
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.chromium import needs_browser
from support.driven_chromium import Browsed, driven, needs_axe
from support.make import accountability, change, day, department, item, person, point, stage, tables

from macros.__main__ import run
from macros.open import board_of, desk_of
from macros.steps.leader_pages import newest_pages
from udfs.exchange.cutting import Wanted
from udfs.pages.leader_pages import leader_pages
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.leaving.leader_page import KIND, LeaderPage, leader_page
from workbook_templates.reading.parse import Tables

DAY = "2026-12-31"
LARGEST = 300_000
BAD = "</p><script>document.title='坏'</script><img src=x onerror=\"document.title='坏'\">&amp;{{ 7*11117 }}\u202e"


class Home(NamedTuple):
    """The sample company with its pages. pages: leader → file; sheets: leader → the figures of his sheet; told: what the command says."""

    folder: Path
    pages: dict[str, Path]
    sheets: dict[str, int]
    told: dict[str, Any]


@pytest.fixture(scope="module")
def home(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = sample_company(tmp_path_factory.mktemp("leaders") / "公司")
    told = said(folder, KIND)
    return Home(folder, dict(newest_pages(folder / "输出")), {name: one["待决定"] for name, one in told["领导"].items()}, told)


def said(folder: Path, *more: str, expected: int | None = None) -> Any:
    """The figures of a run; with an exit status that is expected, the messages as text."""
    return told_by("document", str(folder), *more, expected=expected)


def told_by(*call: str, expected: int | None) -> Any:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = run([*call, "--as-of", DAY, *(["--json"] if expected is None else [])])
    assert status == (1 if expected is None else expected), out.getvalue()
    return json.loads(out.getvalue())["figures"] if expected is None else out.getvalue()


def drawn(facts: Tables, on: str = "6-15", *departments: str) -> dict[str, LeaderPage]:
    made = leader_pages(facts, judge(facts, day(on), Calendar()), Wanted(departments, bool(departments), ""))
    return {page.name: page for page in made.pages}


LEADERS = (
    person("王总", staff_no="L1", role="主要领导", order=1, post="总经理"),
    person("赵总", staff_no="L2", role="班子成员", oversees=("督办室",), order=2),
    person("李总", staff_no="L3", role="班子成员", oversees=("甲部",), order=3),
    person("周总", staff_no="L4", role="班子成员", order=4),
)
UNITS = (department("督办室", leader="赵总"), department("甲部", leader="李总"), department("乙部"))


def company(*records: Any, **settings: Any) -> Tables:
    return tables(*LEADERS, *UNITS, *records, 督办机构="督办室", **settings)


# whose rows, and how many


def test_what_waits_is_counted_as_in_the_leader_sheets(home: Home) -> None:
    """The rows of the sheets that `send --to 领导` makes, leader by leader."""
    sent = told_by("send", str(home.folder), "--to", "领导", expected=None)
    waiting = {name for name, count in home.sheets.items() if count}
    assert waiting == set(sent["领导"])
    rows = sent["行"]
    assert sum(home.sheets.values()) == sum(count for table, count in rows.items() if table != "督办台账")


def test_the_page_of_the_head_has_the_figures_of_the_dashboard(home: Home) -> None:
    board = {sight.name: sight for sight in board_of(home.folder / "督办总台账.xlsm").sights}
    text = home.pages["陈国平"].read_text("utf-8")
    shown = re.findall(r'data-name="([^"]+)".*?<b>([^<]+)</b>(?:<small>([^<]*)</small>)?', text, re.S)
    assert len(shown) == 12
    assert {name: (figure, note.splitlines()) for name, figure, note in shown} == {
        name: (board[name].text, list(board[name].notes)) for name, _, _ in shown
    }


def test_no_page_holds_a_row_of_another_leader(home: Home) -> None:
    """Raw bytes: numbers of items that are neither his nor before him for a decision."""
    from addin.closed.file_book import FileBook
    from workbook_templates.reading.parse import READ, parse

    facts, _ = parse(FileBook(home.folder / "督办总台账.xlsm").read(READ))
    named = {row.name: row.leader for row in facts.departments}
    leader_of = {row.number: row.leader or named.get(row.department, "") for row in facts.items}
    cases = [row for row in facts.accountability if row.status == "拟"]
    points = [row for row in facts.points if row.status == "拟"]
    asked = {row.number for row in cases} | {row.linked for row in points}
    told = "".join([*(row.fact for row in cases), *(row.fact for row in points)])
    for name, path in home.pages.items():
        if name == "陈国平":
            continue
        found = {number for number in leader_of if number and number in path.read_text("utf-8")}
        others = {number for number in found if leader_of[number] != name}
        assert others <= {number for number in others if number in asked or number in told}, name
        assert not any(leader in path.read_text("utf-8") for leader in {*home.pages} - {name, "陈国平"} if leader not in told), name


@pytest.mark.parametrize(
    ("row", "name", "kind", "tag"),
    [
        (change("延期", new="7-31", reason="工期", result="待批"), "李总", "变更", "延期"),
        (point(kind="督办考核", department="甲部", points=-1, fact="逾期", linked="1", status="拟"), "赵总", "加减分", "督办考核 -1 分"),
        (accountability(kind="问责建议", subject="甲部", fact="久拖", number="1", status="拟"), "王总", "提醒、督办函、约谈等", "问责建议"),
        (stage(self_rated="0.8", due="6-30"), "李总", "阶段待确认", "一"),
    ],
)
def test_each_kind_waits_for_its_leader_alone(row: Any, name: str, kind: str, tag: str) -> None:
    pages = drawn(company(item("1", department="甲部", matter="更换主变", due="7-1"), row))
    assert {one: {group: [card.tag for card in cards] for group, cards in page.waiting.items()} for one, page in pages.items()} == {
        one: {kind: [tag]} if one == name else {} for one in ("王总", "赵总", "李总", "周总")
    }
    assert pages["王总"].others == (() if name == "王总" else ((name, 1),))


def test_red_and_yellow_the_week_and_the_departments() -> None:
    rows = (
        item("R", department="甲部", due="6-1", completion="0.1", confirm_day="6-1"),
        item("Y", department="甲部", due="6-2", completion="0.7", confirm_day="6-2"),
        item("W", department="甲部", due="6-19"),
        item("N", department="甲部", due="6-22"),
        item("O", department="乙部", due="6-1", completion="0.1", confirm_day="6-1"),
    )
    pages = drawn(company(*rows))
    mine, head = pages["李总"], pages["王总"]
    assert ([card.number for card in mine.alarms], [card.number for card in mine.week]) == (["R", "Y"], ["W"])
    assert ([card.number for card in head.alarms], [card.number for card in head.week]) == (["R", "O", "Y"], ["W"])
    assert mine.alarms[0][3:7] == ("红灯", "甲部　张三", "逾期 14 天", True)
    assert mine.departments == (("甲部", 0, 1, 1, 2, 2),)
    assert [row[0] for row in head.departments] == ["督办室", "甲部", "乙部"]
    assert {sight.name: sight.text for sight in mine.sights}["红灯"] == "1"
    assert pages["周总"].departments == ()
    assert list(drawn(company(*rows), "6-15", "甲部")) == ["李总"]


def test_what_must_not_be_said_is_in_no_page() -> None:
    hidden = "变电站选址谈判底价"
    rows = (
        item("S", department="甲部", due="6-1", matter=hidden, progress=f"{hidden}谈妥", secrecy="商业秘密", completion="0.1"),
        item("K", department="甲部", due="6-1", matter=f"绝密：{hidden}", progress=hidden, completion="0.2"),
        change("延期", "S", new="7-31", reason=hidden, result="待批"),
        accountability(kind="问责建议", subject="甲部", fact=f"到期未完：{hidden}", number="K", status="拟"),
        point(kind="其他", department="甲部", points=-1, fact=f"绝密{hidden}", status="拟"),
        item("P", department="甲部", due="6-1", matter="请打 13912345678", progress="联系 010-88886666", completion="0.1"),
    )
    pages = drawn(company(*rows))
    texts = [unescape(leader_page(page).decode()) for page in pages.values()]
    assert not any(word in text for text in texts for word in (hidden, "8888"))
    assert any("（内容略）" in text for text in texts)
    assert {card.number for card in pages["李总"].alarms} == {"S", "K", "P"}


def test_texts_of_a_workbook_are_no_markup() -> None:
    """Script, quotes and tags of Jinja in every place; the page keeps one policy and no script."""
    units = (department(BAD, leader="李总"),)
    rows = (
        item("1", department=BAD, responsible=BAD, matter=BAD, progress=BAD, due="6-1", completion="0.1", leader="李总"),
        change("延期", "1", old=BAD, new=BAD, reason=BAD, result="待批"),
        accountability(kind="约谈", subject=BAD, fact=BAD, number="1", status="拟"),
    )
    for page in drawn(tables(*LEADERS, *units, *rows, 督办机构=BAD, 单位名称=BAD)).values():
        text = leader_page(page).decode()
        assert ("<script" in text, "<img" in text, "77819" in text, text.count("<p></p>")) == (False, False, False, 0)
        assert text.count("script-src 'none'") == 1


def test_a_long_list_stays_one_touch_away_and_small() -> None:
    """A thousand red items with long texts, of which the page holds all."""
    rows = [item(f"2026-{n:04d}", department="甲部", due="6-1", completion="0.1", matter=f"事项{n}" * 30) for n in range(1000)]
    text = leader_page(drawn(company(*rows))["李总"])
    assert text.count(b'<li class="card') == 1000 + 1000  # 待确认 and red
    assert len(text) / 2000 < 1200


def test_an_empty_company_has_a_page_that_says_so() -> None:
    (page,) = drawn(tables(person("王总", role="主要领导", staff_no="L1"))).values()
    text = leader_page(page).decode()
    assert all(words in text for words in ("没有等您决定的", "没有红灯，也没有黄灯", "本周没有到期的事项", "还没有定稿的期间"))


# the command


def test_the_files_the_message_and_the_same_again(home: Home) -> None:
    assert (home.told["种类"], home.told["份数"], home.told["改动"]) == (KIND, len(home.pages), False)
    folder = home.folder / "输出" / KIND / "2026-12"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(before) == sorted(f"{KIND}_{name}_{DAY}.html" for name in home.pages)
    assert max(map(len, before.values())) < LARGEST
    book = (home.folder / "督办总台账.xlsm").read_bytes()
    (folder / f"{KIND}_离任的_{DAY}.html").write_text("旧")
    assert f"{KIND} 7 份在“输出/{KIND}/2026-12”" in said(home.folder, KIND, expected=1)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert (home.folder / "督办总台账.xlsm").read_bytes() == book


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["--period", "2026Q3"], "不分期间，什么也没有改动。请去掉 --period"),
        (["--issue"], "不编号、不登记，什么也没有改动。请去掉 --issue"),
        (["--dept", "没有部"], "没有部门“没有部”，什么也没有改动"),
    ],
)
def test_what_a_page_has_not_is_refused(more: list[str], expected: str, home: Home) -> None:
    assert expected in said(home.folder, KIND, *more, expected=2)


def test_one_department_makes_the_pages_of_its_leaders(home: Home) -> None:
    assert "杨丽华" in said(home.folder, KIND, "--dept", "营销部")["领导"]
    assert {name for name, _ in newest_pages(home.folder / "输出")} == set(home.pages)  # the others stay


def test_the_page_of_this_machine_shows_them(home: Home) -> None:
    assert desk_of(home.folder / "督办总台账.xlsm").leader_pages() == home.pages


# in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browsed]:
    with driven() as one:
        one.size(390, 844)
        yield one


def hostile(folder: Path) -> Path:
    """The fullest page with texts that mean harm, and words without a place to break."""
    text = BAD + "长" * 60 + "A" * 200
    rows = (
        *(
            item(f"{n}", department="甲部", responsible=text[:80], matter=text, progress=text, due="6-1", completion="0.1")
            for n in range(8)
        ),
        change("延期", "1", old="A" * 80, new=text, reason=text, result="待批"),
        item("W", department="甲部", due="6-17", matter=text),
    )
    path = folder / "页.html"
    path.write_bytes(leader_page(drawn(company(*rows, 单位名称="A" * 90))["李总"]))
    return path


def pages_to_look_at(home: Home, folder: Path) -> list[Path]:
    return [home.pages["陈国平"], home.pages["周立新"], hostile(folder)]


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 320])
def test_nothing_runs_over_the_edge_and_nothing_is_loaded(scheme: str, width: int, browser: Browsed, home: Home, tmp_path: Path) -> None:
    browser.size(width, 844)
    browser.scheme(scheme)
    for path in pages_to_look_at(home, tmp_path):
        browser.go(path.as_uri())
        browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert browser.value("document.documentElement.scrollWidth <= innerWidth"), path
        inside = "(one) => one.getBoundingClientRect().right <= innerWidth + 0.5"
        assert browser.value(f"[...document.querySelectorAll('body *:not(.unseen)')].every({inside})"), path
        assert browser.value("performance.getEntriesByType('resource').length + document.scripts.length") == 0
        assert browser.value("document.title").endswith("日 星期四") or "坏" not in browser.value("document.title")
        dark = browser.value("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(15, 23, 32)") == (scheme == "dark")


@needs_browser
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_hears_the_page_or_sees_little_can_use_it(scheme: str, browser: Browsed, home: Home, tmp_path: Path) -> None:
    """axe-core finds nothing against WCAG 2.1 AA, contrast in both schemes included."""
    browser.size(390, 844)
    browser.scheme(scheme)
    for path in pages_to_look_at(home, tmp_path):
        browser.go(path.as_uri())
        browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert browser.axe() == [], path


@needs_browser
def test_keys_lead_to_each_part_and_open_what_is_folded(browser: Browsed, home: Home) -> None:
    browser.size(390, 844)
    browser.go(home.pages["陈国平"].as_uri())
    browser.tab_to("a[href='#alarms']")
    browser.key("Enter")
    browser.until("Math.abs(document.querySelector('#alarms').getBoundingClientRect().top) < 90")
    browser.tab_to("#alarms summary")
    browser.key("Enter")
    browser.until("document.querySelector('#alarms details').open")
    assert browser.value("document.querySelector('h1').textContent.trim()").startswith("陈国平")
    assert browser.value("[...document.querySelectorAll('section')].map((one) => one.id)") == [
        "decide", "", "alarms", "week", "trend", "departments",
    ]  # fmt: skip
    assert browser.value("document.querySelector('#alarms .light').textContent") == "红"


def test_dates_of_the_page_are_those_of_the_day() -> None:
    (page, *_) = drawn(company(), "6-15").values()
    assert page.day == f"2026年6月15日 星期{'一二三四五六日'[dt.date(2026, 6, 15).weekday()]}"
