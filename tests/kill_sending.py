"""Kills of runs that send, by hand: `python tests/kill_sending.py [KILLS] [PAIRS] [SEED]`; docs/可靠.md has the last whole round."""

import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
from support.sent_kills import at_once, killed, sending  # noqa: E402


def main(kills: int = 200, pairs: int = 10, seed: int = 1) -> int:
    dice, hits, wrong = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as folder, sending(Path(folder)) as case:
        for place in range(kills + pairs):
            hit, found = killed(case, Path(folder) / "杀", dice) if place < kills else (False, at_once(case, Path(folder) / "杀"))
            hits, wrong = hits + hit, wrong + bool(found)
            if found:
                print(place, found, flush=True)
    print(f"杀掉 {hits} 次（试 {kills} 次），两个一起 {pairs} 对，失败 {wrong} 次")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
