"""A workbook that is open in Excel or Calc, read and written through xlwings’ public API."""
