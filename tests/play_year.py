"""Whole years of a made-up company: `python tests/play_year.py [COUNT] [FIRST SEED]` plays them and prints what did not hold.

Run by hand; tests/test_year.py plays a short one.
"""

import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
SHOWN = 3
"""Findings of a kind that are printed."""


def main(seeds: range) -> int:
    """So many years; the number of findings."""
    from year.play import play
    from year.script import LAST

    found = 0
    for seed in seeds:
        start, seen = time.perf_counter(), Counter[str]()
        with tempfile.TemporaryDirectory() as folder:
            try:
                for one in play(Path(folder), seed, LAST):
                    seen[one.kind] += 1
                    if seen[one.kind] <= SHOWN:
                        print(f"  {one.day} {one.kind}: {one.text}", flush=True)
            except Exception:
                seen["broke off"] += 1
                print(traceback.format_exc(), flush=True)
        found += seen.total()
        print(f"seed {seed}: {seen.total()} findings, {time.perf_counter() - start:.0f} s {dict(seen)}", flush=True)
    return found


if __name__ == "__main__":
    sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]
    count, first = (int(given) for given in (*sys.argv[1:], *("1", "0")[len(sys.argv) - 1 :]))
    sys.exit(1 if main(range(first, first + count)) else 0)
