"""The value sent, the value returned, the value now in the master: what becomes of one cell. Pure: three texts in, one word out.

All three are in the common form of sent_cells.sent_text, so that 80%, "80%" and 80 of a re-saved file are one answer.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

Merged: TypeAlias = Literal["not given", "there already", "take", "clash"]


def merged(sent: str, returned: str, now: str) -> Merged:
    """not given: returned as it was sent. there already: the master holds it. take: only the other side changed it. clash: both did."""
    if returned == sent:
        return "not given"
    if returned == now:
        return "there already"
    return "take" if now == sent else "clash"


def answers(sent: str, returned: Iterable[str]) -> list[str]:
    """The different answers among copies of one cell: none where nobody changed it. A copy that was left as it was sent is no answer."""
    return [text for text in dict.fromkeys(returned) if text != sent]
