"""formulas: what the text of a formula reads, and what it says when it is copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.a1 import Area, area_text, column_of, letters, parse_area
from addin.formulas import moved, reads

A1, A1_B2 = Area(1, 1, 1, 1), Area(1, 1, 2, 2)


@pytest.mark.parametrize(
    ("formula", "areas", "names", "everything"),
    [
        ("A1", [(None, A1)], [], False),
        ("SUM($A$1:B$2)", [(None, A1_B2)], ["SUM"], False),
        ("表!A1+'我的 表'!A1:B2", [("表", A1), ("我的 表", A1_B2)], [], False),
        ("'it''s'!A1", [("it's", A1)], [], False),
        ("SUM(A:A,1:2)", [(None, Area(1, 1, 1_048_576, 1)), (None, Area(1, 1, 2, 16_384))], ["SUM"], False),
        ("SUM(台账[完成率])", [], ["SUM", "台账"], False),
        ("台账[[#This Row],[A1]]*2", [], ["台账"], False),
        ("台账[a'[b']c]", [], ["台账"], False),
        ('"A1"&"台账[x]"&"a""b"', [], [], False),
        ("LOG10(A1)", [(None, A1)], ["LOG10"], False),
        ("阈值*2+总数", [], ["阈值", "总数"], False),
        ("表!阈值", [], ["阈值"], False),
        ("[1]表!A1+'[2]x y'!A1", [], [], False),
        ("[0]!阈值", [], ["阈值"], False),
        ("#REF!+#N/A+A1", [(None, A1)], [], False),
        ("1E5+2.5e-3", [], [], False),
        ("TRUE", [], ["TRUE"], False),
        ("INDIRECT(A1)", [(None, A1)], [], True),
        ("_xlfn.RANDARRAY(2)", [], ["_xlfn.RANDARRAY"], False),
        ('CELL("row")', [], [], True),
        (
            "OFFSET (A1,1,1)",
            [
                (None, A1),
            ],
            [],
            True,
        ),
        ("TODAY()", [], ["TODAY"], False),
        ("A1:INDEX(A:A,3)", [(None, A1), (None, Area(1, 1, 1_048_576, 1))], ["INDEX"], True),
        ("SUM(一月:三月!A1)", [("三月", A1)], ["SUM", "一月"], True),
        ("SUM('一月:三月'!A1)", [("一月:三月", A1)], ["SUM"], True),
        ("[完成率]*2", [], [], True),
        ("_xlfn.ANCHORARRAY(A1)", [(None, A1)], ["_xlfn.ANCHORARRAY"], False),
    ],
)
def test_reads(formula: str, areas: list[object], names: list[str], everything: bool) -> None:
    found = reads(formula)
    assert list(found.areas) == areas
    assert [found_name.name for found_name in found.names] == names
    assert found.everything == everything


def test_columns_of_a_table_are_kept_as_written() -> None:
    found = reads("SUM(台账[a'[b']c],台账[[#This Row],[x]])+阈值")
    assert found.names == ((None, "SUM", ""), (None, "台账", "[a'[b']c]"), (None, "台账", "[[#This Row],[x]]"), (None, "阈值", ""))


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "copied"),
    [
        ("A1*2", 3, 0, "A4*2"),
        ("$A$1+A$1+$A1", 3, 2, "$A$1+C$1+$A4"),
        ("SUM(A1:B2)", 1, 1, "SUM(B2:C3)"),
        ("表!A1&'a b'!A1", 1, 0, "表!A2&'a b'!A2"),
        ("台账[[#This Row],[A1]]", 9, 9, "台账[[#This Row],[A1]]"),
        ('"A1"&A1', 1, 0, '"A1"&A2'),
        ("LOG10(A10)", 1, 0, "LOG10(A11)"),
        ("SUM(A:A)+SUM($A:B)", 5, 1, "SUM(B:B)+SUM($A:C)"),
        ("SUM(1:2)+SUM($1:2)", 5, 1, "SUM(6:7)+SUM($1:7)"),
        ("A1", -1, 0, "#REF!"),
        ("SUM(A1:A2)", -1, 0, "SUM(#REF!)"),
        ("A1048576", 1, 0, "#REF!"),
        ("XFD1", 0, 1, "#REF!"),
        ("A1:B1 B1:C1", 1, 0, "A2:B2 B2:C2"),
    ],
)
def test_moved(formula: str, rows: int, columns: int, copied: str) -> None:
    assert moved(formula, rows, columns) == copied


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_a_place_and_its_text_are_the_same(column: int, row: int) -> None:
    assert column_of(letters(column)) == column
    assert parse_area(f"{letters(column)}{row}") == Area(row, column, row, column)
    area = Area(row, column, min(row + 5, 1_048_576), min(column + 5, 16_384))
    assert parse_area(area_text(area)) == area


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "A1048577", "XFE1", "A1:", "A1:B", "A1:B2:C3", "A1 B2", "#REF!", "表!A1", "AAAA1"])
def test_what_is_no_area(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_area(text)


@given(st.text("A1:$!'\"[]()#,+一E. ", max_size=30))
def test_any_text_is_read_without_a_crash(formula: str) -> None:
    reads(formula)
    assert moved(formula, 0) == formula or "#REF!" in formula or moved(formula, 0).upper() == formula.upper()
