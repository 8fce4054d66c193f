"""The ribbon of the add-in: a tab 督办 with a group for each group of actions, in the form of Excel 2010 and in the older one."""

from itertools import groupby
from xml.sax.saxutils import quoteattr

from workbook_templates.master.buttons import shown
from workbook_templates.tables.actions import Action

CALLBACK = "DB_Ribbon.DB_Ribbon"
FORMS = {
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
}
"""Part of the package → its namespace. Excel 2010 and later read the first, Excel 2007 the second."""
RIBBON_RELATIONS = {
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
}
ICONS = {"refresh": "Refresh", "import": "FileOpen", "undo": "Undo", "publish": "FileSave", "document": "FilePrint", "doctor": "Help"}
"""Action → one of Excel's own pictures; an action without one is shown by its name alone."""


def ribbon(namespace: str) -> str:
    """The tab; every button carries the key of its action in its tag."""
    groups = "".join(
        f'<group id="DB_Group{number}" label={quoteattr(name)}>{"".join(map(button, actions))}</group>'
        for number, (name, actions) in enumerate(groupby(shown(), key=lambda action: action.group), 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<customUI xmlns="{namespace}"><ribbon><tabs><tab id="DB_Tab" label="督办">{groups}</tab></tabs></ribbon></customUI>'


def button(action: Action) -> str:
    """One action. Excel shows the screentip in bold and the supertip below it."""
    icon = ICONS.get(action.key)
    picture = f' size="large" imageMso={quoteattr(icon)}' if icon else ""
    told = f"screentip={quoteattr(action.name)} supertip={quoteattr(action.help)}"
    return f'<button id="DB_{action.key}" label={quoteattr(action.name)} {told} tag="{action.key}" onAction="{CALLBACK}"{picture}/>'
