"""督办通报: the template that the office gets.

The words are the office's: it edits its copy in Word. The figures come in tags, so that text and tables can't disagree.
"""

from workbook_templates.documents.paper import Col, col, summed, tags_of
from workbook_templates.documents.shapes import LISTED_ITEM, PERIODIC, Shape, list_of, read_texts, tags_in
from workbook_templates.documents.written import (
    ASSESSED_ROWS,
    ESCALATED_ROWS,
    OVERDUE_ROWS,
    Layout,
    item_columns,
    light_columns,
    lists_of,
    unit_columns,
)

TEXTS = read_texts("bulletin")

ANNEX = {"条数": "项数", "附件": "附件序号"}
TABLES: dict[str, tuple[Col, ...]] = {
    "部门": (
        *unit_columns(31),
        *(summed(name, 18.5 if len(name) > 2 else 12.5) for name in ("督办", "上月结转", "本月下达", "办结", "在办", "逾期")),
        *light_columns(9.5),
    ),
    "部门 得分": (
        *unit_columns(29, total="全公司"),
        *(summed(name, 33.5, "带分子分母") for name in ("按期办结率", "计划执行率", "反馈及时率")),
        col("督办得分", 17, "分", total="—"),
        col("排名", 10, "名次", total="—", only="列排名"),
    ),
}
GROUPS: Shape = {
    "部门": [tags_of((*TABLES["部门"], *TABLES["部门 得分"]))],
    "办结清单": list_of(
        {**LISTED_ITEM, "办结日期": "2026-10-20", "办结日": "2026年10月20日", "结果": "按期、逾期几天，或没有时限"}, 条数="项数"
    ),
    "逾期清单": list_of({**LISTED_ITEM, "天数": "到截止日逾期几天", "原因": "部门最近一次反馈的未按期原因；没有报的空着"}, **ANNEX),
    "漏报清单": {
        "条数": "次数", "附件": "总是空着",
        "行": [{"序号": "第几行", "部门": "部门", "次数": "次数", "编号": "事项编号，以、隔开"}],
    },
    "变更清单": list_of(
        {**LISTED_ITEM, "变更": "延期、改期等", "批准日期": "2026-10-20", "批准日": "2026年10月20日", "说明": "原时限改为新时限；原因"},
        **{**ANNEX, "条数": "批准的变更数"}, 分类="延期1项、改期1项……",
    ),
    "升级清单": list_of(
        {**LISTED_ITEM, "批准日期": "2026-10-20", "批准日": "2026年10月20日"}, **{**ANNEX, "条数": "批准的升级数"}
    ),
    "考核清单": list_of(
        {"序号": "第几行", "日期": "2026-10-20", "部门": "部门", "编号": "关联编号", "事由": "事由；涉密的略去", "分值": "扣2、加2"},
        **{**ANNEX, "条数": "已确认的督办考核笔数"}, 分值="合计分值，扣2、加2",
    ),
    "到期清单": list_of(
        {**LISTED_ITEM, "级别": "公司级或部门级"}, **{**ANNEX, "条数": "下月到期的在办项数"}, 分部门="部门及项数，以、隔开"
    ),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}
"""Every tag of 督办通报."""


ANNEXES = {
    "办结清单": item_columns(col("办结日期", 22), col("结果", 21)),
    "逾期清单": OVERDUE_ROWS,
    "变更清单": item_columns(col("变更", 11), col("批准日期", 22), col("说明", 31, left=True), matter=35, department=26),
    "升级清单": ESCALATED_ROWS,
    "考核清单": ASSESSED_ROWS,
    "到期清单": item_columns(col("级别", 18), due=23),
}
LAYOUT = Layout(TEXTS[""], TABLES, annexes=ANNEXES, passages=lists_of("本月"))
