# ruff: noqa: E501 - tags and XML as they stand
"""A tag in a part of a template: what the action makes of it is a paper without tags, or a refusal that names template and place."""

import io
import itertools
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from macros.steps.report import Status
from support import repair_lint
from support.edited_template import saved
from support.spoilt_cells import MASTER, SECONDS, Fault, perform

TAGS = (
    *("{{ 标题 }}", "{{标题}}", "{{ 没有这个 }}", "{{ 标题", "标题 }}", "{{ }}", "{{{{ 标题 }}}}", "{% if %}", "{% endif %}", "{% if 标题 %}甲"),
    *("{% if 标题 %}甲{% endif %}", "{%p for a in 部门 %}", "{% for a in range(999999999) %}{% endfor %}", "{% include 'x' %}", "{# 话"),
    *("{{ ''.__class__.__mro__ }}", "{{ 标题.__init__ }}", "{{ 标题|safe }}", "{{ 标题 | nix }}", "{% raw %}", "{% set a = 1 %}", "{# 话 #}"),
    *("｛｛标题｝｝", "{％ if ％}", "{{ 标题 + 1 }}", "{{ 10 ** 10 ** 10 }}", "{{ '长' * 999999999 }}", "{{ lipsum() }}", "{%tr for a in x %}"),
    *("{{ " + "(" * 900 + "标题" + ")" * 900 + " }}", "{{" * 5_000, "{{ 标题\u200b }}", "{{ 标 题 }}", "{{ “标题” }}", "}}{{", "{", "<w:p>&amp;"),
)  # fmt: skip
"""What a template may hold where somebody has typed in it."""


VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def inside(xml: str) -> Callable[[Paper, str], None]:
    """A piece of XML at the end of the first paragraph; § is the tag."""

    def put(paper: Paper, tag: str) -> None:
        paper.paragraphs[0]._p.append(parse_xml(xml.replace("§", escape(tag)).replace(">", f" {nsdecls('w', 'wp', 'a')} {VML}>", 1)))

    return put


def in_cell(paper: Paper, tag: str) -> None:
    paper.add_table(1, 2).cell(0, 1).text = tag


def in_pieces(paper: Paper, tag: str) -> None:
    paragraph = paper.add_paragraph()
    for letter in tag[:200]:
        paragraph.add_run(letter).bold = letter == "{"


def in_lines(paper: Paper, tag: str) -> None:
    half = len(tag) // 2
    paper.add_paragraph(tag[:half])
    paper.add_paragraph(tag[half:])


def property_of(name: str) -> Callable[[Paper, str], None]:
    return lambda paper, tag: setattr(paper.core_properties, name, tag[:255])


PLACES: Mapping[str, Callable[[Paper, str], object]] = {
    "paragraph": lambda paper, tag: paper.add_paragraph(tag),
    "runs": in_pieces,
    "two paragraphs": in_lines,
    "cell": in_cell,
    "header": lambda paper, tag: paper.sections[0].header.paragraphs[0].add_run(tag),
    "footer": lambda paper, tag: paper.sections[0].footer.paragraphs[0].add_run(tag),
    "first header": lambda paper, tag: paper.sections[0].first_page_header.paragraphs[0].add_run(tag),
    "comment": lambda paper, tag: paper.add_comment(paper.paragraphs[0].runs, tag),
    **{f"property {name}": property_of(name) for name in ("title", "keywords", "author", "comments")},
    "deleted": inside("<w:del><w:r><w:delText>§</w:delText></w:r></w:del>"),
    "inserted": inside("<w:ins><w:r><w:t>§</w:t></w:r></w:ins>"),
    "field": inside("<w:r><w:instrText>TITLE §</w:instrText></w:r>"),
    "alternative text": inside('<w:r><w:drawing><wp:inline><wp:docPr id="9" name="图" descr="§"/></wp:inline></w:drawing></w:r>'),
    "control": inside("<w:sdt><w:sdtContent><w:r><w:t>§</w:t></w:r></w:sdtContent></w:sdt>"),
    "text box": inside(
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>§</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ),
    "smart tag": inside('<w:smartTag w:element="x"><w:r><w:t>§</w:t></w:r></w:smartTag>'),
    "bookmark": inside('<w:bookmarkStart w:id="1" w:name="§"></w:bookmarkStart>'),
}
"""Part of a paper → how a text comes into it."""


def template(place: str, tag: str) -> bytes:
    paper = Document()
    paper.add_paragraph("正文").add_run("话")
    PLACES[place](paper, tag)
    return saved(paper)


def combinations() -> list[tuple[str, str]]:
    return list(itertools.product(PLACES, TAGS))


def faults(home: Path, work: Path, place: str, tag: str) -> Iterator[Fault]:
    """The action with such a template in 模板, in a copy of the home."""
    case = f"{place} := {tag[:40]!r}"
    shutil.rmtree(work, ignore_errors=True)
    folder = shutil.copytree(home, work)
    (folder / "模板").mkdir(exist_ok=True)
    (folder / "模板" / "督办函.docx").write_bytes(template(place, tag))
    begun = time.monotonic()
    report = perform("document 督办函", folder / MASTER)
    took, said = time.monotonic() - begun, "\n".join(report.messages)
    made = [*folder.glob("输出/**/督办函_*.docx")]
    if "程序出错" in said:
        yield Fault(case, "document", "crash", said)
    if took > SECONDS:
        yield Fault(case, "document", "slow", f"{took:.1f}")
    if report.status is Status.NOT_DONE:
        if "督办函.docx" not in said or made:
            yield Fault(case, "document", "refused without the place" if not made else "left half done", said[:300])
        return
    for path in made:
        yield from (Fault(case, "document", "unsound", found) for found in repair_lint.lint(path))
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            left = [name for name in package.namelist() if re.search(rb"\{[{%#]", re.sub(rb"<[^>]*>", b"", package.read(name)))]
        yield from (Fault(case, "document", "a tag is left", name) for name in left if name.endswith(".xml"))
