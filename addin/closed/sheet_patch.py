"""One sheet's XML, changed row by row: a row that is not touched keeps its bytes, and so does a cell beside a changed one."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from addin.a1 import Area, area_text, cell_name, column_of, letters, parse_area
from addin.closed.sheet_formats import column_styles
from addin.closed.sheet_rows import Row, is_filled, joined_row, row_style, split_row, style_of, without_value
from addin.closed.sheet_scan import FORMULA, dimension_of, plain_text, with_dimension
from addin.formulas import moved

_ROW = re.compile(rb'<row r="([0-9]+)"')
_COPIED_ROW = re.compile(rb' (?:s|customFormat)="[^"]*"')
_HEIGHT = re.compile(rb' (?:ht|customHeight)="[^"]*"')
_SQREF = re.compile(rb'(<(?:conditionalFormatting|dataValidation|ignoredError)\b[^>]*?\ssqref=")([^"]*)')
_XM_SQREF = re.compile(rb"<x14:sparkline>.*?</x14:sparkline>|(<xm:sqref>)([^<]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """What a new row takes from the row above: the row's attributes, formats and formulas by column."""

    row: int
    attributes: bytes
    styles: Mapping[int, bytes]
    formulas: Mapping[int, tuple[bytes, str]] = field(default_factory=dict)


class SheetPatch:
    """A sheet in plain form and its changed rows. Raises ValueError when its rows are out of order."""

    def __init__(self, xml: bytes) -> None:
        opening = re.search(rb"<sheetData(?:\s[^>]*?)?(/>|>)", xml)
        if not opening:
            raise ValueError("no sheetData")
        if opening[1] == b"/>":
            xml = xml[: opening.start()] + b"<sheetData></sheetData>" + xml[opening.end() :]
            start = opening.start() + len(b"<sheetData>")
        else:
            start = opening.end()
        end = xml.index(b"</sheetData>", start)
        self.xml, self.start, self.end = xml, start, end
        self.head, self.tail = xml[:start], xml[end:]
        self.column_styles = {column: b' s="%d"' % style for column, style in column_styles(self.head).items() if style}
        self.numbers: list[int] = []
        self.starts: list[int] = []
        for found in _ROW.finditer(xml, start, end):
            self.numbers.append(int(found[1]))
            self.starts.append(found.start())
        if any(after <= before for before, after in zip(self.numbers, self.numbers[1:], strict=False)):
            raise ValueError("rows out of order")
        self.new: dict[int, bytes] = {}
        self.rightmost = 0
        self.formulas_changed = False

    # what is there

    def row_text(self, number: int) -> bytes | None:
        """The row as it is now; None when there is none."""
        if number in self.new:
            return self.new[number] or None
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return None
        return self.xml[self.starts[at] : self.starts[at + 1] if at + 1 < len(self.starts) else self.end]

    def row(self, number: int) -> Row:
        text = self.row_text(number)
        return split_row(text) if text else Row(b'<row r="%d">' % number, {}, b"")

    def is_protected(self) -> bool:
        return re.search(rb'<sheetProtection\b[^>]*\ssheet="(?:1|true)"', self.tail) is not None

    def merges(self) -> list[Area]:
        return [parse_area(ref.decode()) for ref in re.findall(rb'<mergeCell\s[^>]*?\bref="([^"]+)"', self.tail)]

    def first_filled(self, area: Area) -> str | None:
        """The name of the first cell in the area that holds anything."""
        low, high = bisect_left(self.numbers, area.top), bisect_left(self.numbers, area.bottom + 1)
        for number in self.numbers[low:high]:
            for reference, piece in self.row(number).cells.items():
                name = reference.decode()
                if is_filled(piece) and area.overlaps(parse_area(name)):
                    return name
        return None

    def template(self, number: int, columns: Iterable[int]) -> Template:
        row = self.row(number)
        attributes = b"".join(_COPIED_ROW.findall(row.tag))
        if b' customHeight="1"' in row.tag or b' customHeight="true"' in row.tag:
            attributes += b"".join(_HEIGHT.findall(row.tag))
        styles, formulas = {}, {}
        for column in columns:
            piece = row.cells.get(cell_name(number, column).encode())
            if piece is None:
                if style := self.style_without_cell(row, column):
                    styles[column] = style
                continue
            styles[column] = style_of(piece)
            formula = self._formula(piece, number, column)
            if formula:
                formulas[column] = formula
        return Template(number, attributes, styles, formulas)

    def _formula(self, piece: bytes, row: int, column: int) -> tuple[bytes, str] | None:
        """A cell's formula: its array mark if it has one, and its text as it would be alone."""
        found = FORMULA.search(piece)
        if not found:
            return None
        text = plain_text((found[2] or b"").decode())
        if b't="shared"' in found[1]:
            first_row, first_column, first_text = self._shared(_index(found[1]))
            text = moved(first_text, row - first_row, column - first_column)
        return (b"array" if b't="array"' in found[1] else b""), text

    def _shared(self, index: bytes) -> tuple[int, int, str]:
        """Place and text of a shared formula's first cell. Raises ValueError when it is missing."""
        pattern = rb'<c r="([A-Z]+)([0-9]+)"[^>]*><f\b(?=[^>]*\st="shared")(?=[^>]*\ssi="' + index + rb'")[^>]*[^/]>([^<]+)</f>'
        found = re.search(pattern, self.xml)
        if not found:
            raise ValueError("shared formula without its first cell")
        area = parse_area((found[1] + found[2]).decode())
        return area.top, area.left, plain_text(found[3].decode())

    # what is changed

    def style_without_cell(self, row: Row, column: int) -> bytes:
        """The format of a cell that has no element: that of its row, else of its column; nothing where neither has one."""
        return row_style(row.tag) or self.column_styles.get(column, b"")

    def set_cells(
        self,
        number: int,
        contents: Mapping[int, bytes],
        styles: Mapping[int, bytes] | None = None,
        first: Mapping[int, bytes] | None = None,
    ) -> None:
        """Give cells new contents; each keeps its format. One that has no element takes the one in `first`, else that of its row or column;
        what has none then takes the one in `styles`."""
        row, inserted = self.row(number), False
        for column, content in contents.items():
            reference = b"%s%d" % (letters(column).encode(), number)
            piece = row.cells.get(reference)
            style = style_of(piece) if piece is not None else (first or {}).get(column) or self.style_without_cell(row, column)
            inserted |= piece is None
            row.cells[reference] = reference + b'"' + (style or (styles or {}).get(column, b"")) + content
        if inserted:
            self._sort(row)
            self.rightmost = max(self.rightmost, *contents)
        self.new[number] = joined_row(row)

    def set_results(self, number: int, results: Mapping[int, bytes]) -> None:
        """What formulas give; they stay in the cells that hold them."""
        row, contents = self.row(number), dict[int, bytes]()
        for column, result in results.items():
            found = FORMULA.search(row.cells.get(b"%s%d" % (letters(column).encode(), number), b""))
            kind, _, value = result.partition(b">")
            contents[column] = kind + b">" + found[0] + value if found else result
        self.set_cells(number, contents)

    @staticmethod
    def _sort(row: Row) -> None:
        row.cells = dict(sorted(row.cells.items(), key=lambda cell: (len(cell[0]), cell[0])))
        row.tag = re.sub(rb' spans="[^"]*"', b"", row.tag)

    def add_rows(self, first: int, columns: Sequence[int], rows: Iterable[Sequence[bytes]], template: Template) -> None:
        """New table rows from `first` on: contents by column, the template's formulas and formats in the table's other columns."""
        every = sorted({*columns, *template.styles})
        places = {column: index for index, column in enumerate(columns)}
        own = [column for column in every if column not in places]
        heads = [(places.get(c, -1), b'<c r="' + letters(c).encode(), b'"' + template.styles.get(c, b""), c) for c in every]
        simple = not any(column in template.formulas for column in own)
        order = [index for index, *_ in heads]
        is_plain_order = simple and not own and order == list(range(len(columns)))
        for number, row in enumerate(rows, first):
            if self.row_text(number) is not None:
                filled = dict(zip(columns, row, strict=True)) | {c: self._copied(template, c, number) for c in own}
                self.set_cells(number, filled, template.styles, template.styles)
                continue
            digits = b"%d" % number
            if is_plain_order:
                cells = [head + digits + style + content for (_, head, style, _), content in zip(heads, row, strict=True)]
            else:
                cells = [
                    head + digits + style + (row[index] if index >= 0 else self._copied(template, column, number))
                    for index, head, style, column in heads
                ]
            self.new[number] = b'<row r="' + digits + b'"' + template.attributes + b">" + b"".join(cells) + b"</row>"
        self.rightmost = max(self.rightmost, *every)
        self.formulas_changed |= not simple

    def set_height(self, number: int, points: float) -> None:
        """The height of a row that has changed, unless the user has set one: `customHeight` is his."""
        text = self.new.get(number)
        if not text:
            return
        end = text.index(b">")
        tag = text[:end]
        if b' customHeight="' not in tag:
            self.new[number] = _HEIGHT.sub(b"", tag).removesuffix(b"/") + b' ht="%g"' % points + text[end - tag.endswith(b"/") :]

    @staticmethod
    def _copied(template: Template, column: int, number: int) -> bytes:
        """The content of a cell in a column that is not ours: the formula above it, if there is one."""
        if column not in template.formulas:
            return b"/>"
        kind, text = template.formulas[column]
        formula = moved(text, number - template.row).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
        mark = b' t="array" ref="%s"' % cell_name(number, column).encode() if kind else b""
        return b"><f" + mark + b">" + formula + b"</f></c>"

    def clear(self, area: Area) -> None:
        """Take the cells of an area out, with format and formula."""
        low, high = bisect_left(self.numbers, area.top), bisect_left(self.numbers, area.bottom + 1)
        names = [letters(column).encode() for column in range(area.left, area.right + 1)]
        for number in self.numbers[low:high]:
            row = self.row(number)
            gone = [row.cells.get(b"%s%d" % (name, number)) for name in names]
            for piece in gone:
                self._before_removal(piece)
            row = self.row(number)  # un-sharing may have changed it
            for name in names:
                row.cells.pop(b"%s%d" % (name, number), None)
            self.new[number] = joined_row(row)

    def _before_removal(self, piece: bytes | None) -> None:
        found = FORMULA.search(piece) if piece else None
        if found:
            self.formulas_changed = True
            if b't="shared"' in found[1] and found[2]:
                self._unshare(_index(found[1]))

    def _unshare(self, index: bytes) -> None:
        """Every cell of a shared formula gets its own text, because the cell that holds it is going."""
        cells = re.findall(rb'<c r="([A-Z]+)([0-9]+)"[^>]*><f\b(?=[^>]*\ssi="' + index + rb'")[^>]*>', self.xml)
        for name, digits in cells:
            number, reference = int(digits), name + digits
            row = self.row(number)
            piece = row.cells.get(reference)
            formula = self._formula(piece, number, parse_area(reference.decode()).left) if piece and b't="shared"' in piece else None
            if piece and formula:
                text = formula[1].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
                row.cells[reference] = FORMULA.sub(lambda _, text=text: b"<f>" + text + b"</f>", piece, count=1)  # type: ignore[misc]
                self.new[number] = joined_row(row)

    def show_rows(self, area: Area) -> None:
        """Lift what a filter has hidden."""
        low, high = bisect_left(self.numbers, area.top), bisect_left(self.numbers, area.bottom + 1)
        for number in self.numbers[low:high]:
            row = self.row(number)
            tag = re.sub(rb' hidden="(?:1|true)"', b"", row.tag)
            if tag != row.tag:
                row.tag = tag
                self.new[number] = joined_row(row) or tag[:-1] + b"/>"
        if b"<filterColumn" not in self.tail:
            self.head = re.sub(rb'(<sheetPr\b[^>]*?) filterMode="(?:1|true)"', rb"\1", self.head)

    def forget_results(self, areas: Iterable[Area]) -> None:
        """Drop what formulas have computed, keep the formulas: no value is shown rather than an old one."""
        by_row: dict[int, list[Area]] = {}
        for area in areas:
            for number in range(area.top, area.bottom + 1):
                by_row.setdefault(number, []).append(area)
        for number, places in by_row.items():
            if self.row_text(number) is None:
                continue
            row = self.row(number)
            for reference in [b"%s%d" % (letters(c).encode(), number) for area in places for c in range(area.left, area.right + 1)]:
                if reference in row.cells:
                    row.cells[reference] = without_value(row.cells[reference])
            self.new[number] = joined_row(row)

    def follow(self, body: Area, last: int) -> None:
        """Conditional formats and validations that ended with the table's last row end with its new one."""
        self.tail = _SQREF.sub(lambda found: found[1] + _followed(found[2], body, last), self.tail)
        self.tail = _XM_SQREF.sub(lambda found: found[1] + _followed(found[2], body, last) if found[1] else found[0], self.tail)

    def written(self) -> bytes:
        """The sheet with all that was changed."""
        whole, at = memoryview(self.xml), self.start
        pieces: list[bytes | memoryview] = [self._head()]
        for number in sorted(self.new):
            index = bisect_left(self.numbers, number)
            start = self.starts[index] if index < len(self.starts) else self.end
            pieces += (whole[at:start], self.new[number])
            at = start
            if index < len(self.numbers) and self.numbers[index] == number:
                at = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
        pieces += (whole[at : self.end], self.tail)
        return b"".join(pieces)

    def _head(self) -> bytes:
        """The part before the rows, with a dimension that covers them."""
        added = {number for number, text in self.new.items() if text}
        rows = sorted(added.union(number for number in self.numbers if number not in self.new))
        if b"<dimension" not in self.head or not rows:
            return self.head
        old = dimension_of(self.xml)
        if old is None:
            columns = {column_of(name.decode()) for name in set(re.findall(rb'<c r="([A-Z]+)', self.xml))}
            old = Area(rows[0], min(columns, default=1), rows[-1], max(columns, default=1))
        area = Area(min(old.top, rows[0]), old.left, max(rows[-1], old.top), max(old.right, self.rightmost))
        return with_dimension(self.head, b'<dimension ref="%s"/>' % area_text(area).encode())


def _index(attributes: bytes) -> bytes:
    found = re.search(rb'\ssi="([0-9]+)"', attributes)
    return found[1] if found else b""


def _followed(sqref: bytes, body: Area, last: int) -> bytes:
    return " ".join(_followed_area(text, body, last) for text in sqref.decode().split()).encode()


def _followed_area(text: str, body: Area, last: int) -> str:
    """An area inside the table that ends with it ends with it again; any other text stays as it is."""
    try:
        area = parse_area(text)
    except ValueError:
        return text
    inside = body.left <= area.left and area.right <= body.right and body.top <= area.top and area.bottom == body.bottom
    spans = area.top < area.bottom or area.top == body.top  # one marked cell in the last row is the user's, not the column's
    return area_text(area._replace(bottom=last)) if inside and spans and area.top <= last else text
