"""One line of a diagnosis."""

from typing import NamedTuple


class Finding(NamedTuple):
    """good: None where it could not be told. said: what was found. remedy: what to do; "" where nothing is to be done."""

    name: str
    good: bool | None
    said: str
    remedy: str = ""
