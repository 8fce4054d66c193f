"""The one door to UNO: importing it where it fits this interpreter, making its structs, counting what crosses the pipe.

UNO has no types, so that everything behind a `Remote` is Any; the modules beside this one give it types again.
"""

import builtins
import functools
import importlib
import os
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

from workbook_templates.reading.errors import BookBusy, UsageError

PLACES = (Path("/usr/lib/python3/dist-packages"), Path("/usr/lib64/libreoffice/program"), Path("/usr/lib/libreoffice/program"))
"""Where distributions keep uno.py, which is not in an environment of its own (venv)."""

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
_MISSING = (
    "这个 Python 里没有 LibreOffice 的接口（uno）："
    "Debian、Ubuntu 请先 apt install python3-uno libreoffice-calc，再用 /usr/bin/python3 重建环境"
)


@functools.cache
def uno_module() -> ModuleType:
    """The module `uno`. UsageError when it is missing or was built for another version of Python.

    `import uno` leaves two traces, which are wiped off: more places in sys.path, where other packages of the system lie, and an
    __import__ of its own.
    """
    path, importer = [*sys.path], builtins.__import__
    sys.path += [str(place) for place in PLACES]
    try:
        _refuse_another_python()
        return importlib.import_module("uno")
    except ImportError as error:
        raise UsageError(f"{_MISSING}（{error}）") from error
    finally:
        sys.path[:] = path
        builtins.__import__ = importer


def _refuse_another_python() -> None:
    """pyuno pulls in the libpython that it was built for; another one than ours would end the process, not raise."""
    for place in [*map(Path, sys.path), *PLACES]:
        library = place / "libpyuno.so"
        if library.is_file():
            found = re.search(rb"libpython(\d+\.\d+)", library.read_bytes())
            if found and found[1].decode() != HERE:
                theirs = found[1].decode()
                raise UsageError(f"LibreOffice 的接口（uno）是给 Python {theirs} 的，现在运行的是 {HERE}：请用 python{theirs} 重建环境")
            return


_NOBODY = "illegal object given"
"""What UNO says of an object that it can't ask for its properties any more."""


_QUESTIONS = ("get", "has", "is", "query", "next", "create", "supports", "goto", "collapse", "execute")
"""How calls begin that change no document, the moves of cursors too; what `execute` runs says itself (addin/calc/office.py)."""
_ASIDE = ("start", "setText", "end", "addNew", "addNewConverted", "calculate", "lockControllers", "unlockControllers")
"""Calls that change no cell: what the status bar is told, number formats that no cell has yet, formulas computed before they are looked
at, the screen that stands still."""


class _Tally:
    crossings = changes = 0

    @classmethod
    def cross(cls) -> None:
        cls.crossings += 1
        _own.crossings += 1


class _Own(threading.local):
    """Of the thread that looks: what another one asks meanwhile tells nothing of the time that has passed here."""

    crossings = 0


_own = _Own()


def crossings() -> int:
    """How many calls and properties have gone through the pipe since the process started. For tests: read twice and subtract."""
    return _Tally.crossings


def change_count() -> int:
    """How often something may have been changed through the pipe."""
    return _Tally.changes


def changed() -> None:
    """Something may have been changed that no call here tells of."""
    _Tally.changes += 1


Answer = TypeVar("Answer")


class Told(Generic[Answer]):
    """An answer that holds as long as the thread has asked nothing else: who asks for a table's place and then for its headers gets both
    from one crossing, and who looks again later asks again."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._asked = answer, _own.crossings

    def still(self) -> Answer | None:
        return self._answer if self._asked == _own.crossings else None


class UnoError(Exception):
    """A UNO exception as one of Python's. kinds: the names of its class and of those above it, such as IOException.

    UNO's own exceptions hold no traceback, so that one that passes a context manager of contextlib ends in a riddle.
    """

    def __init__(self, error: Exception) -> None:
        self.kinds = tuple(kind.__name__.rpartition(".")[2] for kind in type(error).__mro__)
        super().__init__(f"{self.kinds[0]}: {error}")


class Remote:
    """A UNO object whose every call, and every property read or set, is counted.

    BookBusy when the office or the document has gone away meanwhile; UnoError for what else UNO raises.
    """

    __slots__ = ("native",)
    native: Any

    def __init__(self, native: Any) -> None:
        object.__setattr__(self, "native", native)

    def __getattr__(self, name: str) -> Any:
        found = _guarded(getattr, self.native, name, gone=("DisposedException", "UnknownPropertyException"))
        if callable(found):
            return functools.partial(_call, name, found)
        _Tally.cross()
        return _wrapped(found)

    def __setattr__(self, name: str, value: Any) -> None:
        _Tally.cross()
        _Tally.changes += 1
        _guarded(setattr, self.native, name, native(value))


def _call(name: str, method: Any, *arguments: Any) -> Any:
    _Tally.cross()
    if not name.startswith(_QUESTIONS) and name not in _ASIDE:  # a thread that only asks must not write the number back
        _Tally.changes += 1
    return _wrapped(_guarded(method, *map(native, arguments)))


def _guarded(do: Callable[..., Any], *arguments: Any, gone: tuple[str, ...] = ("DisposedException",)) -> Any:
    """Do it, and raise what it raises as one of Python's, BookBusy for the kinds in `gone`.

    A property that an object does not have is an AttributeError; UNO calls it unknown when it can't ask the object any more.
    """
    try:
        return do(*arguments)
    except Exception as error:
        if not hasattr(error, "Message"):  # UNO's have one, Python's have none
            raise
        problem = UnoError(error)
    if problem.kinds[0] in gone or _NOBODY in str(problem):
        raise BookBusy("LibreOffice 或其中的工作簿已经关闭，请打开后再试") from problem
    raise problem


def _wrapped(value: Any) -> Any:
    """Objects become Remotes, also in a tuple of objects; values and blocks of values stay as they are."""
    if type(value).__name__ == "pyuno":
        return Remote(value)
    if type(value) is tuple and value and type(value[0]).__name__ == "pyuno":
        return tuple(map(Remote, value))
    return value


def native(value: Any) -> Any:
    """The UNO object itself, as UNO wants its arguments."""
    return value.native if type(value) is Remote else value


def struct(kind: str, **fields: Any) -> Any:
    """A struct such as table.CellAddress; kind without the leading com.sun.star."""
    made = uno_module().createUnoStruct(f"com.sun.star.{kind}")
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def enum(kind: str, value: str) -> Any:
    """A value of an enumeration such as sheet.CellInsertMode."""
    return uno_module().Enum(f"com.sun.star.{kind}", value)


def properties(**named: Any) -> tuple[Any, ...]:
    """Named arguments as UNO takes them; those that are None are left out."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=native(value)) for name, value in named.items() if value is not None)


def to_url(path: str | os.PathLike[str]) -> str:
    """/a/总.xlsx → file:///a/%E6%80%BB.xlsx"""
    url: str = uno_module().systemPathToFileUrl(os.fspath(Path(path).absolute()))
    return url


def to_path(url: str) -> str:
    """The file that a URL names; '' for another kind of URL and for none."""
    path: str = uno_module().fileUrlToSystemPath(url) if url.startswith("file:") else ""
    return path
