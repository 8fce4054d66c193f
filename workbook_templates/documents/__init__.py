"""Papers of the office as Word documents in the look of GB/T 9704-2012: one builder per kind, the common parts shared.

measures.py   millimetres, points and paragraph styles of the standard
paper.py      an empty paper with those styles, its paragraphs, tables and page numbers
texts/        the words of each kind and its tags, a text file each; shapes.py reads them
written.py    the text of a template: a paragraph a line, lists, tables, sentences of analysis; what several papers say alike
frames.py     the parts that papers share: red head, title, signature and date, imprint
forms.py      tables of labelled cells that people fill in and sign
kinds.py      which kinds there are, a line each: the module of its template, to whom it goes, for which periods
bulletin.py, supervision_letter.py …   the template of a kind and the tags it may hold, one module a kind
phrases.py    the sentences of analysis: when each holds, and which words would say more; phrase_page.py, the page that the office edits
companion.py  the workbook beside a bulletin, with the rows behind its figures
titles.py     where the lines of a title end
lint.py       what is wrong in a template that the office has edited
render.py     a template filled in: nothing from a cell can become a tag or an element
proof.py      the figures of the finished paper against each other
"""
