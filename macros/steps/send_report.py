"""What the clerk and a program are told of a run of 下发."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from macros.steps.calling import option
from macros.steps.report import Report, Status
from udfs.exchange.cutting import Cut
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.sent_file import Batch
from workbook_templates.sent.sent_kinds import SENT_KINDS, bare_addressee

DEPARTMENT = DEPARTMENT_KIND.name


class SendOutcome(NamedTuple):
    """What a run has done besides the rows it cut: the folder of the files, the files, the rows of 批次
    that came and went, and what to tell of it."""

    folder: Path
    files: tuple[Path, ...]
    cells: int
    archived: int
    told: tuple[str, ...]


def how_many(cuts: Mapping[str, Cut]) -> str:
    """'14 个部门，5 位领导'."""
    return "，".join(SENT_KINDS[kind].words.counted.format(len(cut.files)) for kind, cut in cuts.items() if cut.files)


def nothing_to_send(path: Path, day: dt.date, cuts: Mapping[str, Cut], mended: tuple[str, ...]) -> Report:
    """Nobody has a row: nothing was written."""
    left_out = [text for cut in cuts.values() for text in cut.left_out]
    said = f"没有要下发的：{'；'.join(SENT_KINDS[kind].words.nothing for kind in cuts)}。什么也没有改动。"
    figures = {"基准日": day.isoformat(), "批次": None, **sent_names(cuts), "未下发": left_out, "改动": False}
    status = Status.DONE_WITH_ENTRIES if left_out else Status.DONE
    return Report("send", status, (*mended, said, *left_out), figures, (path,))


def sent_names(cuts: Mapping[str, Cut]) -> dict[str, list[str]]:
    """Kind → whom files were made for."""
    return {kind: [bare_addressee(one.name) for one in cut.files] for kind, cut in cuts.items()}


def rows_sent(cuts: Mapping[str, Cut]) -> dict[str, int]:
    """Table → rows in all files."""
    counts: dict[str, int] = {}
    for kind, cut in cuts.items():
        for table in SENT_KINDS[kind].sheets:
            counts[table] = counts.get(table, 0) + sum(len(one.tables.get(table, ())) for one in cut.files)
    return counts


def sent_report(path: Path, cuts: Mapping[str, Cut], batch: Batch, outcome: SendOutcome) -> Report:
    """What was sent, to whom, and what stayed at home."""
    secret = [bare_addressee(one.name) for cut in cuts.values() for one in cut.files if one.secret]
    left_out = [text for cut in cuts.values() for text in cut.left_out]
    feedback = sum(len(cut.feedback) for cut in cuts.values())
    counts = rows_sent(cuts)
    asked = f"；新到期的反馈 {feedback} 次" if DEPARTMENT in cuts else ""
    messages = [
        f"已下发 {how_many(cuts)}，批次 {batch.number}，基准日 {batch.day}：{outcome.folder}。",
        "、".join(f"{table} {count} 行" for table, count in counts.items()) + f"，可填 {outcome.cells} 格{asked}。收回后放进“回收”文件夹。",
        *([f"含密级事项的表请按保密规定传递：{'、'.join(secret)}。"] if secret else []),
        *(idle_note(kind, cut.idle) for kind, cut in cuts.items() if cut.idle),
        *outcome.told,
        *left_out,
    ]
    figures = {
        "基准日": batch.day.isoformat(),
        "批次": batch.number,
        **sent_names(cuts),
        **({"没有行的部门": list(cuts[DEPARTMENT].idle)} if DEPARTMENT in cuts else {}),
        "行": counts,
        "可填格子": outcome.cells,
        "新反馈": feedback,
        "归档行": outcome.archived,
        "未下发": left_out,
        "文件夹": str(outcome.folder),
        "改动": True,
    }
    status = Status.DONE_WITH_ENTRIES if left_out else Status.DONE
    return Report("send", status, tuple(messages), figures, (path, *outcome.files))


def idle_note(kind: str, names: tuple[str, ...]) -> str:
    """Who got no file, and what to do about it."""
    forms = SENT_KINDS[kind].forms
    more = f"要给他们空表申报，请写明{option('send', 'dept')}。" if forms else ""
    return f"没有要填的{'行' if forms else ''}，没有生成：{'、'.join(names)}。{more}"
