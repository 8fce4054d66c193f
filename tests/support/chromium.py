"""The real browser that the map's page is tried in: Debian's chromium, without a network and with a profile of its own."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from support.tools import IN_CI, run_group

QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--virtual-time-budget=4000"),
)


def browser() -> str | None:
    return shutil.which("chromium")


def show(page: Path, *options: str, query: str = "") -> str:
    """What Chromium prints when it has opened the page and its scripts have run."""
    command = browser()
    assert command, "chromium is not installed"
    with tempfile.TemporaryDirectory(prefix="duban-") as profile:
        arguments = [command, *QUIET, f"--user-data-dir={profile}", *options, page.as_uri() + query]
        return run_group(arguments, os.environ | {"LC_ALL": "C.UTF-8"})


needs_browser = pytest.mark.skipif(not IN_CI and browser() is None, reason="chromium is not installed (.ci/run lists the packages)")
