"""Kills and two runs at once over every action that writes, by hand: `python tests/kill_all.py [KILLS] [PAIRS] [MINUTES] [SEED]`.

Half of the kills come before or after a file operation, half at a random moment; after each the next run has to make good what was
cut off. Then every action runs at once with itself and with others. The dice are seeded: the same numbers try the same. What failed
is printed with its trace; docs/可靠.md has the counts of the last whole round.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
from support.kills import (  # noqa: E402
    CALLS,
    FAULT,
    MASTER,
    Outcome,
    copied,
    ended,
    ends_at,
    forked,
    new_home,
    nothing_half_done,
    recovered,
    status_of,
    undisturbed,
)

HEADS = ("操作", "杀掉", "文件操作前后", "任意时刻", "台账是旧的", "台账是新的", "下一次补上或说明", "失败")


def kill(call: str, home: Path, folder: Path, outcome: Outcome, lasts: float, dice: random.Random) -> list[str]:
    """One kill and the run after it; what is counted of it."""
    copied(home, folder)
    try:
        if dice.random() < 0.5:
            counted, points = ["文件操作前后"], outcome.points
            first = 2 * points.index("replace") if "replace" in points and dice.random() < 0.5 else 0  # half of them from the workbook on
            pid = forked(partial(ends_at, call, folder, dice.randrange(first, max(2 * len(points), 1))))
        else:
            counted = ["任意时刻"]
            pid = forked(partial(status_of, call, folder))
            time.sleep(dice.uniform(0, 1.1) * lasts)
            os.kill(pid, signal.SIGKILL)
        if ended(pid) != -signal.SIGKILL:
            return []
        old = (folder / MASTER).read_bytes() == outcome.old
        good = ended(forked(partial(recovered, call, folder, outcome))) == 0
        if not good:
            print(call, counted, (folder / FAULT).read_text(encoding="utf-8"), flush=True)
        return ["杀掉", *counted, "台账是旧的" if old else "台账是新的", "下一次补上或说明" if good else "失败"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def at_once(calls: tuple[str, str], home: Path, folder: Path) -> str:
    """Two runs at once: 都办了, 一个办了一个说明, or 失败."""
    copied(home, folder)
    try:
        statuses = [ended(pid) for pid in [forked(partial(status_of, call, folder)) for call in calls]]
        nothing_half_done(folder, "没有“导入清单”的", undone="undo" in calls)
        if not set(statuses) <= {0, 1, 2} or min(statuses) == 2:
            raise AssertionError(statuses)
    except Exception:
        print(calls, traceback.format_exc(), flush=True)
        return "失败"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return "都办了" if max(statuses) < 2 else "一个办了，一个说明"


def main(kills: int, pairs: int, minutes: float, seed: int) -> int:
    """The table of kills, and the counts of two at once. 1 where anything failed."""
    dice, until = random.Random(seed), time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory(prefix="duban-kills-") as place:
        base = Path(place)
        (base / "家").mkdir()
        home = new_home(base / "家")
        outcomes = {call: undisturbed(call, home, base / f"整 {call}") for call in CALLS}
        lasts = {call: timed(call, home, base / "时") for call in CALLS}
        counts: dict[str, Counter[str]] = {call: Counter() for call in CALLS}
        number = 0
        while sum(one["杀掉"] for one in counts.values()) < kills and time.monotonic() < until:
            call = CALLS[number % len(CALLS)]
            counts[call].update(kill(call, home, base / f"杀 {number}", outcomes[call], lasts[call], dice))
            number += 1
        print("|", " | ".join(HEADS), "|")
        for call, one in counts.items():
            print("|", " | ".join([call, *(str(one[head]) for head in HEADS[1:])]), "|")
        total = sum(counts.values(), Counter[str]())
        print("|", " | ".join(["合计", *(str(total[head]) for head in HEADS[1:])]), "|", flush=True)
        both: Counter[str] = Counter()
        for turn in range(pairs):
            first = CALLS[turn % len(CALLS)]
            second = first if turn < 2 * len(CALLS) else dice.choice(CALLS)
            both[at_once((first, second), home, base / f"两 {turn}")] += 1
        print("两个一起运行", dict(both))
    return int(bool(total["失败"] or both["失败"]))


def timed(call: str, home: Path, folder: Path) -> float:
    """Seconds that the action takes now, on this machine."""
    copied(home, folder)
    start = time.monotonic()
    ended(forked(partial(status_of, call, folder)))
    shutil.rmtree(folder)
    return time.monotonic() - start


if __name__ == "__main__":
    given = [float(text) for text in sys.argv[1:]] + [1000, 100, 60, 20260303][len(sys.argv) - 1 :]
    sys.exit(main(int(given[0]), int(given[1]), given[2], int(given[3])))
