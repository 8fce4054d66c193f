"""The lists that the sample company is made from: the text files of this folder, each with notes on its columns in Chinese.

A row is a line, its parts divided by |. '; …' is a note, '# …' a heading; an indented line goes on with the one above.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def read_sections(name: str) -> list[tuple[str, list[list[str]]]]:
    """The headings of a list, each with its rows; of a list without headings one section, ''."""
    found: list[tuple[str, list[list[str]]]] = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").replace("\n  ", "").splitlines():
        if line.startswith("# "):
            found.append((line[2:], []))
        elif line and not line.startswith(";"):
            found = found or [("", [])]
            found[-1][1].append(line.split("|"))
    return found


def read_rows(name: str) -> list[list[str]]:
    """The rows of a list without headings."""
    return read_sections(name)[0][1]
