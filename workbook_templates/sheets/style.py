"""Colours, fonts and the formats of a workbook: each distinct set of properties becomes one format, made once."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from workbook_templates.tables.schema import Writer

Format: TypeAlias = Any
"""xlsxwriter.format.Format: XlsxWriter ships no types."""
Sheet: TypeAlias = Any
"""xlsxwriter.worksheet.Worksheet."""
Workbook: TypeAlias = Any
"""xlsxwriter.Workbook."""

FONT = "微软雅黑"
NAVY, STEEL, RED_FILL, AMBER, GREEN_FILL, BLUE_FILL = "#16324F", "#23496F", "#C8102E", "#F2A900", "#2E9E5B", "#2F6DB5"
INK, SLATE, MIST, LINE_COLOUR, PAPER, WHITE = "#1F2933", "#5B6775", "#A6ADB7", "#D9DEE5", "#F4F6F9", "#FFFFFF"
BROWN, CREAM, BAR, HAIR = "#7A4B00", "#FFF3D6", "#BBD3EC", "#EDF0F3"

LIGHT_COLOURS: Mapping[str, tuple[str, str]] = {
    "红灯": (RED_FILL, WHITE),
    "黄灯": (AMBER, "#2B1D00"),
    "绿灯": (GREEN_FILL, WHITE),
    "蓝灯": (BLUE_FILL, WHITE),
}
"""Light → fill, letters. In a grey print red is the darkest, and the cell names its light."""

HEADER_COLOURS: Mapping[Writer, str] = {
    "办公室": NAVY,
    "部门": BLUE_FILL,
    "领导": "#8E1B2B",
    "考评人": "#247A47",
    "抽查人": "#8A5F00",
    "督办": "#66727F",
}
"""Who fills a column in → the fill of its header."""

BODY_TINTS: Mapping[Writer, str] = {"部门": "#F1F6FC", "领导": "#FBF2F3", "考评人": "#F0F8F3", "抽查人": "#FFFAEE"}
"""Who fills a column in → the pale fill of its cells; the office's own cells and results stay white."""

WRITER_NAMES: Mapping[Writer, str] = {"督办": "督办自动"}
"""How a writer is called in legends, where it is not its own name."""

GROUP_COLOURS = {"页面": RED_FILL, "日常": NAVY, "结果": GREEN_FILL, "设置": AMBER, "日志": MIST}
"""Group of sheets → colour of their tabs."""


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **properties: object) -> Format:
        """The format with these XlsxWriter properties; font, size, colour and centring have house defaults."""
        wanted = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"} | properties
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def below_title(self, **properties: object) -> Format:
        """Pale letters on steel: the line below the title of a page."""
        return self(font_color="#DCE6F0", bg_color=STEEL, font_size=11, **properties)

    def change(self, **properties: object) -> Format:
        """The format of a conditional format: only what it changes."""
        key = (("", "change"), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
