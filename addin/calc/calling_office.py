"""The office whose button was clicked. It has started us by Basic's Shell and goes on meanwhile: the first thing that it is told is to open
a pipe. So this file imports next to nothing; what else a button needs comes in while the office opens the pipe.

A second `soffice` call does not start another office: it hands its arguments to the one that runs with the same profile and ends.
"""

import os
import sys
from collections.abc import Callable, Sequence

from addin.calc.program import PROFILE, environment, soffice


class Caller:
    """command: the office's program; profile: the argument that names its profile, none for the usual."""

    def __init__(self, command: str, profile: Sequence[str]) -> None:
        self.command, self.profile = command, profile
        self.pipe = f"duban-button-{os.getpid()}"

    def tell(self, word: str) -> Callable[[], object]:
        """Hand the running office an argument. Returns what waits until it has it."""
        arguments = [self.command, f"{word}=pipe,name={self.pipe};urp;", *self.profile]
        if sys.platform != "win32":
            nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
            told = os.posix_spawn(self.command, arguments, environment(), file_actions=nowhere)
            return lambda: os.waitpid(told, 0)
        import subprocess

        quiet = subprocess.DEVNULL
        return subprocess.Popen(arguments, stdin=quiet, stdout=quiet, stderr=quiet, env=environment()).wait  # noqa: S603 - no shell

    def open_pipe(self) -> Callable[[], object]:
        return self.tell("--accept")

    def close_pipe(self) -> Callable[[], object]:
        return self.tell("--unaccept")


def let_go() -> Caller:
    """Go on in the background, so that the office has nothing to wait for and we survive it. UsageError when there is no soffice."""
    parent = f"/proc/{os.getppid()}"  # asked now: after the fork it is another one
    command, words = "", []
    try:
        with open(f"{parent}/cmdline", "rb") as line:  # noqa: PTH123 - pathlib takes as long as all the rest
            words = os.fsdecode(line.read()).split("\0")
        command = os.path.join(os.path.dirname(os.readlink(f"{parent}/exe")), "soffice")  # noqa: PTH115, PTH118, PTH120
    except OSError:  # a system without /proc
        pass
    if sys.platform != "win32":
        if os.fork():
            os._exit(0)
        os.setsid()
    if not os.path.isfile(command):  # noqa: PTH113
        command = soffice()
    return Caller(command, [word for word in words if word.startswith(PROFILE)])
