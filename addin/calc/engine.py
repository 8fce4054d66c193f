"""The engine as xlwings sees it, and the four words of the host: activate, start, attach, stop."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import xlwings

from addin.calc import office
from addin.calc.apps import Apps
from addin.calc.values import cleaned, python_value

ENGINE = "libreoffice"


class Engine:
    """What `xlwings.Engine` asks of an implementation."""

    name = ENGINE
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:  # noqa: ARG004 - xlwings hands them over
        return python_value(value)

    @staticmethod
    def clean_value_data(
        data: Iterable[Iterable[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        return cleaned(data, datetime_builder, empty_as, number_builder, err_to_str)


_engine = Engine()


def activate() -> None:
    """Make Calc xlwings' active engine; `xlwings.engines["libreoffice"]` from then on. Twice is once.

    Where there is no Excel, the name "excel" stands for it too: xlwings asks for that engine when it converts without a range.
    """
    if ENGINE not in xlwings.engines.engines_by_name:
        made = xlwings.Engine(impl=_engine)
        xlwings.engines.add(made)
        xlwings.engines.engines_by_name.setdefault("excel", made)
    xlwings.engines[ENGINE].activate()


def start(profile: str | os.PathLike[str] | None = None, *, visible: bool = False) -> xlwings.App:
    """An own LibreOffice without a book. profile: a folder for its settings, kept; None uses one that goes with it.

    visible needs a screen. UsageError when LibreOffice or UNO is missing, BookBusy when it does not answer.
    """
    return _app(office.start(profile, visible=visible))


def attach(pipe: str | office.Office) -> xlwings.App:
    """The LibreOffice that listens on this pipe (`soffice --accept="pipe,name=…;urp;"`, which a running one obeys too).

    UsageError when UNO is missing, BookBusy when nobody listens there.
    """
    return _app(office.Office(pipe) if isinstance(pipe, str) else pipe)


def stop(app: xlwings.App) -> None:
    """End an office that `start` made, with what is unsaved; let go of an attached one."""
    app.quit()


def _app(found: office.Office) -> xlwings.App:
    activate()
    return xlwings.App(impl=_engine.apps.take(found))
