"""Files of 输出 that are made anew from the same rows as often as one likes: 一张图, 领导掌上页. What is there already stays."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from addin.whole_folder import WriteFailed, put_file


def write(folder: Path, made: Iterable[tuple[str, bytes]]) -> tuple[list[Path], list[str]]:
    """The files that stand in the folder now, and a message for each that could not be written. The same bytes are not written again."""
    written, failed = [], []
    for name, data in made:
        path = folder / name
        try:
            if not (path.is_file() and path.read_bytes() == data):
                put_file(path, data)
            written.append(path)
        except (WriteFailed, OSError) as error:
            failed.append(f"“{folder.name}/{name}”没有写成（{error}）：请关闭打开着它的程序、检查磁盘和权限再运行。")
    return written, failed


def remove_surplus(folder: Path, pattern: str, written: Iterable[Path]) -> None:
    """Files of an earlier run of the same day that this one did not make."""
    names = {path.name for path in written}
    for path in folder.glob(pattern):
        if path.name not in names:
            with suppress(OSError):
                path.unlink()
