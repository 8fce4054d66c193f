"""plain_xml: what is plain already stays as it is, byte for byte; the rest says the same in plain form."""

from xml.etree import ElementTree as ET

import pytest

from addin.closed.plain_xml import MAIN, is_plain, plain

PLAIN = f"""<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="{MAIN}" xmlns:x14="urn:x14"><cols><col min="1" max="2"/></cols><sheetData><row r="1"><c r="A1" s="1"><v>1</v></c>
<c r="B1" t="str"><f>IF(A1='x y'!B2,"a=b","") = 'c'!A1</f><v>a = b</v></c></row><row r="2"/></sheetData>
<conditionalFormatting sqref="A1"/></worksheet>"""


def wrapped(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def canonical(xml: bytes) -> str:
    return ET.canonicalize(xml.decode(), rewrite_prefixes=True)


def test_plain_stays() -> None:
    assert is_plain(PLAIN.encode())
    assert plain(PLAIN.encode()) is not None
    part = PLAIN.encode()
    assert plain(part) is part


@pytest.mark.parametrize(
    "odd",
    [
        PLAIN.replace('<c r="A1" s="1">', "<c r='A1' s='1'>"),
        PLAIN.replace('s="1"', "s='1'"),
        PLAIN.replace('s="1"', 's = "1"'),
        PLAIN.replace('<c r="A1" s="1">', '<c s="1" r="A1">'),
        PLAIN.replace("<sheetData>", "<sheetData><!-- 注 -->"),
        PLAIN.replace("<v>1</v>", "<v><![CDATA[1]]></v>"),
        PLAIN.replace("<row ", "<row\n"),
        PLAIN.replace("<", "<m:").replace("<m:/", "</m:").replace("<m:?", "<?").replace("xmlns=", "xmlns:m="),
    ],
)
def test_odd_forms_say_the_same(odd: str) -> None:
    part = odd.encode()
    assert not is_plain(part)
    made = plain(part)
    assert is_plain(made)
    assert canonical(made) == canonical(PLAIN.encode())


def test_missing_references_are_counted() -> None:
    made = plain(wrapped('<row><c/><c><v>1</v></c></row><row r="5"><c r="D5"/><c s="2"/></row><row/>').encode()).decode()
    assert '<row r="1"><c r="A1"/><c r="B1"><v>1</v></c></row>' in made
    assert '<row r="5"><c r="D5"/><c r="E5" s="2"/></row><row r="6"/>' in made


def test_text_is_kept_to_the_letter() -> None:
    text = wrapped("<row><c t='inlineStr'><is><t xml:space='preserve'> a&amp;b&lt;c&#13;&#10;&quot;\t\U0001f600_x0041_ </t></is></c></row>")
    made = plain(text.encode())
    assert [node.text for node in ET.fromstring(made).iter(f"{{{MAIN}}}t")] == [' a&b<c\r\n"\t\U0001f600_x0041_ ']  # noqa: S314 - ours


def test_prefixes_of_others_stay() -> None:
    root = f'<x:worksheet xmlns:x="{MAIN}" xmlns:mc="urn:mc" xmlns:x14ac="urn:a" mc:Ignorable="x14ac">'
    xml = root + '<x:sheetData/><mc:y a="&#10;&quot;"/></x:worksheet>'
    made = plain(xml.encode()).decode()
    assert 'mc:Ignorable="x14ac"' in made
    assert 'xmlns:x14ac="urn:a"' in made
    assert "<sheetData/><mc:y " in made
    assert "&#10;&quot;" in made


def test_a_prefix_stays_when_the_plain_namespace_is_taken() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}" xmlns="urn:other"><x:sheetData/><sheetData/></x:worksheet>'
    assert plain(xml.encode()).decode().endswith(xml)
