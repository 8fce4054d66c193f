"""sheet_scan: errors, formulas and formats found in a sheet's XML, and what only looks like them."""

from addin.a1 import Area
from addin.closed.sheet_scan import FormulaCell, error_cells, formula_cells, styled_cells, without_new_errors

SHEET = b"""<worksheet><sheetData><row r="2"><c r="A2" s="1"><f>B2&amp;&quot;x&quot;</f><v>1</v></c>
<c r="B2" t="e"><f t="shared" ref="B2:C3" si="0">A2+$A2</f><v>#DIV/0!</v></c><c r="C2"><f t="shared" si="0"/></c></row>
<row r="3"><c r="B3" s="12"><f t="shared" si="0"/><v>3</v></c><c r="D3" t="str"><f t="array" ref="D3:E4">A1:B2</f><v>x</v></c>
<c r="E3" t="e"><v>#SPILL!</v></c><c r="F3" t="inlineStr"><is><t> t="e" s="1" #N/A</t></is></c><c r="G3" t="e"/></row></sheetData>
<conditionalFormatting><cfRule><formula>A1</formula><f>Z9</f></cfRule></conditionalFormatting></worksheet>"""


def test_formulas_with_the_text_they_would_have_alone() -> None:
    found = list(formula_cells("表", SHEET))
    assert found == [
        FormulaCell("表", 2, 1, Area(2, 1, 2, 1), 'B2&"x"', True),
        FormulaCell("表", 2, 2, Area(2, 2, 2, 2), "A2+$A2", True),
        FormulaCell("表", 2, 3, Area(2, 3, 2, 3), "B2+$A2", False),
        FormulaCell("表", 3, 2, Area(3, 2, 3, 2), "A3+$A3", True),
        FormulaCell("表", 3, 4, Area(3, 4, 4, 5), "A1:B2", True),
    ]


def test_errors() -> None:
    assert error_cells(SHEET) == {(2, 2): "#DIV/0!", (3, 5): "#SPILL!"}


def test_errors_that_calamine_does_not_know() -> None:
    assert without_new_errors(SHEET) == SHEET.replace(b"#SPILL!", b"#N/A")
    assert without_new_errors(b"<worksheet/>") == b"<worksheet/>"


def test_formats() -> None:
    assert styled_cells(SHEET, {1}) == [(b"A", b"2")]
    assert styled_cells(SHEET, {1, 12, 99}) == [(b"A", b"2"), (b"B", b"3")]
    assert styled_cells(SHEET, {2}) == []
    assert styled_cells(b'<c r="A1" cm="1" s="7"/><c r="B1" s="70"/>', {7}) == [(b"A", b"1")]
