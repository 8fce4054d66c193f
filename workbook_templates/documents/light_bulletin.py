"""亮灯通报: the template that the office gets."""

from workbook_templates.documents.paper import Col, col, summed, tags_of
from workbook_templates.documents.shapes import LISTED_ITEM, PERIODIC, Shape, list_of, read_texts, said, tags_in
from workbook_templates.documents.written import DUE_COLUMN, NUMBER, REASON, Layout, item_columns, light_columns, unit_columns

TEXTS = read_texts("light_bulletin")

LIT: Shape = {
    **LISTED_ITEM, "完成度": "亮灯所依据的完成度", "待确认": "“（待确认）”三个字；已确认的空着", "认定": "例会改过灯时为“例会认定”",
    "原因": "部门最近一次反馈的未按期原因；没有报的空着", "分管领导": "姓名；通报点名为部门时空着", "逾期": "到截止日逾期时为真",
}  # fmt: skip
TABLES: dict[str, tuple[Col, ...]] = {
    "灯": (
        col("名称", 30, "灯", head="灯", total="合计"),
        col("项数", 28, "项数", total="{{ 亮灯 }}"),
        Col("占比", 34, "{{ 行.占比 }}%{{ 行.注 }}", total="{{ 占比 }}%"),
        col("处理", 64, "亮灯规则里的处理", total="—"),
    ),
    "部门": (
        *unit_columns(28, 20),
        summed("亮灯", 12.5, head="合计"),
        *light_columns(11),
        summed("未亮灯", 16.5),
        col("得分", 20, "亮灯得分", head="亮灯得分", total="{{ 亮灯得分 }}"),
        col("排名", 15, "同类型内的名次", total="—"),
    ),
}
GROUPS: Shape = {
    "灯": [tags_of(TABLES["灯"], 占比="百分数，不带%", 注="调整过的有*")],
    "部门": [tags_of(TABLES["部门"])],
    "变化": said("与上次定稿的两月比"),
    "对比": said("各部门之间比"),
    "亮点": said("反馈记录里的亮点"),
    "议程": list_of({"序号": "第几项", "议题": "议题", "汇报": "汇报部门", "内容": "事项数和编号"}),
    **dict.fromkeys(("红灯清单", "黄灯清单", "绿灯清单"), list_of(LIT)),
    "认定清单": list_of({**LISTED_ITEM, "计算灯": "按规则算的灯", "认定灯": "例会认定的灯", "理由": "认定理由"}),
    "任务清单": list_of(
        {
            **LISTED_ITEM, "阶段": "阶段名；没有分解的为—", "任务": "阶段任务", "标准": "完成标准", "完成时限": "2026-12-20",
            "完成时限日": "2026年12月20日",
        }
    ),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

DONE = Col("完成度", 17, "{{ 行.完成度 }}{{ 行.待确认 }}")
LIT_ROWS = (*item_columns(DONE, matter=33, department=26), DUE_COLUMN._replace(width=23), REASON)
ANNEXES = {
    "议程": (NUMBER, col("议题", 56, left=True), col("汇报", 30), col("内容", 60, head="事项", left=True)),
    "红灯清单": LIT_ROWS,
    "黄灯清单": LIT_ROWS,
    "绿灯清单": item_columns(DONE, DUE_COLUMN, matter=58),
    "认定清单": item_columns(col("计算灯", 14), col("认定灯", 14), col("理由", 36, left=True), matter=35, department=26),
    "任务清单": item_columns(col("任务", 42, left=True), col("完成时限", 22), matter=36, department=25),
}
LAYOUT = Layout(TEXTS[""], TABLES, annexes=ANNEXES, passages=TEXTS)
