"""个人绩效反馈单: a sheet for one person, handed over in a talk and signed by both."""

from workbook_templates.documents.forms import MIDDLE_STYLE, SIGNED, Box, FormLine, four_columns, label, named, pairs, signing, tag, wide
from workbook_templates.documents.paper import Col, col
from workbook_templates.documents.shapes import SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("personal_result")

GROUPS: Shape = {
    "构成": [{"项目": "得分由哪些部分构成", "得分": "分", "计入": "计入得分的分数，各行合计等于得分"}],
    "评分": [{"评分角色": "部门负责人或分管领导，几个人评的取平均", "能力": "分", "态度": "分", "质量": "分", "加权": "按权重"}],
    "指标": [{"名称": "本人的个人指标", "目标值": "带单位", "实际值": "带单位", "得分": "分；没有报的为—"}],
    "部门得分": [{"维度": "部门负责人才有：督办、亮灯、指标、抽查、加减分", "得分": "分", "占比": "在有分的各项中占多少"}],
    "加减分": [{"日": "2026-03-05", "事由": "本人的加减分", "分值": "扣分为负", "依据": "依据"}],
}
SHAPE: Shape = {**SHARED, **tags_in(TEXTS["标签"], GROUPS)}

RESULT = (
    named("姓名", "工号"),
    pairs("部门", "{{ 部门 }}", "职务", "{{ 职务 }}（{{ 角色 }}）"),
    tag("{%tr if 待评 %}"),
    wide("得分", "待评：{{ 待评 }}"),
    tag("{%tr else %}"),
    FormLine(
        (
            label("得分"),
            Box("{{ 得分 }}分{% if 已定稿 %}（已定稿）{% endif %}", 1, MIDDLE_STYLE),
            label("等次"),
            Box("{% if 等次 %}{{ 等次 }}{% else %}年度评定{% endif %}{% if 排名 %}，{{ 排名 }}{% endif %}", 0, MIDDLE_STYLE),
        ),
    ),
    tag("{%tr endif %}"),
)
TABLES: dict[str, tuple[Col, ...]] = {
    "构成": (col("项目", 92, left=True, total="合计"), col("得分", 32), col("计入", 32, total="{{ 得分 }}")),
    "评分": (col("评分角色", 40, head="评分"), *(col(name, 29) for name in ("能力", "态度", "质量", "加权"))),
    "指标": (col("名称", 72, head="个人指标", left=True), *(col(name, 28) for name in ("目标值", "实际值", "得分"))),
    "部门得分": (col("维度", 60, head="部门得分"), col("得分", 48), col("占比", 48)),
    "加减分": (col("日", 26, head="日期"), col("事由", 68, left=True), col("依据", 42, left=True), col("分值", 20)),
}
TALK = (signing("面谈反馈", "", f"反馈人：{SIGNED}", 22), signing("本人意见\n改进打算", "", f"本人：{SIGNED}", 24))
LAYOUT = Layout(TEXTS[""], TABLES, {"结果": four_columns(24, *RESULT), "面谈": four_columns(24, *TALK)}, frame="表单")
