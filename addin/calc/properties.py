"""What the engine's objects share: properties that are another one in xlwings' words, and collections by number and name."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, Generic, TypeVar

POINTS = 72 / 2540
"""Calc measures in hundredths of a millimetre, Excel in points."""
Item = TypeVar("Item")


class Of(Generic[Item]):
    """A property that is another one: Of[Any]("remote.native")."""

    def __init__(self, path: str) -> None:
        self._found = attrgetter(path)

    def __get__(self, owner: Any, kind: type) -> Item:
        found: Item = self._found(owner)
        return found


class Once(Of[Item]):
    """The same, asked for once: each new object takes ten times as long as a property."""

    def __set_name__(self, kind: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type) -> Item:
        found = owner.__dict__[self._name] = super().__get__(owner, kind)
        return found


class With(Generic[Item]):
    """A property that is an object about its owner: With[Tables](Tables) is Tables(sheet)."""

    def __init__(self, kind: Callable[[Any], Item]) -> None:
        self._kind = kind

    def __get__(self, owner: Any, kind: type) -> Item:
        return self._kind(owner)


class Flag(Of[bool]):
    """A switch that is one of another object's: Flag("remote.IsVisible")."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._owner, _, self._name = path.rpartition(".")

    def __set__(self, owner: Any, value: bool) -> None:
        setattr(attrgetter(self._owner)(owner), self._name, bool(value))


class Kept:
    """A switch that is kept, not used: LibreOffice asks a program nothing."""

    def __set_name__(self, kind: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, owner: Any, kind: type) -> bool:
        return bool(getattr(owner, self._name, True))

    def __set__(self, owner: Any, value: bool) -> None:
        setattr(owner, self._name, bool(value))


class Length:
    """A length in points that is part of a place or a size, such as remote.Position.X; it is set with the rest of it."""

    def __init__(self, path: str) -> None:
        self._whole, _, self._part = path.rpartition(".")

    def __get__(self, owner: Any, kind: type) -> float:
        return points(attrgetter(f"{self._whole}.{self._part}")(owner))

    def __set__(self, owner: Any, value: float) -> None:
        remote, _, name = self._whole.partition(".")
        whole = attrgetter(self._whole)(owner)
        setattr(whole, self._part, millimetres(value))
        getattr(getattr(owner, remote), f"set{name}")(whole)


def points(length: int) -> float:
    """Hundredths of a millimetre → points, to a hundredth."""
    return round(length * POINTS, 2)


def millimetres(length: float) -> int:
    """Points → hundredths of a millimetre."""
    return round(length / POINTS)


class Common:
    """A property that all cells of `owner.cells` share; None when they differ. ask: how that is found out; told, made: UNO's value in
    xlwings' words, and the other way round. names: of UNO's properties, which are all set; the first is told."""

    def __init__(
        self, ask: Callable[[Any, str], Any], names: str, told: Callable[[Any], Any] = bool, made: Callable[[Any], Any] = bool
    ) -> None:
        self._ask, self._names, self._told, self._made = ask, names.split(), told, made

    def __get__(self, owner: Any, kind: type) -> Any:
        found = self._ask(owner, self._names[0])
        return None if found is None else self._told(found)

    def __set__(self, owner: Any, value: Any) -> None:
        made = self._made(value)
        for path in self._names:
            *way, name = path.split(".")
            setattr(attrgetter(".".join(["cells", *way]))(owner), name, made)


class Listed(Generic[Item]):
    """A collection that can list what is in it."""

    def all(self) -> list[Item]:
        raise NotImplementedError

    def named(self, key: str) -> Item:
        """KeyError when there is none of this name."""
        for item in self.all():
            if item.name == key:  # type: ignore[attr-defined]  # every item of the engine has one
                return item
        raise KeyError(key)

    def __call__(self, key: int | str) -> Item:
        return self.all()[key - 1] if isinstance(key, int) else self.named(key)

    def __len__(self) -> int:
        return len(self.all())

    def __iter__(self) -> Iterator[Item]:
        return iter(self.all())

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True
