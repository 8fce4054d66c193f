"""亮灯通报: the template that the office gets."""

from docx.document import Document as Paper

from workbook_templates.documents.bulletin import ITEM
from workbook_templates.documents.paper import Col, add, add_table
from workbook_templates.documents.parts import annex
from workbook_templates.documents.passages import (
    CODE,
    DEPARTMENT,
    DUE,
    MATTER,
    NUMBER,
    OBJECTION,
    WHAT,
    analysis,
    built,
    heading,
    light_columns,
    text,
    told,
)
from workbook_templates.documents.shapes import PERIODIC, SHARED, Shape, Sums, list_of, said

LIT: Shape = {
    **ITEM, "完成度": "亮灯所依据的完成度", "待确认": "“（待确认）”三个字；已确认的空着", "认定": "例会改过灯时为“例会认定”",
    "原因": "部门最近一次反馈的未按期原因；没有报的空着", "分管领导": "姓名；通报点名为部门时空着", "逾期": "到截止日逾期时为真",
}  # fmt: skip
SHAPE: Shape = {
    **SHARED,
    **PERIODIC,
    "下期": "2026年11至12月份",
    "亮灯": "参加亮灯的事项数",
    "绿灯": "项数",
    "黄灯": "项数",
    "红灯": "项数",
    "蓝灯": "项数",
    "未亮灯": "项数",
    "待确认": "完成度待确认的项数",
    "例会认定": "例会认定的项数",
    "占比": "占比合计",
    "凑整": "有比重为凑足100%作过调整时为真",
    "时限口径": "亮灯口径为时限（有蓝灯）时为真",
    "亮灯得分": "全公司亮灯得分",
    "已定稿": "期间已定稿时为真，灯和得分按定稿的写",
    "规则": "按什么亮灯",
    "例会": "亮灯例会的日期；没有登记的空着",
    "灯": [{"名称": "灯", "项数": "项数", "占比": "百分数，不带%", "注": "调整过的有*", "处理": "亮灯规则里的处理"}],
    "部门": [
        {
            "名称": "部门", "类型": "部门类型", "亮灯": "项数", "绿灯": "项数", "黄灯": "项数", "红灯": "项数", "蓝灯": "项数",
            "未亮灯": "项数", "得分": "亮灯得分", "排名": "同类型内的名次",
        }
    ],
    "变化": said("与上次定稿的两月比"),
    "对比": said("各部门之间比"),
    "亮点": said("反馈记录里的亮点"),
    "议程": list_of({"序号": "第几项", "议题": "议题", "汇报": "汇报部门", "内容": "事项数和编号"}),
    "红灯清单": list_of(LIT),
    "黄灯清单": list_of(LIT),
    "绿灯清单": list_of(LIT),
    "认定清单": list_of({**ITEM, "计算灯": "按规则算的灯", "认定灯": "例会认定的灯", "理由": "认定理由"}),
    "任务清单": list_of(
        {
            **ITEM, "阶段": "阶段名；没有分解的为—", "任务": "阶段任务", "标准": "完成标准", "完成时限": "2026-12-20",
            "完成时限日": "2026年12月20日",
        }
    ),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SUMS: Sums = (("亮灯", ("绿灯", "黄灯", "红灯", "蓝灯", "未亮灯")),)

LIGHTS = (
    Col("灯", 30, "{{ 行.名称 }}", total="合计"),
    Col("项数", 28, "{{ 行.项数 }}", total="{{ 亮灯 }}"),
    Col("占比", 34, "{{ 行.占比 }}%{{ 行.注 }}", total="{{ 占比 }}%"),
    Col("处理", 64, "{{ 行.处理 }}", total="—"),
)
DEPARTMENTS = (
    Col("部门", 28, "{{ 行.名称 }}", total="合计"),
    Col("类型", 20, "{{ 行.类型 }}", total="—"),
    Col("合计", 12.5, "{{ 行.亮灯 }}", total="{{ 亮灯 }}"),
    *light_columns(11),
    Col("未亮灯", 16.5, "{{ 行.未亮灯 }}", total="{{ 未亮灯 }}"),
    Col("亮灯得分", 20, "{{ 行.得分 }}", total="{{ 亮灯得分 }}"),
    Col("排名", 15, "{{ 行.排名 }}", total="—"),
)
STATE = "完成度{{ 行.完成度 }}{{ 行.待确认 }}{% if 行.认定 %}，{{ 行.认定 }}{% endif %}，考核时限{{ 行.时限日 }}"
LED = "{% if 行.分管领导 %}，分管领导{{ 行.分管领导 }}{% endif %}"
REASON = "，{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}" + LED


def build() -> bytes:
    """The template; the same bytes each time."""
    return built("亮灯通报", (summary, departments, lists, outlook), annexes)


def summary(paper: Paper) -> None:
    """The rule, the lights and their shares."""
    text(
        paper,
        "现将{{ 期间 }}（{{ 起止 }}）亮灯考核情况通报如下。"
        "{% if 已定稿 %}灯和得分为定稿结果。{% else %}灯按{{ 截止日 }}认定，完成情况按{{ 基准日 }}掌握的记录统计。{% endif %}"
        "{% if 例会 %}亮灯例会于{{ 例会 }}召开。{% endif %}",
    )
    heading(paper, "一、总体情况")
    text(
        paper,
        "{%p if 亮灯 %}",
        "{{ 规则 }}。{{ 期间 }}参加亮灯的事项{{ 亮灯 }}项，其中绿灯{{ 绿灯 }}项，黄灯{{ 黄灯 }}项，红灯{{ 红灯 }}项"
        "{% if 时限口径 %}，蓝灯{{ 蓝灯 }}项{% endif %}{% if 未亮灯 %}，尚未亮灯{{ 未亮灯 }}项{% endif %}，全公司亮灯得分{{ 亮灯得分 }}分。"
        "{% if 例会认定 %}例会认定{{ 例会认定 }}项。{% endif %}"
        "{% if 待确认 %}有{{ 待确认 }}项的完成度为自评，待分管领导确认。{% endif %}",
    )
    analysis(paper, "变化")
    text(paper, "各灯项数和占比见表1。")
    add(paper, "公文表题", "表1　亮灯情况（单位：项）")
    add_table(paper, LIGHTS, "灯", total=True)
    note = "注：未亮灯是期间内有阶段或时限、但还没有可评的完成度，不是红灯。{% if 凑整 %}带*的占比作了调整，使合计为100%。{% endif %}"
    add(paper, "公文表注", note)
    text(paper, "{%p else %}", "{{ 期间 }}没有参加亮灯的事项。", "{%p endif %}")


def departments(paper: Paper) -> None:
    heading(paper, "二、各部门亮灯情况")
    text(paper, "{%p if 部门 %}", "各部门亮灯情况见表2。")
    analysis(paper, "对比")
    add(paper, "公文表题", "表2　各部门亮灯情况（单位：项、分）")
    add_table(paper, DEPARTMENTS, "部门", total=True)
    add(paper, "公文表注", "注：亮灯得分是已评事项完成度的加权平均，认定灯不改变得分；排名在同类型参评部门内排；“—”表示没有得分或不参评。")
    text(paper, "{%p else %}", "各部门没有参加亮灯的事项。", "{%p endif %}")


def lists(paper: Paper) -> None:
    """Red first, then yellow, then green."""
    heading(paper, "三、红灯事项")
    overdue = "{% if 行.逾期 %}，已逾期{% endif %}"
    told(paper, "红灯清单", "红灯{{ 红灯清单.条数 }}项。", "没有红灯事项。", WHAT + "，" + STATE + overdue + REASON + "。")
    heading(paper, "四、黄灯事项")
    told(paper, "黄灯清单", "黄灯{{ 黄灯清单.条数 }}项。", "没有黄灯事项。", WHAT + "，" + STATE + overdue + REASON + "。")
    heading(paper, "五、绿灯事项和亮点", "（一）绿灯事项")
    told(paper, "绿灯清单", "绿灯{{ 绿灯清单.条数 }}项。", "没有绿灯事项。", WHAT + "，" + STATE + "。")
    heading(paper, second="（二）亮点")
    analysis(paper, "亮点", "本期反馈中没有登记亮点。")
    heading(paper, "六、例会认定")
    told(
        paper,
        "认定清单",
        "例会认定{{ 认定清单.条数 }}项，认定灯与计算灯并列，认定只改灯，不改得分。",
        "本期没有例会认定的灯。",
        WHAT + "，计算灯为{{ 行.计算灯 }}，认定为{{ 行.认定灯 }}。{% if 行.理由 %}理由：{{ 行.理由 }}。{% endif %}",
    )


def outlook(paper: Paper) -> None:
    heading(paper, "七、下一阶段任务")
    told(
        paper,
        "任务清单",
        "{{ 下期 }}到期的任务{{ 任务清单.条数 }}项。",
        "{{ 下期 }}没有到期的任务。",
        WHAT + "，{{ 行.任务 }}，{{ 行.完成时限日 }}前完成。",
    )
    heading(paper, "八、工作要求")
    text(
        paper,
        "{%p if 红灯 %}",
        "红灯事项的主责部门要说明原因，提出措施和完成时间，在例会上汇报；分管领导要加强协调。",
        "{%p endif %}",
        "{%p if 黄灯 %}",
        "黄灯事项的主责部门要补齐进度，对照完成标准逐条落实。",
        "{%p endif %}",
        "{%p if 任务清单.条数 %}",
        "各部门要对照下一阶段任务倒排工期，阶段到期后及时自评、报分管领导确认。",
        "{%p endif %}",
    )
    text(paper, OBJECTION, style="公文引出")


def annexes(paper: Paper) -> None:
    """The agenda of the meeting, and the long lists."""
    subject, who = Col("议题", 56, "{{ 行.议题 }}", left=True), Col("汇报", 30, "{{ 行.汇报 }}")
    annex(paper, "议程", (NUMBER, subject, who, Col("事项", 60, "{{ 行.内容 }}", left=True)))
    done = Col("完成度", 17, "{{ 行.完成度 }}{{ 行.待确认 }}")
    reason = Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True)
    for rows in ("红灯清单", "黄灯清单"):
        annex(paper, rows, (NUMBER, CODE, MATTER._replace(width=33), DEPARTMENT._replace(width=26), done, DUE._replace(width=23), reason))
    annex(paper, "绿灯清单", (NUMBER, CODE, MATTER._replace(width=58), DEPARTMENT._replace(width=27), done, DUE))
    ruled = (Col("计算灯", 14, "{{ 行.计算灯 }}"), Col("认定灯", 14, "{{ 行.认定灯 }}"), Col("理由", 36, "{{ 行.理由 }}", left=True))
    annex(paper, "认定清单", (NUMBER, CODE, MATTER._replace(width=35), DEPARTMENT._replace(width=26), *ruled))
    task = Col("任务", 42, "{{ 行.任务 }}", left=True)
    due = Col("完成时限", 22, "{{ 行.完成时限 }}")
    annex(paper, "任务清单", (NUMBER, CODE, MATTER._replace(width=36), DEPARTMENT._replace(width=25), task, due))
