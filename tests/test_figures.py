"""Rounding, weights, means and rates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.rules.ground.figures import Rate, fixed, number, percent, round_half_up, weight_of, weighted_mean

F = Fraction
NUMBERS = st.fractions(-1000, 1000)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("0.1249", 2, "0.12"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.125", 2, "-0.13"),
        ("1.005", 2, "1.01"),
        ("79.9949", 2, "79.99"),
        ("79.995", 2, "80"),
    ],
)
def test_half_goes_up(value: str, digits: int, rounded: str) -> None:
    assert round_half_up(F(value), digits) == F(rounded)


@given(NUMBERS, st.integers(0, 6))
def test_rounding_moves_at_most_half_a_unit_and_is_symmetric(value: F, digits: int) -> None:
    rounded = round_half_up(value, digits)
    assert abs(rounded - value) * 2 * 10**digits <= 1
    assert (rounded * 10**digits).denominator == 1
    assert round_half_up(-value, digits) == -rounded
    assert F(fixed(value, digits)) == rounded


@pytest.mark.parametrize(("weight", "counted"), [(None, 1), (F(0), 1), (F(-2), 1), (F(1, 2), F(1, 2)), (F(3), 3)])
def test_a_weight(weight: F | None, counted: F) -> None:
    assert weight_of(weight) == counted


def test_a_weighted_mean() -> None:
    assert weighted_mean([(F(1, 3), F(1)), (F(2, 3), F(1, 2))]) == F(2, 3)
    assert weighted_mean([]) is None


@given(st.lists(st.tuples(st.fractions(F(1, 50), 50), NUMBERS), min_size=1))
def test_the_weighted_mean_is_the_textbook_one(pairs: list[tuple[F, F]]) -> None:
    assert weighted_mean(pairs) == sum(weight * value for weight, value in pairs) / sum(weight for weight, _ in pairs)


def test_a_rate_with_nothing_to_count_is_blank() -> None:
    assert Rate(0, 0, "x").value is None
    assert Rate(0, 0, "x").text() == "—"
    assert Rate(3, 4, "x").value == F(3, 4)
    assert Rate(2, 3, "x").text() == "66.7%（2/3）"
    assert Rate(F(1, 2), F(3, 2), "x").text(0) == "33%（0.5/1.5）"


def test_figures_as_text() -> None:
    assert [fixed(F(85), 2), fixed(F(-1, 2), 2), fixed(F(1, 2), 0), fixed(F(5, 1000), 2)] == ["85.00", "-0.50", "1", "0.01"]
    assert [number(2), number(F(1, 2)), number(F(1, 3)), number(F(-1, 10**9)), number(40)] == ["2", "0.5", "0.333333", "0", "40"]
    assert percent(F(3, 4)) == "75.0%"
