"""What the bulletins of a period say alike: their heading, period and days; counts and rates as figures; shares that add up to 100 %."""

from collections.abc import Mapping
from fractions import Fraction

from udfs.papers.paper_words import Context, Heading, chinese_day, chinese_period, heading_texts, span, title_of
from udfs.rules.ground.figures import Exact, Rate, fixed, number, round_half_up
from udfs.rules.judging.judgement import Judgement
from workbook_templates.documents.marks import Figure, Role

ADJUSTED = "*"
WHOLE = 100


def period_texts(judgement: Judgement, heading: Heading, subject: str) -> Context:
    """The tags that every bulletin of a period has."""
    settings, period = judgement.facts.settings, judgement.period
    names = [settings.company, heading.issuer, *(row.name for row in judgement.departments.rows)]
    return {
        **heading_texts(heading, title_of(settings.company or heading.issuer, period, subject), names),
        "期间": chinese_period(period),
        "起止": span(period),
        "截止日": chinese_day(judgement.day),
        "基准日": chinese_day(judgement.as_of),
        "公示天数": settings.publicity_days,
    }


def counts(values: Mapping[str, Exact], role: Role = "total") -> Context:
    """Counts as figures, by their names."""
    return {name: Figure(name, value, number(value), role) for name, value in values.items()}


def rate_figure(name: str, rate: Rate, role: Role = "total") -> Figure:
    """A rate with numerator and denominator."""
    return Figure(name, (rate.numerator, rate.denominator), rate.text(), role)


def points_figure(name: str, points: Exact, digits: int, role: Role = "total") -> Figure:
    """Points as printed."""
    return Figure(name, round_half_up(points, digits), fixed(points, digits), role)


def shares(parts: Mapping[str, int]) -> dict[str, tuple[Fraction, bool]]:
    """Name → its share in percent with one decimal, and whether it was adjusted so that all add up to 100: the largest absorbs."""
    total = sum(parts.values())
    if not total:
        return {}
    found = {name: round_half_up(Fraction(count * WHOLE, total), 1) for name, count in parts.items()}
    left = WHOLE - sum(found.values(), Fraction(0))
    largest = max(parts, key=lambda name: parts[name])
    return {name: (share + left, bool(left)) if name == largest else (share, False) for name, share in found.items()}
