"""督办函: a letter about one matter: background, state found, request, reply (信函格式)."""

from workbook_templates.documents.shapes import CONTACT, ITEM_TAGS, SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("supervision_letter")

SHAPE: Shape = {**SHARED, **ITEM_TAGS, **CONTACT, **tags_in(TEXTS["标签"])}
LAYOUT = Layout(TEXTS[""], frame="函")
