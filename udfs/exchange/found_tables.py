"""The tables of a whole file: every table of every sheet by its own header, and which of them are lists of ours."""

from collections.abc import Collection, Iterable

from udfs.exchange.foreign_ledger import BY_HAND, LEFT_OUT, NOTHING, FoundSheet, Mapped, Remembered, find_table, values_below
from udfs.exchange.sheet_regions import regions
from workbook_templates.leaving.import_words import OTHERS_LISTS
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.characters import halved
from workbook_templates.reading.ledger_sheet import LedgerSheet


def find_tables(sheets: Iterable[LedgerSheet], remembered: Remembered = NOTHING, units: Collection[str] = ()) -> list[FoundSheet]:
    """Every table of every sheet that has something that may be a header, in the order of the tabs. units: the departments there are."""
    found = []
    for look in sheets:
        for place, region in enumerate(regions(look.cells)):
            label = look.cells.name if not place else f"{look.cells.name}（第 {place + 1} 张表）"
            one = find_table(region, remembered, label, look)
            if one is not None:
                found.append(one if is_ours(one, units) else one._replace(table="", columns=left_out(one.columns)))
    return found


def left_out(columns: Iterable[Mapped]) -> tuple[Mapped, ...]:
    return tuple(Mapped(one.place, one.header, "", LEFT_OUT) for one in columns)


def is_ours(one: FoundSheet, units: Collection[str]) -> bool:
    """Whether a list of units or of persons is the company's own: a list of suppliers, or of telephones, has the same headers."""
    if one.table not in ("部门", "人员") or any(mapped.how == BY_HAND for mapped in one.columns):
        return True
    places = {mapped.column: mapped.place for mapped in one.columns if mapped.column}
    titles = [text_of(value) for row in one.sheet.rows[: one.line] for value in row if isinstance(value, str)]
    texts = (one.sheet.name, *titles, *(mapped.header for mapped in one.columns))
    if any(word in text for word in OTHERS_LISTS for text in texts):
        return False
    if one.table == "人员" and not places.keys() & {"工号", "角色", "部门", "职务"}:
        return False
    if "部门" not in places or (one.table == "人员" and places.keys() & {"工号", "角色"}):
        return True
    named = {halved(value) for value in values_below(one.sheet, one.line, places["部门"]) if isinstance(value, str)}
    if one.table == "部门" and sum(name.endswith(("公司", "厂", "店", "商行", "经营部")) for name in named) * 2 > len(named):
        return bool(named & set(units))
    return not units or not named or bool(named & set(units)) or "类型" in places
