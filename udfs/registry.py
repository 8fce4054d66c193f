"""The register of the cell functions: what the wrappers, Excel's function wizard, the manual's page and the tests enumerate."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import xlwings as xw

from udfs.cell_values import told
from workbook_templates.cells import Wrong
from workbook_templates.errors import DubanError

CATEGORY = "督办"
UNKNOWN = "算不出来：请核对参数；仍不行请把这个公式发给维护人"


class Argument(NamedTuple):
    """An argument as the function wizard shows it."""

    name: str
    help: str
    optional: bool


class Function(NamedTuple):
    """A cell function. call: what xlwings' dispatcher calls."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    call: Callable[..., Any]


FUNCTIONS: dict[str, Function] = {}
"""Every cell function by its name, in the order of product.md §3."""

Call = TypeVar("Call", bound=Callable[..., Any])


def cell_function(text: str, **helps: str) -> Callable[[Call], Call]:
    """Register a function with its Chinese help and that of each argument; what goes wrong becomes a short message in the cell."""

    def register(function: Call) -> Call:
        parameters = inspect.signature(function).parameters

        @functools.wraps(function)
        def call(*arguments: Any) -> Any:
            try:
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
        made = xw.func(category=CATEGORY, call_in_wizard=False)(xw.ret("raw")(made))
        described = tuple(Argument(name, helps[name], one.default is None) for name, one in parameters.items())
        FUNCTIONS[function.__name__] = Function(function.__name__, text, described, made)
        return made  # type: ignore[no-any-return]

    return register
