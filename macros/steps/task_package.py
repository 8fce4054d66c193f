"""A superior's task package in duban import: known by what it says of itself, taken without a mapping."""

from collections.abc import Sequence
from pathlib import Path

from addin import outputs
from addin.book import Book
from addin.whole_folder import WriteFailed, put_file
from macros.steps import session
from macros.steps.imported import IMPORT, list_path, stage
from macros.steps.report import Options, Report, Status, again
from udfs.exchange.import_lines import HELD, SKIPPED, Import, counts
from udfs.exchange.package_rows import rows_of_package
from workbook_templates.leaving.import_sheets import ListPage, list_workbook
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.names import closed
from workbook_templates.sent.returned import identities, returned_tables
from workbook_templates.sent.sent_identity import Identity
from workbook_templates.sent.sent_kinds import bare_addressee, kind_of
from workbook_templates.sent.unit_kind import UNIT_KIND

SHOWN = 12


def package_in(sheets: Sequence[ForeignSheet]) -> Identity | None:
    """Whose package the file is; None for any other file."""
    found = [one for one in identities(sheets) if kind_of(one.department) is UNIT_KIND]
    if len(found) > 1:
        raise UsageError("一个文件里有几个任务包，什么也没有改动。请一个一个导入。")
    return found[0] if found else None


def taken(book: Book, options: Options, reading: session.Reading, path: Path, sheets: Sequence[ForeignSheet], package: Identity) -> Report:
    """The package into the workbook, and what became of each row. Raises UsageError for one that is addressed to another company."""
    own, addressee = reading.tables.settings.company, bare_addressee(package.department)
    if not (closed(own) and (closed(addressee) in closed(own) or closed(own) in closed(addressee))):
        raise UsageError(
            f"任务包是发给“{addressee}”的，本单位是“{own or '（参数“单位名称”空着）'}”，什么也没有改动。"
            f"确是本单位的，请对方在“部门”里把名称改成本单位的全称（原名写进曾用名）再发。"
        )
    result = rows_of_package(returned_tables(sheets, UNIT_KIND), reading.tables, package.batch, reading.as_of)
    stage(book, result)
    told = "、".join(f"{name} {len(rows)} 行" for name, rows in result.rows.items())
    if result.rows:
        changed = session.commit(book, options, IMPORT, f"任务包 {package.batch}（{path.name}）：{told}")
    else:
        book.discard()
        changed = False
    return report(book, options, reading, path, result, told, package, changed)


def report(
    book: Book, options: Options, reading: session.Reading, path: Path, result: Import, told: str, package: Identity, changed: bool
) -> Report:
    """What the clerk and a program are told; the list says each row."""
    counted = counts(result.lines)
    listed = list_path(book.path, path, options.now)
    page = ListPage(reading.tables.settings.company, reading.as_of, f"任务包 {package.batch}", counted, result.lines)
    failed = ""
    try:
        put_file(listed, list_workbook(page))
    except WriteFailed as error:
        failed = f"总台账已经写好，但清单没有写成（{error}）：请检查磁盘和权限。"
    left = [line for line in result.lines if line.kind == SKIPPED]
    messages = [
        f"任务包 {package.batch}：收下 {told}。" if changed else f"任务包 {package.batch} 里没有新的，总台账没有改动。",
        *(f"  “{line.value}”：{line.note}" for line in left[:SHOWN]),
        *([f"逐行见 {outputs.told(listed)}。"] if not failed else [failed]),
        *(["新任务是立项，还没有主责部门和责任人：在“督办台账”里分给部门、填上责任人，再下达。"] if result.rows.get("督办台账") else []),
        *(["改了的时限、暂缓、取消在“变更记录”里待批：填批准人、批准日期，结果选 同意 或 不同意。"] if result.rows.get("变更记录") else []),
        *([f"然后{again('refresh', book.path.name)}。"] if changed else []),
    ]
    figures = {
        "任务包": package.batch, "收下": {name: len(rows) for name, rows in result.rows.items()},
        **{kind: counted[kind] for kind in (HELD, SKIPPED)}, "改动": changed,
    }  # fmt: skip
    files = (book.path, *(() if failed else (listed,)))
    return Report("import", Status.DONE_WITH_ENTRIES if left or failed else Status.DONE, tuple(messages), figures, files)
