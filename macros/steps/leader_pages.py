"""领导掌上页, one of the kinds of `document`: a page for each leader's telephone, in 输出. The workbook is only read."""

from pathlib import Path

from addin import outputs, store
from addin.book import Book
from macros.steps import past, session
from macros.steps.document_orders import flag, order_of
from macros.steps.pages_written import remove_surplus, write
from macros.steps.report import Options, Progress, Report, Status
from udfs.exchange.cutting import Wanted
from udfs.pages.leader_pages import LeaderPages, leader_pages
from udfs.rules.discretion import sealed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.approved import apply_changes
from workbook_templates.documents.kinds import ON_TELEPHONE
from workbook_templates.leaving.leader_page import KIND, leader_page
from workbook_templates.reading.errors import UsageError


def pages_for_leaders(book: Book, options: Options, progress: Progress) -> Report:
    """Read, judge as a refresh would, write a page for each leader; with --dept for those who answer for these departments."""
    if options.more.get("period"):
        raise UsageError(f"{KIND}是基准日那天的，不分期间，什么也没有改动。请去掉{flag('period')}。")
    reading = session.read(book, options, progress)
    session.require(reading)
    order = order_of(ON_TELEPHONE, reading, options)
    progress("计算数字")
    then, back = past.look_back(book, reading, options)
    calendar = Calendar(reading.tables.holidays)
    tables = sealed(then.tables if back else apply_changes(reading.tables, reading.as_of, calendar).tables, reading.problems)
    made = leader_pages(tables, judge(tables, reading.as_of, calendar), Wanted(order.departments, bool(order.departments), ""))
    progress("写网页")
    folder = outputs.place(book.path, KIND, reading.as_of)
    ending = f"_{reading.as_of}.html"
    files = {store.safe_name(f"{KIND}_{page.name}", 100) + ending: leader_page(page) for page in made.pages}
    written, failed = write(folder, files.items())
    if not (failed or order.departments):
        remove_surplus(folder, f"{KIND}_*{ending}", written)
    said = [*told(made, folder, written), *failed, *session.unread_note(reading), *past.words(back), *session.remarks(reading, options)]
    figures = {
        "种类": KIND, "基准日": reading.as_of.isoformat(), "份数": len(written),
        "领导": {page.name: {"待决定": page.decisions, "红黄灯": len(page.alarms), "本周到期": len(page.week)} for page in made.pages},
        "没有领导的": made.nobodys, "文件夹": str(folder), "改动": False, **past.figures(back),
    }  # fmt: skip
    nothing = Status.NOT_DONE if failed and not written else session.status_of(reading, failed or made.nobodys)
    return Report("document", nothing, tuple(said), figures, tuple(written))


def told(made: LeaderPages, folder: Path, written: list[Path]) -> list[str]:
    """What the clerk is told: whose pages, how they go out, and what stands on none."""
    if not made.pages:
        return [f"没有要做的{KIND}：{ON_TELEPHONE.source}，一位也没有，什么也没有写。"]
    names = "、".join(f"{page.name}（待决定 {page.decisions}）" for page in made.pages)
    nobodys = f"{made.nobodys} 件等领导确认、决定的没有领导，不在任何一页上：请在督办台账、部门或人员表里填上，或看下发领导表时列出的。"
    return [
        f"{KIND} {len(written)} 份在“{outputs.told(folder)}”，每份只发给本人，手机上直接打开，不用网络：{names}。",
        *([nobodys] if made.nobodys else []),
    ]


def newest_pages(output: Path) -> list[tuple[str, Path]]:
    """The pages of the newest day, by leader."""
    found = [(path.stem.split("_"), path) for path in outputs.lying(output, f"{KIND}_*_????-??-??.html")]
    last = max((parts[-1] for parts, _ in found), default="")
    return [("_".join(parts[1:-1]), path) for parts, path in found if parts[-1] == last]
