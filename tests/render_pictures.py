"""docs/pictures/: the first page of every sheet of a filled workbook and of a department's, and pages
of the bulletin and of the wall chart, as LibreOffice prints them; the map's page as Chromium shows it.

`python tests/render_pictures.py` draws them anew; only pictures that change are worth a commit. The margins with the day of
printing are cut off.
"""

import datetime as dt
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageOps

HOUSE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from support.office_rows import office_rows, page_figures  # noqa: E402
from support.printed import Page, pages_of  # noqa: E402
from support.tools import pdf, pdf_pages  # noqa: E402

from addin.closed.contents import contents  # noqa: E402
from addin.closed.file_book import FileBook  # noqa: E402
from addin.closed.package import Package  # noqa: E402
from macros.collect import collect  # noqa: E402
from macros.demo import close_earlier_periods  # noqa: E402
from macros.document import document  # noqa: E402
from macros.map import map as map_action  # noqa: E402
from macros.refresh import refresh  # noqa: E402
from macros.send import send  # noqa: E402
from macros.steps.report import Options, silent  # noqa: E402
from workbook_templates.master import board_formulas  # noqa: E402
from workbook_templates.master.master import sheet_order, write_master  # noqa: E402
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, FORMS  # noqa: E402
from workbook_templates.sent.sent_identity import GUIDE  # noqa: E402
from workbook_templates.sent.sent_kinds import kind_of  # noqa: E402
from workbook_templates.tables import TABLES  # noqa: E402
from workbook_templates.tables.grid import Block, Value  # noqa: E402

PICTURES = HOUSE / "docs" / "pictures"
WIDTH, COLOURS, LARGEST = 1600, 256, 250_000
"""Pixels across, colours of the palette, bytes of a picture at most."""
SHOWN_ROWS = 24
COMPANY = "示范供电公司"
DEPARTMENT = "运检部"


class Listener(FileBook):
    """A book that remembers what was put into its names."""

    names: Mapping[str, Value | Block]

    def put(self, names: Mapping[str, Value | Block]) -> None:
        self.names = {**getattr(self, "names", {}), **names}
        super().put(names)


def sample_company(folder: Path) -> tuple[dict[str, Block], Mapping[str, Value | Block]]:
    """The first rows of every table of the sample company after a refresh, and what that put on 操作台."""
    from workbook_templates.sample import sample_rows

    path = folder / "全部.xlsm"
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    options = Options(now=dt.datetime(2026, 12, 31, 9), as_of=dt.date(2026, 12, 31))
    close_earlier_periods(path, options, silent)
    book = Listener(path)
    refresh(book, options, silent)
    return {name: chosen(name, grid.rows) for name, grid in book.read(TABLES).items()}, book.names


def chosen(name: str, rows: Block) -> Block:
    """The rows that a picture shows: the first ones, or, where the year's first ones look all alike, every so many."""
    step = max(len(rows) // SHOWN_ROWS, 1) if name in ("督办台账", "亮灯") else 1
    return rows if name == "参数" else rows[::step][:SHOWN_ROWS]


def stand_in() -> tuple[dict[str, Block], Mapping[str, Value | Block]]:
    """Generated rows and figures, for a house without the sample company."""
    return office_rows(SHOWN_ROWS), page_figures()


def picture_book(path: Path, rows: Mapping[str, Block], figures: Mapping[str, Value | Block]) -> Path:
    """A workbook with these rows and figures on 操作台."""
    write_master(path, rows, company=COMPANY, year=2026)
    book = FileBook(path)
    book.put(figures)
    book.commit(None)
    return path


def draw(printed: Path, page: Page, out: Path) -> None:
    """One page as a small PNG without its header and footer."""
    dpi = WIDTH / page.width * 72
    command = ["pdftoppm", "-r", f"{dpi:.2f}", "-f", str(page.number), "-l", str(page.number), "-png", "-singlefile"]
    subprocess.run([*command, str(printed), str(out.with_suffix(""))], check=True, timeout=60)
    with Image.open(out) as whole:
        margin = round(31 / 72 * dpi)
        body = whole.convert("RGB").crop((0, margin, whole.width, whole.height - margin))
    for colours in (COLOURS, COLOURS // 4, COLOURS // 16):
        trimmed(body).quantize(colours, dither=Image.Dither.NONE).save(out, optimize=True)
        if out.stat().st_size <= LARGEST:
            return
    raise ValueError(f"{out.name}: {out.stat().st_size} bytes")


def trimmed(picture: Image.Image) -> Image.Image:
    """With the same small white above the first row and below the last."""
    ink = Image.eval(picture.convert("L"), lambda grey: 255 * (grey < 250)).getbbox()
    return picture if ink is None else ImageOps.expand(picture.crop((0, ink[1], picture.width, ink[3])), (0, 24), "white")


def draw_department(folder: Path) -> None:
    """部门表_<sheet>.png: every sheet of what one department of the sample company receives."""
    from workbook_templates.sample import sample_rows

    path = folder / "督办总台账.xlsm"
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    now = dt.datetime(2026, 12, 31, 9)
    sent = send(FileBook(path), Options(now, as_of=now.date(), more={"dept": [DEPARTMENT]}), silent)
    printed = pdf(sent.files[1], folder / "部门表")
    for page in pages_of(printed, [GUIDE, *DEPARTMENT_KIND.sheets, *FORMS]):
        draw(printed, page, PICTURES / f"部门表_{page.sheet}.png")


def draw_collected(folder: Path) -> None:
    """回收清单.png, 回收清单_待定.png: what a run says of the sheets that the sample company's departments have returned."""
    from support import collected_sample

    book = collected_sample.returned(folder / "回收清单")
    made = collect(FileBook(book), Options(collected_sample.NOW, as_of=collected_sample.NOW.date()), silent)
    printed = pdf(made.files[1], folder / "回收清单页")
    for page in pages_of(printed, ["回收清单", "待定"]):
        name = "回收清单" if page.sheet == "回收清单" else "回收清单_待定"
        draw(printed, page, PICTURES / f"{name}.png")


def draw_minutes(folder: Path) -> None:
    """纪要立项.png: what minutes of the sample company ask for."""
    from support.minutes_corpus import minutes_in

    from macros.minutes import minutes
    from workbook_templates.sample import sample_rows

    path = folder / "纪要" / "督办总台账.xlsm"
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    paper = path.with_name("周例会纪要.txt")
    text = "\n".join(minutes_in("seen_1.txt")[0].text)
    for long, own in (("市场营销部", "营销部"), ("财务资产部", "财务部"), ("安全监察部", "安监部"), ("城东供电所", "城东所")):
        text = text.replace(long, own)
    paper.write_text(text, encoding="utf-8")
    now = dt.datetime(2026, 3, 3, 9)
    made = minutes(FileBook(path), Options(now, as_of=now.date(), more={"file": str(paper)}), silent)
    printed = pdf(made.files[0], path.parent / "页")
    draw(printed, pages_of(printed, ["纪要立项", "不立项", "会议", "部门"])[0], PICTURES / "纪要立项.png")


OTHERS = {
    "领导表": ("领导：杨丽华", ("阶段目标", "变更记录", "督办台账", "批示")),
    "打分表": ("考评：安监部", ("考评打分",)),
    "抽查表": ("抽查：党群部", ("抽查记录", "整改复查")),
}
"""Picture → addressee of the sample company, and the sheets of the file whose first pages it shows below each other."""


def draw_others(folder: Path) -> None:
    """领导表.png, 打分表.png, 抽查表.png: what a leader, a scorer and a checking department receive."""
    from workbook_templates.sample import sample_rows

    path = folder / "其他" / "督办总台账.xlsm"
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    now = dt.datetime(2026, 12, 31, 9)
    close_earlier_periods(path, Options(now, as_of=now.date()), silent)
    sent = send(FileBook(path), Options(now, as_of=now.date(), more={"to": ("领导", "考评", "抽查")}), silent)
    for name, (addressee, sheets) in OTHERS.items():
        file = next(file for file in sent.files[1:] if file.name.startswith(addressee.replace("：", "_") + "_"))
        printed = pdf(file, path.parent / name)
        pages = {page.sheet: page for page in reversed(pages_of(printed, [GUIDE, *kind_of(addressee).sheets, *kind_of(addressee).forms]))}
        drawn = [path.parent / f"{sheet}.png" for sheet in sheets]
        for out in drawn:
            draw(printed, pages[out.stem], out)
        below(drawn, PICTURES / f"{name}.png")


def below(pictures: list[Path], out: Path) -> None:
    """Pictures of one width below each other, as one small PNG."""
    parts = [Image.open(path).convert("RGB") for path in pictures]
    whole = Image.new("RGB", (parts[0].width, sum(part.height for part in parts)), "white")
    for place, part in enumerate(parts):
        whole.paste(part, (0, sum(other.height for other in parts[:place])))
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(out, optimize=True)
    if out.stat().st_size > LARGEST:
        raise ValueError(f"{out.name}: {out.stat().st_size} bytes")


def draw_map(folder: Path) -> None:
    """一张图_挂图.png, 一张图_网页.png: a page of the sample company's wall chart, and the page in Chromium, in September."""
    from support.chromium import show

    from workbook_templates.sample import sample_rows

    path = folder / "图" / "督办总台账.xlsm"
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    made = map_action(FileBook(path), Options(dt.datetime(2026, 9, 20, 9), as_of=dt.date(2026, 9, 20)), silent)
    small(pdf_pages(made.files[0], folder / "图页", 150)[0], PICTURES / "一张图_挂图.png")
    show(made.files[1], f"--screenshot={folder / '网页.png'}", "--window-size=1640,1000", "--hide-scrollbars")
    small(folder / "网页.png", PICTURES / "一张图_网页.png")


def draw_board(folder: Path) -> None:
    """实时看板.png: the page in spring, with a bound on trial, as Excel shows it; LibreOffice, which has none of its functions, gets it
    as values."""
    from workbook_templates.sample import sample_rows

    path, day = folder / "看板" / "督办总台账.xlsm", dt.date(2026, 3, 31)
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    book = FileBook(path)
    book.put({"看板_绿灯下限": 95.0, "看板_期间": "2026Q1"})
    book.commit(None)
    refresh(FileBook(path), Options(dt.datetime.combine(day, dt.time(9)), as_of=day), silent)
    package = Package(path.read_bytes())
    part = contents(package).sheets[board_formulas.SHEET]
    package.change(part, re.sub(rb'<f t="array"[^>]*>[^<]*</f>', b"", package.read(part)))
    path.write_bytes(b"".join(package.written()))
    printed = pdf(path, folder / "看板页")
    page = next(page for page in pages_of(printed, sheet_order()) if page.sheet == board_formulas.SHEET)
    draw(printed, page, PICTURES / f"{board_formulas.SHEET}.png")


def small(picture: Path, out: Path) -> None:
    """A picture as wide as the others, and with few colours."""
    with Image.open(picture) as whole:
        height = round(whole.height * WIDTH / whole.width)
        page = whole.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    page.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, optimize=True)
    if out.stat().st_size > LARGEST:
        raise ValueError(f"{out.name}: {out.stat().st_size} bytes")


BULLETIN = {"通报": (1, 2), "通报2": (3, 7, -1)}
"""Picture → pages of the sample company's bulletin of October 2026 that it shows side by side; −1 is the last."""


def draw_bulletin(folder: Path) -> None:
    """通报.png, 通报2.png: pages of 督办通报, numbered."""
    from workbook_templates.sample import sample_rows

    path = folder / "通报" / "督办总台账.xlsm"
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    refresh(FileBook(path), Options(now=dt.datetime(2026, 12, 31, 9), as_of=dt.date(2026, 12, 31)), silent)
    asked = {"kind": "督办通报", "period": "2026-10", "issue": True}
    made = document(FileBook(path), Options(dt.datetime(2026, 11, 2, 9), as_of=dt.date(2026, 11, 2), more=asked), silent)
    pages = pdf_pages(made.files[0], folder / "通报页", 120)
    for name, numbers in BULLETIN.items():
        beside(
            [pages[number - 1 if number > 0 else number] for number in numbers],
            PICTURES / f"{name}.png",
        )


BULLETINS = {
    "亮灯通报": (("亮灯通报", "2026-B5", "2026-11-04", (2, 3, 7)),),
    "绩效通报": (("绩效通报", "2026Q3", "2026-10-20", (2, 3, -3)),),
    "督办考核通报": (("督办考核通报", "2026H2", "2026-12-31", (2, 3, 4)),),
    "抽查周报": (("抽查运行通报", "2026-11", "2026-12-02", (1, 2)), ("周报", "2026-W47", "2026-11-23", (1,))),
}
"""Picture → kind, period, 基准日 and the pages that it shows side by side."""


def draw_bulletins(folder: Path) -> None:
    """The other bulletins of the sample company, and the workbook beside one of them."""
    from workbook_templates.sample import sample_rows

    path = folder / "各通报" / "督办总台账.xlsm"
    path.parent.mkdir()
    write_master(path, sample_rows(), company=COMPANY, year=2026)
    close_earlier_periods(path, Options(now=dt.datetime(2026, 12, 31, 9), as_of=dt.date(2026, 12, 31)), silent)
    for name, parts in BULLETINS.items():
        shown = []
        for kind, period, day, numbers in parts:
            as_of = dt.date.fromisoformat(day)
            asked = {"kind": kind, "period": period}
            made = document(FileBook(path), Options(dt.datetime.combine(as_of, dt.time(9)), as_of=as_of, more=asked), silent)
            pages = pdf_pages(made.files[0], folder / f"{kind}页", 120)
            shown += [pages[number - 1 if number > 0 else number] for number in numbers]
            if kind == "亮灯通报":
                data = pdf_pages(made.files[1], folder / "数据页", 120)
                beside(data[:2], PICTURES / "通报数据.png")
        beside(shown, PICTURES / f"{name}.png")


def beside(pages: list[Path], out: Path) -> None:
    """Pages side by side, as one small PNG."""
    pictures = [Image.open(page).convert("RGB") for page in pages]
    width = WIDTH // len(pictures)
    heights = [round((width - 6) * picture.height / picture.width) for picture in pictures]
    whole = Image.new("RGB", (WIDTH, max(heights) + 6), "#D9DEE5")
    for place, (picture, height) in enumerate(zip(pictures, heights, strict=True)):
        whole.paste(picture.resize((width - 6, height), Image.Resampling.LANCZOS), (place * width + 3, 3))
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, optimize=True)
    if out.stat().st_size > LARGEST:
        raise ValueError(f"{out.name}: {out.stat().st_size} bytes")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        try:
            rows, figures = sample_company(Path(folder))
        except ImportError:
            rows, figures = stand_in()
        draw_department(Path(folder))
        draw_others(Path(folder))
        draw_collected(Path(folder))
        draw_minutes(Path(folder))
        draw_bulletin(Path(folder))
        draw_bulletins(Path(folder))
        draw_map(Path(folder))
        draw_board(Path(folder))
        printed = pdf(picture_book(Path(folder) / "督办总台账.xlsm", rows, figures), Path(folder) / "out")
        seen = {board_formulas.SHEET}
        for page in pages_of(printed, sheet_order()):
            if page.sheet not in seen:
                seen.add(page.sheet)
                draw(printed, page, PICTURES / f"{page.sheet}.png")


if __name__ == "__main__":
    main()
