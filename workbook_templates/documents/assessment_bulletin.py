"""督办考核通报: the template that the office gets."""

from docx.document import Document as Paper

from workbook_templates.documents.bulletin import ITEM
from workbook_templates.documents.bulletin import SHAPE as MONTHLY
from workbook_templates.documents.paper import Col, add, add_table
from workbook_templates.documents.parts import annex
from workbook_templates.documents.passages import (
    CODE,
    DEPARTMENT,
    DUE,
    MATTER,
    NUMBER,
    OBJECTION,
    OPENING,
    WHAT,
    analysis,
    built,
    heading,
    text,
    told,
)
from workbook_templates.documents.shapes import PERIODIC, SHARED, Shape, Sums, list_of, said

DONE: Shape = {**ITEM, "办结日期": "2026-10-20", "办结日": "2026年10月20日", "结果": "逾期几天，或未办结"}
SHAPE: Shape = {
    **SHARED,
    **PERIODIC,
    "督办": "本期督办事项数，等于上期结转加本期下达",
    "上期结转": "项数",
    "本期下达": "项数",
    "办结": "项数",
    "在办": "期末在办项数",
    "逾期": "期末逾期未办结项数",
    "应反馈": "次数",
    "按时反馈": "次数",
    "迟反馈": "次数",
    "漏报": "次数",
    "未按期": "考核时限在本期、没有按期办结的项数",
    "退办": "本期办结的事项中退办过的项数",
    "办结率": "带分子分母",
    "按期办结率": "带分子分母；已定稿的为定稿的数",
    "反馈及时率": "带分子分母",
    "计划执行率": "带分子分母",
    "督办得分": "全公司督办得分",
    "已定稿": "期间已定稿时为真，得分和按期办结率按定稿的写",
    "有改动": "定稿以后数据有改动、按期办结率已经不同时为真",
    "口径": "各比率怎么算",
    "计分": "四项和权重",
    "部门": [
        {
            "名称": "部门", "类型": "部门类型", "督办": "项数", "办结": "项数", "逾期": "项数", "完成质量": "分", "按期办结": "分",
            "反馈时效": "分", "反馈准确": "分", "按期办结率": "带分子分母", "督办得分": "分", "排名": "同类型内的名次",
        }
    ],
    "变化": said("与上次定稿的半年比"),
    "对比": said("各部门之间比"),
    "最久": said("逾期最久的"),
    "亮点": said("反馈记录里的亮点"),
    "未按期清单": list_of(DONE),
    "逾期清单": MONTHLY["逾期清单"],
    "退办清单": list_of({**ITEM, "次数": "退办次数"}),
    "漏报清单": MONTHLY["漏报清单"],
    "升级清单": MONTHLY["升级清单"],
    "考核清单": MONTHLY["考核清单"],
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SUMS: Sums = (
    ("督办", ("上期结转", "本期下达")),
    ("督办", ("办结", "在办")),
    ("应反馈", ("按时反馈", "迟反馈", "漏报")),
    ("逾期", ("逾期清单",)),
    ("漏报", ("漏报清单",)),
)

COUNTS = (
    Col("部门", 38, "{{ 行.名称 }}", total="合计"),
    *(Col(name, 20, f"{{{{ 行.{name} }}}}", total=f"{{{{ {name} }}}}") for name in ("督办", "办结", "逾期")),
    Col("按期办结率", 58, "{{ 行.按期办结率 }}", total="{{ 按期办结率 }}"),
)
SCORES = (
    Col("部门", 29, "{{ 行.名称 }}", total="全公司"),
    Col("类型", 21, "{{ 行.类型 }}", total="—"),
    *(Col(name, 18.5, f"{{{{ 行.{name} }}}}", total="—") for name in ("完成质量", "按期办结", "反馈时效", "反馈准确")),
    Col("督办得分", 18.5, "{{ 行.督办得分 }}", total="{{ 督办得分 }}"),
    Col("排名", 13.5, "{{ 行.排名 }}", total="—"),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    return built("督办考核通报", (summary, departments, lists, decisions), annexes)


def summary(paper: Paper) -> None:
    """The counts and rates of the company, and what changed."""
    final = "{% if 已定稿 %}得分和按期办结率为定稿结果。{% endif %}"
    text(paper, "现将{{ 期间 }}（{{ 起止 }}）督办考核情况通报如下。" + OPENING + final)
    heading(paper, "一、总体情况")
    text(
        paper,
        "{% if 督办 %}本期督办事项共{{ 督办 }}项，其中上期结转{{ 上期结转 }}项，本期下达{{ 本期下达 }}项。"
        "办结{{ 办结 }}项，期末在办{{ 在办 }}项，其中逾期{{ 逾期 }}项。办结率{{ 办结率 }}，按期办结率{{ 按期办结率 }}"
        "{% if 计划执行率 %}，年度目标事项计划执行率{{ 计划执行率 }}{% endif %}。全公司督办得分{{ 督办得分 }}分。"
        "{% else %}本期没有督办事项。{% endif %}",
        "{% if 应反馈 %}本期应反馈{{ 应反馈 }}次，其中按时反馈{{ 按时反馈 }}次，迟反馈{{ 迟反馈 }}次，漏报{{ 漏报 }}次，"
        "反馈及时率{{ 反馈及时率 }}。{% else %}本期没有应反馈的事项。{% endif %}",
    )
    analysis(paper, "变化")
    add(paper, "公文表注", "注：{{ 口径 }}")


def departments(paper: Paper) -> None:
    """Counts and scores of each department: two tables."""
    heading(paper, "二、各部门考核结果")
    text(paper, "{%p if 部门 %}", "各部门办理情况见表1，督办得分见表2。督办得分由四项加权得出：{{ 计分 }}。")
    analysis(paper, "对比")
    add(paper, "公文表题", "表1　各部门办理情况（单位：项）")
    add_table(paper, COUNTS, "部门", total=True)
    add(paper, "公文表题", "表2　各部门督办得分（单位：分）")
    add_table(paper, SCORES, "部门", total=True)
    note = "注：“—”表示没有可以统计的事项或不参评，不按0计，也不按100计；缺项时其余各项按权重放大；排名在同类型参评部门内排。"
    add(paper, "公文表注", note)
    text(paper, "{%p else %}", "本期各部门没有督办事项。", "{%p endif %}")


def lists(paper: Paper) -> None:
    heading(paper, "三、好的做法和存在问题", "（一）亮点")
    analysis(paper, "亮点", "本期反馈中没有登记亮点。")
    heading(paper, second="（二）未按期事项")
    result = "，考核时限{{ 行.时限日 }}，{{ 行.结果 }}。"
    changed = "{% if 有改动 %}（定稿以后有变更，按{{ 基准日 }}的记录列出）{% endif %}"
    told(paper, "未按期清单", f"考核时限在本期、没有按期办结的{{{{ 未按期清单.条数 }}}}项{changed}。", "没有未按期的事项。", WHAT + result)
    heading(paper, second="（三）逾期未办结事项")
    told(
        paper,
        "逾期清单",
        "截至{{ 截止日 }}，逾期未办结{{ 逾期清单.条数 }}项。",
        "截至{{ 截止日 }}，没有逾期未办结的事项。",
        WHAT + "，考核时限{{ 行.时限日 }}，逾期{{ 行.天数 }}天，{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}。",
    )
    analysis(paper, "最久")
    heading(paper, second="（四）退办事项")
    told(paper, "退办清单", "办结前退办过的{{ 退办清单.条数 }}项。", "没有退办的事项。", WHAT + "，退办{{ 行.次数 }}次。")
    heading(paper, second="（五）漏报反馈")
    told(paper, "漏报清单", "本期漏报{{ 漏报清单.条数 }}次。", "本期没有漏报。", "{{ 行.部门 }}{{ 行.次数 }}次（{{ 行.编号 }}）。")


def decisions(paper: Paper) -> None:
    """What leaders decided in the period, and what is asked."""
    heading(paper, "四、升级和考核扣分", "（一）升级")
    told(
        paper,
        "升级清单",
        "经批准，本期由部门级升级为公司级督办{{ 升级清单.条数 }}项。",
        "本期没有升级的事项。",
        WHAT + "，考核时限{{ 行.时限日 }}，{{ 行.批准日 }}批准升级。",
    )
    heading(paper, second="（二）考核扣分")
    told(
        paper,
        "考核清单",
        "本期确认督办考核{{ 考核清单.条数 }}笔，合计{{ 考核清单.分值 }}分。",
        "本期没有已确认的督办考核。",
        "{{ 行.部门 }}：{{ 行.事由 }}{% if 行.编号 %}（{{ 行.编号 }}）{% endif %}，{{ 行.分值 }}分。",
    )
    heading(paper, "五、工作要求")
    text(
        paper,
        "{%p if 未按期 %}",
        "未按期办结的事项，主责部门要逐项分析原因，属于共性问题的要完善制度、堵塞漏洞。",
        "{%p endif %}",
        "{%p if 逾期 %}",
        "逾期未办结的{{ 逾期 }}项，主责部门要明确完成时间，尽快办结销号。",
        "{%p endif %}",
        "{%p if 漏报 %}",
        "各部门要按应反馈日期反馈，写清进展、问题、需协调事项和下步措施，不漏报、不空报。",
        "{%p endif %}",
        "督办得分按规定计入部门绩效考核。",
    )
    text(paper, OBJECTION, style="公文引出")


def annexes(paper: Paper) -> None:
    result = Col("结果", 25, "{{ 行.结果 }}")
    annex(paper, "未按期清单", (NUMBER, CODE, MATTER._replace(width=50), DEPARTMENT, DUE, result))
    reason = Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True)
    days = Col("逾期天数", 11, "{{ 行.天数 }}")
    annex(paper, "逾期清单", (NUMBER, CODE, MATTER._replace(width=40), DEPARTMENT._replace(width=26), DUE._replace(width=22), days, reason))
    annex(paper, "退办清单", (NUMBER, CODE, MATTER, DEPARTMENT, DUE, Col("退办次数", 20, "{{ 行.次数 }}")))
    annex(paper, "升级清单", (NUMBER, CODE, MATTER, DEPARTMENT, DUE._replace(width=21), Col("批准日期", 20, "{{ 行.批准日期 }}")))
    day, who, fact = Col("日期", 23, "{{ 行.日期 }}"), Col("部门", 27, "{{ 行.部门 }}"), Col("事由", 56, "{{ 行.事由 }}", left=True)
    annex(paper, "考核清单", (NUMBER, day, who, CODE, fact, Col("分值", 16, "{{ 行.分值 }}")))
