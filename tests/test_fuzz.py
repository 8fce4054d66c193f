"""Books that nobody would make, and one thing spoilt in a sound one, through the actions (fuzz.py), in several processes at once."""

import subprocess
import sys
from pathlib import Path

import pytest

RUNS = (("mutants", 500, 7), *(("books", 50, number) for number in range(1, 7)), ("cells", 8, 1), ("tags", 40, 2), ("surroundings", 10, 3))


@pytest.mark.skipif(sys.platform == "win32", reason="the largest size of a process is asked for in the way of POSIX")
def test_no_book_makes_an_action_fail_hang_or_swell() -> None:
    running = [at_once(*run) for run in RUNS]
    for child, (kind, count, _) in zip(running, RUNS, strict=True):
        out, errors = child.communicate(timeout=1500)
        assert child.returncode == 0, errors[-4000:]
        assert f"{kind}: {count} cases" in out


def at_once(kind: str, count: int, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("fuzz.py")), kind, str(count), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
