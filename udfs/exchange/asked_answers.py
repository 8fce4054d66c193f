"""An answer to a column that the master's table does not have (sent_spec.Ask): what it means there, and what has become of its row."""

from collections.abc import Iterable
from typing import Any

from udfs.exchange.master_rows import MasterRows
from udfs.exchange.returned_values import ReadAnswer, Unfit
from udfs.rules.ground.states import LAPSED
from workbook_templates.sent.outcomes import short
from workbook_templates.sent.returned import ReturnedRow, as_sent
from workbook_templates.sent.sent_spec import MARK, Ask, SentSheet
from workbook_templates.tables import TABLES


def asked_answer(asked: Ask, answer: ReadAnswer | Unfit, sent: str) -> ReadAnswer | Unfit:
    """An answer as the drop-down has it; a blank is none."""
    if isinstance(answer, Unfit) or answer.text == sent or (answer.text and not asked.means):
        return answer
    if not answer.text:
        return ReadAnswer(None, sent)
    if answer.text not in asked.means:
        words = "、".join(dict.fromkeys(answer_for(asked, value) for value in asked.means.values()))
        return Unfit(answer.text, f"“{answer.text}”不在下拉列表中", f"从下拉列表选：{words}")
    word = answer_for(asked, asked.means[answer.text])
    return ReadAnswer(word, word)


def answer_for(asked: Ask, value: str) -> str:
    """The answer that a value of the master stands for; another value is what it is."""
    return next((word for word, meant in asked.means.items() if meant == value), value)


def asked_in_vain(spec: SentSheet, record: Any) -> tuple[str, str] | None:
    """问题 and 应为 where the row is 失效 by now: nothing is left to decide."""
    lapsed = any(getattr(record, TABLES[spec.master].column(ask.into).field) == LAPSED for ask in spec.asks.values())
    return (f"这条建议已经失效：{record.opinion or '事实不再成立'}", "不用再决定") if lapsed else None


def row_named(spec: SentSheet, record: Any) -> str:
    """What a row without a number of its own is about, for a line that has only its mark: 2026-12-31 约谈 张三 2026-0012."""
    if MARK not in spec.key:
        return ""
    table = TABLES[spec.master]
    return " ".join(str(value) for header in table.key if (value := getattr(record, table.column(header).field)))


def moved(spec: SentSheet, asked: Ask, row: ReturnedRow, record: Any, master: MasterRows) -> Iterable[str]:
    """What the answer rests on and the master holds otherwise by now."""
    for header in asked.basis:
        if header in row.cells:
            then = as_sent(row.cells[header], spec.table.column(header))
            now = master.text(record, TABLES[spec.master].column(header))
            if then != now:
                yield f"下发以后{header}改了：{short(then) or '空着'} → {short(now) or '空着'}"
