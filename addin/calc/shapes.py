"""Shapes on a sheet: buttons, pictures, lines, text boxes. Lengths in points."""

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.bridge import Remote
from addin.calc.properties import Length, Listed, Of

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.sheets import Sheet

_TYPES = {
    "ControlShape": "form_control",
    "GraphicObjectShape": "picture",
    "OLE2Shape": "chart",
    "TextShape": "text_box",
    "LineShape": "line",
    "GroupShape": "group",
}


class Shapes(Listed["Shape"], base_classes.Collection):
    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet
        self.page: Remote = sheet.remote.DrawPage

    api = Of[Any]("page.native")

    def all(self) -> "list[Shape]":
        return [Shape(self.sheet, self.page.getByIndex(number)) for number in range(self.page.Count)]


class Shape(base_classes.Shape):
    def __init__(self, sheet: "Sheet", remote: Remote) -> None:
        self.sheet, self.remote = sheet, remote

    api, parent = Of[Any]("remote.native"), Of["Sheet"]("sheet")

    @property
    def _kind(self) -> str:
        kind: str = self.remote.ShapeType
        return kind.rpartition(".")[2]

    @property
    def control(self) -> Remote | None:
        """The model behind a button or another control: its Label, its Name."""
        return self.remote.Control if self._kind == "ControlShape" else None

    @property
    def type(self) -> str:
        return _TYPES.get(self._kind, "auto_shape")

    @property
    def name(self) -> str:
        control = self.control
        name: str = self.remote.Name or (control.Name if control else "")
        return name

    @name.setter
    def name(self, value: str) -> None:
        self.remote.Name = value

    @property
    def text(self) -> str:
        """The caption of a button."""
        control = self.control
        text: str = getattr(control, "Label", "") if control else self.remote.String
        return text

    @text.setter
    def text(self, value: str) -> None:
        control = self.control
        if control:
            control.Label = value
        else:
            self.remote.String = value

    left, top = Length("remote.Position.X"), Length("remote.Position.Y")
    width, height = Length("remote.Size.Width"), Length("remote.Size.Height")

    def activate(self) -> None:
        self.sheet.activate()
        self.sheet.document.remote.CurrentController.select(self.remote)

    def delete(self) -> None:
        self.sheet.remote.DrawPage.remove(self.remote)
