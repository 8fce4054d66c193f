"""对账单: all that counts for a department in a period, in tables with their sources, and room to object."""

from workbook_templates.documents.forms import SIGN, SIGNED, Box, Line, form, form_head, label, saved, text_of
from workbook_templates.documents.paper import Col, add, add_table, new_paper

NUMBER = Col("序号", 10, "{{ 行.序号 }}")
CODE = Col("编号", 22, "{{ 行.编号 }}")
ITEMS = (
    NUMBER,
    CODE,
    Col("事项", 54, "{{ 行.事项 }}", left=True),
    Col("责任人", 16, "{{ 行.责任人 }}"),
    Col("状态", 12, "{{ 行.状态 }}"),
    Col("考核时限", 23, "{{ 行.时限 }}"),
    Col("提交日期", 23, "{{ 行.提交 }}"),
    Col("按期", 18, "{{ 行.结果 }}"),
    Col("完成度", 16, "{{ 行.完成度 }}"),
    Col("灯", 16, "{{ 行.灯 }}"),
    Col("质量", 15, "{{ 行.质量 }}"),
)
FEEDBACK = (
    NUMBER,
    CODE._replace(width=40),
    Col("应反馈日期", 40, "{{ 行.应反馈 }}"),
    Col("反馈日期", 40, "{{ 行.反馈 }}"),
    Col("是否按时", 32, "{{ 行.结果 }}"),
    Col("准确性", 32, "{{ 行.准确性 }}"),
    Col("反馈人", 31, "{{ 行.反馈人 }}"),
)
CHECKS = (
    NUMBER,
    CODE,
    Col("日期", 23, "{{ 行.日期 }}"),
    Col("层级", 12, "{{ 行.层级 }}"),
    Col("抽查人", 24, "{{ 行.抽查人 }}"),
    Col("风险编号", 22, "{{ 行.风险编号 }}"),
    Col("结果", 14, "{{ 行.结果 }}"),
    Col("问题描述", 50, "{{ 行.问题 }}", left=True),
    Col("扣分", 12, "{{ 行.扣分 }}"),
    Col("整改", 36, "{{ 行.整改 }}"),
)
TRACE = (
    Col("规则", 20, "{{ 行.规则 }}", total="合计"),
    Col("分值", 18, "{{ 行.分值 }}", total="{{ 段.合计 }}"),
    Col("编号", 24, "{{ 行.编号 }}"),
    Col("出处", 38, "{{ 行.出处 }}"),
    Col("说明", 125, "{{ 行.说明 }}", left=True),
)
HEAD = "{% if 负责人 %}（{{ 负责人 }}）{% endif %}"
LISTS = (
    ("一、督办事项", "事项清单", ITEMS, "本期没有督办事项。"),
    ("二、反馈", "反馈清单", FEEDBACK, "本期没有应反馈的日期。"),
    ("三、抽查", "抽查清单", CHECKS, "本期没有抽查。"),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("对账单", sideways=True)
    form_head(paper, numbered=False, sideways=True, right="{{ 部门 }}　{{ 成文日期 }}")
    text_of(
        paper,
        "{{ 部门 }}：下面是{{ 期间 }}（{{ 起止 }}）你部的全部督办事项、反馈、抽查和得失分，亮灯、逾期按{{ 截止日 }}认定，其余按{{ 基准日 }}"
        "掌握的记录。请逐项核对，{% if 公示天数 %}在{{ 公示天数 }}天内{% endif %}签字退回；有异议的填在最后的表里，附佐证。"
        "{% if 已定稿 %}本期间已经定稿，公布的成绩以定稿为准。{% endif %}",
        style="公文表单段",
    )
    for head, rows, columns, none in LISTS:
        add(paper, "公文表单节", head)
        if rows == "反馈清单":
            text_of(
                paper,
                "应反馈{{ 应反馈 }}次：按时{{ 按时反馈 }}次，迟报{{ 迟反馈 }}次，漏报{{ 漏报 }}次。",
                style="公文表单段",
            )
        text_of(paper, f"{{%p if {rows}.条数 %}}")
        add_table(paper, columns, f"{rows}.行")
        text_of(paper, "{%p else %}")
        text_of(paper, none, style="公文表单段")
        text_of(paper, "{%p endif %}")
    add(paper, "公文表单节", "四、成绩和得失分")
    text_of(
        paper,
        "{% for 行 in 成绩 %}{{ 行.维度 }}{{ 行.得分 }}{% if not loop.last %}，{% endif %}{% endfor %}。按期办结率{{ 按期办结率 }}，"
        "办结率{{ 办结率 }}，反馈及时率{{ 反馈及时率 }}。",
        style="公文表单段",
    )
    text_of(paper, "注：{{ 口径 }}“—”表示没有可以统计的，不按0计，也不按100计。", style="公文表注")
    text_of(paper, "{%p for 段 in 得失分 %}")
    add(paper, "公文表题", "{{ 段.维度 }}（合计{{ 段.合计 }}分）")
    add_table(paper, TRACE, "段.行", total=True)
    text_of(paper, "{%p endfor %}")
    add(paper, "公文表单节", "五、核对意见")
    form(
        paper,
        (24, 36, 165),
        (
            Line((label("编号"), label("哪张表哪一项"), label("意见和佐证")), 9),
            *(Line((Box(""), Box(""), Box("", 0)), 11) for _ in range(3)),
            Line(
                (
                    label("核对结果"),
                    Box(f"无异议　□　　　有异议，见上　□\n部门负责人{HEAD}：{SIGNED}", 0, last=SIGN),
                ),
                18,
            ),
        ),
    )
    add(paper, "公文版记尾")
    return saved(paper)
