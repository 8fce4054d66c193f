"""What every test runs under, and the sample company that many of them start from."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from support import chromium, fixture_master, tools

os.environ["DUBAN_BUTTONS"] = "off"  # the commands that tests run must not take over the buttons of who runs them

# A figure must not depend on how busy the machine is, and CI must not fail on a draw that nobody can repeat.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

SLOW = {
    "test_oracle": "the oracle: hundreds of random companies computed twice",
    "test_oracle_checks": "the oracle",
    "test_oracle_performance": "the oracle",
    "test_oracle_persons": "the oracle",
    "test_oracle_reminders": "the oracle",
    "test_oracle_scores": "the oracle",
    "test_oracle_supervision": "the oracle",
    "test_crashes": "a kill loop: ended before and after each file operation, then at random times",
    "test_store::test_killed": "a kill loop",
    "test_fuzz": "hundreds of senseless books",
    "test_setup_here": "environments are made and filled from the registry",
    "test_house::test_the_checkers_are_content": "the type checker reads everything",
    "test_house::test_the_wheel_holds_the_four_rooms_and_installs": "the wheel is built and installed",
    "test_button_clicks": "LibreOffice",
    "test_tools": "the judges themselves: LibreOffice and the validator",
}
"""What is not quick beside what asks LibreOffice, a browser or the validator: modules, or tests by their first words → why."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is quick, for the working day: `python3 addin/setup_here.py --test -m quick -n 2`."""
    judges = {mark.mark.kwargs["reason"] for mark in (tools.needs_office, tools.needs_sdk, chromium.needs_browser)}
    for item in items:
        name = f"{item.path.stem}::{item.name}"
        asks = any(mark.kwargs.get("reason") in judges for mark in item.iter_markers("skipif"))
        if not asks and not any(name == slow or name.startswith(slow if "::" in slow else f"{slow}::") for slow in SLOW):
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
