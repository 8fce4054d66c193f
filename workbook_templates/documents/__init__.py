"""Papers of the office as Word documents in the look of GB/T 9704-2012: one builder per kind, the common parts shared.

measures.py   millimetres, points and paragraph styles of the standard
paper.py      an empty paper with those styles, its paragraphs, tables and page numbers
parts.py      the parts that papers share: red head, title, signature and date, imprint
bulletin.py   the template of 督办通报 and the tags it may hold
kinds.py      which kinds there are, and which of them are built
passages.py   passages that bulletins share: lists in the text or in an annex, sentences of analysis
light_bulletin.py, performance_bulletin.py, assessment_bulletin.py, inspection_bulletin.py, weekly.py   the other bulletins, and their tags
phrases.py    the sentences of analysis: when each holds, and which words would say more; phrase_page.py, the page that the office edits
companion.py  the workbook beside a bulletin, with the rows behind its figures
titles.py     where the lines of a title end
lint.py       what is wrong in a template that the office has edited
render.py     a template filled in: nothing from a cell can become a tag or an element
proof.py      the figures of the finished paper against each other
"""
