"""The words of the templates, their tags and what has to add up: a text file for each kind of paper, and some that several share.

A paragraph is a line; what the marks in front of it mean written.py says. Below a line '# name' stands another text of the same paper, which
a '$name' stands for. '# 标签' is the list of its tags, '# 合计' what has to add up.
"""

from pathlib import Path

FOLDER = Path(__file__).parent


def read_texts(name: str) -> dict[str, str]:
    """The texts of a file by name; '' is the one that stands first, above all names."""
    parts = f"# \n{(FOLDER / f'{name}.txt').read_text(encoding='utf-8')}".split("\n# ")
    found = {title.removeprefix("# "): text.strip("\n") for title, _, text in (part.partition("\n") for part in parts)}
    return {title: text for title, text in found.items() if text}
