"""Sending by real processes to a real server: whatever is killed or cut, no message leaves twice and none is lost without a row."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from support.sent_kills import Cut, Sending, at_once, cut, killed, sending


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    with sending(tmp_path_factory.mktemp("发送")) as found:
        yield found


def test_killed_at_random_moments(case: Sending, tmp_path: Path) -> None:
    dice = random.Random(7)
    found = [killed(case, tmp_path / str(place), dice) for place in range(6)]
    assert [faults for _, faults in found if faults] == []
    assert any(hit for hit, _ in found)


@pytest.mark.parametrize("moment", get_args(Cut)[1:])
def test_the_line_is_cut(moment: Cut, case: Sending, tmp_path: Path) -> None:
    assert cut(case, tmp_path / "办公室", (moment, "", moment)) == []


def test_two_at_once(case: Sending, tmp_path: Path) -> None:
    assert at_once(case, tmp_path / "办公室") == []
