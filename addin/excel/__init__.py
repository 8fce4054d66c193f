"""duban inside Excel on Windows: the VBA of the master and of the add-in duban.xlam, its ribbon, and the installation for one user.

Built from ASCII sources (vba/) and from the pinned xlwings' own VBA, read back by the tests; never opened in Excel.

modules.py       the VBA modules of the master and of the add-in, as text
wrappers.py      the VBA function behind each cell function
ribbon.py        the tab 督办, made from workbook_templates.tables.actions
xlam.py          duban.xlam, from the add-in file that xlwings ships
machine.py       registry and folders as ports, so that tests can see what an installation writes
installation.py  what install writes and uninstall takes away
"""
