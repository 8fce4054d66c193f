"""Which tests are quick: what runs on a working day, in four to five minutes on two cores, before the whole suite does."""

import pytest

from support import chromium, tools

SLOW = {
    "the oracle: hundreds of random companies, computed twice": """
        test_oracle test_oracle_checks test_oracle_performance test_oracle_persons test_oracle_reminders test_oracle_scores
        test_oracle_supervision""",
    "a kill loop: ended before and after each file operation, or at random times": """
        test_crashes test_store::test_killed test_send::test_killed""",
    "hundreds of senseless books": "test_fuzz",
    "a played year, a month that runs by itself": "test_year test_month",
    "environments are made and filled from the registry": "test_setup_here",
    "the type checker reads everything, the wheel is built and installed": "test_house::test_the_checkers test_house::test_the_wheel",
    "LibreOffice, the validator": "test_button_clicks test_tools test_pictures",
    "whole workbooks and papers of the sample company, made and read again part by part": """
        test_bulletins test_department test_group test_papers_run test_publish
        test_sent_files test_upgrade test_refresh::test_the_same_under
        test_sample::test_the_same_rows test_nasty_texts""",
}
"""Why something is not quick, beside asking LibreOffice, a browser or the validator → modules, or tests by their first words."""


NAMES = " ".join(SLOW.values()).split()
JUDGES = {mark.mark.kwargs["reason"] for mark in (tools.needs_office, tools.needs_sdk, chromium.needs_browser)}
"""What the marks of tests say that ask LibreOffice, the validator or a browser."""


def is_quick(item: pytest.Item) -> bool:
    """Whether a test needs none of the judges and stands in no line of the table."""
    if any(mark.kwargs.get("reason") in JUDGES for mark in item.iter_markers("skipif")):
        return False
    return not f"{item.path.stem}::{item.name}".startswith(tuple(name if "::" in name else f"{name}::" for name in NAMES))
