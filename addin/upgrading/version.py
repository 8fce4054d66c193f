"""The version that a master carries, a property of the file, and the VBA module behind its buttons."""

import re
import tempfile
import zipfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

from addin.closed.package import Package
from addin.closed.plain_xml import plain
from addin.upgrading.additions import XML, OlderWorkbook

VERSION_PROPERTY = "督办版本"
PART = "docProps/custom.xml"
KIND = "custom-properties"
TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
EMPTY = (
    XML + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"></Properties>'
)
PROPERTY = re.compile(rb'<property\b[^>]*\bname="([^"]*)"[^>]*>\s*<[\w:]+[^>]*>([^<]*)</', re.DOTALL)


def master_version(package: Package) -> str:
    """ "" where the file does not say: another program may have dropped it."""
    for part in package.related("", KIND):
        for name, value in PROPERTY.findall(plain(package.read(part))):
            if unescape(name.decode()) == VERSION_PROPERTY:
                return unescape(value.decode()).strip()
    return ""


def set_version(book: OlderWorkbook, version: str) -> None:
    """The version in the file's properties, the others untouched."""
    package = book.package
    parts = package.related("", KIND)
    if not parts:
        package.add(PART, EMPTY)
        book.add_type(PART, TYPE)
        book.relate("", KIND, PART)
        parts = [PART]
    xml = plain(package.read(parts[0]))
    known = re.compile(
        rb'(<property\b[^>]*\bname="' + re.escape(VERSION_PROPERTY.encode()) + rb'"[^>]*>\s*<[\w:]+[^>]*>)[^<]*(</)', re.DOTALL
    )
    if known.search(xml):
        package.change(parts[0], known.sub(lambda found: found[1] + escape(version).encode() + found[2], xml, count=1))
        return
    numbers = [int(number) for number in re.findall(rb'<property\b[^>]*\bpid="([0-9]+)"', xml)]
    value = f'<vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{escape(version)}</vt:lpwstr>'
    new = f'<property fmtid="{FORM}" pid="{max(numbers, default=1) + 1}" name="{VERSION_PROPERTY}">{value}</property>'
    xml = re.sub(rb"<Properties\b([^>]*)/>", rb"<Properties\g<1>></Properties>", xml, count=1)
    package.change(parts[0], xml.replace(b"</Properties>", new.encode() + b"</Properties>", 1))


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


def code_of(source: object) -> str:
    """The code without the attributes that the editor hides."""
    lines = str(source).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines if not line.startswith("Attribute VB_")).strip()
