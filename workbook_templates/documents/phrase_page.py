"""模板/分析语句.docx: one line for each situation, edited in Word; read back and checked before anything is said."""

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from workbook_templates.documents.finish import saved
from workbook_templates.documents.lint import ENOUGH, Reader
from workbook_templates.documents.paper import Col, add, add_rows, new_paper
from workbook_templates.documents.phrases import SITUATIONS, Phrases, PhraseSituation
from workbook_templates.documents.render import Piece, opened, pieces_of
from workbook_templates.reading.errors import DocumentRefused

NAME = "分析语句"
COLUMNS = (Col("情形", 21, ""), Col("什么时候用（由程序判断）", 42, "", left=True), Col("语句", 91, "", left=True))
NOTE = (
    "通报里分析部分的语句，可以在 Word 里改第三栏。哪种情形成立由程序按数据判断，改字不会改变判断；双花括号里的名称处填入内容，"
    "可用的名称见手册“模板标签”。不想说的，把第三栏清空；要恢复原句，删掉这个文件，下次运行会重新生成。"
)
TAG = re.compile(r"\{[{%#].*?[}%#]\}")


def build() -> bytes:
    """The page as it is delivered; the same bytes each time."""
    paper = new_paper(NAME)
    add(paper, "公文附件标题", NAME)
    add(paper, "公文正文", NOTE)
    add_rows(paper, COLUMNS, [(one.name, one.when, one.sentence) for one in SITUATIONS.values()])
    add(paper, "公文表后")
    return saved(paper)


def phrases_in(page: bytes, name: str) -> Phrases:
    """The sentences of the office's page. Raises DocumentRefused with every mistake, FileRefused for what is no .docx."""
    found: list[str] = []
    sentences: dict[str, str] = {}
    for situation, pieces in lines_of(page, name, found):
        if situation.name in sentences:
            found.append(f"{pieces[0].place}：“{situation.name}”写了两行，只能有一行")
            continue
        reader = Reader(situation.facts, found)
        for piece in pieces:
            reader.read(piece)
        reader.close()
        said = "".join(piece.text for piece in pieces).strip()
        found += untrue(situation, said, pieces[0].place)
        sentences[situation.name] = said
    if not sentences and not found:
        found.append("没有找到语句表：第一栏是情形，最后一栏是语句")
    if found:
        listed = "\n".join(f"  {line}" for line in found[:ENOUGH])
        raise DocumentRefused(f"“{name}”里有不对的地方，没有写文书：\n{listed}\n请在 Word 里改正，或删掉它，下次运行会重新生成一份。")
    return Phrases(sentences)


def lines_of(page: bytes, name: str, found: list[str]) -> Iterator[tuple[PhraseSituation, list[Piece]]]:
    """The rows of the page: the situation, and the paragraphs of its last cell. What is no situation is put into `found`."""
    rows: dict[int, list[Piece]] = {}
    for piece in pieces_of(opened(page, name)):
        if piece.table:
            rows.setdefault(id(piece.row), []).append(piece)
    for pieces in rows.values():
        cells = list(pieces[0].row.iter(qn("w:tc")))
        title = "".join(piece.text for piece in pieces if piece.cell is cells[0]).strip()
        if title in ("", COLUMNS[0].head):
            continue
        if title not in SITUATIONS:
            found.append(f"{pieces[0].place}：没有“{title}”这种情形；可用的：{'、'.join(SITUATIONS)}")
            continue
        yield SITUATIONS[title], [piece for piece in pieces if piece.cell is cells[-1]]


def untrue(situation: PhraseSituation, said: str, place: str) -> Iterator[str]:
    """Words that would say more than the situation holds, and the missing of those without which it would say something else."""
    words = TAG.sub("", said)
    for word in situation.barred:
        if word in said:
            yield f"{place}：“{situation.name}”的语句里不能有“{word}”（这种情形是：{situation.when}）"
    if words and situation.needed and not any(word in words for word in situation.needed):
        yield f"{place}：“{situation.name}”的语句里要有{'、'.join(situation.needed)}中的一个词（这种情形是：{situation.when}）"
    if re.search(r"\{%", said):
        yield f"{place}：“{situation.name}”的语句里只能填名称，不能写条件"
