"""The rating that one rater gives one person (个人评分): ability, attitude and quality by weight, in points of 100."""

from fractions import Fraction

from udfs.rules.ground.figures import weighted_mean
from workbook_templates.tables.daily import Rating
from workbook_templates.tables.settings import Settings


def rating_of(row: Rating, settings: Settings) -> Fraction | None:
    """R12: the weighted mean of the three marks; None where a mark is missing or the weights sum to 0."""
    marks = ((settings.ability_weight, row.ability), (settings.attitude_weight, row.attitude), (settings.work_weight, row.quality))
    if any(mark is None for _, mark in marks):
        return None
    return weighted_mean((weight, mark) for weight, mark in marks if mark is not None)
