"""R1 completion and R2 planned progress."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, item, stage

from udfs.rules.judging.progress import Completion, completion_of, due_completion, lag_of, planned_by_days, planned_by_stages
from workbook_templates.tables.daily import Stage

F = Fraction
SHARES = st.one_of(st.none(), st.fractions(0, 1, max_denominator=100))
STAGES = st.lists(
    st.builds(
        lambda w, s, c, n: stage(str(n), weight=w, self_rated=s, confirmed=c),
        st.one_of(st.none(), st.fractions(0, 9)),
        SHARES,
        SHARES,
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize(
    ("name", "stages", "value", "unconfirmed"),
    [
        ("confirmed", [stage(confirmed="0.8")], "0.8", False),
        ("confirmed beats self", [stage(self_rated=1, confirmed="0.8")], "0.8", False),
        ("confirmed 0 beats self", [stage(self_rated=1, confirmed=0)], "0", False),
        ("self", [stage(self_rated="0.8")], "0.8", True),
        ("self 0 is a rating", [stage(self_rated=0)], "0", True),
        ("not rated", [stage()], "0", False),
        ("mean", [stage(confirmed=1), stage(confirmed="0.6")], "0.8", False),
        ("one of two unconfirmed", [stage(confirmed=1), stage(self_rated="0.6")], "0.8", True),
        ("weights", [stage(confirmed=1, weight=3), stage(weight=1)], "3/4", False),
        ("blank weight is 1", [stage(confirmed=1), stage(weight=3)], "1/4", False),
        ("weight 0 counts as 1", [stage(confirmed=1, weight=0), stage()], "1/2", False),
        ("thirds are exact", [stage(confirmed="0.8", weight="1/3"), stage(confirmed="0.8", weight="0.1")], "0.8", False),
        ("three tenths", [stage(confirmed="0.1"), stage(confirmed="0.2"), stage(confirmed="0.3")], "0.2", False),
    ],
)
def test_over_stages(name: str, stages: list[Stage], value: str, unconfirmed: bool) -> None:
    own = item(completion="0.99")  # ignored beside stages
    assert completion_of(own, stages) == Completion(F(value), unconfirmed), name


@pytest.mark.parametrize(
    ("status", "completion", "value", "unconfirmed"),
    [
        ("办理", None, "0", False),
        ("办理", "0.8", "0.8", True),
        ("办理", 0, "0", True),
        ("提交", "0.8", "0.8", True),
        ("办结", None, "1", False),
        ("办结", "0.8", "0.8", False),
        ("暂缓", "0.8", "0.8", False),
        ("", None, "0", False),
    ],
)
def test_without_stages(status: str, completion: str | None, value: str, unconfirmed: bool) -> None:
    assert completion_of(item(status=status, completion=completion), []) == Completion(F(value), unconfirmed)


@pytest.mark.parametrize(
    ("stages", "value"),
    [
        ([stage(), stage()], "1"),
        ([stage(confirmed=0), stage()], "0"),
        ([stage(self_rated="0.8"), stage()], "0.4"),
        ([stage(confirmed="0.9"), stage(confirmed=1)], "0.95"),
    ],
)
def test_done_is_100_percent_only_where_nothing_is_rated(stages: list[Stage], value: str) -> None:
    assert completion_of(item(status="办结"), stages).value == F(value)


def test_over_what_is_due() -> None:
    first, second = stage(confirmed="0.5"), stage("二", self_rated="0.9", weight=3)
    assert due_completion(item(), [first, second], [first], False) == Completion(F(1, 2))
    assert due_completion(item(), [first, second], [first, second], False) == Completion(F(4, 5), True)
    assert due_completion(item(), [first, second], [], True) is None, "nothing due yet is not 0"
    assert due_completion(item(status="办结"), [stage(), stage("二")], [stage()], False) == Completion(F(1))
    assert due_completion(item(status="办结"), [first, stage("二")], [stage("二")], False) == Completion(F(0)), "the other stage is rated"
    assert due_completion(item(completion="0.7"), [], [], True) == Completion(F(7, 10), True)
    assert due_completion(item(completion="0.7"), [], [], False) is None
    assert due_completion(item(status="办结"), [], [], False) == Completion(F(1))


@given(STAGES)
def test_completion_is_the_textbook_mean_and_row_order_never_matters(stages: list[Stage]) -> None:
    found = completion_of(item(), stages)
    weights = [one.weight or F(1) for one in stages]
    rated = [one.confirmed if one.confirmed is not None else one.self_rated or F(0) for one in stages]
    assert found.value == sum((w * c for w, c in zip(weights, rated, strict=True)), F(0)) / sum(weights, F(0))
    assert completion_of(item(), stages[::-1]) == found


@given(STAGES, st.fractions(0, 1), st.data())
def test_confirming_more_never_lowers(stages: list[Stage], more: Fraction, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(stages) - 1))
    old = stages[place]
    least = old.confirmed if old.confirmed is not None else old.self_rated or F(0)
    raised = [*stages]
    raised[place] = old._replace(confirmed=max(least, more))
    assert completion_of(item(), raised).value >= completion_of(item(), stages).value


@pytest.mark.parametrize(
    ("start", "due", "date", "planned"),
    [
        ("3-1", "3-10", "2-28", "0"),
        ("3-1", "3-10", "3-1", "1/10"),
        ("3-1", "3-10", "3-5", "1/2"),
        ("3-1", "3-10", "3-9", "9/10"),
        ("3-1", "3-10", "3-10", "1"),
        ("3-1", "3-10", "3-11", "1"),
        ("3-10", "3-10", "3-9", "0"),
        ("3-10", "3-10", "3-10", "1"),
        ("3-11", "3-10", "3-9", "0"),  # start after the deadline
        ("3-11", "3-10", "3-10", "1"),
    ],
)
def test_planned_by_days(start: str, due: str, date: str, planned: str) -> None:
    assert planned_by_days(day(start), day(due), day(date)) == F(planned)


def test_planned_without_a_date_is_blank() -> None:
    assert planned_by_days(None, day("3-10"), day("3-5")) is None
    assert planned_by_days(day("3-1"), None, day("3-5")) is None
    assert lag_of(F(1), None) is None


@pytest.mark.parametrize(("date", "planned"), [("3-30", "0"), ("3-31", "1/4"), ("6-29", "1/4"), ("6-30", "3/4"), ("12-31", "3/4")])
def test_planned_by_stages(date: str, planned: str) -> None:
    stages = [(None, day("3-31")), (F(2), day("6-30")), (F(0), None)]
    assert planned_by_stages(stages, day(date)) == F(planned)


def test_planned_by_stages_of_one_weight() -> None:
    stages = [(None, day("3-31")), (None, day("6-30")), (None, day("9-30"))]
    assert [planned_by_stages(stages, day(date)) for date in ("3-30", "6-30", "9-30")] == [0, F(2, 3), 1]


def test_lag_is_in_points() -> None:
    assert lag_of(F(1, 3), F(1, 2)) == F(-50, 3)
    assert lag_of(F(1), F(1, 2)) == 50
