"""click's own words in Chinese: usage, headings, and what is wrong with a call."""

import difflib
from typing import Any

import click

from macros.console import say
from macros.steps.report import program_name
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.actions import ACTIONS

HELP = "显示这段说明"
NAMES = {action.name: action.key for action in ACTIONS}


def show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """The help page, also where nobody reads it any more."""
    if wanted and not ctx.resilient_parsing:
        say(ctx.get_help())
        ctx.exit()


class Command(click.Command):
    """A command whose help page is Chinese."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help, told in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help, option.callback = HELP, show_help
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """用法：duban refresh [选项] BOOK"""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Flags and help of every option and argument that has help."""
        rows = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl([(flags, text.replace("[required]", "（必填）")) for flags, text in rows])


class Group(Command, click.Group):
    """The program whose help page is Chinese and which guesses at a mistyped command."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command, then the options of all of them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in self.commands.items()])
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the actions, not of the alphabet."""
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args:  # a clerk may well call a command by its name on the button
            args = [NAMES.get(args[0], args[0]), *args[1:]]
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, 1)
            guess = f"是不是 {near[0]}？" if near else ""
            raise UsageError(f"没有命令“{args[0]}”。{guess}运行 {program_name()} --help 看全部命令。")
        return super().resolve_command(ctx, args)


def said(error: click.ClickException) -> str:
    """A wrong call in Chinese: what is wrong and how to see what is right."""
    context = getattr(error, "ctx", None)
    advice = f"运行 {context.command_path if context is not None else program_name()} --help 看用法。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name_of(error.param)}。{advice}"
    if isinstance(error, click.NoSuchOption):
        guess = f"是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}。{guess}{advice}"
    if isinstance(error, click.BadParameter):
        return f"{name_of(error.param)} 的值不对。{error.message}。{advice}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用得不对，是否缺了值？{advice}"
    if "extra argument" in error.format_message():
        return f"多写了参数：{error.format_message().partition('(')[2].rstrip(').')}。{advice}"
    return f"命令写得不对：{error.format_message()} {advice}"


def name_of(parameter: Any) -> str:
    return parameter.make_metavar(click.Context(click.Command("duban"))) if isinstance(parameter, click.Argument) else parameter.opts[0]
