"""Sending by real processes to a real server: whatever is killed or cut, no message leaves twice and none is lost without a row."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from support.sent_kills import KEYS, Cut, Sending, at_once, copy, cut, killed, sending

from macros.__main__ import run


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


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in a folder, and what is packed in it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())


def test_no_key_is_anywhere(case: Sending, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither in the workbook, its backups, the outbox and the logs, nor in what is said, with --json too, when a line breaks."""
    book = copy(case.office, tmp_path / "办公室")
    case.gateway.cuts[:] = ("after", "", "while")
    for more in ((), ("--json",)):
        assert run(["remind", str(book), "--send", *more]) in (0, 1)
    case.gateway.got.clear()
    said = "".join(capfd.readouterr())
    found = dict(contents(book.parent))
    assert {"发件箱_督办.jsonl", "督办.xlsx/xl/workbook.xml"} <= found.keys()
    assert any("备份" in path.parent.name for path in book.parent.rglob("*.xlsx"))
    assert "不明" in said
    assert [(name, key) for key in KEYS.values() for name, data in [*found.items(), ("", said.encode())] if key.encode() in data] == []
