"""The cell functions as VBA declares them: handed to whoever builds a workbook or the add-in."""

from addin.excel.wrappers import CellFunction


def cell_functions() -> tuple[CellFunction, ...]:
    """Every function of udfs.functions, in the order of product.md §3."""
    from udfs.functions import FUNCTIONS  # loads xlwings, which nothing else that calls this needs

    return tuple(
        CellFunction(
            one.name,
            one.help,
            tuple(argument.name for argument in one.arguments),
            sum(argument.optional for argument in one.arguments),
            tuple(argument.help for argument in one.arguments),
            one.fills,
        )
        for one in FUNCTIONS.values()
    )
