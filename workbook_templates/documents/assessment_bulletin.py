"""督办考核通报: the template that the office gets."""

from workbook_templates.documents.bulletin import SHAPE as MONTHLY
from workbook_templates.documents.paper import Col, col, summed, tags_of
from workbook_templates.documents.shapes import LISTED_ITEM, PERIODIC, Shape, list_of, read_texts, said, tags_in
from workbook_templates.documents.written import ASSESSED_ROWS, ESCALATED_ROWS, OVERDUE_ROWS, Layout, item_columns, lists_of, unit_columns

TEXTS = read_texts("assessment_bulletin")

DONE: Shape = {**LISTED_ITEM, "办结日期": "2026-10-20", "办结日": "2026年10月20日", "结果": "逾期几天，或未办结"}
TABLES: dict[str, tuple[Col, ...]] = {
    "部门": (
        *unit_columns(38),
        *(summed(name, 16) for name in ("督办", "办结", "逾期")),
        summed("按期办结率", 35, "带分子分母"),
        summed("计划执行率", 35, "带分子分母；定稿以后数据有改动的为—"),
    ),
    "部门 得分": (
        *unit_columns(29, 21, "全公司"),
        *(col(name, 18.5, "分", total="—") for name in ("完成质量", "按期办结", "反馈时效", "反馈准确")),
        summed("督办得分", 18.5, "分"),
        col("排名", 13.5, "同类型内的名次", total="—"),
    ),
}
GROUPS: Shape = {
    "部门": [tags_of((*TABLES["部门"], *TABLES["部门 得分"]))],
    "变化": said("与上次定稿的半年比"),
    "对比": said("各部门之间比"),
    "最久": said("逾期最久的"),
    "亮点": said("反馈记录里的亮点"),
    "未按期清单": list_of(DONE),
    "逾期清单": MONTHLY["逾期清单"],
    "退办清单": list_of({**LISTED_ITEM, "次数": "退办次数"}),
    **{name: MONTHLY[name] for name in ("漏报清单", "升级清单", "考核清单")},
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

ANNEXES = {
    "未按期清单": item_columns(col("结果", 25), matter=50, due=23),
    "逾期清单": OVERDUE_ROWS,
    "退办清单": item_columns(col("次数", 20, head="退办次数"), due=23),
    "升级清单": ESCALATED_ROWS,
    "考核清单": ASSESSED_ROWS,
}
LAYOUT = Layout(TEXTS[""], TABLES, annexes=ANNEXES, passages=lists_of("本期"))
