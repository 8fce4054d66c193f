"""send --mail: who gets a sheet by mail, who does not, and what the logs say."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.collect_office import new_office
from support.fake_wire import FakeWire, received, wires
from support.round_trip import ROWS, Cells

from addin.closed.file_book import FileBook
from addin.post import outbox
from addin.post.messages import Delivery, Message
from macros.send import send
from macros.steps import sheet_mailing
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Value

NOW = dt.datetime(2026, 3, 10, 9)
MAIL: Cells = {"渠道": "邮箱", "类型": "邮件", "启用": "是"}


class MailWire(FakeWire):
    """Keeps the names of what is attached."""

    def send(self, message: Message) -> Delivery:
        outcome = super().send(message)
        with self.path.with_suffix(".附件").open("a", encoding="utf-8") as file:
            file.write(json.dumps([message.address, [one.name for one in message.attachments]], ensure_ascii=False) + "\n")
        return outcome


def office(
    folder: Path, mails: Mapping[str, str], channels: list[Cells] | None = None, items: Mapping[str, Value] | None = None
) -> FileBook:
    units = [{**row, "邮箱": mails.get(str(row["部门"]))} for row in ROWS["部门"]]
    ledger = [{**row, **(items or {})} for row in ROWS["督办台账"]]
    return FileBook(new_office(folder, {**ROWS, "部门": units, "督办台账": ledger, "渠道": [MAIL] if channels is None else channels}))


def mailed(book: FileBook, monkeypatch: pytest.MonkeyPatch, wire: FakeWire, now: dt.datetime = NOW) -> Report:
    monkeypatch.setattr(sheet_mailing, "wires_of", wires(邮箱=wire))
    monkeypatch.setattr("time.sleep", lambda _: None)
    return send(book, Options(now, "测试员", now.date(), {"mail": True}), silent)


def column(path: Path, table: str, header: str) -> list[Value]:
    grid = FileBook(path).read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


def test_each_department_gets_its_own_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, wire = office(tmp_path, {"甲部": "jia@x.cn", "乙部": "yi@x.cn"}), MailWire(tmp_path / "对方")
    report = mailed(book, monkeypatch, wire)
    assert report.figures["邮件"]["已发"] == 2
    attached = [json.loads(line) for line in (tmp_path / "对方.附件").read_text("utf-8").splitlines()]
    assert {address: names[0].split("_")[0] for address, names in attached} == {"jia@x.cn": "甲部", "yi@x.cn": "乙部"}
    assert column(book.path, "发送记录", "收件人") == ["甲部", "乙部"]
    assert column(book.path, "发送记录", "种类") == ["下发", "下发"]
    assert set(column(book.path, "发送记录", "批次")) == {report.figures["批次"]}
    assert all(str(name).endswith(".xlsx") for name in column(book.path, "发送记录", "文件"))


def test_who_has_no_address_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, wire = office(tmp_path, {"甲部": "jia@x.cn", "乙部": "无"}), MailWire(tmp_path / "对方")
    report = mailed(book, monkeypatch, wire)
    assert (report.status, report.figures["邮件"]["没有发"]) == (Status.DONE_WITH_ENTRIES, ["乙部"])
    assert [address for address, _ in received(tmp_path / "对方")] == ["jia@x.cn"]


def test_a_sheet_with_a_secret_item_does_not_go_by_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office(tmp_path, {"甲部": "jia@x.cn", "乙部": "yi@x.cn"}, items={"密级": "工作秘密"})
    report = mailed(book, monkeypatch, MailWire(tmp_path / "对方"))
    assert received(tmp_path / "对方") == []
    assert set(report.figures["邮件"]["没有发"]) == {"甲部", "乙部"}


def test_what_became_of_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office(tmp_path, {"甲部": "jia@x.cn", "乙部": "yi@x.cn"})
    wire = MailWire(tmp_path / "对方", [Delivery("失败", "没有这个邮箱"), Delivery("不明", "断线")])
    report = mailed(book, monkeypatch, wire)
    assert report.status is Status.DONE_WITH_ENTRIES
    assert any("没有这个邮箱" in line for line in report.messages)
    assert column(book.path, "发送记录", "结果") == ["失败", "不明"]


@pytest.mark.parametrize(
    ("channels", "now", "said"),
    [
        ([], NOW, "没有启用的邮件"),
        ([{**MAIL, "用途": "提醒"}], NOW, "没有启用的邮件"),
        ([{**MAIL, "类型": "短信网关"}], NOW, "没有启用的邮件"),
        (None, NOW.replace(hour=22), "发送时段"),
    ],
)
def test_refused_before_anything_is_written(
    channels: list[Cells] | None, now: dt.datetime, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office(tmp_path, {"甲部": "jia@x.cn"}, channels)
    before = book.path.read_bytes()
    with pytest.raises(UsageError, match=said):
        mailed(book, monkeypatch, MailWire(tmp_path / "对方"), now)
    assert book.path.read_bytes() == before


def test_the_journal_holds_what_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office(tmp_path, {"甲部": "jia@x.cn", "乙部": "yi@x.cn"})
    mailed(book, monkeypatch, MailWire(tmp_path / "对方"))
    entries: Any = list(outbox.read(outbox.outbox_path(book.path)))
    assert [(one.kind, one.state) for one in entries] == [("下发", "将发"), ("下发", "已发")] * 2
    assert "jia@x.cn" not in outbox.outbox_path(book.path).read_text("utf-8")
