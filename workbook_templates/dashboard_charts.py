"""The five charts of 操作台, native and over fixed blocks, so that every reader draws them."""

from typing import Any

from workbook_templates.style import AMBER, BLUE, FONT, GREEN, INK, LINE, MIST, NAVY, RED, SLATE, WHITE, Sheet, Workbook

SHEET = "操作台"
Place = tuple[int, int, int]
"""First row, first column, number of rows of a block; its headers stand in the row above."""
Frame = tuple[float, float, float, float]
"""Left, top, width, height, each a share of the chart."""


def add_charts(book: Workbook, sheet: Sheet, places: dict[str, Place]) -> None:
    """Put the charts beside tiles and lists; sizes in pixels."""
    sheet.insert_chart(4, 10, doughnut(book, places["台_灯色"]), {"object_position": 1, "description": "灯色构成"})
    sheet.insert_chart(
        4, 10, months(book, places["台_月度"]), {"x_offset": 262, "object_position": 1, "description": "按月下达、到期、办结"}
    )
    below = {"x_offset": 262, "y_offset": 196, "object_position": 1, "description": "近六期督办和亮灯得分"}
    sheet.insert_chart(4, 10, trends(book, places["台_趋势"]), below)
    sheet.insert_chart(16, 2, departments(book, places["台_部门灯"]), {"object_position": 1, "description": "各部门亮灯"})
    sheet.insert_chart(27, 2, themes(book, places["台_主题"]), {"object_position": 1, "description": "各主题落地率"})


def departments(book: Workbook, place: Place) -> Any:
    """Lights by department, stacked bars, the first department on top."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for offset, colour in enumerate((GREEN, AMBER, RED, MIST), 1):
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 40})
    dress(chart, "各部门亮灯", (585, 301), plot=(0.165, 0.13, 0.8, 0.85), legend=(0.52, 0.015, 0.46, 0.095))
    chart.set_y_axis({"reverse": True, **category_axis(), "line": {"none": True}})
    chart.set_x_axis(value_axis() | {"label_position": "none", "major_gridlines": {"visible": False}})
    return chart


def themes(book: Workbook, place: Place) -> Any:
    """Share of targets landed by theme; the axis ends beyond 100 %, so that the figure behind a full bar has room."""
    chart = book.add_chart({"type": "bar"})
    label = {"value": True, "num_format": "0%", "font": {"name": FONT, "size": 8.5, "color": INK}}
    chart.add_series(series(place, 3) | {"fill": {"color": BLUE}, "gap": 60, "data_labels": label})
    dress(chart, "各主题落地率", (585, 213), plot=(0.165, 0.19, 0.8, 0.78))
    chart.set_y_axis({"reverse": True, **category_axis(), "line": {"none": True}})
    chart.set_x_axis(value_axis() | {"max": 1.15, "label_position": "none", "major_gridlines": {"visible": False}})
    return chart


def months(book: Workbook, place: Place) -> Any:
    """Issued and due as columns, closed as a line."""
    chart = book.add_chart({"type": "column"})
    for offset, colour in ((1, NAVY), (2, MIST)):
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 60, "overlap": -5})
    line = book.add_chart({"type": "line"})
    marker = {"type": "circle", "size": 5, "fill": {"color": WHITE}, "border": {"color": GREEN}}
    line.add_series(series(place, 3) | {"line": {"color": GREEN, "width": 2.25}, "marker": marker})
    chart.combine(line)
    dress(chart, "按月下达、到期、办结", (456, 188), plot=(0.075, 0.22, 0.9, 0.62), legend=(0.5, 0.03, 0.48, 0.15))
    chart.set_x_axis(category_axis())
    chart.set_y_axis(value_axis())
    return chart


def trends(book: Workbook, place: Place) -> Any:
    """The company's 督办 and 亮灯 scores of the last six closed periods."""
    chart = book.add_chart({"type": "column"})
    for offset, colour in ((1, NAVY), (2, GREEN)):
        label = {"value": True, "num_format": "0.0", "position": "outside_end", "font": {"name": FONT, "size": 8, "color": SLATE}}
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 90, "overlap": -10, "data_labels": label})
    dress(chart, "近六期得分（定稿）", (456, 125), plot=(0.03, 0.32, 0.94, 0.48), legend=(0.6, 0.04, 0.38, 0.2))
    chart.set_x_axis(category_axis())
    chart.set_y_axis(value_axis() | {"min": 0, "max": 150, "visible": False, "major_gridlines": {"visible": False}})
    return chart


def doughnut(book: Workbook, place: Place) -> Any:
    """Items by light; the shares on the ring, none where a slice is too thin for its figure."""
    chart = book.add_chart({"type": "doughnut"})
    label = {"percentage": True, "num_format": '[<0.045]"";0%', "font": {"name": FONT, "size": 9, "bold": True, "color": WHITE}}
    points = [{"fill": {"color": colour}, "border": {"color": WHITE}} for colour in (GREEN, AMBER, RED, BLUE, MIST)]
    chart.add_series(series(place, 1) | {"points": points, "data_labels": label})
    chart.set_hole_size(58)
    dress(chart, "灯色构成", (252, 321), plot=(0.05, 0.23, 0.66, 0.62), legend=(0.73, 0.29, 0.26, 0.5), position="right")
    return chart


def series(place: Place, offset: int) -> dict[str, object]:
    """The column `offset` of a block against its first one."""
    row, column, rows = place
    at = column + offset
    return {
        "name": [SHEET, row - 1, at],
        "categories": [SHEET, row, column, row + rows - 1, column],
        "values": [SHEET, row, at, row + rows - 1, at],
    }


def dress(chart: Any, title: str, size: tuple[int, int], *, plot: Frame, legend: Frame | None = None, position: str = "top") -> None:
    """Title at the upper left, legend on the same line, frame and size in pixels. plot, legend: shares of the chart."""
    font = {"name": FONT, "size": 12, "bold": True, "color": NAVY}
    chart.set_title({"name": title, "overlay": True, "name_font": font, "layout": {"x": 0.02, "y": 7 / size[1]}})
    if legend:
        words = {"name": FONT, "size": 9, "color": SLATE}
        chart.set_legend({"position": position, "font": words, "layout": box(legend)})
    else:
        chart.set_legend({"none": True})
    chart.set_plotarea({"layout": box(plot)})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": WHITE}})
    chart.set_size({"width": size[0], "height": size[1]})


def box(frame: Frame) -> dict[str, float]:
    return dict(zip(("x", "y", "width", "height"), frame, strict=True))


def category_axis() -> dict[str, Any]:
    """Every label shown and none turned: without an explicit 0, LibreOffice leaves out every second one."""
    return {
        "num_font": {"name": FONT, "size": 8.5, "color": INK, "rotation": 0},
        "interval_unit": 1,
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }


def value_axis() -> dict[str, Any]:
    return {
        "num_font": {"name": FONT, "size": 8.5, "color": SLATE},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": "#EDF0F3"}},
        "major_tick_mark": "none",
        "min": 0,
    }
