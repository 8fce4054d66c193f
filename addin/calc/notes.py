"""Notes on cells (Excel's old comments; Calc's annotations)."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.a1 import Area
from addin.calc.bridge import Remote
from addin.calc.cell_block import NOTES

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
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


@contextlib.contextmanager
def notes_kept(sheet: "Sheet", area: Area) -> Iterator[None]:
    """Whatever is copied onto these cells meanwhile brings no note, and takes none of theirs away: Calc's copying does both.

    Calls: two when there is no note before and after. A note that was taken away comes back with its text, not with its author.
    """
    before = _texts_in(sheet, area)
    yield
    after = _texts_in(sheet, area)
    if after == before:
        return
    notes = sheet.remote.Annotations
    for number in reversed(range(notes.Count)):
        place = _place(notes.getByIndex(number))
        if place in after and after[place] != before.get(place):
            notes.removeByIndex(number)
    for place, text in before.items():
        if after.get(place) != text:
            notes.insertNew(sheet.at(place).cell_address, text)


def _texts_in(sheet: "Sheet", area: Area) -> dict[Area, str]:
    """The notes on these cells."""
    if not sheet.at(area).cells.queryContentCells(NOTES).Count:
        return {}
    return {place: remote.String for _, remote in _listed(sheet) if (place := _place(remote)).overlaps(area)}
