"""LibreOffice Calc as a host: an engine for xlwings over UNO, so that `xlwings.App`, `Book`, `Range` work on an open Calc document.

    from addin.calc import engine
    app = engine.start()                # an own office that nobody sees; engine.attach(pipe) takes a running one
    book = app.books.open("总台账.xlsm")
    book.sheets["督办台账"].tables["督办台账"].range.value
    engine.stop(app)

Nothing here imports UNO before an office is started or attached, so the package can be imported where there is no LibreOffice.

Its objects know each other in a circle, as xlwings wants it: an app its books, a book its sheets, a sheet its tables, names, shapes and
ranges, and each of them whose it is. At run time imports go down alone: engine, apps, books, sheets, tables and names and shapes, ranges.
The way back up is needed for types only, and imported under TYPE_CHECKING.

What differs from Excel behind the same calls:

- A text stays the text it is: "007", "2024-01-01", "1/2", "TRUE" arrive as texts, where Excel would make numbers, dates, booleans of
  them. "'007" arrives as 007 in both: one leading apostrophe is taken off. "=…" is a formula in both, also in a cell formatted as text.
  Texts that look like a date or a percentage get the text format (@).
- Booleans are numbers with a boolean format: writing True sets the format, writing a number over it takes the format away.
- A date written into a cell without a date format gets yyyy-mm-dd (hh:mm:ss), where Excel keeps any format but General.
- Formulas are kept as Calc prints them: TRUE becomes 1, a function that this LibreOffice doesn't know becomes lower case and #NAME?,
  the bare name of a table is the table with its header, references to other files are not translated.
- Tables are database ranges: no styles; in a collection they come by their place on the sheet, not by their age.
- `App.quit` on an attached office only lets go of it: the user's office goes on.
- Saving keeps what LibreOffice keeps (macros, buttons, ribbon, names, checks, conditional formats) and loses table styles,
  column formulas of tables, threaded comments, slicers.
"""
