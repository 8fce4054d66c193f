"""What every test runs under, and the sample company that many of them start from."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings
from support import fixture_master, quick

if TYPE_CHECKING:
    import xlwings

os.environ["DUBAN_BUTTONS"] = "off"  # the commands that tests run must not take over the buttons of who runs them

# A figure must not depend on how busy the machine is, and CI must not fail on a draw that nobody can repeat.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """For the working day: `python3 addin/setup_here.py --test -m quick -n 2`."""
    for item in items:
        if quick.is_quick(item):
            item.add_marker(pytest.mark.quick)


@pytest.fixture(scope="session")
def sample_company(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A copy of what `duban demo` makes, in a folder that is not there yet. It is made once, by the worker that comes first."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made, home = shared / "made", shared / "sample" / "示范"
    with FileLock(shared / "sample.lock"):
        if not made.exists():
            from macros.__main__ import run

            assert run(["demo", str(home), "--quiet"]) == 1  # its wrong cells are listed
            made.touch()
    return lambda folder: Path(shutil.copytree(home, folder))


@pytest.fixture(scope="session")
def year_old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as a year's use leaves it (support/fixture_master.py), to be copied."""
    return fixture_master.build(tmp_path_factory.mktemp("master") / "督办总台账.xlsx")


@pytest.fixture
def book() -> "Iterator[xlwings.Book]":
    """A new workbook in the Calc that tests share."""
    from support.calc_office import new_book

    yield from new_book()


@pytest.fixture
def sheet(book: "xlwings.Book") -> "xlwings.Sheet":
    """Its first sheet."""
    return book.sheets[0]
