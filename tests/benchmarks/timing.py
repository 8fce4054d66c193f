"""How the benchmarks measure: whole processes in turn, each beside the least that any tool must do; the median of what was measured.

Seconds of whole processes are those of the processor, user and system, children included: other work on the machine changes them little."""

import argparse
import datetime as dt
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

AS_OF = dt.date(2026, 12, 31)


class Recorder:
    """A Book that passes everything on and keeps what was staged, so that a yardstick can stage the same."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.staged: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.book, name)
        if name not in ("replace", "append", "update", "put"):
            return method

        def recorded(*arguments: Any) -> Any:
            self.staged.append((name, arguments))
            return method(*arguments)

        return recorded


def asked(**defaults: int) -> argparse.Namespace:
    """What the command line says: --name N for each of these."""
    parser = argparse.ArgumentParser()
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


def timed(action: Callable[[], object]) -> float:
    """Seconds that it takes, waiting included."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def worked(action: Callable[[], object]) -> float:
    """Seconds of the processor that this process spends on it."""
    start = time.process_time()
    action()
    return time.process_time() - start


def run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and megabytes (of the largest process) of a whole process. Modules are compiled, as they are where pip has
    installed them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = ["/usr/bin/time", "-f", "%U %S %M", *command]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    user, system, size = map(float, done.stderr.split()[-3:])
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return user + system, size / 1024


def measured(commands: dict[str, list[str]], book: Path, runs: int, beside: Sequence[Path] = ()) -> dict[str, list[tuple[float, float]]]:
    """Seconds and megabytes of whole processes, each on a fresh copy of the book, the commands in turn. The first round only warms up.
    beside: folders that lie beside the book and are only read."""
    found: dict[str, list[tuple[float, float]]] = {title: [] for title in commands}
    for number in range(runs + 1):
        for title, command in commands.items():
            with tempfile.TemporaryDirectory(dir=book.parent) as folder:
                copy = Path(folder) / book.name
                shutil.copy(book, copy)
                for other in beside:
                    (copy.parent / other.name).symlink_to(other)
                seconds, size = run([word.replace("{book}", str(copy)) for word in command])
            if number:
                found[title].append((seconds, size))
    return found


def print_beside(ours: str, found: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    """A line for each command that was measured: seconds, megabytes, and how many times as long ours took, turn by turn."""
    for title, runs in found.items():
        ratio = statistics.median(mine / theirs for (mine, _), (theirs, _) in zip(found[ours], runs, strict=True))
        seconds, size = statistics.median(seconds for seconds, _ in runs), max(size for _, size in runs)
        print(f"{title:14} {seconds:7.2f} s {size:6.0f} MB   {ours} ÷ this: {ratio:.2f}")
