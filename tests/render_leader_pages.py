"""docs/pictures/领导掌上页.png: pages of the sample company's leaders as a telephone of 390 × 844 shows them, light and dark.

`python tests/render_leader_pages.py [home]` draws it anew.
"""

import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from render_pictures import PICTURES, beside  # noqa: E402
from support.driven_chromium import driven  # noqa: E402

from macros.__main__ import run  # noqa: E402
from macros.steps.leader_pages import newest_pages  # noqa: E402
from workbook_templates.leaving.leader_page import KIND  # noqa: E402

SHOWN = (("陈国平", "light", "header"), ("陈国平", "light", "#h-sights"), ("杨丽华", "dark", "header"), ("杨丽华", "dark", "#h-alarms"))
"""Leader, scheme, what is at the top."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="duban-") as folder, driven() as browser:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "示范"
        if not home.exists():
            run(["demo", str(home), "--quiet"])
        run(["document", str(home), KIND, "--as-of", "2026-12-31", "--quiet"])
        pages, pictures = dict(newest_pages(home / "输出")), []
        browser.size(390, 844)
        for place, (leader, scheme, top) in enumerate(SHOWN):
            browser.scheme(scheme)
            browser.go(pages[leader].as_uri())
            browser.value(f"document.querySelector({top!r}).scrollIntoView()")
            pictures.append(Path(folder) / f"{place}.png")
            browser.picture(pictures[-1])
        beside(pictures, PICTURES / f"{KIND}.png")


if __name__ == "__main__":
    main()
