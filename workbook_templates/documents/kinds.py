"""The kinds of papers (文种): which are built, and how. A new kind is a builder module, its figures in udfs/rules, and a line here."""

import importlib
from types import ModuleType
from typing import Literal, NamedTuple, TypeAlias, cast

from workbook_templates.default_rows import DOCUMENTS
from workbook_templates.documents.shapes import Shape, Sums

PeriodSort: TypeAlias = Literal["周", "月", "两月", "季", "半年", "年"]


class Kind(NamedTuple):
    """A kind of paper that is built.

    module: has `build() → bytes`, the template; beside it <module>_tags has SHAPE, its tags, and SUMS, what has to add up.
    addressee: of the one paper that goes to all; '' where a run makes a paper for each addressee, which --dept picks among.
    periods: the sorts of its 期间, the usual one first; () for papers about single matters, where --period only narrows the choice.
    source: the rows it is made from, as the clerk is told where there are none. numbered: not so for lists that are no papers of
    the office. reply: it asks for an answer, by default after 文书回复天数. landscape: its pages lie on their side.
    """

    name: str
    module: str
    addressee: str = ""
    periods: tuple[PeriodSort, ...] = ()
    source: str = ""
    numbered: bool = True
    reply: bool = False
    landscape: bool = False


KINDS: dict[str, Kind] = {kind.name: kind for kind in (Kind("督办通报", "bulletin", "各部门、各单位", ("月",)),)}
"""Name → the kinds that are built."""

NAMES: tuple[str, ...] = tuple(row[0] for row in DOCUMENTS)
"""Every kind of a new workbook, built or not."""


def template_of(kind: Kind) -> bytes:
    """The template of a kind as it is delivered; the same bytes each time."""
    return cast(bytes, importlib.import_module(f"workbook_templates.documents.{kind.module}").build())


def shape_of(kind: Kind) -> Shape:
    """The tags that a template of this kind may hold."""
    return cast(Shape, tags_of(kind).SHAPE)


def sums_of(kind: Kind) -> Sums:
    """What has to add up in a paper of this kind."""
    return cast(Sums, tags_of(kind).SUMS)


def tags_of(kind: Kind) -> ModuleType:
    return importlib.import_module(f"workbook_templates.documents.{kind.module}_tags")
