"""duban group: the companies' own figures, put together; what can't be read or compared is listed, the rest goes on."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.chromium import needs_browser, show
from support.companies import NOW, OPTIONS, made_company, own_figures
from support.tools import needs_sdk, repair_errors, sdk_errors

from addin.closed.file_book import FileBook
from addin.companies.workers import each_done, workers
from macros.__main__ import run
from macros.group import group
from macros.publish import publish
from macros.refresh import refresh
from macros.steps.report import Options, Report, Status, silent
from udfs.rules.discretion import WITHHELD
from workbook_templates.leaving.group_book import GroupList, GroupPage
from workbook_templates.leaving.group_web import group_web
from workbook_templates.reading.errors import UsageError

pytest.importorskip("duckdb", reason="the extra `group` is not installed: pip install 'duban[group]'")
NAMES = ("甲供电公司", "乙供电公司", "丙供电公司")
OTHER = (("绿灯", 85, "否", "表扬"), ("黄灯", 60, "是", "提醒"), ("红灯", 0, "是", "发函"))
RATES = ("按期办结率", "办结率", "反馈及时率", "计划执行率", "落地率")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three companies that can be compared, and one with another bound of 绿灯."""
    folder = tmp_path_factory.mktemp("集团") / "各单位"
    for seed, name in enumerate(NAMES):
        made_company(folder / name, name, seed)
    made_company(folder / "丁供电公司", "丁供电公司", 7, bounds=OTHER)
    return folder


def grouped(*given: Path, out: Path, **more: object) -> Report:
    return group(Options(NOW, "测试员", more={"dir": tuple(map(str, given)), "out": str(out), "processes": 2, **more}), silent)


@pytest.fixture(scope="module")
def out(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("结果")
    report = grouped(home, out=folder)
    assert (report.status, report.figures["读"], report.figures["单位"], report.figures["可比"]) == (Status.DONE_WITH_ENTRIES, 4, 4, 3)
    return folder


def listed(out: Path, sheet: str) -> list[dict[str, object]]:
    """A list of the group's workbook, header → value; the header is in the third row."""
    book = load_workbook(out / "集团.xlsx")
    _, _, headers, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def test_every_figure_is_what_the_company_itself_has(home: Path, out: Path) -> None:
    own = {path.parent.name: own_figures(path) for path in home.glob("*/督办总台账.xlsm")}
    lights, ranks = listed(out, "各单位灯"), {row["单位"]: row for row in listed(out, "单位排名")}
    for row in lights:
        figures = own[str(row["单位"])]
        assert {name: row[name] for name in ("绿灯", "黄灯", "红灯", "在办", "办结", "逾期")} == {
            name: figures[name][0] for name in ("绿灯", "黄灯", "红灯", "在办", "办结", "逾期")
        }
        assert ranks[row["单位"]]["督办得分"] == figures["督办得分"][0]
        assert ranks[row["单位"]]["亮灯得分"] == figures["亮灯得分"][0]
        red = [one for one in listed(out, "红灯清单") if one["单位"] == row["单位"]]
        late = [one for one in listed(out, "逾期") if one["单位"] == row["单位"]]
        assert (len(red), len(late)) == (figures["红灯"][0], figures["逾期"][0])
    assert len(lights) == 4


@pytest.mark.parametrize("rate", RATES)
def test_rates_are_added_by_their_parts_among_those_that_can_be_compared(rate: str, home: Path, out: Path) -> None:
    own = [own_figures(home / name / "督办总台账.xlsm")[rate] for name in NAMES]
    *_, total = listed(out, rate)
    parts = [sum(float(str(figures[at])) for figures in own) for at in (1, 2)]
    assert [total["分子"], total["分母"]] == parts
    assert total[rate] == pytest.approx(parts[0] / parts[1])


def test_only_companies_with_the_same_bounds_are_ranked(out: Path) -> None:
    ranks = {str(row["单位"]): row for row in listed(out, "单位排名")}
    assert ranks["丁供电公司"]["督办名次"] is None
    assert ranks["丁供电公司"]["不参与比较的原因"] == "绿灯下限 85不含（多数 80不含）"
    scores = sorted((float(str(ranks[name]["督办得分"])) for name in NAMES), reverse=True)
    assert {name: ranks[name]["督办名次"] for name in NAMES} == {
        name: 1 + scores.index(float(str(ranks[name]["督办得分"]))) for name in NAMES
    }


def test_what_has_not_changed_is_not_read_again(home: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macros.group.workers", lambda *_: pytest.fail("somebody was sent to read"))
    before = (out / "集团.xlsx").read_bytes()
    again = grouped(home, out=out)
    assert (again.figures["读"], again.figures["未变"], again.figures["改动"]) == (0, 4, False)
    (out / "集团.xlsx").write_bytes(b"spoilt")
    assert grouped(home, out=out).figures["改动"] is True
    assert (out / "集团.xlsx").read_bytes() == before


@pytest.fixture
def broken(home: Path, tmp_path: Path) -> Path:
    """The companies, and beside them what no group can use."""
    folder = Path(shutil.copytree(home, tmp_path / "各单位"))
    first = folder / NAMES[0] / "督办总台账.xlsm"
    (folder / "坏.xlsx").write_bytes(first.read_bytes()[:9000])
    (folder / "密.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 50)
    (folder / "旧式.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)
    (folder / "别的.xlsx").write_bytes(plain_workbook(tmp_path))
    rezipped(first, folder / "新.xlsm", "docProps/custom.xml", rb">\d+<", b">99<")
    rezipped(first, folder / "毒.xlsm", "xl/workbook.xml", rb"\?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>')
    rezipped(first, folder / "没刷新.xlsm", "xl/sharedStrings.xml", "全公司<".encode(), "全公司！<".encode())
    shutil.copy(first, folder / "同一本.xlsm")
    (folder / NAMES[1] / ".~lock.督办总台账.xlsm#").write_text(",张三,,,")
    again = made_company(tmp_path / "又一本", NAMES[2], 11)
    shutil.copy(again, folder / "又一本丙.xlsm")
    return folder


def plain_workbook(folder: Path) -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(folder / "清册.xlsx")
    book.add_worksheet("清册").write(0, 0, "不是台账")
    book.close()
    return (folder / "清册.xlsx").read_bytes()


def rezipped(source: Path, target: Path, part: str, old: bytes, new: bytes) -> None:
    """A copy in which one part is changed."""
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            data = read.read(name)
            write.writestr(name, re.sub(old, new, data, count=1) if name == part else data)


def test_faults_are_listed_with_what_to_do_and_the_rest_goes_on(broken: Path, tmp_path: Path) -> None:
    report = grouped(broken, out=tmp_path / "出")
    left = {
        Path(path).name if Path(path).parent == broken else Path(path).parent.name: problem for path, problem, _ in report.figures["未列入"]
    }
    words = {
        "坏.xlsx": "已损坏", "密.xlsx": "有打开密码", "旧式.xlsx": "旧格式", "别的.xlsx": "不是督办总台账",
        "新.xlsm": "新版本", "毒.xlsm": "恶意",
        "没刷新.xlsm": "旧版本", NAMES[1]: "打开着", "同一本.xlsm": "同一个文件", "又一本丙.xlsm": "不知道哪一本算数",
    }  # fmt: skip
    assert {name: word for name, word in words.items() if word not in left.get(name, "")} in ({}, {"同一本.xlsm": "同一个文件"})
    assert all(remedy for _, _, remedy in report.figures["未列入"])
    assert report.status is Status.DONE_WITH_ENTRIES
    assert {row["单位"] for row in listed(tmp_path / "出", "各单位灯")} == {NAMES[0], NAMES[1], "丁供电公司"}


def test_a_published_copy_counts_like_its_master(home: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(home / NAMES[0], tmp_path / "家"))
    refresh(FileBook(folder / "督办总台账.xlsm"), OPTIONS, silent)  # the first one made items of instructions
    made = publish(FileBook(folder / "督办总台账.xlsm"), OPTIONS, silent).files[-1]
    first, second = grouped(made, out=tmp_path / "一"), grouped(folder, out=tmp_path / "二")
    assert first.figures["合计"] == second.figures["合计"]
    assert listed(tmp_path / "一", "各单位灯") == listed(tmp_path / "二", "各单位灯")


def test_a_closed_period_is_what_was_published(sample_company: object, tmp_path: Path) -> None:
    home = sample_company(tmp_path / "示范")  # type: ignore[operator]
    report = grouped(home, out=tmp_path / "出", period="2026Q3")
    grid = FileBook(home / "督办总台账.xlsm").read(["历史成绩"])["历史成绩"]
    rows = [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]
    whole = next(r for r in rows if (r["期间"], r["对象类型"], r["维度"]) == ("2026Q3", "公司", "督办"))
    assert report.figures["合计"] == {"按期办结率": [whole["分子"], whole["分母"]]}
    assert listed(tmp_path / "出", "单位排名")[0]["督办得分"] == whole["得分"]
    units = {r["对象"]: r["得分"] for r in rows if (r["期间"], r["对象类型"], r["维度"]) == ("2026Q3", "部门", "综合")}
    assert {row["部门"]: row["综合"] for row in listed(tmp_path / "出", "各部门")} == units


def test_no_secret_leaves_a_company(home: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(home / NAMES[0], tmp_path / "家"))
    book = FileBook(folder / "督办总台账.xlsm")
    lights, ledger = book.read(["亮灯", "督办台账"])["亮灯"], book.read(["督办台账"])["督办台账"]
    red = [row[0] for row in lights.rows if row[lights.headers.index("灯")] == "红灯"][:2]
    places = [[row[ledger.headers.index("编号")] for row in ledger.rows].index(number) for number in red]
    book.update(
        "督办台账", {(places[0], "密级"): "商业秘密", (places[0], "事项"): "甲字第一号方案", (places[1], "事项"): "商业秘密乙字方案"}
    )
    book.commit(None)
    grouped(folder, out=tmp_path / "出")
    shown = {row["编号"]: row["事项"] for row in listed(tmp_path / "出", "红灯清单")}
    assert [shown[number] for number in red] == [WITHHELD, WITHHELD]
    for path in (tmp_path / "出").rglob("*"):
        data = b"".join(zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()) if path.suffix == ".xlsx" else b""
        data += path.read_bytes() if path.is_file() else b""
        assert "字第一号".encode() not in data, path
        assert "乙字方案".encode() not in data, path


def test_a_list_says_which_workbooks_count(home: Path, tmp_path: Path) -> None:
    (tmp_path / "清单.csv").write_text(f"单位,文件\n甲,{home / NAMES[0] / '督办总台账.xlsm'}\n乙,没有.xlsx\n", "gb18030")
    report = grouped(tmp_path / "清单.csv", out=tmp_path / "出")
    assert report.figures["单位"] == 1
    assert [problem for _, problem, _ in report.figures["未列入"]] == ["读不出来（No such file or directory）"]


def test_a_word_that_is_no_period_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不是期间"):
        grouped(home, out=tmp_path / "出", period="去年")


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [("a folder that is not there", "没有", "找不到"), ("nothing in it", "空", "没有找到一本总台账")],
)
def test_nothing_to_do_is_said(name: str, given: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(UsageError, match=words):
        grouped(tmp_path / given, out=tmp_path / "出")
    assert not (tmp_path / "出").exists(), name


def test_the_command_line_takes_folders_and_the_place_for_results(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["group", str(home / NAMES[0]), str(home / NAMES[1]), str(tmp_path / "出"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["单位"] == 2


def test_no_other_command_loads_what_a_group_needs() -> None:
    ask = "import sys, macros.command_line, macros.refresh, macros.send, macros.collect, macros.import_, macros.group\n"
    ask += "print({*sys.modules} & {'duckdb', 'dask', 'distributed'})"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@needs_sdk
def test_excel_opens_the_workbook_without_repairing_it(out: Path) -> None:
    assert sdk_errors(out / "集团.xlsx") == []
    assert repair_errors(out / "集团.xlsx") == []


# the page


def shown_rows(page: Path, query: str) -> list[str]:
    """The rows of 红灯清单 that Chromium shows."""
    html = show(page, "--dump-dom", query=query)
    part = html.partition('<section id="红灯清单"')[2].partition("</section>")[0]
    return [row for row in re.findall(r"<tr[^>]*>.*?</tr>", part, re.DOTALL) if "<th>" not in row and 'class="hide"' not in row]


@needs_browser
def test_the_page_filters_in_a_real_browser_without_a_network(out: Path) -> None:
    every = listed(out, "红灯清单")
    mine = [row for row in every if row["单位"] == NAMES[0]]
    assert 0 < len(mine) < len(every)
    assert len(shown_rows(out / "集团.html", "")) == len(every)
    assert len(shown_rows(out / "集团.html", f"?单位={NAMES[0]}")) == len(mine)
    number = str(mine[0]["编号"])
    assert len(shown_rows(out / "集团.html", f"?单位={NAMES[0]}&查找={number}")) == 1


@needs_browser
def test_texts_on_the_page_stay_texts(tmp_path: Path) -> None:
    nasty = "<script>document.title='坏'</script>\"'><img src=x onerror=\"document.title='坏'\">\x00"
    lists = [GroupList("红灯清单", nasty, {"单位": 20.0, "事项": 30.0, "灯": 8.0}, [(nasty, nasty, "红灯")])]
    page = tmp_path / "集团.html"
    page.write_bytes(group_web(GroupPage("集团", nasty, NOW.date(), {nasty: nasty}, [nasty], lists)))
    html = show(page, "--dump-dom")
    assert "<title>集团</title>" in html
    assert "<img" not in html
    assert "显示 1 行，共 1 行" in html


# workers


def test_a_worker_that_dies_is_replaced_and_its_files_are_read_again(tmp_path: Path) -> None:
    given = [str(tmp_path / name) for name in ("先死一", "二", "三", "死四", "五", "先死六")]
    with workers("", 2) as start:
        told = {Path(text).name: one for text, one in each_done(start, die_once, given)}
    assert {name: one for name, one in told.items() if not isinstance(one, Exception)} == {
        name: name for name in ("先死一", "二", "三", "五", "先死六")
    }
    assert isinstance(told["死四"], Exception)


def die_once(text: str) -> str:
    """Ends its process, as the system does when memory runs out: 先死 the first time only."""
    mark = Path(text)
    if mark.name.startswith("死") or (mark.name.startswith("先死") and not mark.exists()):
        mark.touch()
        os._exit(9)
    return mark.name


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler with two workers on this machine: its address, and the workers."""
    pytest.importorskip("distributed", reason="the extra `group` is not installed: pip install 'duban[group]'")
    file = tmp_path / "scheduler.json"
    common = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])}
    tool = [sys.executable, "-m"]
    scheduler = subprocess.Popen(
        [*tool, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
        env=env, **common,  # type: ignore[call-overload]
    )  # fmt: skip
    order = ["distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    hands = [subprocess.Popen([*tool, *order], env=env, **common) for _ in range(2)]  # type: ignore[call-overload]
    try:
        for _ in range(300):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], hands
    finally:
        for process in (*hands, scheduler):
            process.kill()
            process.wait()


def test_a_cluster_reads_and_the_loss_of_a_worker_costs_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], home: Path, tmp_path: Path
) -> None:
    address, hands = cluster
    steps: list[str] = []

    def progress(step: str) -> None:
        steps.append(step)
        if "1/" in step:
            hands[0].kill()

    more = {"dir": (str(home),), "out": str(tmp_path / "出"), "cluster": address}
    report = group(Options(NOW, "测试员", more=more), progress)
    assert any("1/4" in step for step in steps)
    assert (report.figures["读"], report.figures["单位"], report.figures["未列入"]) == (4, 4, [])


def test_a_scheduler_that_is_not_there_is_said(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `group` is not installed: pip install 'duban[group]'")
    monkeypatch.setattr("addin.companies.workers.PATIENCE", "1s")
    with pytest.raises(UsageError, match="连不上"):
        grouped(home, out=tmp_path / "出", cluster="tcp://127.0.0.1:9")
