"""The parts of a workbook file: read, changed as another program might have, compared."""

import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from addin.closed.contents import contents
from addin.closed.package import Package
from support import tools


def parts(path: Path) -> dict[str, bytes]:
    """Name → content."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before: dict[str, bytes], path: Path) -> set[str]:
    """Names of parts that are new, gone or not byte for byte what they were; the order of the others must be the old one."""
    after = parts(path)
    assert [name for name in before if name in after] == list(after)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def sheet_part(path: Path, name: str) -> str:
    """The XML of a sheet."""
    package = Package(path.read_bytes())
    return package.read(contents(package).sheets[name]).decode()


def put_parts(path: Path, content: Mapping[str, bytes]) -> None:
    """A file of these parts, in their order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def edited(path: Path, part: str, old: str, new: str) -> None:
    """Change a part's text as another program might have."""
    content = parts(path)
    assert old in content[part].decode()
    content[part] = content[part].decode().replace(old, new, 1).encode()
    put_parts(path, content)


def check_package(path: Path) -> None:
    """Excel would not repair it, openpyxl opens it."""
    assert tools.repair_errors(path) == []
    if tools.sdk():
        assert tools.sdk_errors(path) == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says which parts it would lose
        openpyxl.load_workbook(path).close()
