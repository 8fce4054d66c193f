"""duban.xlam: xlwings' own add-in file, which Excel once wrote, with our modules, our ribbon and one sheet of texts.

The sheet `duban` holds what VBA can't, because its source is ASCII: A1 what to do before the installation, then a row for each cell
function (name, number of arguments, help, help of each argument), which Auto_Open tells the function wizard. B1 is the last row.
The same input gives the same bytes.
"""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from addin.excel.modules import addin_modules, xlwings_folder
from addin.excel.ribbon import FORMS, RIBBON_RELATIONS, ribbon
from addin.excel.wrappers import CellFunction
from workbook_templates.master.buttons import TEXT

ADDIN_FILE = "duban.xlam"
SEED = "quickstart_addin_ribbon.xlam"
SHEET, CATEGORY = "duban", "督办"
DROPPED = ("RibbonMyAddin",)
LONGEST_HELP = 255
"""Letters that the function wizard takes; Excel refuses the whole description of a function with a longer one."""
LEFT_OUT = re.compile(r"<mc:AlternateContent.*?</mc:AlternateContent>|<extLst>.*?</extLst>", re.S)
"""In the seed's workbook part: the folder of whoever made the seed, and an extension with a value that its schema does not know."""
NO_DATE = (1980, 1, 1, 0, 0, 0)


def addin_file(functions: Sequence[CellFunction]) -> bytes:
    """The add-in as a file. ValueError where VBA does not hold together or a help is too long."""
    if long := [one.name for one in functions for text in (one.help, *one.helps) if len(text) > LONGEST_HELP]:
        raise ValueError(f"longer than {LONGEST_HELP} letters: {long}")
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(shutil.copy2(xlwings_folder() / SEED, Path(folder) / ADDIN_FILE))
        put_modules(path, addin_modules(functions))
        return repacked(path, texts_sheet(functions))


def put_modules(path: Path, modules: dict[str, str]) -> None:
    """Replace the VBA of the seed by ours."""
    from pyopenvba import ExcelFile  # only who builds the add-in needs it

    with ExcelFile(path) as book:
        project = book.vba_project()
        for name in DROPPED:
            project.delete_module(name)
        there = project.module_names()
        for name, text in modules.items():
            text.encode("ascii")
            if name in there:
                project.get_module(name).body = text
            else:
                project.add_module(name, text)
        if faults := project.validate():
            raise ValueError(f"VBA: {faults}")
        book.save()


def repacked(path: Path, sheet: str) -> bytes:
    """The package with our ribbon and sheet, its parts in order and without a date."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if not name.startswith("customUI/")}
    relations = re.sub(r'<Relationship [^>]*ui/extensibility"[^>]*/>', "", parts["_rels/.rels"].decode())
    added = "".join(
        f'<Relationship Id="DB{n}" Type="{kind}" Target="{name}"/>' for n, (name, kind) in enumerate(RIBBON_RELATIONS.items(), 1)
    )
    parts["_rels/.rels"] = relations.replace("</Relationships>", f"{added}</Relationships>").encode()
    workbook = LEFT_OUT.sub("", parts["xl/workbook.xml"].decode())
    parts["xl/workbook.xml"] = workbook.replace('name="_myaddin.conf"', f'name="{SHEET}"').replace("<definedNames />", "").encode()
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts |= {name: ribbon(namespace).encode() for name, namespace in FORMS.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            package.writestr(zipfile.ZipInfo(name, NO_DATE), parts[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def texts_sheet(functions: Sequence[CellFunction]) -> str:
    """The sheet as XML."""
    rows: list[tuple[object, ...]] = [(TEXT, len(functions) + 1, CATEGORY)]
    rows += [(one.name, len(one.helps), one.help, *one.helps) for one in functions]
    body = "".join(f'<row r="{number}">{"".join(cells(number, row))}</row>' for number, row in enumerate(rows, 1))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{head}<worksheet xmlns="{space}"><sheetPr codeName="Sheet2"/><sheetData>{body}</sheetData></worksheet>'


def cells(number: int, row: Sequence[object]) -> Iterable[str]:
    """The cells of one row as XML."""
    for place, value in enumerate(row):
        address = f"{chr(ord('A') + place)}{number}"
        if isinstance(value, int):
            yield f'<c r="{address}"><v>{value}</v></c>'
        else:
            yield f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
