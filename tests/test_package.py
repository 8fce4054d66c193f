"""Package: the raw copy of a zip, its relations, and parts taken out."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from support import fixture_master

from addin.closed.package import BIG_PART, Package, deflated, relations_name, without_elements

STAMP = (2024, 2, 29, 13, 14, 16)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, method)
    return out.getvalue()


def rewritten(package: Package) -> bytes:
    return b"".join(package.written())


PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>" * 500, "媒体/图.png": bytes(range(256)), "空": b""}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_untouched_package_is_copied_member_by_member(method: int) -> None:
    data = zipped(PARTS, method)
    package = Package(data)
    with zipfile.ZipFile(io.BytesIO(rewritten(package))) as copy:
        assert copy.testzip() is None
        assert {name: copy.read(name) for name in copy.namelist()} == PARTS
        assert copy.namelist() == list(PARTS)
        for old, new in zip(package.members, copy.infolist(), strict=True):
            assert (old.date_time, old.compress_type, old.compress_size, old.external_attr) == (
                new.date_time,
                new.compress_type,
                new.compress_size,
                new.external_attr,
            )
    again = Package(rewritten(package))
    assert [again.raw(member) for member in again.members] == [package.raw(member) for member in package.members]
    assert rewritten(again) == rewritten(package)


def test_only_the_changed_part_differs() -> None:
    package = Package(zipped(PARTS))
    package.change("xl/workbook.xml", "<新/>".encode())
    copy = Package(rewritten(package))
    assert copy.read("xl/workbook.xml") == "<新/>".encode()
    for name in PARTS:
        if name != "xl/workbook.xml":
            assert copy.raw(copy.by_name[name]) == package.raw(package.by_name[name])


def test_the_same_content_is_no_change() -> None:
    package = Package(zipped(PARTS))
    package.change("空", b"")
    assert package.changed == {}


def test_sizes_that_follow_the_data_are_understood() -> None:
    """A writer that can't seek puts the sizes behind the data (data descriptor) and says so in a flag."""

    class Unseekable(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:
            self.data += piece
            return len(piece)

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
    package = Package(bytes(out.data))
    assert package.by_name["xl/workbook.xml"].flag_bits & 0x8
    copy = Package(rewritten(package))
    assert {name: copy.read(name) for name in PARTS} == PARTS
    assert not copy.by_name["xl/workbook.xml"].flag_bits & 0x8


def test_a_large_part_is_packed_fast_and_reads_back() -> None:
    big = b'<c r="A1"><v>1</v></c>' * (BIG_PART // 20)
    assert zlib.decompress(deflated(big), -15) == big


@pytest.mark.parametrize("lie", [1, 100])
def test_a_size_that_lies_is_refused(lie: int) -> None:
    data = bytearray(zipped({"a.xml": b"x" * 1000}))
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = data.index(signature) + offset
        struct.pack_into("<L", data, at, 1000 - lie)
    package = Package(bytes(data))
    with pytest.raises(zipfile.BadZipFile):
        package.read("a.xml")


def test_a_bomb_is_not_unpacked_beyond_the_size_it_declares() -> None:
    data = bytearray(zipped({"a.xml": b"\0" * 100_000_000}))
    for signature, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<L", data, data.index(signature) + offset, 1000)
    package = Package(bytes(data))
    tracemalloc.start()
    with pytest.raises(zipfile.BadZipFile):
        package.read("a.xml")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_wrong_checksum_is_refused() -> None:
    data = bytearray(zipped({"a.xml": b"x" * 1000}, zipfile.ZIP_STORED))
    data[60] ^= 1
    with pytest.raises(zipfile.BadZipFile):
        Package(bytes(data)).read("a.xml")


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\3\4" + b"\0" * 100])
def test_what_is_no_zip(data: bytes) -> None:
    with pytest.raises(zipfile.BadZipFile):
        Package(data)


@pytest.mark.parametrize(
    ("owner", "name"),
    [("", "_rels/.rels"), ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"), ("book.xml", "_rels/book.xml.rels")],
)
def test_where_relations_lie(owner: str, name: str) -> None:
    assert relations_name(owner) == name


def test_targets_are_names_in_the_zip() -> None:
    relations = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="a" Type="x/table" Target="../tables/table1.xml"/>
      <Relationship Id="b" Type="x/table" Target="/xl/tables/table2.xml"/>
      <Relationship Id="c" Type="x/table" Target="gone.xml"/>
      <Relationship Id="d" Type="x/hyperlink" Target="http://a.b/table" TargetMode="External"/></Relationships>"""
    sheet = "xl/worksheets/sheet1.xml"
    package = Package(zipped({relations_name(sheet): relations, "xl/tables/table1.xml": b"", "xl/tables/table2.xml": b""}))
    assert package.related(sheet, "table") == ["xl/tables/table1.xml", "xl/tables/table2.xml"]
    assert [link.external for link in package.relations(sheet)] == [False, False, False, True]
    assert package.relations("xl/other.xml") == []


def test_a_dropped_part_leaves_no_trace(tmp_path: Path) -> None:
    package = Package(fixture_master.build(tmp_path / "总.xlsx").read_bytes())
    chain = package.related("xl/workbook.xml", "calcChain")
    assert chain == ["xl/calcChain.xml"]
    package.drop("xl/workbook.xml", chain[0])
    copy = Package(rewritten(package))
    assert chain[0] not in copy
    assert copy.related("xl/workbook.xml", "calcChain") == []
    assert b"calcChain" not in copy.read("[Content_Types].xml") + copy.read("xl/_rels/workbook.xml.rels")
    assert len(copy.relations("xl/workbook.xml")) == len(Package(package.data).relations("xl/workbook.xml")) - 1
    ET.fromstring(copy.read("[Content_Types].xml"))  # noqa: S314 - ours
    with pytest.raises(KeyError):
        package.read(chain[0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a><R Id="x"/><R Id="y"/></a>', '<a><R Id="y"/></a>'),
        ("<a><R b='1' Id='x' ></R><R Id='xx'/></a>", "<a><R Id='xx'/></a>"),
        ('<p:a><p:R Id="x"/></p:a>', "<p:a></p:a>"),
        ('<a><Rx Id="x"/></a>', '<a><Rx Id="x"/></a>'),
    ],
)
def test_elements_taken_out(before: str, after: str) -> None:
    assert without_elements(before.encode(), "R", {("Id", "x")}).decode() == after
