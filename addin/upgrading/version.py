"""The version that a master carries, a property of the file, and the VBA module behind its buttons."""

import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from addin.closed.contents import noted_in
from addin.closed.package import Package
from addin.upgrading.additions import OlderWorkbook
from addin.upgrading.xml import HEAD

VERSION_PROPERTY = "督办版本"
PART = "docProps/custom.xml"
KIND = "custom-properties"
TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPERTIES, VALUES = f"{{{OFFICE}/custom-properties}}", f"{{{OFFICE}/docPropsVTypes}}"
EMPTY = HEAD + f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes"></Properties>'.encode()


def noted_version(root: Any) -> Any:
    """The element that holds the version; None where there is none."""
    return next((one[0] for one in root.iter(PROPERTIES + "property") if one.get("name") == VERSION_PROPERTY and len(one)), None)


def master_version(package: Package) -> str:
    """ "" where the file does not say: another program may have dropped it."""
    return noted_in(package, VERSION_PROPERTY)


def set_version(book: OlderWorkbook, version: str) -> None:
    """The version in the file's properties, the others untouched."""
    if not book.package.related("", KIND):
        book.package.add(PART, EMPTY)
        book.add_type(PART, TYPE)
        book.relate("", KIND, PART)
    with book.changed(book.package.related("", KIND)[0]) as root:
        noted = noted_version(root)
        if noted is None:
            number = max((int(one.get("pid", "1")) for one in root), default=1) + 1
            owner = etree.SubElement(root, PROPERTIES + "property", {"fmtid": FORM, "pid": str(number), "name": VERSION_PROPERTY})
            noted = etree.SubElement(owner, VALUES + "lpwstr", nsmap={"vt": f"{OFFICE}/docPropsVTypes"})
        noted.text = version


def with_modules(data: bytes, modules: Mapping[str, str]) -> tuple[bytes, list[str]]:
    """The workbook with our VBA modules as they are today, where it has one of them; the names of those that changed or came.

    The user's modules stay. Raises ValueError where the project can't be read, as one with a password."""
    from pyopenvba import ExcelFile  # only new, install and upgrade need it

    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "book.xlsm"
        path.write_bytes(data)
        changed = []
        try:
            with ExcelFile(path) as book:
                if not book.has_vba_project():
                    return data, []
                there = set(book.module_names())
                for name in modules if there & modules.keys() else ():
                    if name not in there:
                        book.vba_project().add_module(name, modules[name])
                    elif code_of(book.get_module(name)) != code_of(modules[name]):
                        book.set_module(name, modules[name])
                    else:
                        continue
                    changed.append(name)
                if changed:
                    book.save()
        except Exception as error:
            raise ValueError(str(error)) from error
        if not changed:
            return data, []
        with zipfile.ZipFile(path) as archive:
            project = archive.read("xl/vbaProject.bin")
    package = Package(data)
    package.change("xl/vbaProject.bin", project)
    return b"".join(package.written()), sorted(changed)


def subs_in(data: bytes, module: str) -> frozenset[str]:
    """The names of the Subs of a module; none where there is no such module or the project can't be read."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "book.xlsm"
        path.write_bytes(data)
        try:
            with ExcelFile(path) as book:
                source = str(book.get_module(module)) if book.has_vba_project() and module in book.module_names() else ""
        except Exception:
            return frozenset()
    return frozenset(re.findall(r"(?m)^Sub (\w+)\(", source))


def code_of(source: object) -> str:
    """The code without the attributes that the editor hides."""
    lines = str(source).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines if not line.startswith("Attribute VB_")).strip()
