"""个人绩效反馈单: a sheet for one person, handed over in a talk and signed by both."""

from workbook_templates.documents.forms import MIDDLE, SIGNED, Box, Line, form, form_head, label, pairs, saved, signing, tag, text_of
from workbook_templates.documents.paper import Col, add, add_table, new_paper
from workbook_templates.documents.shapes import SHARED, Shape, Sums

SHAPE: Shape = {
    **SHARED,
    "期间": "2026年第三季度",
    "起止": "7月1日至9月30日",
    "姓名": "姓名",
    "工号": "工号",
    "部门": "部门",
    "职务": "职务",
    "角色": "主要领导、班子成员、部门负责人、员工",
    "得分": "分；待评的为“—”",
    "待评": "为什么没有得分；有得分的空着",
    "等次": "只有年度才有",
    "排名": "参数“个人排名公开”为“是”时才有",
    "已定稿": "期间已经定稿时为真",
    "构成": [{"项目": "得分由哪些部分构成", "得分": "分", "计入": "计入得分的分数，各行合计等于得分"}],
    "构成说明": "没有列出构成时，说明为什么",
    "评分": [{"评分角色": "部门负责人或分管领导，几个人评的取平均", "能力": "分", "态度": "分", "质量": "分", "加权": "按权重"}],
    "部门得分": [{"维度": "部门负责人才有：督办、亮灯、指标、抽查、加减分", "得分": "分", "占比": "在有分的各项中占多少"}],
    "加减分": [{"日": "2026-03-05", "事由": "本人的加减分", "分值": "扣分为负", "依据": "依据"}],
    "公示天数": "参数“公示天数”",
    "绩效部门": "参数“绩效部门”",
}
SUMS: Sums = ()

WIDTHS = (24, 54, 24, 54)
PARTS = (
    Col("项目", 92, "{{ 行.项目 }}", left=True, total="合计"),
    Col("得分", 32, "{{ 行.得分 }}", total=""),
    Col("计入", 32, "{{ 行.计入 }}", total="{{ 得分 }}"),
)
POINTS = (
    Col("日期", 26, "{{ 行.日 }}"),
    Col("事由", 68, "{{ 行.事由 }}", left=True),
    Col("依据", 42, "{{ 行.依据 }}", left=True),
    Col("分值", 20, "{{ 行.分值 }}"),
)
RATINGS = (
    Col("评分", 40, "{{ 行.评分角色 }}"),
    *(Col(name, 29, f"{{{{ 行.{name} }}}}") for name in ("能力", "态度", "质量", "加权")),
)
DIMENSIONS = (Col("部门得分", 60, "{{ 行.维度 }}"), Col("得分", 48, "{{ 行.得分 }}"), Col("占比", 48, "{{ 行.占比 }}"))


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("个人绩效反馈单")
    form_head(paper, right="{{ 起止 }}")
    form(
        paper,
        WIDTHS,
        (
            pairs("姓名", "{{ 姓名 }}", "工号", "{{ 工号 }}"),
            pairs("部门", "{{ 部门 }}", "职务", "{{ 职务 }}（{{ 角色 }}）"),
            tag("{%tr if 待评 %}"),
            Line((label("得分"), Box("待评：{{ 待评 }}", 0))),
            tag("{%tr else %}"),
            Line(
                (
                    label("得分"),
                    Box("{{ 得分 }}分{% if 已定稿 %}（已定稿）{% endif %}", 1, MIDDLE),
                    label("等次"),
                    Box("{% if 等次 %}{{ 等次 }}{% else %}年度评定{% endif %}{% if 排名 %}，{{ 排名 }}{% endif %}", 0, MIDDLE),
                ),
            ),
            tag("{%tr endif %}"),
        ),
    )
    for name, rows, columns, total in (
        ("得分构成", "构成", PARTS, True),
        ("评分情况", "评分", RATINGS, False),
        ("部门综合得分构成", "部门得分", DIMENSIONS, False),
        ("本人加减分", "加减分", POINTS, False),
    ):
        text_of(paper, f"{{%p if {rows} %}}")
        add(paper, "公文表单节", name)
        add_table(paper, columns, rows, total=total)
        text_of(paper, "{%p endif %}")
    text_of(paper, "{%p if 构成说明 %}", style="公文表注")
    text_of(paper, "注：{{ 构成说明 }}", "{%p endif %}", style="公文表注")
    add(paper, "公文表单节", "反馈和改进")
    form(
        paper,
        WIDTHS,
        (
            signing("面谈反馈", "", f"反馈人：{SIGNED}", 22),
            signing("本人意见\n改进打算", "", f"本人：{SIGNED}", 24),
        ),
    )
    text_of(
        paper,
        "注：本单只发给本人，请勿转发。对结果有异议的，"
        "{% if 公示天数 %}请在{{ 公示天数 }}天内{% else %}请{% endif %}书面向{{ 绩效部门 }}提出。"
        "得分按四舍五入到小数位列出，有差额的单列一行，合计与得分一致。",
        style="公文表注",
    )
    return saved(paper)
