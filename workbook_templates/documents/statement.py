"""对账单: all that counts for a department in a period, in tables with their sources, and room to object."""

from workbook_templates.documents.forms import SIGN, SIGNED, Box, Line, form, form_head, label, saved, text_of
from workbook_templates.documents.paper import Col, add, add_table, new_paper
from workbook_templates.documents.shapes import SHARED, Shape, Sums

SHAPE: Shape = {
    **SHARED,
    "部门": "部门",
    "负责人": "“部门”表的负责人",
    "期间": "2026年10月份",
    "起止": "10月1日至10月31日",
    "截止日": "期间的最后一天；还没过完的到基准日",
    "基准日": "数据按哪天掌握的情况统计",
    "公示天数": "参数“公示天数”",
    "已定稿": "期间已经定稿时为真",
    "应反馈": "次数",
    "按时反馈": "次数",
    "迟反馈": "次数",
    "漏报": "次数",
    "按期办结率": "带分子分母",
    "办结率": "带分子分母",
    "反馈及时率": "带分子分母",
    "口径": "各比率怎么算",
    "事项清单": {
        "条数": "项数",
        "行": [
            {
                "序号": "第几行",
                "编号": "事项编号",
                "事项": "事项内容；涉密的略去",
                "责任人": "姓名",
                "状态": "状态",
                "时限": "考核时限",
                "提交": "提交日期",
                "办结": "办结日期",
                "结果": "按期、逾期、逾期未提交",
                "完成度": "75.0%",
                "灯": "绿、黄、红、蓝，认定的注明",
                "质量": "完成质量",
            }
        ],
    },
    "反馈清单": {
        "条数": "次数",
        "行": [
            {
                "序号": "第几行",
                "编号": "事项编号",
                "应反馈": "应反馈日期",
                "反馈": "反馈日期",
                "结果": "按时、迟报、漏报",
                "准确性": "准确性",
                "反馈人": "姓名",
            }
        ],
    },
    "抽查清单": {
        "条数": "行数",
        "行": [
            {
                "序号": "第几行",
                "编号": "抽查编号",
                "日期": "日期",
                "层级": "抽查层级",
                "抽查人": "姓名",
                "风险编号": "风险编号",
                "结果": "抽查结果",
                "问题": "问题描述",
                "扣分": "分",
                "整改": "完成日期和复查结果，或时限",
            }
        ],
    },
    "成绩": [{"维度": "督办、亮灯、指标、抽查、加减分、综合", "得分": "分"}],
    "得失分": [
        {
            "维度": "督办、亮灯、指标、抽查、加减分、综合",
            "合计": "各行合计，等于得分",
            "行": [{"规则": "规则", "分值": "分值", "编号": "编号", "出处": "哪张表第几行", "说明": "说明"}],
        }
    ],
}
SUMS: Sums = (("应反馈", ("按时反馈", "迟反馈", "漏报")), ("应反馈", ("反馈清单",)))

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
