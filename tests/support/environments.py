"""States in which a process may be started: shell lines in a folder, with the variables that it is given."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from support.spoilt_cells import NOW, Fault
from workbook_templates.reading.clock import STOPPED

HOUSE = str(Path(__file__).resolve().parent.parent.parent)
CALL = f"{sys.executable} -m macros"
LONG = "长" * 300
HEAD = "import sys; {}; sys.argv = ['duban', *sys.argv[1:]]; from macros.__main__ import main; main()"
WITHOUT, BARE, INSIDE = map(
    HEAD.format, ("sys.stdout = sys.stderr = None", "sys.modules['click'] = None", "sys.modules['macros.check'] = None")
)


class Around(NamedTuple):
    """A process around an action. words: the shell line, § is the action with its options; told: whether what it says can be read."""

    name: str
    words: str
    variables: Mapping[str, str] = {}
    told: bool = True


ALL = (
    Around("plain", f"{CALL} §"),
    Around("standard output closed", f"{CALL} § >&-", told=False),
    Around("error stream closed", f"{CALL} § 2>&-", told=False),
    Around("every stream closed", f"{CALL} § <&- >&- 2>&-", told=False),
    Around("no streams, as under pythonw", f'{sys.executable} -c "{WITHOUT}" §', told=False),
    Around("a full disk behind the output", f"{CALL} § >/dev/full 2>/dev/full", told=False),
    Around("nobody reads", f"{CALL} § | true; exit ${{PIPESTATUS[0]}}", told=False),
    Around("only ASCII", f"{CALL} §", {"PYTHONIOENCODING": "ascii"}),
    Around("the locale C", f"{CALL} §", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}),
    Around("no home", f"{CALL} §", {"HOME": "/nichts"}),
    Around("another zone", f"{CALL} §", {"TZ": "Pacific/Kiritimati"}),
    Around("optimised, warnings are errors", f"{sys.executable} -OO -W error -m macros §"),
    Around("a small stack", f"ulimit -s 512; {CALL} §"),
    Around("few open files", f"ulimit -n 40; {CALL} §"),
    Around("a file may grow to 8 KB", f"ulimit -f 8; {CALL} §"),
)


def shell(room: Path, words: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """What bash makes of it in this folder; the log of faults lies there too."""
    environment = {**os.environ, "PYTHONPATH": HOUSE, "TMPDIR": str(room), "HOME": str(room), **variables}
    return subprocess.run(["bash", "-c", words], cwd=room, env=environment, capture_output=True, check=False, timeout=120)


CALLS = (
    *("check 家", "refresh 家", "send 家", "collect 家", "remind 家", "document 家 督办函", "document 家 督办通报", "map 家", "publish 家"),
    *("close 家 2026Q1 --anyway", "draw 家 -n 1", "whatif 家 高风险下限=1", "import 家 家/旧台账.xlsx", "undo 家", "upgrade 家"),
    *("new 新", "new 新 --from 家", "demo 演", "doctor", "check 没有", "nix"),
)
"""Every action as it is typed in the folder above the company's."""


def done_in(home: Path, room: Path, call: str, around: Around) -> subprocess.CompletedProcess[bytes]:
    """The action in a copy of the folder above the home."""
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(home.parent, room)
    return shell(room, around.words.replace("§", call), {**around.variables, STOPPED: NOW.isoformat()})


def status_of(home: Path, room: Path, call: str, around: Around) -> int:
    return done_in(home, room, call, around).returncode


def faults(home: Path, room: Path, call: str, around: Around, status: int) -> Iterator[Fault]:
    """What goes wrong with it. status: what it ends with where nothing is around it."""
    done = done_in(home, room, call, around)
    log, said = room / "督办-出错.log", (done.stdout + done.stderr).decode("utf-8", "replace")
    kept = log.read_text(encoding="utf-8") if log.exists() else ""
    same = around.name != "the locale C"  # there no Chinese word or file name comes in whole
    wrong = [
        *([f"status {done.returncode}, not {status}"] if status != done.returncode and same and "ulimit" not in around.words else []),
        *([f"status {done.returncode}"] if done.returncode not in (0, 1, 2) else []),
        *(["crash"] if re.search("Traceback|程序出错", said + kept) else []),
        *(["nothing said"] if around.told and not re.search(r"[\u4e00-\u9fff]|\\u[4-9]", said) else []),
        *(
            ["no word kept"]
            if done.returncode == 2 and "full" not in around.words and "true" not in around.words and not said + kept
            else []
        ),
        *(["left half done"] if [path for path in room.rglob("*") if path.name.startswith(".~")] else []),
    ]
    for one in wrong:
        yield Fault(around.name, call, one, (said + kept)[-800:])
