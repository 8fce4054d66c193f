"""An icon for each 来源, told apart by its shape: the same few strokes as a picture (for workbook and PNG) and as SVG (for the page).

Strokes lie on a field of 24 × 24: ('line', points), ('shape', points), ('ring' or 'dot', (x, y, radius)).
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, TypeAlias

Stroke: TypeAlias = tuple[str, tuple[float, ...]]

ICONS: dict[str, tuple[str, tuple[Stroke, ...]]] = {
    "上级部署": ("#8A1F2D", (("line", (12, 4.5, 12, 15)), ("shape", (7, 12.5, 17, 12.5, 12, 19.5)), ("line", (6, 4.5, 18, 4.5)))),
    "会议纪要": (
        "#1F4E79",
        (
            ("dot", (8, 8, 2.6)),
            ("dot", (16, 8, 2.6)),
            ("shape", (3.6, 18, 5, 12.6, 11, 12.6, 11.6, 18)),
            ("shape", (12.4, 18, 13, 12.6, 19, 12.6, 20.4, 18)),
        ),
    ),
    "领导交办": ("#B07A00", (("shape", (5, 19, 6, 14.6, 15, 5.6, 18.4, 9, 9.4, 18)), ("line", (13, 19, 19, 19)))),
    "年度目标": ("#2F6B3A", (("ring", (12, 12, 7.6)), ("ring", (12, 12, 4)), ("dot", (12, 12, 1.7)))),
    "部门申报": ("#13606A", (("line", (6, 19, 18, 19)), ("line", (12, 19, 12, 9)), ("shape", (7, 11.5, 17, 11.5, 12, 4.5)))),
    "巡察审计": ("#5B3A86", (("ring", (10.4, 10.4, 5.2)), ("line", (14.4, 14.4, 19.4, 19.4)))),
    "其他": ("#4A4A4A", (("dot", (6.5, 12, 1.9)), ("dot", (12, 12, 1.9)), ("dot", (17.5, 12, 1.9)))),
}
WIDE = 2.2
"""Width of a stroke."""
ROUND = 5
"""Radius of the corners of the field."""


def known(origin: str) -> str:
    """The icon of a 来源; an unknown one is 其他."""
    return origin if origin in ICONS else "其他"


def points(numbers: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def symbols() -> str:
    """The icons as SVG symbols, 来-0 and so on in the order of ICONS."""
    texts = []
    for place, (colour, strokes) in enumerate(ICONS.values()):
        drawn = "".join(map(svg_of, strokes))
        field = f'<rect width="24" height="24" rx="{ROUND}" fill="{colour}"/>'
        texts.append(f'<symbol id="icon{place}" viewBox="0 0 24 24">{field}{drawn}</symbol>')
    return f'<svg width="0" height="0" style="position:absolute" aria-hidden="true">{"".join(texts)}</svg>'


def svg_of(stroke: Stroke) -> str:
    """A stroke as an SVG element."""
    kind, numbers = stroke
    if kind in ("ring", "dot"):
        x, y, radius = numbers
        look = f'fill="none" stroke="#fff" stroke-width="{WIDE}"' if kind == "ring" else 'fill="#fff"'
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {look}/>'
    path = " ".join(f"{x:g},{y:g}" for x, y in points(numbers))
    if kind == "shape":
        return f'<polygon points="{path}" fill="#fff"/>'
    return f'<polyline points="{path}" fill="none" stroke="#fff" stroke-width="{WIDE}" stroke-linecap="round"/>'


def draw_icon(origin: str, size: int) -> Any:
    """The icon as a picture of `size` × `size` pixels with an empty ground, drawn larger and made small so that edges are smooth."""
    from PIL import Image, ImageDraw

    big = 8
    whole = Image.new("RGBA", (24 * big, 24 * big), (0, 0, 0, 0))
    draw = ImageDraw.Draw(whole)
    colour, strokes = ICONS[known(origin)]
    draw.rounded_rectangle((0, 0, 24 * big - 1, 24 * big - 1), ROUND * big, fill=colour)
    for kind, numbers in strokes:
        if kind in ("ring", "dot"):
            x, y, radius = (value * big for value in numbers)
            edge = WIDE * big / 2 if kind == "ring" else 0
            frame = (x - radius - edge, y - radius - edge, x + radius + edge, y + radius + edge)
            draw.ellipse(frame, fill="white" if kind == "dot" else None, outline="white", width=round(WIDE * big) if kind == "ring" else 0)
            continue
        places = [(x * big, y * big) for x, y in points(numbers)]
        if kind == "shape":
            draw.polygon(places, fill="white")
        else:
            draw.line(places, fill="white", width=round(WIDE * big))
            for x, y in places:
                end = WIDE * big / 2
                draw.ellipse((x - end, y - end, x + end, y + end), fill="white")
    return whole.resize((size, size), Image.Resampling.LANCZOS)


def icon_png(origin: str, size: int) -> bytes:
    """The icon as the bytes of a PNG."""
    stream = BytesIO()
    draw_icon(origin, size).save(stream, "PNG", optimize=True)
    return stream.getvalue()
