"""批示 of a leader's returned file: what he writes there becomes a row of 批示, once."""

from collections.abc import Mapping
from typing import Any

from udfs.exchange.consequences import NewRow, person_called
from udfs.exchange.form_case import REFUSAL, FormCase
from udfs.rules.ground.letters import bare
from udfs.rules.ground.states import TO_ANSWER
from udfs.rules.judging.numbering import following
from udfs.rules.supervision.instructions import TO_DO
from workbook_templates.reading.cells import plain
from workbook_templates.sent.sent_kinds import bare_addressee

READ_ONLY = "阅存"


def instructed(case: FormCase, values: Mapping[str, Any], _key: str) -> NewRow | REFUSAL | str:
    """批示 → 批示, of the day on which it is collected. The 密级 of the item that it is about goes along."""
    leader, number = person_called(bare_addressee(case.sent.addressee), case.tables.people), values["编号"]
    items = [item for item in case.tables.items if plain(item.number) == number] if number else []
    if number and not items:
        return f"台账里没有编号 {number}", "核对编号；不是批在某个事项上的，编号空着"
    same = (leader, bare(values["内容"]), number)
    for row in case.tables.instructions:
        if (row.leader, bare(row.content)) == same[:2] and number in ("", plain(row.linked)):
            return f"批示里已经有这一条（{row.number}）"
    named = following(case.instructions, f"PS{case.day:%y}-")
    case.instructions.append(named)
    cells = {header: values[header] for header in ("类别", "内容", "对象", "要求回复日期") if values[header]}
    status = TO_ANSWER if values["类别"] == TO_DO else READ_ONLY
    about = {"关联编号": items[0].number, "密级": items[0].secrecy} if items else {}
    fixed = {"批示编号": named, "日期": case.day, "领导": leader, "状态": status}
    return NewRow("批示", {**fixed, **cells, **about}, [])
