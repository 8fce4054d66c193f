"""What a filled paper still needs: a red head that fits its line, room for the imprint, and a package that is the same every time."""

import io
import zipfile
from typing import Any

from docx.oxml.ns import qn

from workbook_templates.documents import measures
from workbook_templates.documents.measures import LOOK_BY_NAME
from workbook_templates.documents.titles import width_of

EPOCH = (1980, 1, 1, 0, 0, 0)
FIRST = "[Content_Types].xml"
LARGEST, SMALLEST = 54, 26
"""Points of the red head; a name too long for the smallest is made narrower."""
FULL = measures.TEXT_WIDTH / measures.MM_PER_POINT
HEAD = FULL * 0.94
"""What of its line the red head fills at most."""
NARROWEST = 33
RED_HEADS = ("公文红头", "公文函头")


def saved(paper: Any) -> bytes:
    """A paper as the bytes of its file."""
    file = io.BytesIO()
    paper.save(file)
    return packed(file.getvalue())


def packed(data: bytes) -> bytes:
    """The package with its parts in one order and without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name))
    return out.getvalue()


def style_of(paragraph: Any) -> str:
    """The style id of a w:p."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else found.get(qn("w:val"), "")


def text_in(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def fit_red_head(body: Any) -> None:
    """The size of the red head, as large as its line allows; beyond the smallest size its characters are narrowed."""
    for paragraph in body.iter(qn("w:p")):
        width = width_of(text_in(paragraph)) if style_of(paragraph) in RED_HEADS else 0
        if not width:
            continue
        size = max(min(int(HEAD / width), LARGEST), SMALLEST)
        scale = min(max(int(100 * HEAD / (width * size)), NARROWEST), 100)
        for run in paragraph.iter(qn("w:r")):
            properties = run.get_or_add_rPr()
            for name in ("w:w", "w:sz", "w:szCs"):
                for old in properties.findall(qn(name)):
                    properties.remove(old)
            if scale < 100:
                added(properties, "w:w", scale)
            added(properties, "w:sz", size * 2)
            added(properties, "w:szCs", size * 2)


def added(properties: Any, name: str, value: int) -> None:
    """One more property of a run; those set here are the last ones in the order of the schema that a run of ours has."""
    child = properties.makeelement(qn(name), {qn("w:val"): str(value)})
    properties.append(child)


def fit_imprint(body: Any) -> None:
    """Room for every line of 抄送 in the text box at the foot of the last page."""
    for box in body.iter("{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"):
        copies = [paragraph for paragraph in box.iter(qn("w:p")) if style_of(paragraph) == "公文抄送"]
        if not copies:
            continue
        look = LOOK_BY_NAME["公文抄送"]
        letters = FULL / look.size - look.left - look.right
        more = sum(max(int(width_of(text_in(paragraph)) / letters), 0) for paragraph in copies)
        height = str(round((measures.IMPRINT_HEIGHT + more * look.line / 20 * measures.MM_PER_POINT) * measures.EMU_PER_MM))
        for size in box.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}ext"):
            size.set("cy", height)
        anchor = next(box.iterancestors("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"))
        anchor.find("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent").set("cy", height)
