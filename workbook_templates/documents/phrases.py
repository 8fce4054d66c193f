"""分析语句: the sentences of analysis in bulletins. The office edits the words in 模板/分析语句.docx; when one is said the rules decide.

Each situation declares when it holds, what its sentence may name, and which words would say more than that: a sentence for equal
figures can't speak of a rise, one for a tie can't name a single leader.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from workbook_templates.documents.marks import Figure, clean
from workbook_templates.documents.shapes import Shape, read_texts, tags_in


class PhraseSituation(NamedTuple):
    """One line of the page. barred: words that would not be true here; needed: one of these has to be said."""

    name: str
    when: str
    facts: Shape
    sentence: str
    barred: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


WORDS = read_texts("analysis_words")
GROUPS = {name: tuple(str(words).split("、")) for name, words in tags_in(WORDS["词"]).items()}
"""Words that say the same of a figure, or of a place, by what they say."""


def situation(name: str, lines: str) -> PhraseSituation:
    """A situation from its lines in analysis.txt."""
    told = dict(line.split("：", 1) for line in lines.splitlines())
    groups = (told[which].split("、") if which in told else () for which in ("不说", "要说"))
    barred, needed = (tuple(word for name in names for word in GROUPS[name]) for names in groups)
    return PhraseSituation(name, told["何时"], tags_in(WORDS[told["标签"]]), told["语句"], barred, needed)


SITUATIONS = {name: situation(name, lines) for name, lines in read_texts("analysis").items()}
"""Name → every situation that a sentence is said in."""


class Sentence(str):
    """A finished sentence, its figures between their marks."""

    __slots__ = ()


class Phrases:
    """The sentences in force, by situation; a blank one is not said."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = {name: sentences.get(name, one.sentence) for name, one in SITUATIONS.items()}

    @cached_property
    def made(self) -> dict[str, Template]:
        """What a sentence may do: print and choose, as a template. Not escaped here: the paper escapes all that it is given."""
        language = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        return {name: language.from_string(text) for name, text in self.sentences.items() if text}

    def say(self, situation: str, **facts: Any) -> list[dict[str, Sentence]]:
        """The sentence, in a list; an empty one where the office has taken it out. Facts are those that the situation declares."""
        if facts.keys() != SITUATIONS[situation].facts.keys():
            raise KeyError(f"{situation}: {sorted(facts)}")
        if situation not in self.made:
            return []
        plain = {name: value if isinstance(value, Figure) else clean(str(value)) for name, value in facts.items()}
        return [{"句": Sentence(self.made[situation].render(plain))}]


DEFAULT = Phrases({})
