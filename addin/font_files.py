"""Fonts of this machine by name, for pictures: the one that is wanted or the first stand-in that is there. Nothing is installed."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "微软雅黑": (("msyh.ttc", "msyh.ttf"), ("msyhbd.ttc", "msyhbd.ttf")),
    "思源黑体": (
        ("SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "SourceHanSans.ttc"),
        ("SourceHanSansSC-Bold.otf", "SourceHanSansCN-Bold.otf", "SourceHanSans.ttc"),
    ),
    "Noto Sans CJK SC": (("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf"), ("NotoSansCJK-Bold.ttc", "NotoSansSC-Bold.otf")),
    "黑体": (("simhei.ttf",), ("simhei.ttf",)),
    "等线": (("Deng.ttf",), ("Dengb.ttf",)),
    "苹方": (("PingFang.ttc",), ("PingFang.ttc",)),
    "文泉驿微米黑": (("wqy-microhei.ttc",), ("wqy-microhei.ttc",)),
    "文泉驿正黑": (("wqy-zenhei.ttc",), ("wqy-zenhei.ttc",)),
    "宋体": (("simsun.ttc", "simsun.ttf"), ("simsun.ttc", "simsun.ttf")),
}
"""Family → its files, regular and bold; a family without a bold of its own is drawn in its regular."""

FACES = {"NotoSansCJK-Regular.ttc": 2, "NotoSansCJK-Bold.ttc": 2, "SourceHanSans.ttc": 2}
"""The face of simplified Chinese in a file of several."""


class FontFiles(NamedTuple):
    """A pair of font files. family: whose they are; face: the number of the face in each."""

    family: str
    regular: Path
    bold: Path
    face: int


def font_folders() -> list[Path]:
    """Where the system keeps fonts, the user's own last."""
    if os.name == "nt":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", "")
        return [Path(windows) / "Fonts", *([Path(local) / "Microsoft/Windows/Fonts"] if local else [])]
    own = [Path.home() / name for name in (".local/share/fonts", ".fonts", "Library/Fonts")]
    return [*map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts")), *own]


def installed(places: Iterable[Path]) -> dict[str, Path]:
    """Name of each font file, in small letters → where it lies."""
    found: dict[str, Path] = {}
    for place in places:
        for folder, _, names in os.walk(place):
            for name in sorted(names):
                if name.lower().endswith((".ttf", ".ttc", ".otf")):
                    found.setdefault(name.lower(), Path(folder) / name)
    return found


def find(families: Sequence[str] = tuple(FILES), places: Iterable[Path] | None = None) -> FontFiles | None:
    """The first of these families that is installed; None where none is."""
    files = installed(font_folders() if places is None else places)
    for family in families:
        regular, bold = (next((files[name.lower()] for name in names if name.lower() in files), None) for names in FILES[family])
        if regular is not None:
            return FontFiles(family, regular, bold or regular, FACES.get(regular.name, 0))
    return None
