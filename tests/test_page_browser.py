"""The page of this machine in a real browser: by keys alone, at the sizes that offices have, judged by axe-core."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.chromium import needs_browser
from support.driven_chromium import Browsed, driven, needs_axe

from addin.page.serving import Served
from macros.open import desk_of
from macros.waiting import waiting_of

SIZES = [(1366, 768, 1.0), (390, 844, 1.0), (1366, 768, 2.0)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browsed]:
    with driven() as one:
        yield one


@pytest.fixture
def served(sample_company: Callable[[Path], Path], tmp_path: Path) -> Iterator[Served]:
    """The sample company's page."""
    path = sample_company(tmp_path / "公司") / "督办总台账.xlsm"
    one = Served(desk_of(path))
    yield one
    one.done.set()
    one.wait()


def done(page: Browsed) -> str:
    """What came of what was clicked."""
    page.until("document.querySelector('#done h2') && !document.querySelector('#now').textContent")
    return str(page.value("document.querySelector('#done').innerText"))


def click(page: Browsed, action: str, **fields: str) -> str:
    """An action by keys alone: to its line, open it, its fields, its button."""
    page.tab_to(f"#deed-{action} summary")
    page.key("Enter")
    for name, text in fields.items():
        page.tab_to(f"#deed-{action} [name={name}]")
        page.type(text)
    page.tab_to(f"#deed-{action} button")
    page.value("document.querySelector('#done').replaceChildren()")
    page.key("Enter")
    return done(page)


@needs_browser
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_month_is_done_by_keys_alone(browser: Browsed, served: Served, tmp_path: Path) -> None:
    """The month of the manual on the sample company; the figures stay those of the workbook."""
    browser.size(1366, 768)
    browser.go(served.address)
    assert browser.value("document.querySelectorAll('.sight').length") == 16
    assert "31 条" in click(browser, "check")
    assert "下发" in click(browser, "send", dept="运检部")
    sent = next(path for path in (tmp_path / "公司" / "下发").rglob("*.xlsx") if "运检部" in path.name)
    browser.value("document.querySelector('#done').replaceChildren()")
    browser.choose("#files", sent)
    assert "已放进“回收”" in done(browser)
    assert (tmp_path / "公司" / "回收" / sent.name).read_bytes() == sent.read_bytes()
    assert "回收" in click(browser, "collect")
    assert "提醒" in click(browser, "remind")
    assert "督办通报" in click(browser, "document")
    assert browser.value("[...document.querySelectorAll('.files a')].some((link) => link.textContent.endsWith('.docx'))")
    assert "试算" in click(browser, "whatif")
    assert "抽" in click(browser, "draw")
    assert "公布本" in click(browser, "publish")
    assert "一张图" in click(browser, "map")
    assert "定稿" in click(browser, "close", period="2026Q4")
    assert "刷新完成" in click(browser, "refresh")
    book = tmp_path / "公司" / "督办总台账.xlsm"
    shown = browser.value("document.querySelector('.sight[data-name=在办] .figure').textContent")
    workbook = load_workbook(book, data_only=True)
    sheet, cell = next(iter(workbook.defined_names["台_在办"].destinations))
    assert int(shown) == workbook[sheet][cell.replace("$", "").split(":")[0]].value
    browser.go(served.address)  # the page anew: what was done is told again
    assert "刷新完成" in done(browser)


@needs_browser
def test_one_decision_by_keys_is_in_the_workbook(browser: Browsed, served: Served, tmp_path: Path) -> None:
    browser.size(1366, 768)
    browser.go(served.address + "waiting")
    book = tmp_path / "公司" / "督办总台账.xlsm"
    row = next(one for one in waiting_of(book, None) if one.group == "拟加减分")
    form = f"form.decide:has([value={json.dumps(row.key)}])"
    before = book.read_bytes()
    browser.tab_to(f"{form} select")
    browser.value("document.activeElement.value = '已确认'")
    browser.tab_to(f"{form} [name=确认人]")
    browser.type(next(ask.choices[0] for ask in row.asks if ask.kind == "person"))
    browser.tab_to(f"{form} button")
    browser.key("Enter")  # without the day the browser itself says what is missing
    assert browser.value("!document.querySelector('form.decide:invalid') || document.querySelector('#now').textContent") == ""
    assert book.read_bytes() == before
    browser.value(f"document.querySelector({json.dumps(form)}).querySelector('[type=date]').value = '2026-11-30'")
    browser.tab_to(f"{form} button")
    browser.key("Enter")
    browser.until(f"!document.querySelector({json.dumps(form)}) && document.querySelector('#done h2')")
    assert "已写进“加减分台账”" in browser.value("document.querySelector('#done').innerText")
    assert book.read_bytes() != before


@needs_browser
@pytest.mark.parametrize(("width", "height", "zoom"), SIZES)
def test_nothing_runs_over_the_edge(width: int, height: int, zoom: float, browser: Browsed, served: Served) -> None:
    browser.size(width, height, zoom)
    for path in ("", "waiting"):
        browser.go(served.address + path)
        browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert browser.value("document.documentElement.scrollWidth <= window.innerWidth")
        inside = "(one) => one.getBoundingClientRect().right <= innerWidth"
        assert browser.value(f"[...document.querySelectorAll('button, summary, input, select')].every({inside})")


@needs_browser
@needs_axe
@pytest.mark.parametrize(("width", "height", "zoom"), SIZES)
def test_who_hears_the_page_or_sees_little_can_use_it(width: int, height: int, zoom: float, browser: Browsed, served: Served) -> None:
    """axe-core finds nothing against WCAG 2.1 AA, contrast and names included."""
    browser.size(width, height, zoom)
    for path in ("", "waiting"):
        browser.go(served.address + path)
        browser.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert browser.axe() == []
