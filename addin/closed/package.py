"""An OOXML package (the zip of an .xlsx): its parts, their relations, and a copy in which only the changed parts differ."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from addin.closed.plain_xml import plain

BIG_PART = 20_000_000
"""Bytes above which speed counts for more than size."""

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another; target is the part's name in the zip, or an address when external."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The file's bytes, and the parts that were given a new content or dropped. Nothing is written anywhere.

    Raises BadZipFile when the bytes are not a sound zip."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with ZipFile(BytesIO(data)) as archive:
            self.members = archive.infolist()
            self.comment = archive.comment
        self.by_name = {member.filename: member for member in self.members}
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self._inflated: dict[str, bytes] = {}
        self._plain: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.by_name and name not in self.dropped

    def read(self, name: str) -> bytes:
        """A part as it is now. Raises KeyError when there is none."""
        if name in self.changed:
            return self.changed[name]
        if name in self.dropped:
            raise KeyError(name)
        if name not in self._inflated:
            self._inflated[name] = self.inflated(self.by_name[name])
        return self._inflated[name]

    def plain(self, name: str) -> bytes:
        """A part in plain form (plain_xml.py), as it was in the file. Raises ExpatError when it is not well-formed."""
        if name not in self._plain:
            self._plain[name] = plain(self.read(name))
        return self._plain[name]

    def unchanged(self) -> "Package":
        """The same file once more, without the changes; what was inflated is shared."""
        twin = copy(self)
        twin.changed, twin.dropped = {}, set()
        return twin

    def raw(self, member: ZipInfo) -> bytes:
        """The member's bytes as they are compressed in the file."""
        at = member.header_offset
        if self.data[at : at + 4] != b"PK\3\4":
            raise BadZipFile(f"no local header for {member.filename}")
        name, extra = struct.unpack_from("<HH", self.data, at + 26)
        start = at + 30 + name + extra
        return self.data[start : start + member.compress_size]

    def inflated(self, member: ZipInfo) -> bytes:
        """The member's content, never more than the size that it declares. Raises BadZipFile when size or checksum lie."""
        raw = self.raw(member)
        if member.flag_bits & _ENCRYPTED or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile(f"{member.filename}: encrypted or an unknown compression")
        content = raw
        if member.compress_type == ZIP_DEFLATED:
            try:
                content = zlib.decompressobj(-15).decompress(raw, member.file_size + 1)
            except zlib.error as broken:
                raise BadZipFile(f"{member.filename}: {broken}") from broken
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            raise BadZipFile(f"{member.filename}: size or checksum is not what the zip says")
        return content

    def change(self, name: str, content: bytes) -> None:
        """Give a part new content; the same content is no change."""
        if content != self.read(name):
            self.changed[name] = content

    def add(self, name: str, content: bytes) -> None:
        """A part that was not there, as the last member; its relation and content type are the caller's."""
        if name in self.by_name:
            raise KeyError(name)
        member = ZipInfo(name)  # of 1980: no clock is read
        member.flag_bits = 0 if name.isascii() else _UTF8_NAME
        self.members = [*self.members, member]
        self.by_name = {**self.by_name, name: member}
        self.changed[name] = content

    def drop(self, owner: str, name: str) -> None:
        """Take a part out, with `owner`'s relation to it and its content type."""
        self.dropped.add(name)
        self.changed.pop(name, None)
        relations, types = relations_name(owner), "[Content_Types].xml"
        ids = {relation.id for relation in self.relations(owner) if relation.target == name}
        self.change(relations, without_elements(self.read(relations), "Relationship", {("Id", value) for value in ids}))
        self.change(types, without_elements(self.read(types), "Override", {("PartName", "/" + name)}))

    def relations(self, owner: str) -> list[Relation]:
        """The relations of a part ("" for the package itself)."""
        name = relations_name(owner)
        if name not in self:
            return []
        found = []
        for element in tree(self.read(name)):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = normpath(join("/" + dirname(owner), target)).lstrip("/")
            found.append(Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external))
        return found

    def related(self, owner: str, kind: str) -> list[str]:
        """Names of the parts of one kind (the last word of the relation's type) that exist, in the file's order."""
        return [link.target for link in self.relations(owner) if link.kind == kind and not link.external and link.target in self]

    def written(self) -> Iterator[bytes]:
        """The new file in pieces: members in their old order, untouched ones as the raw bytes they were, no clock read."""
        directory, at = [], 0
        for member in self.members:
            if member.filename in self.dropped:
                continue
            piece, entry = self._member(member, at)
            directory.append(entry)
            at += len(piece)
            yield piece
        index = b"".join(directory)
        if at + len(index) > 0xFFFFFFFF or len(directory) > 0xFFFF:
            raise BadZipFile("a workbook over 4 GB can't be written")
        tail = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, len(directory), len(directory), len(index), at, len(self.comment))
        yield index + tail + self.comment

    def _member(self, member: ZipInfo, at: int) -> tuple[bytes, bytes]:
        """A member's local header and bytes, and its entry in the directory."""
        content = self.changed.get(member.filename)
        if content is None:
            method, checksum, size, packed = member.compress_type, member.CRC, member.file_size, self.raw(member)
        else:
            method, checksum, size, packed = ZIP_DEFLATED, zlib.crc32(content), len(content), deflated(content)
        if max(size, len(packed)) > 0xFFFFFFFF:
            raise BadZipFile(f"{member.filename} is over 4 GB")
        flags = member.flag_bits & _UTF8_NAME
        name = member.filename.encode("utf-8" if flags else "cp437")
        year, month, day, hour, minute, second = member.date_time
        date, time = max(0, year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
        fields = struct.pack("<HHHHLLLHH", flags, method, time, date, checksum, len(packed), size, len(name), 0)
        needed = max(20, member.extract_version & 0xFF)
        header = struct.pack("<4sH", b"PK\3\4", needed) + fields + name
        made = member.create_system << 8 | member.create_version
        places = struct.pack("<HHHLL", 0, 0, member.internal_attr, member.external_attr, at)
        return header + packed, struct.pack("<4sHH", b"PK\1\2", made, needed) + fields + places + name


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(1 if len(content) > BIG_PART else 6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def relations_name(owner: str) -> str:
    folder, _, file = owner.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def tree(part: bytes) -> ET.Element:
    """A small part as elements; large sheets are never read this way. Raises ET.ParseError."""
    return ET.fromstring(part)  # noqa: S314 - guards.py refuses every document type and entity before a part comes here


def without_elements(part: bytes, element: str, attributes: set[tuple[str, str]]) -> bytes:
    """The part without the empty elements that carry one of the attributes; all else stays as it was written."""

    def kept(found: re.Match[bytes]) -> bytes:
        return b"" if any(attributes_of(found[0]).get(key) == value for key, value in attributes) else found[0]

    return re.sub(rb"<(?:\w+:)?" + element.encode() + rb"\b[^>]*?(?:/>|>\s*</[^>]*>)", kept, part)


def attributes_of(tag: bytes) -> dict[str, str]:
    """The attributes of one tag's text, unescaped."""
    pairs = re.findall(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag.decode())
    return {key: unescape(double or single) for key, double, single in pairs}
