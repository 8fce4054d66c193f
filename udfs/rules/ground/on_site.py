"""R19: instructions given on the spot. 现场已解决 is recorded and 办结 at once; 需研究 runs like any other item once it is given out."""

from udfs.rules.ground.states import DONE, LIT, OPEN
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Item

SOLVED, TO_STUDY = "现场已解决", "需研究"
"""现场分类."""


def is_solved(item: Item) -> bool:
    """Whether the matter was settled where it was raised: it is in no rate, light, reminder or feedback."""
    return item.on_site == SOLVED


def can_be_lit(item: Item) -> bool:
    """Whether an item can have a light at all."""
    return item.status in LIT and not is_solved(item)


def settled(tables: Tables) -> Tables:
    """The tables with every 现场已解决 item that stands open as 办结, which it is; the very same object where there is none."""
    if not any(is_solved(item) and item.status in OPEN for item in tables.items):
        return tables
    items = (item._replace(status=DONE) if is_solved(item) and item.status in OPEN else item for item in tables.items)
    return tables._replace(items=tuple(items))
