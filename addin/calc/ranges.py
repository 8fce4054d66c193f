"""xlwings' Range on Calc, put together from what it holds, how it looks and how it is edited."""

from addin.calc.range_edits import RangeEdits
from addin.calc.range_look import RangeLook


class Range(RangeEdits, RangeLook):
    """A rectangle of cells of one sheet."""
