"""督办通报: the template that the office gets.

The words are the office's: it edits its copy in Word. The figures come in tags, so that text and tables can't disagree.
"""

from docx.document import Document as Paper

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
    built,
    heading,
    light_columns,
    text,
    told,
)

DEPARTMENTS = (
    Col("部门", 31, "{{ 行.名称 }}", total="合计"),
    *(
        Col(name, 18.5 if len(name) > 2 else 12.5, f"{{{{ 行.{name} }}}}", total=f"{{{{ {name} }}}}")
        for name in ("督办", "上月结转", "本月下达", "办结", "在办", "逾期")
    ),
    *light_columns(9.5),
)
QUALITY = (
    Col("部门", 36, "{{ 行.名称 }}", total="全公司"),
    Col("按期办结率", 39, "{{ 行.按期办结率 }}", total="{{ 按期办结率 }}"),
    Col("反馈及时率", 39, "{{ 行.反馈及时率 }}", total="{{ 反馈及时率 }}"),
    Col("督办得分", 24, "{{ 行.督办得分 }}", total="—"),
    Col("得分排名", 18, "{{ 行.排名 }}", total="—", only="列排名"),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    return built("督办通报", (summary, departments, lists, decisions, outlook), annexes)


def summary(paper: Paper) -> None:
    """The opening and the figures of the company."""
    text(
        paper,
        "现将{{ 期间 }}（{{ 起止 }}）督办工作情况通报如下。" + OPENING,
    )
    heading(paper, "一、总体情况", "（一）办理情况")
    text(
        paper,
        "{% if 督办 %}本月督办事项共{{ 督办 }}项，其中上月结转{{ 上月结转 }}项，本月下达{{ 本月下达 }}项。"
        "办结{{ 办结 }}项，月末在办{{ 在办 }}项，其中逾期{{ 逾期 }}项。办结率{{ 办结率 }}，按期办结率{{ 按期办结率 }}"
        "{% if 计划执行率 %}，年度目标事项计划执行率{{ 计划执行率 }}{% endif %}。{% else %}本月没有督办事项。{% endif %}",
    )
    heading(paper, second="（二）反馈情况")
    text(
        paper,
        "{% if 应反馈 %}本月应反馈{{ 应反馈 }}次，其中按时反馈{{ 按时反馈 }}次，迟反馈{{ 迟反馈 }}次，漏报{{ 漏报 }}次，"
        "反馈及时率{{ 反馈及时率 }}。"
        "{% else %}本月没有应反馈的事项。{% endif %}",
    )
    heading(paper, second="（三）亮灯情况")
    text(
        paper,
        "{% if 亮灯 %}本月参加亮灯的事项{{ 亮灯 }}项：绿灯{{ 绿灯 }}项，黄灯{{ 黄灯 }}项，红灯{{ 红灯 }}项"
        "{% if 时限口径 %}，蓝灯{{ 蓝灯 }}项{% endif %}"
        "{% if 未亮灯 %}，尚未亮灯{{ 未亮灯 }}项{% endif %}。{% else %}本月没有参加亮灯的事项。{% endif %}",
    )
    heading(paper, second="（四）年度目标落地情况")
    text(
        paper,
        "{% if 目标 %}截至{{ 基准日 }}，{{ 年度 }}年度目标{{ 目标 }}个，已落地{{ 落地 }}个。"
        "按个数计落地率{{ 落地率 }}，按权重计{{ 落地率按权重 }}。"
        "{% else %}{{ 年度 }}年度没有登记目标。{% endif %}",
    )
    add(paper, "公文表注", "注：{{ 口径 }}")


def departments(paper: Paper) -> None:
    """What each department did: two tables."""
    heading(paper, "二、各部门情况")
    text(
        paper,
        "{%p if 部门 %}",
        "各部门办理和亮灯情况见表1，按期、反馈情况和督办得分见表2。{% if 按期不足 %}按期办结率不到100%的部门：{{ 按期不足 }}。{% endif %}"
        "{% if 反馈不足 %}反馈及时率不到100%的部门：{{ 反馈不足 }}。{% endif %}",
    )
    add(paper, "公文表题", "表1　各部门督办事项办理情况（单位：项）")
    add_table(paper, DEPARTMENTS, "部门", total=True)
    note = "注：督办为本月督办事项数，等于上月结转加本月下达，也等于办结加在办；逾期包含在在办中。立项、暂缓、取消的事项不计。"
    add(paper, "公文表注", note)
    add(paper, "公文表题", "表2　各部门按期、反馈情况和督办得分")
    add_table(paper, QUALITY, "部门", total=True)
    add(paper, "公文表注", "注：“—”表示本月没有可以统计的事项，不按0计，也不按100计。{% if 部门合计说明 %}{{ 部门合计说明 }}{% endif %}")
    text(paper, "{%p else %}", "本月各部门没有督办事项。", "{%p endif %}")


def lists(paper: Paper) -> None:
    """What was closed, what is overdue, what was not reported."""
    heading(paper, "三、办结、逾期和漏报情况", "（一）办结事项")
    told(
        paper,
        "办结清单",
        "本月办结{{ 办结清单.条数 }}项，其中按期{{ 办结按期 }}项、逾期{{ 办结逾期 }}项"
        "{% if 办结无时限 %}、没有考核时限{{ 办结无时限 }}项{% endif %}。",
        "本月没有办结事项。",
        WHAT + "，{{ 行.办结日 }}办结，{{ 行.结果 }}。",
    )
    heading(paper, second="（二）逾期未办结事项")
    told(
        paper,
        "逾期清单",
        "截至{{ 截止日 }}，逾期未办结{{ 逾期清单.条数 }}项。",
        "截至{{ 截止日 }}，没有逾期未办结的事项。",
        WHAT + "，考核时限{{ 行.时限日 }}，逾期{{ 行.天数 }}天，{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}。",
    )
    heading(paper, second="（三）漏报反馈")
    told(paper, "漏报清单", "本月漏报{{ 漏报清单.条数 }}次。", "本月没有漏报。", "{{ 行.部门 }}{{ 行.次数 }}次（{{ 行.编号 }}）。")


def decisions(paper: Paper) -> None:
    """What leaders decided in the month."""
    heading(paper, "四、变更、升级和考核", "（一）变更")
    told(
        paper,
        "变更清单",
        "本月批准变更{{ 变更清单.条数 }}项：{{ 变更清单.分类 }}。",
        "本月没有批准的变更。",
        WHAT + "，{{ 行.批准日 }}批准{{ 行.变更 }}{% if 行.说明 %}，{{ 行.说明 }}{% endif %}。",
    )
    heading(paper, second="（二）升级")
    told(
        paper,
        "升级清单",
        "经批准，本月由部门级升级为公司级督办{{ 升级清单.条数 }}项。",
        "本月没有升级的事项。",
        WHAT + "，考核时限{{ 行.时限日 }}，{{ 行.批准日 }}批准升级。",
    )
    heading(paper, second="（三）督办考核")
    told(
        paper,
        "考核清单",
        "本月确认督办考核{{ 考核清单.条数 }}笔，合计{{ 考核清单.分值 }}分。",
        "本月没有已确认的督办考核。",
        "{{ 行.部门 }}：{{ 行.事由 }}{% if 行.编号 %}（{{ 行.编号 }}）{% endif %}，{{ 行.分值 }}分。",
    )


def outlook(paper: Paper) -> None:
    """What falls due next, and what is asked of the departments. The last paragraph stays with the signature."""
    heading(paper, "五、下月到期事项")
    told(
        paper,
        "到期清单",
        "{{ 下月 }}到期的在办事项{{ 到期清单.条数 }}项：{{ 到期清单.分部门 }}。",
        "{{ 下月 }}没有到期的在办事项。",
        WHAT + "，考核时限{{ 行.时限日 }}，{{ 行.级别 }}。",
    )
    heading(paper, "六、下一步工作要求")
    text(
        paper,
        "{%p if 逾期 %}",
        "逾期未办结的{{ 逾期 }}项，由主责部门说明原因、提出措施和预计完成时间，书面报督办办公室，尽快办结销号。",
        "{%p endif %}",
        "{%p if 漏报 %}",
        "漏报反馈的部门要补报进展，今后按应反馈日期反馈，写清进展、存在问题、需协调事项和下步措施。",
        "{%p endif %}",
        "{%p if 到期清单.条数 %}",
        "下月到期的{{ 到期清单.条数 }}项，主责部门要对照完成标准倒排工期；不能按期完成的，在考核时限前提出延期申请。",
        "{%p endif %}",
    )
    text(paper, OBJECTION, style="公文引出")


def annexes(paper: Paper) -> None:
    """The long lists."""
    annex(paper, "办结清单", (NUMBER, CODE, MATTER, DEPARTMENT, Col("办结日期", 22, "{{ 行.办结日期 }}"), Col("结果", 21, "{{ 行.结果 }}")))
    annex(
        paper,
        "逾期清单",
        (
            NUMBER,
            CODE,
            MATTER._replace(width=40),
            DEPARTMENT._replace(width=26),
            DUE._replace(width=22),
            Col("逾期天数", 11, "{{ 行.天数 }}"),
            Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True),
        ),
    )
    annex(
        paper,
        "变更清单",
        (
            NUMBER,
            CODE,
            MATTER._replace(width=35),
            DEPARTMENT._replace(width=26),
            Col("变更", 11, "{{ 行.变更 }}"),
            Col("批准日期", 22, "{{ 行.批准日期 }}"),
            Col("说明", 31, "{{ 行.说明 }}", left=True),
        ),
    )
    annex(paper, "升级清单", (NUMBER, CODE, MATTER, DEPARTMENT, DUE._replace(width=21), Col("批准日期", 20, "{{ 行.批准日期 }}")))
    annex(
        paper,
        "考核清单",
        (
            NUMBER,
            Col("日期", 23, "{{ 行.日期 }}"),
            Col("部门", 27, "{{ 行.部门 }}"),
            CODE,
            Col("事由", 56, "{{ 行.事由 }}", left=True),
            Col("分值", 16, "{{ 行.分值 }}"),
        ),
    )
    annex(paper, "到期清单", (NUMBER, CODE, MATTER, DEPARTMENT, DUE, Col("级别", 18, "{{ 行.级别 }}")))
