"""The seven charts of 操作台, native and over fixed blocks, so that every reader draws them."""

from typing import Any

from workbook_templates.sheets.style import (
    AMBER,
    BLUE_FILL,
    FONT,
    GREEN_FILL,
    HAIR,
    INK,
    LINE_COLOUR,
    MIST,
    NAVY,
    RED_FILL,
    SLATE,
    WHITE,
    Sheet,
    Workbook,
)

SHEET = "操作台"
Place = tuple[int, int, int]
"""First row, first column, number of rows of a block; its headers stand in the row above."""
Frame = tuple[float, float, float, float]
"""Left, top, width, height, each a share of the chart."""


def add_charts(book: Workbook, sheet: Sheet, places: dict[str, Place]) -> None:
    """Put the charts beside tiles and lists: (row, column, offsets, description). Sizes in pixels."""
    charts = (
        (4, 10, (0, 0), trend_of_lights(book, places["台_趋势灯"]), "近六期红黄灯和按期办结率"),
        (4, 10, (363, 0), trend_of_scores(book, places["台_趋势"]), "近六期督办和亮灯得分"),
        (4, 10, (0, 206), doughnut(book, places["台_灯色"]), "灯色构成"),
        (4, 10, (262, 206), months(book, places["台_月度"]), "按月下达、到期、办结"),
        (20, 2, (0, 0), departments(book, places["台_部门灯"]), "各部门亮灯"),
        (31, 2, (0, 0), themes(book, places["台_主题"]), "各主题落地率"),
        (31, 2, (296, 0), progress(book, places["台_指标进度"]), "期间里的指标进度和应有进度，落后多的在前"),
    )
    for row, column, (across, down), chart, description in charts:
        place = {"x_offset": across, "y_offset": down, "object_position": 1, "description": description}
        sheet.insert_chart(row, column, chart, place)


def departments(book: Workbook, place: Place) -> Any:
    """Lights by department, stacked bars, the first department on top."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for offset, colour in enumerate((GREEN_FILL, AMBER, RED_FILL, MIST), 1):
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 40})
    dress(chart, "各部门亮灯", (585, 274), plot=(0.165, 0.14, 0.8, 0.84), legend=(0.52, 0.015, 0.46, 0.1))
    chart.set_y_axis({"reverse": True, **category_axis(), "line": {"none": True}})
    chart.set_x_axis(value_axis() | {"label_position": "none", "major_gridlines": {"visible": False}})
    return chart


def themes(book: Workbook, place: Place) -> Any:
    """Share of targets landed by theme; the axis ends beyond 100 %, so that the figure behind a full bar has room."""
    chart = book.add_chart({"type": "bar"})
    label = {"value": True, "num_format": "0%", "font": {"name": FONT, "size": 8.7, "color": INK}}
    chart.add_series(series(place, 3) | {"fill": {"color": BLUE_FILL}, "gap": 60, "data_labels": label})
    dress(chart, "各主题落地率", (289, 194), plot=(0.33, 0.19, 0.64, 0.78))
    chart.set_y_axis({"reverse": True, **category_axis(), "line": {"none": True}})
    chart.set_x_axis(value_axis() | {"max": 1.35, "label_position": "none", "major_gridlines": {"visible": False}})
    return chart


def progress(book: Workbook, place: Place) -> Any:
    """What indicators have reached inside their period beside what they should have, the furthest behind on top."""
    chart = book.add_chart({"type": "bar"})
    for offset, colour in ((1, BLUE_FILL), (2, MIST)):
        label = {"data_labels": figures("0%", INK)}
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 45, "overlap": -5} | label)
    dress(chart, "指标进度", (289, 194), plot=(0.46, 0.19, 0.48, 0.78), legend=(0.36, 0.03, 0.62, 0.12))
    chart.set_y_axis({"reverse": True, **category_axis(), "line": {"none": True}})
    chart.set_x_axis(value_axis() | {"label_position": "none", "major_gridlines": {"visible": False}})
    return chart


def months(book: Workbook, place: Place) -> Any:
    """Issued and due as columns, closed as a line."""
    chart = book.add_chart({"type": "column"})
    for offset, colour in ((1, NAVY), (2, MIST)):
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 60, "overlap": -5})
    line = book.add_chart({"type": "line"})
    marker = {"type": "circle", "size": 5, "fill": {"color": WHITE}, "border": {"color": GREEN_FILL}}
    line.add_series(series(place, 3) | {"line": {"color": GREEN_FILL, "width": 2.25}, "marker": marker})
    chart.combine(line)
    dress(chart, "按月下达、到期、办结", (456, 202), plot=(0.075, 0.22, 0.9, 0.63), legend=(0.5, 0.03, 0.48, 0.14))
    chart.set_x_axis(category_axis())
    chart.set_y_axis(value_axis())
    return chart


def trend_of_scores(book: Workbook, place: Place) -> Any:
    """The company's 督办 and 亮灯 scores of the last six closed periods."""
    chart = book.add_chart({"type": "column"})
    for offset, colour in ((1, NAVY), (2, GREEN_FILL)):
        label = figures("0.0", SLATE)
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 60, "overlap": -10, "data_labels": label})
    dress(chart, "近六期得分（定稿）", (355, 198), plot=(0.03, 0.24, 0.94, 0.6), legend=(0.56, 0.03, 0.42, 0.12))
    chart.set_x_axis(category_axis())
    chart.set_y_axis(value_axis() | {"min": 0, "max": 120, "visible": False, "major_gridlines": {"visible": False}})
    return chart


def trend_of_lights(book: Workbook, place: Place) -> Any:
    """Yellow and red lights as columns, 按期办结率 as a line against an axis of its own, of the last six closed periods."""
    chart = book.add_chart({"type": "column"})
    for offset, colour, ink in ((1, AMBER, INK), (2, RED_FILL, WHITE)):
        label = figures("0", ink, "inside_base")
        chart.add_series(series(place, offset) | {"fill": {"color": colour}, "gap": 60, "overlap": -5, "data_labels": label})
    line = book.add_chart({"type": "line"})
    marker = {"type": "circle", "size": 5, "fill": {"color": WHITE}, "border": {"color": BLUE_FILL}}
    look = {
        "line": {"color": BLUE_FILL, "width": 2.25, "dash_type": "dash"},
        "marker": marker,
        "data_labels": figures("0%", BLUE_FILL, "above"),
    }
    line.add_series(series(place, 3) | look | {"y2_axis": True})
    chart.combine(line)
    dress(chart, "近六期红黄灯和按期办结率", (355, 198), plot=(0.04, 0.22, 0.92, 0.52), legend=(0.02, 0.86, 0.96, 0.12), position="bottom")
    hidden = {"label_position": "none", "major_gridlines": {"visible": False}}  # a deleted axis would put the line on the other one
    chart.set_x_axis(category_axis())
    chart.set_y_axis(value_axis() | hidden)
    line.set_y2_axis(value_axis() | hidden | {"min": -1.5, "max": 1.3})  # above the columns
    return chart


def figures(shown: str, colour: str, position: str = "outside_end") -> dict[str, object]:
    """The figure beside each point of a series."""
    return {"value": True, "num_format": shown, "position": position, "font": {"name": FONT, "size": 8.7, "color": colour}}


def doughnut(book: Workbook, place: Place) -> Any:
    """Items by light; the shares on the ring, none where a slice is too thin for its figure."""
    chart = book.add_chart({"type": "doughnut"})
    label = {"percentage": True, "num_format": '[<0.045]"";0%', "font": {"name": FONT, "size": 9, "bold": True, "color": WHITE}}
    points = [{"fill": {"color": colour}, "border": {"color": WHITE}} for colour in (GREEN_FILL, AMBER, RED_FILL, BLUE_FILL, MIST)]
    chart.add_series(series(place, 1) | {"points": points, "data_labels": label})
    chart.set_hole_size(58)
    dress(chart, "灯色构成", (252, 202), plot=(0.06, 0.2, 0.6, 0.74), legend=(0.7, 0.25, 0.28, 0.65), position="right")
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
    chart.set_chartarea({"border": {"color": LINE_COLOUR}, "fill": {"color": WHITE}})
    chart.set_size({"width": size[0], "height": size[1]})


def box(frame: Frame) -> dict[str, float]:
    return dict(zip(("x", "y", "width", "height"), frame, strict=True))


def category_axis() -> dict[str, Any]:
    """Every label shown and none turned: without an explicit 0, LibreOffice leaves out every second one."""
    return {
        "num_font": {"name": FONT, "size": 8.7, "color": INK, "rotation": 0},
        "interval_unit": 1,
        "line": {"color": LINE_COLOUR},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }


def value_axis() -> dict[str, Any]:
    return {
        "num_font": {"name": FONT, "size": 8.7, "color": SLATE},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": HAIR}},
        "major_tick_mark": "none",
        "min": 0,
    }
