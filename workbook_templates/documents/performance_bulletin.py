"""绩效通报: the template that the office gets."""

from docx.document import Document as Paper

from workbook_templates.documents.paper import Col, add, add_table
from workbook_templates.documents.parts import annex
from workbook_templates.documents.passages import NUMBER, OBJECTION, analysis, built, heading, text, told
from workbook_templates.documents.shapes import PERIODIC, SHARED, Shape, Sums, list_of, said

INDICATOR_TAGS: Shape = {"序号": "第几行", "编号": "指标编号", "部门": "主责部室", "指标": "指标"}
UNIT: Shape = {
    "名称": "部门", "得分": "督办、亮灯、指标、抽查各多少分", "加减分": "分", "综合": "综合得分", "排名": "类型和名次；不参评的为—",
    "失分": "各项失分合计，加减分不在内", "有失分": "有失分行时为真", "旧": "定稿后数据有改动、不列明细的说明；没有时空着",
    "行": [{"维度": "督办、亮灯、指标、抽查或加减分", "编号": "事项、指标、抽查的编号", "失分": "分；加减分为其分值", "说明": "怎么失的"}],
}  # fmt: skip
SHAPE: Shape = {
    **SHARED,
    **PERIODIC,
    "参评部门": "参评并有综合得分的部门数",
    "失分指标": "得分低于100分的部门、供电所指标数",
    "未报指标": "应报没有报的指标数",
    "已定稿": "期间已定稿时为真，得分和名次按定稿的写",
    "公司指标": "公司层级指标的得分",
    "平均": "参评部门综合得分的平均",
    "最高": "分",
    "最低": "分",
    "极差": "分",
    "差异化率": "全公司，带分子分母",
    "差异化口径": "差异化率怎么算",
    "差异化下限": "参数“差异化率下限”",
    "低于下限": "差异化率低于下限的考评部门，以、隔开",
    "列总排名": "总排名入通报为“是”、又未定稿时为真",
    "部门": [
        {
            "名称": "部门", "类型": "部门类型", "督办": "分", "亮灯": "分", "指标": "分", "抽查": "分", "加减分": "分", "综合": "分",
            "排名": "同类型内的名次", "总排名": "名次",
        }
    ],
    "变化": said("与上次定稿的季度比"),
    "对比": said("各部门之间比"),
    "亮点": said("反馈记录里的亮点"),
    "失分指标清单": list_of(
        {
            **INDICATOR_TAGS, "得分": "分", "最好": "同一指标得分最高的部门；自己就是的空着", "差距": "差多少分", "原因": "失分原因",
            "措施": "改进措施",
        }
    ),
    "未报指标清单": list_of(INDICATOR_TAGS),
    "加减分清单": list_of(
        {
            "序号": "第几行", "日期": "2026-10-20", "日": "2026年10月20日", "部门": "部门", "类型": "加减分类型", "编号": "关联编号",
            "事由": "事由；涉密的略去", "分值": "计入的分值", "说明": "为什么少计、不计；照计的空着",
        },
        分值="合计分值",
    ),
    "单位表": list_of(UNIT),
    "打分表": list_of(
        {
            "序号": "第几行", "名称": "考评部门", "打分数": "个数", "差异化率": "带分子分母", "极差": "百分点", "标准差": "百分点",
            "偏差": "比其他考评部门高或低多少，百分点", "结论": "达标、低于下限，或打分少不考核",
        }
    ),
    "提纲": list_of(
        {"序号": "第几行", "名称": "部门", "类型": "部门类型", "综合": "分", "排名": "名次", "失分": "主要失分", "要点": "改进措施"}
    ),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SUMS: Sums = ()

SCORES = (
    Col("部门", 26, "{{ 行.名称 }}"),
    Col("类型", 18.5, "{{ 行.类型 }}"),
    *(Col(name, 14.5, f"{{{{ 行.{name} }}}}") for name in ("督办", "亮灯", "指标", "抽查")),
    Col("加减分", 14, "{{ 行.加减分 }}"),
    Col("综合", 14, "{{ 行.综合 }}"),
    Col("排名", 12, "{{ 行.排名 }}"),
    Col("总排名", 13.5, "{{ 行.总排名 }}", only="列总排名"),
)
INDICATOR = "{{ 行.部门 }}：{{ 行.指标 }}（{{ 行.编号 }}），得{{ 行.得分 }}分"
BEST = "{% if 行.最好 %}，比最好的{{ 行.最好 }}低{{ 行.差距 }}分{% endif %}"
CAUSE = "{% if 行.原因 %}，原因：{{ 行.原因 }}{% endif %}{% if 行.措施 %}，措施：{{ 行.措施 }}{% endif %}。"
LOSSES = (
    Col("维度", 16, "{{ 行.维度 }}"),
    Col("编号", 27, "{{ 行.编号 }}"),
    Col("失分", 18, "{{ 行.失分 }}"),
    Col("说明", 95, "{{ 行.说明 }}", left=True),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    return built("绩效通报", (summary, indicators, decisions, requirements), annexes)


def summary(paper: Paper) -> None:
    """The result as a whole, and the departments by 类型."""
    text(
        paper,
        "现将{{ 期间 }}（{{ 起止 }}）绩效考核情况通报如下。{% if 已定稿 %}得分和名次为定稿结果。"
        "{% else %}本期尚未定稿，数据按{{ 基准日 }}掌握的记录统计。{% endif %}",
    )
    heading(paper, "一、总体情况")
    text(
        paper,
        "{%p if 参评部门 %}",
        "参评部门{{ 参评部门 }}个，综合得分平均{{ 平均 }}分，最高{{ 最高 }}分，最低{{ 最低 }}分，相差{{ 极差 }}分。"
        "公司指标得分{{ 公司指标 }}分。{% if 差异化率 %}各考评部门打分的全公司差异化率{{ 差异化率 }}。{% endif %}",
        "{%p else %}",
        "本期没有参评部门的综合得分。",
        "{%p endif %}",
    )
    analysis(paper, "变化")
    heading(paper, "二、各部门得分和排名")
    text(paper, "{%p if 部门 %}", "各部门得分和排名见表1，得失分情况见{{ 单位表.附件 }}。")
    analysis(paper, "对比")
    add(paper, "公文表题", "表1　各部门得分和排名（单位：分）")
    add_table(paper, SCORES, "部门")
    note = "注：综合得分是各项按部门类型权重的加权平均，再加减分；排名在同类型参评部门内排；“—”表示没有这一项或不参评，其余各项按权重放大。"
    add(paper, "公文表注", note)
    text(paper, "{%p else %}", "本期各部门没有得分。", "{%p endif %}")


def indicators(paper: Paper) -> None:
    heading(paper, "三、指标完成情况", "（一）失分指标和原因")
    told(
        paper,
        "失分指标清单",
        "部门和供电所指标中，得分低于100分的{{ 失分指标清单.条数 }}个。",
        "部门和供电所指标没有失分。",
        INDICATOR + BEST + CAUSE,
    )
    heading(paper, second="（二）未报指标")
    told(
        paper,
        "未报指标清单",
        "应报没有报的指标{{ 未报指标清单.条数 }}个，没有计分。",
        "指标都已报数。",
        "{{ 行.部门 }}：{{ 行.指标 }}（{{ 行.编号 }}）。",
    )
    heading(paper, second="（三）亮点")
    analysis(paper, "亮点", "本期反馈中没有登记亮点。")


def decisions(paper: Paper) -> None:
    """Points, and how far scorers told the scored apart."""
    heading(paper, "四、加分和扣分")
    told(
        paper,
        "加减分清单",
        "本期确认加减分{{ 加减分清单.条数 }}笔，计入{{ 加减分清单.分值 }}分。",
        "本期没有已确认的加减分。",
        "{{ 行.部门 }}：{{ 行.事由 }}{% if 行.编号 %}（{{ 行.编号 }}）{% endif %}，{{ 行.类型 }}，计{{ 行.分值 }}分"
        "{% if 行.说明 %}（{{ 行.说明 }}）{% endif %}。",
    )
    heading(paper, "五、考评打分差异化")
    text(
        paper,
        "{%p if 打分表.条数 %}",
        "{{ 差异化口径 }}，下限{{ 差异化下限 }}。全公司差异化率{{ 差异化率 }}，各考评部门见{{ 打分表.附件 }}。"
        "{% if 低于下限 %}低于下限的考评部门：{{ 低于下限 }}。{% endif %}",
        "{%p else %}",
        "本期没有考评打分。",
        "{%p endif %}",
    )


def requirements(paper: Paper) -> None:
    heading(paper, "六、工作要求")
    text(
        paper,
        "各单位要对照得失分情况逐项分析，制定改进措施，明确责任人和完成时间，在讲评会上说明，讲评提纲见{{ 提纲.附件 }}。",
        "{%p if 失分指标 %}",
        "指标失分的单位要对标先进，把差距分解到月、到岗，下期见到成效。",
        "{%p endif %}",
        "{%p if 低于下限 %}",
        "差异化率低于下限的考评部门，要坚持标准、拉开档次，如实反映工作差别。",
        "{%p endif %}",
        "{%p if 未报指标 %}",
        "未报指标的主责部室要尽快补报，今后按时报数。",
        "{%p endif %}",
    )
    text(paper, OBJECTION, style="公文引出")


def annexes(paper: Paper) -> None:
    """Long lists, then an annex per unit, per scorer, and the outline of the briefing."""
    number, who, name = Col("指标编号", 20, "{{ 行.编号 }}"), Col("部门", 24, "{{ 行.部门 }}"), Col("指标", 38, "{{ 行.指标 }}", left=True)
    cause = Col("原因和措施", 48, "{{ 行.原因 }}{% if 行.原因 and 行.措施 %}；{% endif %}{{ 行.措施 }}", left=True)
    annex(paper, "失分指标清单", (NUMBER, number, who, name, Col("得分", 16, "{{ 行.得分 }}"), cause))
    annex(paper, "未报指标清单", (NUMBER, number, who, name._replace(width=102)))
    fact = Col("事由", 52, "{{ 行.事由 }}{% if 行.说明 %}（{{ 行.说明 }}）{% endif %}", left=True)
    day, kind, code = Col("日期", 22, "{{ 行.日期 }}"), Col("类型", 19, "{{ 行.类型 }}"), Col("编号", 20, "{{ 行.编号 }}")
    annex(paper, "加减分清单", (NUMBER._replace(width=9), day, who._replace(width=22), kind, code, fact, Col("分值", 12, "{{ 行.分值 }}")))
    units(paper)
    rate = Col("差异化率", 33, "{{ 行.差异化率 }}")
    spreads = (Col(name, 16, f"{{{{ 行.{name} }}}}") for name in ("极差", "标准差", "偏差"))
    verdict = Col("结论", 26, "{{ 行.结论 }}")
    annex(paper, "打分表", (NUMBER, Col("考评部门", 25, "{{ 行.名称 }}"), Col("打分数", 14, "{{ 行.打分数 }}"), rate, *spreads, verdict))
    lost, points = Col("主要失分", 63, "{{ 行.失分 }}", left=True), Col("讲评要点", 32, "{{ 行.要点 }}", left=True)
    unit, place = Col("单位", 24, "{{ 行.名称 }}"), Col("综合和名次", 27, "{{ 行.综合 }}分，{{ 行.类型 }}第{{ 行.排名 }}名")
    annex(paper, "提纲", (NUMBER, unit, place, lost, points))


def units(paper: Paper) -> None:
    """附件: each unit with its figures and the rows that took from them."""
    add(paper, "公文正文", "{%p if 单位表.附件 %}")
    add(paper, "公文附件序号", "{{ 单位表.附件 }}")
    add(paper, "公文附件标题", "{{ 单位表.标题 }}")
    add(paper, "公文表注", "注：各项失分按权重折算到本项的100分，合计等于100分减得分；负数是超额完成多得的。")
    text(paper, "{%p for 单位 in 单位表.行 %}")
    add(paper, "公文表题", "{{ 单位.名称 }}：综合{{ 单位.综合 }}分，{{ 单位.排名 }}")
    add(paper, "公文表注前", "{{ 单位.得分 }}，加减分{{ 单位.加减分 }}；四项失分合计{{ 单位.失分 }}分。{{ 单位.旧 }}")
    text(paper, "{%p if 单位.有失分 %}")
    add_table(paper, LOSSES, "单位.行")
    text(paper, "{%p endif %}", "{%p endfor %}")
    add(paper, "公文正文", "{%p endif %}")
