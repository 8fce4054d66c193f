"""The command line: one command per action, made from workbook_templates.tables.actions."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from macros import chinese_click
from macros.attempt import INTERRUPTED, attempt, on_file
from macros.console import say
from macros.steps.report import Options, Progress, Report, Status, operator, program_name, silent
from workbook_templates.reading import clock
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables.actions import ACTIONS, Action, Option

METAVARS = {"text": "文字", "number": "数", "pair": "名称=取值", "file": "文件"}


class Typed(click.ParamType[Any]):
    """A value as the office types it. read: the value of a text; raises Wrong."""

    def __init__(self, name: str, read: Callable[[Any], Any]) -> None:
        self.name, self.read = name, read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value; a click error in Chinese otherwise."""
        from workbook_templates.reading.cells import Wrong

        try:
            return self.read(value)
        except Wrong as error:
            self.fail(f"{error.args[0]}，{error.args[1]}", param, ctx)


def value_typed(option: Option) -> Typed:
    """A value of an option, checked as in 按钮选项."""

    def read(text: Any) -> Any:
        from workbook_templates.reading.option_values import value_of

        return value_of(option, text)

    return Typed(METAVARS.get(option.kind, option.kind), read)


def day_typed(text: Any) -> dt.date:
    """基准日: 2026-12-31, 2026.12.31, 20261231."""
    from workbook_templates.reading.cells import Wrong, read_date
    from workbook_templates.reading.option_values import AS_OF

    day = read_date(text, AS_OF)
    if day is None:
        raise Wrong("基准日空着", "填日期，如 2026-03-05")
    return day


def parameter(option: Option) -> click.Parameter:
    """One argument or option of a command, as click has it."""
    kind, told = value_typed(option), f"{option.label}：{option.help}" + ("；可多次给出" if option.many else "")
    if not option.flag.startswith("-"):
        return click.Argument([option.name], metavar=option.flag, nargs=-1 if option.many else 1, required=option.required, type=kind)
    flags = [option.flag, option.name]
    if option.kind == "yes":
        return click.Option(flags, is_flag=True, help=told)
    metavar = "|".join(option.of) or METAVARS[option.kind]
    default = (lambda: asked_for(option)) if option.asked else None
    return click.Option(flags, multiple=option.many, required=option.required, type=kind, metavar=metavar, help=told, default=default)


def asked_for(option: Option) -> str | None:
    """What a person at a terminal says; None where nobody sits there, or says nothing."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return None
    return str(click.prompt(f"{option.label}（{option.help}；现在不填就按回车）", default="", show_default=False, err=True)).strip() or None


def common() -> list[click.Parameter]:
    return [
        click.Option(["--as-of", "as_of"], type=Typed("日期", day_typed), help="基准日；不给则用参数“基准日”，再不给则用今天"),
        click.Option(["--json", "as_json"], is_flag=True, help="在标准输出给出机器可读的摘要"),
        click.Option(["--quiet", "quiet"], is_flag=True, help="只报错误"),
    ]


def command(action: Action) -> click.Command:
    """The command of an action."""
    target = [click.Argument(["target"], metavar=action.target, type=click.Path(path_type=Path))] if action.target else []

    def run(**given: Any) -> int:
        return call(action, given)

    params = [*target, *map(parameter, action.options), *common()]
    return chinese_click.Command(action.key, callback=run, params=params, help=action.help, options_metavar="[选项]")


def call(action: Action, given: dict[str, Any]) -> int:
    """Run one action and show its report; the exit status. Only what a user can mend is shown as a message."""
    as_json, quiet = given.pop("as_json"), given.pop("quiet")
    folder, box = work_folder(given.get("target")), not given.get("scheduled")
    with showing(quiet or as_json or action.talks) as progress:
        report = attempt(action, lambda: perform(action, given, progress), folder)
    if as_json:
        say(as_text(report.as_json(), getattr(sys.stdout, "encoding", None) or "utf-8"))
    if report.messages and (report.status is Status.NOT_DONE or not (quiet or as_json)):
        say("\n".join(report.messages), error=report.status is Status.NOT_DONE, folder=folder, box=box)
    return int(report.status)


def work_folder(target: Path | None) -> Path | None:
    """The folder of what the call names, None where there is none."""
    with suppress(OSError, ValueError):  # a path that no system takes
        return target if target is None or target.is_dir() else target.parent
    return None


def as_text(figures: object, encoding: str) -> str:
    """JSON for a stream; with escapes where the stream's encoding can't hold a character, so that no name and no path is lost."""
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(figures, indent=1)
    return text


def perform(action: Action, given: dict[str, Any], progress: Progress) -> Report:
    """Run the action's function on what the call names."""
    target = given.pop("target", None)
    options = Options(now=clock.now(), operator=operator(), as_of=given.pop("as_of"), more=given)
    return on_file(action, target, options, progress)


@contextmanager
def showing(hidden: bool) -> Iterator[Progress]:
    """A line that says what is being done, on a terminal only."""
    if hidden or sys.stderr is None or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console

    with Console(stderr=True).status("开始") as live:
        yield live.update


def show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """duban, version 0.1.0"""
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        say(f"duban, version {version('duban')}")
        ctx.exit()


def program() -> click.Group:
    """The command line as a whole."""
    commands = {action.key: command(action) for action in ACTIONS}
    told = "督办：督办台账、亮灯考核、绩效、抽查，一个 Excel 工作簿办完。"
    group = chinese_click.Group("duban", help=told, commands=commands, options_metavar="", subcommand_metavar="命令 …")
    group.no_args_is_help = True
    group.params.append(
        click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show_version, help="显示版本")
    )
    return group


def run(arguments: list[str]) -> int:
    """One call with its arguments; the exit status."""
    try:
        return int(program().main(arguments, prog_name=program_name(), standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return 0
    except click.ClickException as error:
        say(chinese_click.said(error), error=True)
    except DubanError as error:
        say(str(error), error=True)
    except click.Abort:
        say(INTERRUPTED, error=True)
    return int(Status.NOT_DONE)
