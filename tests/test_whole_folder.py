"""whole_folder: a folder of files that appears at once, and what is left when it can't."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from addin import whole_folder
from addin.whole_folder import WriteFailed

T = TypeVar("T")


def test_nothing_is_seen_before_it_is_shown(tmp_path: Path) -> None:
    staged = whole_folder.hidden(tmp_path / "下发" / "20260303-1")
    whole_folder.fill(staged, [("甲.xlsx", b"1"), ("乙.xlsx", b"2")])
    assert [path.name for path in (tmp_path / "下发").iterdir()] == [".~20260303-1.tmp"]
    assert whole_folder.left_behind(tmp_path / "下发") == [staged]
    shown = whole_folder.show(staged)
    assert shown == tmp_path / "下发" / "20260303-1"
    assert {path.name: path.read_bytes() for path in shown.iterdir()} == {"甲.xlsx": b"1", "乙.xlsx": b"2"}
    assert whole_folder.left_behind(tmp_path / "下发") == []


def test_what_an_earlier_run_left_under_the_same_name_goes(tmp_path: Path) -> None:
    staged = whole_folder.hidden(tmp_path / "1")
    whole_folder.fill(staged, [("旧.xlsx", b"")])
    whole_folder.fill(staged, [("新.xlsx", b"")])
    assert [path.name for path in staged.iterdir()] == ["新.xlsx"]


def test_other_things_are_not_left_behind(tmp_path: Path) -> None:
    for name in ("20260303-1", ".~x", "x.tmp", "~$总.xlsx"):
        (tmp_path / name).mkdir()
    (tmp_path / ".~1.tmp").write_text("a file")
    assert whole_folder.left_behind(tmp_path) == []
    assert whole_folder.left_behind(tmp_path / "没有") == []


def test_a_file_that_can_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "甲.xlsx", b""
        raise ValueError("no cell holds this")

    staged = whole_folder.hidden(tmp_path / "1")
    with pytest.raises(ValueError, match="no cell"):
        whole_folder.fill(staged, files())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["make folder", "write file", "fsync folder"])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(name: str, action: Callable[[], T]) -> T:
        if name == step:
            raise OSError(errno.ENOSPC, "No space left on device")
        return action()

    monkeypatch.setattr(whole_folder, "operate", full)
    if step == "fsync folder":  # some network shares refuse it; the files themselves are written
        whole_folder.fill(whole_folder.hidden(tmp_path / "1"), [("甲.xlsx", b"1")])
        return
    with pytest.raises(WriteFailed, match="No space"):
        whole_folder.fill(whole_folder.hidden(tmp_path / "1"), [("甲.xlsx", b"1")])
    with pytest.raises(WriteFailed, match="No space"):
        whole_folder.put_file(tmp_path / "归档.csv", b"1")
    assert list(tmp_path.rglob("*")) == []


def test_a_single_file_is_whole_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "归档" / "批次" / "a.csv"
    for data in (b"1", b"2"):
        whole_folder.put_file(path, data)
        assert path.read_bytes() == data
    assert [other.name for other in path.parent.iterdir()] == ["a.csv"]
