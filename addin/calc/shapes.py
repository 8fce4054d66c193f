"""Shapes on a sheet: buttons, pictures, lines, text boxes. Lengths in points."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.calc.bridge import Remote, struct
from addin.calc.range_look import millimetres, points

if TYPE_CHECKING:
    from addin.calc.sheets import Sheet

_TYPES = {
    "ControlShape": "form_control",
    "GraphicObjectShape": "picture",
    "OLE2Shape": "chart",
    "TextShape": "text_box",
    "LineShape": "line",
    "GroupShape": "group",
}


class Shapes(base_classes.Collection):
    def __init__(self, sheet: "Sheet") -> None:
        self.sheet = sheet
        self.page: Remote = sheet.remote.DrawPage

    @property
    def api(self) -> Any:
        return self.page.native

    @property
    def parent(self) -> "Sheet":
        return self.sheet

    def __call__(self, key: int | str) -> "Shape":
        if isinstance(key, int):
            return Shape(self.sheet, self.page.getByIndex(key - 1))
        for shape in self:
            if shape.name == key:
                return shape
        raise KeyError(key)

    def __len__(self) -> int:
        count: int = self.page.Count
        return count

    def __iter__(self) -> "Iterator[Shape]":
        return (Shape(self.sheet, self.page.getByIndex(number)) for number in range(len(self)))

    def __contains__(self, key: str) -> bool:
        return any(shape.name == key for shape in self)


class Shape(base_classes.Shape):
    def __init__(self, sheet: "Sheet", remote: Remote) -> None:
        self.sheet, self.remote = sheet, remote

    @property
    def api(self) -> Any:
        return self.remote.native

    @property
    def parent(self) -> "Sheet":
        return self.sheet

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

    @property
    def left(self) -> float:
        return points(self.remote.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self.remote.Position = struct("awt.Point", X=millimetres(value), Y=self.remote.Position.Y)

    @property
    def top(self) -> float:
        return points(self.remote.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self.remote.Position = struct("awt.Point", X=self.remote.Position.X, Y=millimetres(value))

    @property
    def width(self) -> float:
        return points(self.remote.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self.remote.setSize(struct("awt.Size", Width=millimetres(value), Height=self.remote.Size.Height))

    @property
    def height(self) -> float:
        return points(self.remote.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self.remote.setSize(struct("awt.Size", Width=self.remote.Size.Width, Height=millimetres(value)))

    def activate(self) -> None:
        self.sheet.activate()
        self.sheet.document.remote.CurrentController.select(self.remote)

    def delete(self) -> None:
        self.sheet.remote.DrawPage.remove(self.remote)
