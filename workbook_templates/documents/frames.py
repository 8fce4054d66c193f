"""The frames of papers: what stands above and below the text of a bulletin, a letter, a form."""

from docx.document import Document as Paper

from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import new_paper
from workbook_templates.documents.parts import imprint, letter_head
from workbook_templates.documents.texts import read_texts
from workbook_templates.documents.written import Layout, annex, write

TEXTS = read_texts("frames")


def made(subject: str, layout: Layout) -> bytes:
    """The template of a kind; the same bytes each time."""
    paper = new_paper(subject, sideways=layout.sideways)
    if layout.frame == "通报":
        write(paper, within(layout, TEXTS["通报抬头"], layout.text, TEXTS["附件说明"], TEXTS["落款"]))
        add_annexes(paper, layout)
        imprint(paper)
    elif layout.frame == "函":
        letter_head(paper)
        write(paper, within(layout, TEXTS["函抬头"], layout.text, TEXTS["落款"], TEXTS["函尾"], layout.after))
    else:
        write(paper, layout)
    return saved(paper)


def within(layout: Layout, *texts: str) -> Layout:
    """The layout with all that stands above and below its text."""
    return layout._replace(text="\n".join(texts))


def add_annexes(paper: Paper, layout: Layout) -> None:
    """The annexes of a bulletin, in their order."""
    for rows, content in layout.annexes.items():
        if isinstance(content, str):
            write(paper, layout._replace(text=annex(rows, content)))
        else:
            write(paper, Layout(f"【附件】{rows}", {f"{rows}.行": content}))
