"""Analysis in words (udfs/papers/analysis.py): each condition is worked out a second time here, from the sentence that was said."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, department, feedback, item, tables

from udfs.papers.analysis import Said, count_change, highlights, laggards, leaders, longest_overdue, most_red, movers, score_change
from udfs.papers.bulletins.supervision_bulletin import figures_of
from udfs.papers.published_figures import Score
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.documents.marks import Figure, unmarked
from workbook_templates.documents.phrases import DEFAULT, GROUPS, SITUATIONS, Phrases


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


Q2 = period("2026Q2")


def words(said: Said) -> str:
    return "".join(row["句"] for row in said)


def has(text: str, group: tuple[str, ...]) -> bool:
    return any(word in text for word in group)


def judged(*records: Any, as_of: str = "9-30", **settings: Any) -> Judgement:
    held = tables(*records, **settings)
    return judge(held, day(as_of), Calendar(held.holidays), period("2026Q3"))


POINTS = st.integers(0, 12).map(lambda units: Fraction(units, 4) + 90)
"""Few values, so that equal ones are common."""
NAMES = ("运检部", "营销部", "财务部", "安监部", "调控中心")
SCORES = st.lists(
    st.builds(Score, st.sampled_from(NAMES), st.sampled_from(("业务职能", "基层")), st.none() | POINTS, st.none() | POINTS),
    unique_by=lambda score: score.department,
)


# change


@given(now=st.none() | POINTS, before=st.none() | POINTS, closed=st.booleans())
def test_a_score_rises_or_falls_as_it_is_printed(now: Fraction | None, before: Fraction | None, closed: bool) -> None:
    said = words(score_change(DEFAULT, "得分", now, before, 2, Q2 if closed else None))
    if now is None or before is None or not closed:
        assert said == ""
        return
    found = re.search(r"得分([\d.]+)分", said)
    assert found
    assert Fraction(found[1]) == now
    assert (has(said, GROUPS["升"]), has(said, GROUPS["降"]), has(said, GROUPS["平"])) == (now > before, now < before, now == before)
    if now != before:
        told = re.search(r"([\d.]+)分。$", said)
        assert told
        assert Fraction(told[1]) == abs(now - before)


@given(now=st.integers(0, 4), before=st.none() | st.integers(0, 4))
def test_a_count_grows_or_shrinks(now: int, before: int | None) -> None:
    said = words(count_change(DEFAULT, "红灯", Figure("红灯", now), before, "项", Q2))
    assert (has(said, GROUPS["升"]), has(said, GROUPS["降"]), has(said, GROUPS["平"])) == (
        (False,) * 3 if before is None else (now > before, now < before, now == before)
    )


@given(SCORES)
def test_movers_are_those_that_moved(scores: list[Score]) -> None:
    said = movers(DEFAULT, "得分", scores, 2, Q2)
    up = {one.department: one.points - one.before for one in scores if one.points and one.before and one.points > one.before}
    down = {one.department: one.before - one.points for one in scores if one.points and one.before and one.points < one.before}
    for group, moved in ((GROUPS["升"], up), (GROUPS["降"], down)):
        sentences = [str(row["句"]) for row in said if has(row["句"], group)]
        assert len(sentences) == bool(moved)
        if moved:
            named = {name: Fraction(by) for name, by in re.findall(r"([^、有]+?)（[升降]([\d.]+)分）", sentences[0])}
            assert named.items() <= moved.items()
            assert f"部门{len(moved)}个" in sentences[0]
            left = [by for name, by in moved.items() if name not in named]
            assert len(named) >= min(3, len(moved))
            assert all(by < min(named.values()) for by in left)
    assert movers(DEFAULT, "得分", scores, 2, None) == []


# who leads, who is behind


@given(SCORES)
def test_first_and_last_are_single_or_tied_as_they_are(scores: list[Score]) -> None:
    first = [str(row["句"]) for row in leaders(DEFAULT, "得分", scores, 2)]
    last = [str(row["句"]) for row in laggards(DEFAULT, "得分", scores, 2, {})]
    for kind in ("业务职能", "基层"):
        group = {one.department: one.points for one in scores if one.kind == kind and one.points is not None}
        told = [text for text in first if kind in text]
        if len(group) < 2:
            assert told == [text for text in last if kind in text] == []
            continue
        (sentence,) = told
        best, worst = max(group.values()), min(group.values())
        top = [name for name, points in group.items() if points == best]
        low = [name for name, points in group.items() if points == worst]
        assert ("相同" in sentence) == (best == worst)
        assert ("首位" in sentence) == (best != worst)
        assert ("并列" in sentence) == (best != worst and len(top) > 1)
        assert best == worst or all(name in sentence for name in top)
        assert best == worst or not any(name in sentence for name in group if name not in top)
        behind = [text for text in last if kind in text]
        assert len(behind) == (best != worst and len(group) >= 3)
        if behind:
            assert ("并列" in behind[0]) == (len(low) > 1)
            assert [name for name in group if name in behind[0]] == low


def test_reasons_follow_the_one_that_is_behind() -> None:
    scores = [Score(name, "基层", Fraction(points)) for name, points in (("甲所", 90), ("乙所", 80), ("丙所", 85))]
    said = words(laggards(DEFAULT, "综合得分", scores, 2, {"乙所": ["督办失3.00分（2026-0001）", "扣分1.00分"], "甲所": ["指标失1.00分"]}))
    assert said == "乙所综合得分80.00分，在基层中相对靠后。乙所失分主要在：督办失3.00分（2026-0001）；扣分1.00分。"


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4)))
def test_red_lights_are_said_to_gather_only_where_one_has_most(reds: dict[str, int]) -> None:
    said = words(most_red(DEFAULT, reds))
    top = [name for name, count in reds.items() if count == max(reds.values())]
    if reds and max(reds.values()) >= 2 and len(top) == 1:
        assert said == f"红灯相对集中在{top[0]}，有{max(reds.values())}项，全部红灯{sum(reds.values())}项。"
    else:
        assert said == ""


@given(st.lists(st.sampled_from(("7-1", "8-1", "9-29", "9-30")), max_size=4))
def test_the_longest_overdue_is_named_only_where_it_is_one(dues: list[str]) -> None:
    known = judged(*(item(f"2026-{place}", due=due) for place, due in enumerate(dues)))
    figures = figures_of(known)
    late = [due for due in dues if due != "9-30"]
    first = min(late, default="")
    days = (dt.date(2026, 9, 30) - day(first)).days if first else 0
    alone = late.count(first) == 1
    assert unmarked(words(longest_overdue(DEFAULT, figures.overdue, known))) == (
        f"逾期时间最长的是发展部的2026-{dues.index(first)}，已逾期{days}天。" if first and alone else ""
    )


# what shone


@pytest.mark.parametrize(
    ("fields", "settings", "said"),
    [
        ({"given": "7-1", "content": "提前完成。"}, {}, "发展部（1）：提前完成。"),
        ({"given": "6-30", "content": "提前完成"}, {}, ""),
        ({"given": "9-30", "content": "提前完成"}, {}, "发展部（1）：提前完成。"),
        ({"given": None, "content": "提前完成"}, {}, ""),
        ({"given": "7-1", "content": "提前完成", "highlight": ""}, {}, ""),
        ({"given": "7-1", "content": "机密事项完成"}, {}, ""),
        ({"given": "7-1", "content": ""}, {}, ""),
        ({"given": "7-1", "content": "{{ 7*7 }}<w:p>"}, {}, "发展部（1）：{{ 7*7 }}<w:p>。"),
    ],
)
def test_highlights_of_the_period(fields: dict[str, Any], settings: dict[str, Any], said: str) -> None:
    known = judged(item(), department(), feedback(**{"highlight": "是", "due": "7-1", **fields}), **settings)
    assert words(highlights(DEFAULT, known)) == said


def test_nothing_shines_of_a_secret_item() -> None:
    assert highlights(DEFAULT, judged(item(secrecy="内部"), feedback(given="7-1", content="完成", highlight="是"))) == []


# the words are the office's


def test_a_sentence_that_was_taken_out_is_not_said() -> None:
    assert score_change(Phrases({"得分上升": ""}), "得分", Fraction(2), Fraction(1), 0, Q2) == []
    assert words(score_change(Phrases({"得分上升": "{{ 名称 }}提高了"}), "得分", Fraction(2), Fraction(1), 0, Q2)) == "得分提高了"


def test_every_delivered_sentence_says_no_more_than_holds() -> None:
    for one in SITUATIONS.values():
        assert not [word for word in one.barred if word in one.sentence], one.name
        assert not one.needed or has(one.sentence, one.needed), one.name
        assert set(re.findall(r"\{\{ (.+?) \}\}", one.sentence)) <= one.facts.keys()


def test_facts_are_those_that_the_situation_declares() -> None:
    with pytest.raises(KeyError):
        DEFAULT.say("亮点", 部门="甲")
