"""xlwings' real UDF dispatcher off Windows: the modules of Windows stubbed for as long as a block lasts, udfs.functions loaded under it.

Off Windows xlwings' decorators do nothing; its real ones are in xlwings.udfs, which imports COM. So that module is loaded with stubs,
the decorators are put in their place, and the functions are loaded anew, in this block alone.
"""

import contextlib
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw

MISSING = -2147352572
"""What VBA hands over for an argument that is left out."""
Call = Callable[..., Any]


class Caller:
    """xlwings' impl of the cells that hold the formula. xl: their rows and columns, in the place of Excel's object."""

    def __init__(self, xl: tuple[int, int] = (1, 1)) -> None:
        self.xl = xl
        self.options: dict[str, Any] = {}
        self.row = self.column = 1
        self.shape, self.address, self.api = xl, "$A$1", types.SimpleNamespace(CLSID=None)

    def __len__(self) -> int:
        return 1


def module(name: str, **content: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(content)
    return made


@contextlib.contextmanager
def dispatcher() -> Iterator[Call]:
    """call("DB_LIGHT", 0.8): as a cell calls it. An argument that is not given is left out as VBA does; shape: rows and columns of the
    cells that hold the formula."""
    windows = module("xlwings._xlwindows", Range=Caller, is_range_instance=lambda _: False, BOOK_CALLER=None, Book=lambda found: found)
    stubs = {
        "pythoncom": module(
            "pythoncom", CoInitialize=lambda: None, IID_IDispatch=None, CoMarshalInterThreadInterfaceInStream=lambda *_: None
        ),
        "pywintypes": module("pywintypes", com_error=type("com_error", (Exception,), {})),
        "win32com": module("win32com"),
        "win32com.client": module("win32com.client", Dispatch=lambda found: found),
        "xlwings._xlwindows": windows,
        "xlwings.com_server": module("xlwings.com_server", loop=None),
    }
    names = [*stubs, "xlwings.udfs", "udfs.functions", "udfs.registry"]
    kept = {name: sys.modules.pop(name, None) for name in names}
    plain = {name: getattr(xw, name) for name in ("func", "arg", "ret", "udfs", "_xlwindows") if hasattr(xw, name)}
    sys.modules.update(stubs)
    engines = xw.engines.engines_by_name
    excel = engines.get("excel")
    engines["excel"] = xw.Engine(impl=types.SimpleNamespace(name="excel", type="desktop", apps=()))
    try:
        xw.__dict__["_xlwindows"] = windows
        udfs = importlib.import_module("xlwings.udfs")
        xw.func, xw.arg, xw.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
        functions = importlib.import_module("udfs.functions")

        def call(name: str, *arguments: Any, shape: tuple[int, int] = (1, 1)) -> Any:
            function = functions.FUNCTIONS[name]
            given = (*arguments, *[MISSING] * (len(function.arguments) - len(arguments)), *[None] * function.fills)
            return udfs.call_udf("udfs.functions", name, given, None, shape)

        call.functions, call.udfs = functions, udfs  # type: ignore[attr-defined]
        yield call
    finally:
        del engines["excel"]
        if excel is not None:
            engines["excel"] = excel
        for name in ("func", "arg", "ret", "udfs", "_xlwindows"):
            setattr(xw, name, plain[name]) if name in plain else delattr(xw, name)
        for name, found in kept.items():
            sys.modules.pop(name, None)
            if found is not None:
                sys.modules[name] = found
        for name in ("functions", "registry"):
            sys.modules["udfs"].__dict__[name] = kept[f"udfs.{name}"]
