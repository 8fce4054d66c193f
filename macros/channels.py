"""duban channels: which 渠道 can work; their keys set without an echo, tried with a harmless message, forgotten.

The workbook is only read. A key is shown nowhere: not here, not in a log, not in --json.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from addin import store
from addin.book import Book
from addin.post.keys import KEYS_NEEDED, ChannelKey, KeyStore
from addin.post.messages import Channel, Message
from addin.post.robots import ADDRESS, wrong_address
from addin.post.sms_form import WrongForm
from addin.post.wires import channel_of, fault_of, keys_of, wire_of
from macros.steps import session
from macros.steps.report import Options, Progress, Report, Status, again
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.names import closed
from workbook_templates.tables.lists import YES
from workbook_templates.tables.setup import ChannelRow

ASKED = {"邮件": "发到哪个邮箱", "短信网关": "发到哪个手机号"}
"""What has to be known to try a channel; a robot has its group."""
TRIAL = "【督办】这是一条测试消息：看得到它，渠道“{name}”就通了，不用回复。"


def channels(book: Book, options: Options, progress: Progress) -> Report:
    """渠道."""
    wanted = [(what, name) for what in ("set", "test", "forget") if (name := options.more.get(what))]
    if len(wanted) > 1:
        raise UsageError("--set、--test、--forget 一次只能用一个，什么也没有做。")
    tables = session.read(book, options, progress).tables
    rows, company, templates = tables.channels, tables.settings.company, store.folders(book.path).templates
    if not wanted:
        return listed(rows, company, templates, book.path)
    what, name = wanted[0]
    row = next((one for one in rows if closed(one.name) == closed(name)), None)
    if what == "forget":
        return forgotten(name if row is None else row.name, row, company, templates)
    if row is None:
        there = f"有的是：{'、'.join(one.name for one in rows)}" if rows else "“渠道”表还空着"
        raise UsageError(f"“渠道”表里没有“{name}”，什么也没有做。{there}。")
    return key_set(row, company, templates, book.path) if what == "set" else tried(row, company, templates)


def listed(rows: tuple[ChannelRow, ...], company: str, templates: Path, path: Path) -> Report:
    """Every channel: whether it can work, and which of its keys are there."""
    lines, told = [], []
    for row in rows:
        channel = channel_of(row, company, templates)
        fault, on = fault_of(channel, templates), "启用" if row.enabled == YES else "没有启用"
        there = f"已设 {'、'.join(channel.secrets)}" if channel.secrets else "没有设密钥"
        lines.append(f"  {row.name}（{row.kind}，{on}）：{there}；{f'不能用：{fault}' if fault else '可以用'}")
        told.append({"渠道": row.name, "类型": row.kind, "启用": row.enabled == YES, "已设": list(channel.secrets), "不能用": fault})
    faulty = any(one["启用"] and one["不能用"] for one in told)
    place = KeyStore(company).place
    first = f"渠道 {len(rows)} 个；密钥放在{place}。" if rows else "“渠道”表还空着：要由程序发提醒、发表、收表，先在里面填一行。"
    advice = [f"设密钥：{again('channels', path.name, set=rows[0].name)}（换成要设的渠道）。"] if rows else []
    figures: dict[str, Any] = {"渠道": told, "存放": place}
    return Report("channels", Status.DONE_WITH_ENTRIES if faulty else Status.DONE, (first, *lines, *advice), figures)


def key_set(row: ChannelRow, company: str, templates: Path, path: Path) -> Report:
    """Ask for the keys of a channel and keep them, all or none."""
    keys, kept = needed(row, templates), KeyStore(company)
    given: dict[str, str] = {}
    for key in keys:
        had = bool(kept.get(row.name, key.name))
        typed = ask(f"{row.name}的{key.name}（{key.told}{'；不改就按回车' if had else ''}）", hidden=True)
        if not typed and key.needed and not had:
            raise UsageError(f"没有填“{key.name}”，一个也没有存。")
        if key.name == ADDRESS and typed and (wrong := wrong_address(typed)):
            raise UsageError(f"填的“{ADDRESS}”{wrong}，一个也没有存。")
        if typed:
            given[key.name] = typed
    for name, value in given.items():
        kept.set(row.name, name, value)
    if not given:
        return Report("channels", Status.DONE, (f"渠道“{row.name}”的密钥没有改。",))
    said = f"渠道“{row.name}”：{'、'.join(given)}已存，放在{kept.place}。试一试：{again('channels', path.name, test=row.name)}。"
    return Report("channels", Status.DONE, (said,), {"已存": list(given), "存放": kept.place})


def needed(row: ChannelRow, templates: Path) -> tuple[ChannelKey, ...]:
    """The keys that a channel needs. Raises UsageError where its row or the file of its gateway is wrong."""
    try:
        keys = keys_of(row.name, row.kind, templates)
    except WrongForm as error:
        raise UsageError(f"{error}。什么也没有做。") from error
    if not keys:
        raise UsageError(f"渠道“{row.name}”没有要设的密钥（类型“{row.kind}”），什么也没有做。")
    return keys


def tried(row: ChannelRow, company: str, templates: Path) -> Report:
    """A harmless message to the clerk, or to the group of a robot."""
    channel = channel_of(row, company, templates)
    if fault := fault_of(channel, templates):
        raise UsageError(f"渠道“{row.name}”不能用，没有发：{fault}。")
    wire = wire_of(channel, templates)
    try:
        outcome = wire.send(Message(address_for(channel), "督办渠道测试", TRIAL.format(name=row.name)))
    finally:
        wire.close()
    status = {"已发": Status.DONE, "不明": Status.DONE_WITH_ENTRIES}.get(outcome.state, Status.NOT_DONE)
    words = f"：{outcome.said}" if outcome.said else "，请看一看收到没有"
    return Report("channels", status, (f"渠道“{row.name}”测试，{outcome.state}{words}。",), {"结果": outcome.state, "说明": outcome.said})


def address_for(channel: Channel) -> str:
    """Whom to write to: asked for; a robot has its group."""
    question = ASKED.get(channel.kind)
    if question is None:
        return ""
    own = channel.account if channel.kind == "邮件" and "@" in channel.account else ""
    typed = ask(f"{question}{f'（按回车就发给 {own}）' if own else ''}", hidden=False) or own
    if not typed:
        raise UsageError("没有填发给谁，没有发。")
    return typed


def forgotten(name: str, row: ChannelRow | None, company: str, templates: Path) -> Report:
    """The keys of a channel are gone, also those of a channel that no longer stands in 渠道."""
    names = dict.fromkeys(key.name for keys in KEYS_NEEDED.values() for key in keys)
    with suppress(WrongForm):  # then what its file names can't be known
        names |= dict.fromkeys(key.name for key in keys_of(name, row.kind if row else "短信网关", templates))
    kept = KeyStore(company)
    gone = [key for key in names if kept.forget(name, key)]
    said = f"渠道“{name}”的{'、'.join(gone)}已删去。" if gone else f"渠道“{name}”没有存着的密钥。"
    return Report("channels", Status.DONE, (said,), {"已删": gone})


def ask(question: str, *, hidden: bool) -> str:
    """What a person at a terminal types, with nothing shown where it is hidden. Raises UsageError where nobody sits there."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        raise UsageError("这要在终端里运行，由人输入；密钥不能写在命令里，也不能从文件里读。什么也没有做。")
    try:
        return str(click.prompt(question, default="", show_default=False, hide_input=hidden, err=True)).strip()
    except click.Abort:
        raise KeyboardInterrupt from None
