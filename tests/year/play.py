"""The year, day by day. `python tests/play_year.py` plays whole ones; the tests play a short one."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

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
    issued = False
    for paper in periods.papers(script, day):
        issued = True
        yield from watched.paper(paper)
    if issued:
        office.run("refresh")
    yield from watched.day()
    if script.chance(0.05):
        yield from watched.past(script.draw)
