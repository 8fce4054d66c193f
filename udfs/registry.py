"""The register of the cell functions: what the wrappers, Excel's function wizard, the manual's page and the tests enumerate."""

import contextlib
import functools
import gc
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import xlwings as xw

from udfs.pages.cell_values import told
from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.errors import DubanError

CATEGORY = "督办"
UNKNOWN = "算不出来：请核对参数；仍不行请把这个公式发给维护人"


class Argument(NamedTuple):
    """An argument as the function wizard shows it."""

    name: str
    help: str
    optional: bool


class Function(NamedTuple):
    """A cell function. call: what xlwings' dispatcher calls; fills: it is also told the cells that its result goes into."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    call: Callable[..., Any]
    fills: bool


FUNCTIONS: dict[str, Function] = {}
"""Every cell function by its name, in the order of product.md §3."""

Call = TypeVar("Call", bound=Callable[..., Any])


CALLER = "caller"
"""The parameter in whose place xlwings hands over the cells that hold the formula; a formula can't give it."""


def cell_function(text: str, **helps: str) -> Callable[[Call], Call]:
    """Register a function with its Chinese help and that of each argument; what goes wrong becomes a short message in the cell.

    A function with the parameter `caller` gives a table, which fills the cells of a legacy array formula: Excel would show #N/A in
    those that the table does not reach, and a message in all of them."""

    def register(function: Call) -> Call:
        parameters = dict(inspect.signature(function).parameters)
        fills = parameters.pop(CALLER, None) is not None

        @functools.wraps(function)
        def call(*arguments: Any) -> Any:
            cells = arguments[len(parameters)] if fills and len(arguments) > len(parameters) else None
            return filling(cells, answer(*arguments))

        def answer(*arguments: Any) -> Any:
            try:
                with uncollected():
                    return function(*arguments)
            except Wrong as error:
                return told("", error)
            except DubanError as error:
                return str(error)
            except Exception:  # a cell must say something, and Excel's own words would be a Python trace
                return UNKNOWN

        call.__doc__ = text
        made: Any = call
        for name in parameters:
            made = xw.arg(name, "raw", doc=helps[name])(made)
        if fills:
            made = xw.arg(CALLER, "raw")(made)
        made = xw.func(category=CATEGORY, call_in_wizard=False)(xw.ret("raw")(made))
        described = tuple(Argument(name, helps[name], one.default is None) for name, one in parameters.items())
        FUNCTIONS[function.__name__] = Function(function.__name__, text, described, made, fills)
        return made  # type: ignore[no-any-return]

    return register


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No looking for cycles meanwhile: a table makes tens of thousands of records and none, and looking took a third of the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def filling(cells: Any, result: Any) -> Any:
    """The result with blanks up to the size of the cells that hold the formula, where these are known and more than one."""
    if cells is None or cells.shape == (1, 1):
        return result
    height, width = cells.shape
    rows = result if isinstance(result, list) else [[result]]
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    return [*wide, *([""] * max(width, len(wide[0])) for _ in range(height - len(wide)))]
