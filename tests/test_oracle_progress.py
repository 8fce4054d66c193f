"""R18: the product's rules against the second computation on random companies."""

from collections.abc import Iterator

import pytest
from support import oracle_progress as second
from support import oracle_scores
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import assert_agreed, disagreements, judged_by_the_product
from support.oracle_reminders import reminded_facts

from udfs.rules.ground.history import history
from udfs.rules.supervision.indicator_progress import Progress, indicator_progress
from udfs.rules.supervision.reminder_subjects import subjects
from udfs.rules.supervision.reminder_triggers import PROGRESS_BEHIND


def of_the_product(one: Progress) -> second.Standing:
    missing = f"{one.missing.first} {one.missing.last}" if one.missing else ""
    return second.Standing(one.reached, one.share, one.expected, one.behind, missing, one.reached if one.final else None)


def compared(drawn: rc.Company) -> Iterator[tuple[str, object, object]]:
    """Where every indicator stands, and 触发日 of those that are behind. Who is reminded is another rule's."""
    judgement = judged_by_the_product(drawn)
    settings, facts = rx.settings(drawn), dict(reminded_facts(rc.frames(drawn), drawn.as_of))
    facts["指标"] = facts["指标"].assign(period=facts["指标"]["期间"].map(oracle_scores.named))
    found = {key: of_the_product(one) for key, one in indicator_progress(judgement.facts, judgement.as_of).items()}
    wanted = second.standings(facts, settings, drawn.as_of, oracle_scores.named, set(history(judgement.facts)))
    for key in {**found, **wanted}:
        yield "/".join(key), found.get(key), wanted.get(key)
    triggers = {
        (one.number, oracle_scores.named(one.stage)): one.trigger.day for one in subjects(judgement) if one.trigger.rule == PROGRESS_BEHIND
    }
    yield PROGRESS_BEHIND, triggers, second.chased(facts, settings, drawn.as_of, wanted)


def differences(drawn: rc.Company) -> list[str]:
    return disagreements(compared(drawn))


@pytest.mark.parametrize("seed", range(150))
def test_the_rules_agree_with_the_second_computation(seed: int) -> None:
    assert_agreed(rx.company(seed), differences, 200)


def test_the_companies_have_all_that_is_compared() -> None:
    """Some are behind, some were not reported, some end in a figure: else the comparison proves nothing."""
    told = [one for seed in range(60) for place, _, one in compared(rx.company(seed)) if place != PROGRESS_BEHIND]
    found = [one for one in told if isinstance(one, second.Standing)]
    assert min(sum(one.behind for one in found), sum(bool(one.missing) for one in found), sum(one.final is not None for one in found)) > 5
