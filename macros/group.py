"""duban group: many companies' masters or published copies as one workbook and one web page, each with the figures that it reckoned itself.

Files that have not changed since they were read are not read again: what was taken over of each lies in OUT/缓存, named by content."""

import hashlib
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from addin import store
from addin.closed import closed_book
from addin.companies import figures
from addin.companies.figures import Company
from addin.companies.finding import ENDINGS, MASTER_STEM, CompanyFile, companies_in
from addin.companies.parquet import file_name, used
from addin.companies.workers import each_done, workers
from addin.open_marks import mark_of
from addin.whole_folder import WriteFailed, put_file
from macros.collect import collect_files
from macros.steps.company_reading import CompanyRead, read_company
from macros.steps.group_lists import group_lists
from macros.steps.master_file import find
from macros.steps.report import Options, Progress, Report, Status
from macros.steps.unit_answers import UnitAnswers
from udfs.rules.ground.periods import parse_period
from workbook_templates.leaving.group_book import GroupList, GroupPage, group_workbook
from workbook_templates.leaving.group_web import group_web
from workbook_templates.master.master import VERSION
from workbook_templates.reading.errors import BookRefused, DubanError, UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BOOK, PAGE, CACHE, NOTE = "集团.xlsx", "集团.html", "缓存", "上次.json"
LACKING = (
    "这台机器还没有集团汇总要用的组件（{}），什么也没有做。"
    '请用 python3 addin/setup_here.py group … 运行一次，它会装上；自己装的，运行 pip install "duban[group]"。'
)
DIED = "读它的进程每次都中断了", "单独打开看看；确认没有损坏后再运行一次"
SAME = "和“{}”是同一个文件", "只留一份"
DOUBLED = "“{}”有几本内容不同的：{}，不知道哪一本算数，都没有列入", "留下一本，或在 清单.csv 里写明"
OPEN = "正打开着，按最后一次保存的读", "保存并关闭后再运行"
SHOWN = 12


@dataclass
class GroupFiles:
    """The files of a call.

    sources: digest → what the list calls the company, and the path, of those that were read. left: path, problem and remedy of those that
    were not, or need a word. read, kept: how many were read now, and how many had been read before."""

    sources: dict[str, tuple[str, Path]] = field(default_factory=dict)
    left: list[tuple[str, str, str]] = field(default_factory=list)
    read: int = 0
    kept: int = 0


def group(options: Options, progress: Progress) -> Report:
    """集团."""
    out, named = Path(str(options.more["out"])), str(options.more.get("period") or "")
    cluster = str(options.more.get("cluster") or "")
    lacking = [name for name in ("duckdb", *(("distributed",) if cluster else ())) if importlib.util.find_spec(name) is None]
    if lacking:
        raise UsageError(LACKING.format("、".join(lacking)))
    known = parse_period(named)
    if named and known is None:
        raise UsageError(f"“{named}”不是期间，什么也没有做。请写如 2026Q3、2026-10、2026H1、2026。")
    period = known.name if known else ""
    files = companies_in([Path(str(one)) for one in options.more["dir"]], out)
    if not files:
        raise UsageError("没有找到一本总台账，什么也没有做。请给出放着各单位总台账或公布本的文件夹，或 清单.csv。")
    if out.exists() and not out.is_dir():
        raise UsageError(f"“{out}”是文件，不是文件夹，什么也没有做。最后写放结果的文件夹。")
    found = read_files(files, out / CACHE, cluster, options, progress)
    progress("汇总")
    paths = [out / CACHE / file_name(digest) for digest in found.sources]
    if not paths:
        return report(out, found, [], (), period)
    used(paths, out / CACHE, options.now.timestamp())
    ask = figures.opened(paths)
    every = without_doubles(figures.companies(ask, found.sources, period), found)
    common = figures.compared(every)
    back = taken_back(out, ask, every, options, progress)
    mark = mark_of_run(found, period, options)
    made: tuple[Path, ...] = (out / BOOK, out / PAGE)
    fresh = not is_written(out, mark)
    if fresh:
        progress("写集团工作簿和网页")
        lists = [*group_lists(ask, every, period), *left_list(found)]
        page = page_of(every, common, found, lists, options, period)
        made = write(out, ((BOOK, group_workbook(page)), (PAGE, group_web(page))))
        write(out / CACHE, ((NOTE, json.dumps([mark, *map(digest_of, made)]).encode()),))
    return with_back(report(out, found, every, made, period, fresh=fresh), back)


def mark_of_run(found: GroupFiles, period: str, options: Options) -> str:
    """What the results are made of: where none of it has changed, neither have they."""
    told = [*found.sources.items(), *found.left, period, options.now.date(), VERSION]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def is_written(out: Path, mark: str) -> bool:
    """Whether the results of this mark lie there as they were written."""
    try:
        return bool(json.loads((out / CACHE / NOTE).read_bytes()) == [mark, digest_of(out / BOOK), digest_of(out / PAGE)])
    except (OSError, ValueError):
        return False


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_files(files: Sequence[CompanyFile], cache: Path, cluster: str, options: Options, progress: Progress) -> GroupFiles:
    """Read what is not in the cache; two files of one content are one."""
    found, wanted = GroupFiles(), dict[str, CompanyFile]()
    digests: dict[str, Path] = {}
    for one in files:
        try:
            digest = digest_of(one.path)
        except OSError as error:
            found.left.append((str(one.path), f"读不出来（{error.strerror}）", "核对路径和权限"))
            continue
        if digest in digests:
            found.left.append((str(one.path), SAME[0].format(digests[digest]), SAME[1]))
            continue
        digests[digest] = one.path
        if mark_of(one.path):
            found.left.append((str(one.path), *OPEN))
        if (cache / file_name(digest)).is_file():
            found.sources[digest] = one.told, one.path
            found.kept += 1
        else:
            wanted[str(one.path.resolve())] = one
    if wanted:
        with workers(cluster, options.more.get("processes") or 0) as start:
            for place, (text, told) in enumerate(each_done(start, read_company, list(wanted)), 1):
                progress(f"读各单位的工作簿 {place}/{len(wanted)}")
                take(found, wanted[text], told, cache)
    order = {one.path: place for place, one in enumerate(files)}
    found.sources = dict(sorted(found.sources.items(), key=lambda entry: order[entry[1][1]]))
    return found


def take(found: GroupFiles, one: CompanyFile, told: CompanyRead | Exception, cache: Path) -> None:
    """Keep what was read of a file, or say why not."""
    if isinstance(told, Exception):
        found.left.append((str(one.path), f"{DIED[0]}（{type(told).__name__}）", DIED[1]))
    elif told.problem:
        found.left.append((str(one.path), told.problem, told.remedy))
    else:
        try:
            put_file(cache / file_name(told.digest), told.parquet)
        except WriteFailed as error:
            raise BookRefused(f"“{cache}”写不进去（{error}），没有办完。请检查磁盘和权限后再运行；读过的不会再读。") from error
        found.sources[told.digest] = one.told, one.path
        found.read += 1


def without_doubles(every: Sequence[Company], found: GroupFiles) -> list[Company]:
    """The companies that one workbook speaks for."""
    by_name: dict[str, list[Company]] = {}
    for one in every:
        by_name.setdefault(one.name, []).append(one)
    for name, same in by_name.items():
        if len(same) > 1:
            found.left.append((str(same[0].path), DOUBLED[0].format(name, "、".join(str(one.path) for one in same)), DOUBLED[1]))
    return [same[0] for same in by_name.values() if len(same) == 1]


def taken_back(
    out: Path, ask: "DuckDBPyConnection", every: Sequence[Company], options: Options, progress: Progress
) -> tuple[Report, list[str]] | None:
    """What the companies have done with the group's tasks, into its own master where that lies in OUT; None where it does not."""
    if not any((out / f"{MASTER_STEM}{ending}").is_file() for ending in ENDINGS):
        return None
    progress("取回下达的任务")
    try:
        path = find(out).resolve()
        answers = UnitAnswers(ask, {one.digest: one for one in every}, path, [])
        with store.running(path, "集团", options.operator, options.now):
            return collect_files(closed_book(path), replace(options, more={}), progress, answers.files), answers.told
    except DubanError as error:  # the group's own workbook is open or damaged: what is put together of the others is made all the same
        return Report("collect", Status.DONE_WITH_ENTRIES, (), {"文件": 0, "改动": False}), [f"没有取回下达的任务：{error}"]


def with_back(report: Report, back: tuple[Report, list[str]] | None) -> Report:
    """The report with what came back of the group's tasks."""
    if back is None:
        return report
    taken, told = back
    if not taken.figures["文件"]:
        lines = ["没有取回的任务，集团的总台账没有改动。"]
    else:
        lines = ["取回下达的任务（按回收的办法逐格比较）：", *(f"  {line}" for line in taken.messages)]
    lines += [f"  {line}。" for line in told]
    status = max(report.status, taken.status, Status.DONE_WITH_ENTRIES if told else Status.DONE)
    figures = {**report.figures, "取回": {**taken.figures, "没有取": told}}
    return replace(report, status=status, messages=(*report.messages, *lines), figures=figures, files=(*report.files, *taken.files))


def page_of(
    every: Sequence[Company], common: Mapping[str, str], found: GroupFiles, lists: Sequence[GroupList], options: Options, period: str
) -> GroupPage:
    """What workbook and page say of the whole."""
    able = [one for one in every if not one.why]
    totals = figures.summed(able)
    tiles = {"单位": str(len(every)), "可比的": str(len(able)), "未列入": str(len(found.left))}
    tiles |= {name: f"{sum(one.counts.get(name) or 0 for one in every):g}" for name in ("红灯", "黄灯", "绿灯", "逾期")}
    tiles |= {rate: f"{figures.share(part):.1%}" for rate in ("按期办结率", "落地率") if (part := totals.get(rate)) and part[1]}
    basis = "、".join(f"{name} {common[name]}" for name in ("期间", "基准日", "版本") if common.get(name))
    others = [one for one in every if one.why]
    notes = [
        "各数都是各单位自己刷新、定稿时算出的，这里不重新判定；比率由分子、分母相加。",
        f"排名、合计只在口径相同的 {len(able)} 家之间：{basis}。" if able else "没有可以比较的单位。",
        *([f"不参与比较的 {len(others)} 家：" + "；".join(f"{one.name}（{one.why}）" for one in others[:SHOWN])] if others else []),
        *([f"没有列入或要看一眼的 {len(found.left)} 个文件，见“未列入”。"] if found.left else []),
        "含密级或密级词的事项只有编号、部门、灯和时限，内容留在本单位。",
    ]
    told = f"{period or common.get('期间', '')}　{common.get('基准日', '')}".strip("　") or "没有可比的单位"
    return GroupPage("集团督办汇总", told, options.now.date(), tiles, notes, lists)


def left_list(found: GroupFiles) -> list[GroupList]:
    """The files that are not in, or need a word; no list where there is none."""
    columns = {"文件": 60.0, "问题": 50.0, "怎么办": 40.0}
    return [GroupList("未列入", "读不了的、重复的、打开着的，和怎么办", columns, found.left)] if found.left else []


def write(out: Path, made: Sequence[tuple[str, bytes]]) -> tuple[Path, ...]:
    """The files in OUT. Raises BookRefused where the system does not let it."""
    for name, data in made:
        try:
            put_file(out / name, data)
        except WriteFailed as error:
            raise BookRefused(f"“{out / name}”没有写成（{error}）：请关闭打开着它的程序、检查磁盘和权限再运行；读过的不会再读。") from error
    return tuple(out / name for name, _ in made)


def report(out: Path, found: GroupFiles, every: Sequence[Company], made: Sequence[Path], period: str, *, fresh: bool = True) -> Report:
    """What the clerk and a program are told."""
    others = [one for one in every if one.why]
    messages = [
        f"读了 {found.read} 本，没有变的 {found.kept} 本没有再读；列入 {len(every)} 家，可比的 {len(every) - len(others)} 家。",
        *(f"  不参与比较：{one.name}（{one.why}）" for one in others[:SHOWN]),
        *(f"  {path}：{problem}。{remedy}。" for path, problem, remedy in found.left[:SHOWN]),
        *([f"  等共 {len(found.left)} 个，见“未列入”。"] if len(found.left) > SHOWN else []),
        *([f"结果在“{out}”：{'、'.join(path.name for path in made)}{'' if fresh else '（没有变，没有重写）'}。"] if made else []),
        *([] if made else ["没有一本读得出来，没有写结果。"]),
    ]
    able = [one for one in every if not one.why]
    numbers = {
        "期间": period, "单位": len(every), "可比": len(able), "读": found.read, "未变": found.kept,
        "未列入": [list(one) for one in found.left],
        "不可比": {one.name: one.why for one in others}, "合计": {rate: list(part) for rate, part in figures.summed(able).items()},
        "名次": {one.name: one.ranks for one in able}, "改动": bool(made) and fresh,
    }  # fmt: skip
    status = Status.NOT_DONE if not made else Status.DONE_WITH_ENTRIES if found.left or others else Status.DONE
    return Report("group", status, tuple(messages), numbers, tuple(made))
