"""Notes on cells (Excel's old comments; Calc's annotations)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.a1 import Area
from addin.calc.bridge import Remote

if TYPE_CHECKING:
    from addin.calc.ranges import Range
    from addin.calc.sheets import Sheet


class Note(base_classes.Note):
    """A note is known by its cell: the numbers of Calc's list change when another note goes."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self.sheet, self.area = sheet, area

    def _found(self) -> tuple[int, Remote]:
        for number, remote in _listed(self.sheet):
            if _place(remote) == self.area:
                return number, remote
        raise KeyError(f"no note at {self.area}")

    @property
    def api(self) -> Any:
        return self._found()[1].native

    @property
    def text(self) -> str:
        text: str = self._found()[1].String
        return text

    @text.setter
    def text(self, value: str) -> None:
        self._found()[1].setString(value)

    @property
    def author(self) -> str:
        author: str = self._found()[1].Author
        return author

    @property
    def location(self) -> "Range":
        return self.sheet.at(self.area)

    def delete(self) -> None:
        self.sheet.remote.Annotations.removeByIndex(self._found()[0])


def _listed(sheet: "Sheet") -> Iterator[tuple[int, Remote]]:
    listed = sheet.remote.Annotations
    for number in range(listed.Count):
        yield number, listed.getByIndex(number)


def _place(remote: Remote) -> Area:
    position = remote.Position
    return Area(position.Row + 1, position.Column + 1, position.Row + 1, position.Column + 1)


def notes_of(sheet: "Sheet") -> list[Note]:
    return [Note(sheet, _place(remote)) for _, remote in _listed(sheet)]
