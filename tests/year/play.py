"""The year, day by day: `python tests/year/play.py [SEEDS]` plays so many whole years and prints what broke; the tests play a short one."""

import datetime as dt
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from year import answers, invariants, periods
from year.office import FIRST, new_office
from year.script import LAST, Script, working

Finding = invariants.Finding


def play(folder: Path, seed: int, last: dt.date = LAST) -> Iterator[Finding]:
    """A company's days from FIRST to `last`: what does not hold, on the day on which it shows."""
    office = new_office(folder)
    script = Script(office, seed)
    watched = invariants.Watch(office)
    day = FIRST
    while day <= last:
        office.day, office.hour, office.said = day, 8, []
        if working(day):
            script.morning(day)
            periods.prepared(script, day)
            if not script.chance(0.12):  # now and then nobody runs anything
                yield from a_day(script, watched, day)
        day += dt.timedelta(1)
    yield from watched.year_end()


def a_day(script: Script, watched: invariants.Watch, day: dt.date) -> Iterator[Finding]:
    """One day on which the clerk works: send on the first day of a week, collect what came, refresh, remind, the papers due."""
    office = script.office
    if answers.come_back(script, day):
        office.run("collect")
        answers.put_away(office.folder)
    office.run("refresh")
    if periods.first_of_week(day):
        office.run("send")
        answers.sent(script, day)
        office.run("refresh")
    office.run("remind", "--mark-sent")
    yield from watched.day()
    for paper in periods.papers(script, day):
        yield from watched.paper(paper)
    if script.chance(0.05):
        yield from watched.past(script.draw)


def main(seeds: range) -> int:
    """So many years; the number of findings."""
    found = 0
    for seed in seeds:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            try:
                kinds = list(play(Path(folder), seed))
            except Exception:  # noqa: BLE001 - a year that broke off is a finding; the next seed goes on
                kinds = [Finding(LAST, "broke off", traceback.format_exc())]
        found += len(kinds)
        print(f"seed {seed}: {len(kinds)} findings, {time.perf_counter() - start:.0f} s", flush=True)
        seen: dict[str, int] = {}
        for one in kinds:
            seen[one.kind] = seen.get(one.kind, 0) + 1
            if seen[one.kind] <= 3:
                print(f"  {one.day} {one.kind}: {one.text}", flush=True)
        print("  ", seen)
    return found


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 1
    first = int(sys.argv[2]) if sys.argv[2:] else 0
    sys.exit(1 if main(range(first, first + count)) else 0)
