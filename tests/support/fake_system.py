"""schtasks, systemctl and crontab of a test's own, first on PATH: they keep what they are given and answer as the real ones do."""

import os
import sys
from pathlib import Path

import pytest

SCHTASKS = r"""
import csv, re
task = folder / "tasks" / (value("/TN") + ".xml")
task.parent.mkdir(exist_ok=True)
if "/Create" in argv:
    text = Path(value("/XML")).read_bytes().decode("utf-16")
    assert text.startswith('<?xml version="1.0" encoding="UTF-16"?>')
    task.write_text(text, "utf-8")
elif not task.exists():
    sys.exit("ERROR: The system cannot find the file specified.")
elif "/Delete" in argv:
    task.unlink()
else:
    start = re.search("<StartBoundary>(.*?)T(.*?)</StartBoundary>", task.read_text("utf-8"))
    row = ["PC", "\\" + value("/TN"), "2026/6/30 9:30:00", "就绪", "仅交互方式", "2026/6/30 8:30:01", result, *["N/A"] * 12, start[2]]
    csv.writer(sys.stdout, quoting=csv.QUOTE_ALL).writerow(row)
"""
SYSTEMCTL = r"""
on = folder / "on"
on.mkdir(exist_ok=True)
if argv[0] != "--user" or (folder / "no session").exists():
    sys.exit("Failed to connect to bus: No medium found")
verb, name = argv[1], argv[-1]
units = Path(os.environ["XDG_CONFIG_HOME"]) / "systemd" / "user"
if verb in ("enable", "restart") and not (units / name).exists():
    sys.exit(f"Failed to enable unit: Unit file {name} does not exist.")
if verb == "enable":
    (on / name).touch()
elif verb == "disable":
    (on / name).unlink()
elif verb == "show" and argv[2].endswith(".timer"):
    print("NextElapseUSecRealtime=Wed 2026-07-01 08:30:00 CST\nLastTriggerUSec=Tue 2026-06-30 08:30:00 CST")
elif verb == "show":
    print(f"ExecMainStatus={result}\nExecMainExitTimestamp=Tue 2026-06-30 08:30:05 CST")
"""
CRONTAB = r"""
table = folder / "table"
if argv == ["-l"]:
    if not table.exists():
        sys.exit("no crontab for clerk")
    sys.stdout.write(table.read_text("utf-8"))
else:
    text = sys.stdin.read()
    assert argv == ["-"] and (not text or text.endswith("\n"))
    table.write_text(text, "utf-8")
"""
HEAD = r"""#!{python} -X utf8
import os, sys
from pathlib import Path
folder, argv = Path({folder!r}), sys.argv[1:]
value = lambda flag: argv[argv.index(flag) + 1]
result = (folder / "result").read_text() if (folder / "result").exists() else "0"
"""


def put_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The folder in which they keep it: tasks/NAME.xml, on/NAME.timer, table. result: the last exit status that they tell."""
    (folder / "bin").mkdir(parents=True)
    for name, body in (("schtasks", SCHTASKS), ("systemctl", SYSTEMCTL), ("crontab", CRONTAB)):
        path = folder / "bin" / name
        path.write_text(HEAD.format(python=sys.executable, folder=str(folder)) + body, "utf-8")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    return folder
