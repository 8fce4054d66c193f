"""sheet_patch: rows and cells changed in a sheet's XML, and everything else to the letter."""

import pytest

from addin.a1 import Area, parse_area
from addin.closed.sheet_patch import SheetPatch
from addin.closed.sheet_rows import split_row

HEAD = '<worksheet><dimension ref="A1:C3"/><sheetData>'
TAIL = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
ROW1 = '<row r="1" spans="1:3" ht="20" customHeight="1"><c r="A1" s="4" t="s"><v>0</v></c><c r="B1" s="4"/></row>'
ROW3 = '<row r="3"><c r="B3"><f>A1</f><v>1</v></c><c r="C3" s="2" t="inlineStr"><is><t>x</t></is></c></row>'


def patch(rows: str = ROW1 + ROW3, head: str = HEAD, tail: str = TAIL) -> SheetPatch:
    return SheetPatch((head + rows + tail).encode())


def body(made: SheetPatch) -> str:
    return made.written().decode().partition("<sheetData>")[2].partition("</sheetData>")[0]


def test_nothing_changed_is_the_same_bytes() -> None:
    assert patch().written() == (HEAD + ROW1 + ROW3 + TAIL).encode()


def test_a_cell_keeps_its_format_and_its_neighbours() -> None:
    made = patch()
    made.set_cells(1, {1: b"><v>7</v></c>"})
    assert body(made) == ROW1.replace(' t="s"><v>0</v>', "><v>7</v>") + ROW3


def test_a_new_cell_lands_in_order_with_the_format_given() -> None:
    made = patch()
    made.set_cells(3, {1: b"><v>7</v></c>", 28: b"/>"}, {1: b' s="9"'})
    row3 = ROW3.replace('<row r="3">', '<row r="3"><c r="A3" s="9"><v>7</v></c>').replace("</row>", '<c r="AB3"/></row>')
    assert body(made) == ROW1 + row3
    assert 'ref="A1:AB3"' in made.written().decode()


def test_a_row_that_grows_sideways_loses_its_spans() -> None:
    made = patch()
    made.set_cells(1, {5: b"/>"})
    assert body(made) == ROW1.replace(' spans="1:3"', "").replace("</row>", '<c r="E1"/></row>') + ROW3


def test_a_missing_row_lands_between() -> None:
    made = patch()
    made.set_cells(2, {2: b"><v>7</v></c>"})
    made.set_cells(9, {2: b"><v>8</v></c>"})
    assert body(made) == ROW1 + '<row r="2"><c r="B2"><v>7</v></c></row>' + ROW3 + '<row r="9"><c r="B9"><v>8</v></c></row>'
    assert 'ref="A1:C9"' in made.written().decode()


@pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData></sheetData>", '<sheetData x="1" />'])
def test_an_empty_sheet(empty: str) -> None:
    made = SheetPatch(f"<worksheet>{empty}</worksheet>".encode())
    made.set_cells(2, {1: b"/>"})
    assert '<row r="2"><c r="A2"/></row></sheetData></worksheet>' in made.written().decode()


def test_an_empty_row_takes_cells() -> None:
    made = patch('<row r="2" ht="9" customHeight="1"/>')
    made.set_cells(2, {1: b"/>"})
    assert body(made) == '<row r="2" ht="9" customHeight="1"><c r="A2"/></row>'


def test_what_follows_the_cells_of_a_row_stays_behind_them() -> None:
    rest = '<extLst><ext uri="u"><c r="A1"/></ext></extLst>'
    row = split_row(f'<row r="1"><c r="A1"><v>1</v></c>{rest}</row>'.replace('<c r="A1"/>', "<y/>").encode())
    assert list(row.cells) == [b"A1"]
    assert row.rest.decode() == rest.replace('<c r="A1"/>', "<y/>")


def test_clearing_takes_cells_out_and_keeps_a_row_that_has_a_height() -> None:
    made = patch()
    made.clear(parse_area("A1:C3"))
    assert body(made) == '<row r="1" spans="1:3" ht="20" customHeight="1"/>'
    assert made.formulas_changed
    assert 'dimension ref="A1:C1"' in made.written().decode()


def test_clearing_beside_formulas_leaves_the_chain() -> None:
    made = patch()
    made.clear(parse_area("C3:C3"))
    assert body(made) == ROW1 + '<row r="3"><c r="B3"><f>A1</f><v>1</v></c></row>'
    assert not made.formulas_changed


def test_results_are_forgotten_formulas_kept() -> None:
    array = '<row r="1"><c r="A1" s="3" t="str"><f t="array" ref="A1:A2">B1:B2</f><v>x</v></c></row>'
    made = patch(array + '<row r="2"><c r="A2" t="str"><v>y</v></c></row>' + ROW3)
    made.forget_results([parse_area("A1:A2"), parse_area("B3"), parse_area("Z9")])
    array = '<row r="1"><c r="A1" s="3"><f t="array" ref="A1:A2">B1:B2</f></c></row>'
    assert body(made) == array + '<row r="2"><c r="A2"/></row>' + ROW3.replace("<v>1</v>", "", 1)


def test_hidden_rows_are_shown() -> None:
    rows = '<row r="1" hidden="1"><c r="A1"/></row><row r="2" hidden="1"/><row r="9" hidden="1"/>'
    made = patch(rows, '<worksheet><sheetPr filterMode="1"/><sheetData>')
    made.show_rows(parse_area("A1:B5"))
    assert made.written().decode().startswith("<worksheet><sheetPr/>")
    assert body(made) == '<row r="1"><c r="A1"/></row><row r="2"/><row r="9" hidden="1"/>'


@pytest.mark.parametrize(
    ("sqref", "followed"),
    [
        ("C6:C11", "C6:C20"),
        ("B6:I11", "B6:I20"),
        ("C8:C11", "C8:C20"),
        ("C6:C11 E6:E10", "C6:C20 E6:E10"),
        ("C11", "C11"),  # one cell that the user marked
        ("C5:C11", "C5:C11"),  # from the header on: not the body's
        ("A6:C11", "A6:C11"),
        ("C6:C1048576", "C6:C1048576"),
        ("C:C", "C:C"),
        ("?", "?"),
    ],
)
def test_ranges_follow_the_last_row(sqref: str, followed: str) -> None:
    def tail(text: str) -> str:
        old = f'<conditionalFormatting sqref="{text}"/><dataValidation type="list" sqref="{text}"/><ignoredError sqref="{text}"/>'
        x14 = f"<x14:sparkline><xm:f>A1</xm:f><xm:sqref>C6</xm:sqref></x14:sparkline><xm:sqref>{text}</xm:sqref>"
        return f"</sheetData>{old}{x14}</worksheet>"

    made = patch(tail=tail(sqref))
    made.follow(parse_area("B6:I11"), 20)
    assert made.tail.decode() == tail(followed)


def test_a_one_row_table_grows_and_shrinks_with_its_ranges() -> None:
    made = patch(tail='</sheetData><dataValidation sqref="C6"/></worksheet>')
    made.follow(parse_area("B6:I6"), 9)
    assert 'sqref="C6:C9"' in made.tail.decode()
    made.follow(parse_area("B6:I9"), 6)
    assert 'sqref="C6"' in made.tail.decode()


def test_what_is_in_the_way() -> None:
    made = patch()
    assert made.first_filled(parse_area("A1:A9")) == "A1"
    assert made.first_filled(parse_area("B1:B2")) is None
    assert made.first_filled(parse_area("B2:C9")) == "B3"
    assert made.merges() == [Area(1, 1, 1, 2)]
    assert not made.is_protected()
    assert patch(tail='</sheetData><sheetProtection algorithmName="x" sheet="1"/></worksheet>').is_protected()
    assert not patch(tail='</sheetData><sheetProtection sheet="0"/></worksheet>').is_protected()


@pytest.mark.parametrize("rows", [ROW3 + ROW1, ROW1 + ROW1])
def test_rows_out_of_order_are_refused(rows: str) -> None:
    with pytest.raises(ValueError, match="order"):
        patch(rows)


def test_an_array_formula_of_one_cell_is_copied_as_one() -> None:
    made = patch('<row r="6"><c r="B6"><v>1</v></c><c r="C6" s="5"><f t="array" ref="C6">SUM(B6*2)&lt;3</f><v>2</v></c></row>')
    made.add_rows(7, [2], [[b"><v>4</v></c>"]], made.template(6, range(2, 4)))
    assert '<row r="7"><c r="B7"><v>4</v></c><c r="C7" s="5"><f t="array" ref="C7">SUM(B7*2)&lt;3</f></c></row>' in body(made)
    assert made.formulas_changed


def test_new_rows_beside_other_cells_join_their_rows() -> None:
    made = patch('<row r="6"><c r="B6" s="5"/></row><row r="7" ht="40" customHeight="1"><c r="A7"><v>9</v></c><c r="D7"><v>8</v></c></row>')
    made.add_rows(7, [3, 2], [[b"><v>2</v></c>", b"><v>1</v></c>"]], made.template(6, range(2, 4)))
    cells = '<c r="A7"><v>9</v></c><c r="B7" s="5"><v>1</v></c><c r="C7"><v>2</v></c><c r="D7"><v>8</v></c>'
    assert body(made).endswith(f'<row r="7" ht="40" customHeight="1">{cells}</row>')


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (b'<row r="2"><c r="A2"><v>1</v></c></row>', b'<row r="2" ht="36.2">'),
        (b'<row r="2" ht="15" spans="1:1"><c r="A2"><v>1</v></c></row>', b'<row r="2" spans="1:1" ht="36.2">'),
        (b'<row r="2" ht="90" customHeight="1"><c r="A2"><v>1</v></c></row>', b'<row r="2" ht="90" customHeight="1">'),
    ],
)
def test_a_changed_row_gets_the_height_of_its_texts_unless_the_user_set_one(row: bytes, expected: bytes) -> None:
    patch = SheetPatch(b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>")
    patch.set_height(2, 36.2)
    assert row in patch.written()  # a row that is not changed keeps its height
    patch.set_cells(2, {1: b"><v>2</v></c>"})
    patch.set_height(2, 36.2)
    assert expected + b'<c r="A2"><v>2</v></c></row>' in patch.written()
