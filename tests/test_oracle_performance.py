"""R8, R10, R12 and R13: the product's rules against the second computation on random companies, each drawn and judged once for both."""

import functools
from collections.abc import Callable

import pytest
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import assert_agreed
from support.compared_persons import person_differences
from support.compared_scores import score_differences

drawn_once = functools.lru_cache(maxsize=1)(rx.company)


@pytest.mark.parametrize(
    ("seed", "differences"),
    [
        pytest.param(seed, differences, id=f"{seed}-{name}")
        for seed in range(150)
        for name, differences, seeds in (("scores", score_differences, 150), ("persons", person_differences, 135))
        if seed < seeds
    ],
)
def test_the_rules_agree_with_the_second_computation(seed: int, differences: Callable[[rc.Company], list[str]]) -> None:
    assert_agreed(drawn_once(seed), differences, 200)
