"""对账单: all that counts for a department in a period, in tables with their sources, and room to object."""

from workbook_templates.documents.forms import SIGNED, Box, Form, FormLine, label, signing
from workbook_templates.documents.paper import col, tags_of
from workbook_templates.documents.shapes import PERIODIC, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("statement")

NUMBER = col("序号", 10, "第几行")
ITEMS = (
    NUMBER, col("编号", 22, "事项编号"), col("事项", 54, "事项内容；涉密的略去", left=True), col("责任人", 16, "姓名"),
    col("状态", 12, "状态"), col("时限", 23, "考核时限", head="考核时限"), col("提交", 23, "提交日期", head="提交日期"),
    col("结果", 18, "按期、逾期、逾期未提交", head="按期"), col("完成度", 16, "75.0%"), col("灯", 16, "绿、黄、红、蓝，认定的注明"),
    col("质量", 15, "完成质量"),
)  # fmt: skip
FEEDBACK = (
    NUMBER, col("编号", 40, "事项编号"), col("应反馈", 40, "应反馈日期", head="应反馈日期"), col("反馈", 40, "反馈日期", head="反馈日期"),
    col("结果", 32, "按时、迟报、漏报", head="是否按时"), col("准确性", 32, "准确性"), col("反馈人", 31, "姓名"),
)  # fmt: skip
CHECKS = (
    NUMBER, col("编号", 22, "抽查编号"), col("日期", 23, "日期"), col("层级", 12, "抽查层级"), col("抽查人", 24, "姓名"),
    col("风险编号", 22, "风险编号"), col("结果", 14, "抽查结果"), col("问题", 50, "问题描述", head="问题描述", left=True),
    col("扣分", 12, "分"), col("整改", 36, "完成日期和复查结果，或时限"),
)  # fmt: skip
TRACE = (
    col("规则", 20, "规则", total="合计"), col("分值", 18, "分值", total="{{ 段.合计 }}"), col("编号", 24, "编号"),
    col("出处", 38, "哪张表第几行"), col("说明", 125, "说明", left=True),
)  # fmt: skip
DIMENSIONS = "督办、亮灯、指标、抽查、加减分、综合"
GROUPS: Shape = {
    "事项清单": {"条数": "项数", "行": [tags_of(ITEMS, 办结="办结日期")]},
    "反馈清单": {"条数": "次数", "行": [tags_of(FEEDBACK)]},
    "抽查清单": {"条数": "行数", "行": [tags_of(CHECKS)]},
    "成绩": [{"维度": DIMENSIONS, "得分": "分"}],
    "得失分": [{"维度": DIMENSIONS, "合计": "各行合计，等于得分", "行": [tags_of(TRACE)]}],
}
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

TABLES = {"事项清单.行": ITEMS, "反馈清单.行": FEEDBACK, "抽查清单.行": CHECKS, "段.行": TRACE}
HEAD = "{% if 负责人 %}（{{ 负责人 }}）{% endif %}"
OPINION = Form(
    (24, 36, 165),
    (
        FormLine((label("编号"), label("哪张表哪一项"), label("意见和佐证")), 9),
        *(FormLine((Box(""), Box(""), Box("", 0)), 11) for _ in range(3)),
        signing("核对结果", "无异议　□　　　有异议，见上　□", f"部门负责人{HEAD}：{SIGNED}", 18),
    ),
)
LAYOUT = Layout(TEXTS[""], TABLES, {"核对": OPINION}, frame="表单", style="公文表单段", sideways=True)
