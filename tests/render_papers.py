"""docs/pictures/文书一览.png: the first paper of every kind of the sample company, page by page, as LibreOffice prints it.

`python tests/render_papers.py [home]` draws it anew; a kind that is built is in it without being named here.
"""

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HOUSE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from support.tools import pdf_pages  # noqa: E402

from addin.closed.file_book import FileBook  # noqa: E402
from macros.__main__ import run  # noqa: E402
from macros.document import document  # noqa: E402
from macros.steps.report import Options, silent  # noqa: E402
from workbook_templates.documents.kinds import KINDS, Kind  # noqa: E402

PICTURE = HOUSE / "docs" / "pictures" / "文书一览.png"
NOW = dt.datetime(2026, 12, 31, 9)
PERIODS = {"月": "2026-11", "两月": "2026-B5", "季": "2026Q3", "半年": "2026H1", "周": "2026-W50", "年": "2026"}
WIDTH, ACROSS, GAP, CAPTION = 1600, 9, 6, 22
LONGEST, SHOWN = 7, 6
"""A paper of more pages than LONGEST shows SHOWN of them: the first ones and the last."""
COLOURS, LARGEST = 64, 250_000


def paper_of(home: Path, kind: Kind) -> Path | None:
    """The first paper of a kind, issued where it has numbers; None where there is nothing to write."""
    period = PERIODS[kind.periods[0]] if kind.periods else "2026-11" if kind.name in ("整改意见书", "办结报告") else None
    asked = {"kind": kind.name, "period": period, "issue": kind.numbered}
    made = document(FileBook(home / "督办总台账.xlsm"), Options(NOW, as_of=NOW.date(), more=asked), silent)
    return made.files[0] if made.files else None


def shown(pages: list[Path]) -> list[Path]:
    return pages if len(pages) <= LONGEST else [*pages[: SHOWN - 1], pages[-1]]


def thumbnails(home: Path, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Each page small, the first of a paper with the kind's name."""
    width = (WIDTH - GAP) // ACROSS - GAP
    for kind in KINDS.values():
        paper = paper_of(home, kind)
        if paper is None:
            continue
        pages = pdf_pages(paper, folder / kind.name, 60)
        for place, page in enumerate(shown(pages)):
            with Image.open(page) as whole:
                picture = whole.convert("RGB").resize((width, round(width * whole.height / whole.width)), Image.Resampling.LANCZOS)
            yield f"{kind.name}　{len(pages)} 页" if place == 0 else "", picture


def sheet(pictures: list[tuple[str, Image.Image]]) -> Image.Image:
    """All thumbnails in rows, a paper's pages side by side."""
    width = (WIDTH - GAP) // ACROSS
    height = CAPTION + max(picture.height for _, picture in pictures) + GAP
    rows = (len(pictures) + ACROSS - 1) // ACROSS
    whole = Image.new("RGB", (WIDTH, rows * height + GAP), "#C9D2DC")
    pen, font = ImageDraw.Draw(whole), caption_font()
    for place, (name, picture) in enumerate(pictures):
        left, top = GAP + place % ACROSS * width, GAP + place // ACROSS * height
        whole.paste(picture, (left, top + CAPTION))
        pen.text((left, top), name, "black", font)
    return whole


def caption_font() -> ImageFont.FreeTypeFont:
    """A font with Chinese letters."""
    said = subprocess.run(["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, check=True, timeout=30)
    return ImageFont.truetype(said.stdout.decode(), 13)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "示范"
        if not home.exists():
            run(["demo", str(home), "--quiet"])
        whole = sheet([*thumbnails(home, Path(folder) / "页")])
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    if PICTURE.stat().st_size > LARGEST:
        raise ValueError(f"{PICTURE.name}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
