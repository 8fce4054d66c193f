"""抽查运行通报: the template that the office gets."""

from docx.document import Document as Paper

from workbook_templates.documents.paper import Col, add, add_table
from workbook_templates.documents.parts import annex
from workbook_templates.documents.passages import NUMBER, OBJECTION, analysis, built, heading, text, told
from workbook_templates.documents.shapes import PERIODIC, SHARED, Shape, Sums, list_of, said

PROBLEM: Shape = {
    "序号": "第几行", "编号": "抽查编号", "日期": "2026-10-20", "日": "2026年10月20日", "层级": "定向、牵头或日常", "部门": "部门",
    "风险编号": "风险编号", "问题": "问题描述", "要求": "整改要求", "时限": "整改时限，2026-10-20", "时限日": "2026年10月20日",
    "扣分": "扣分；没有的空着", "整改": "整改到哪一步",
}  # fmt: skip
PLAN: Shape = {
    "序号": "第几行", "编号": "风险编号", "部门": "部门", "风险点": "风险点", "等级": "高、中或低", "层级": "抽查层级",
    "上次": "上次抽查日期", "应查日期": "2026-10-20", "应查日": "2026年10月20日", "天数": "到基准日超期几天",
}  # fmt: skip
SHAPE: Shape = {
    **SHARED,
    **PERIODIC,
    "下月": "2026年11月份",
    "抽查次数": "抽查编号数",
    "抽查记录": "抽查记录行数",
    "抽查人次": "人次",
    "合格": "行数",
    "苗头": "行数",
    "问题": "行数",
    "结果未填": "结果空着或读不懂的行数",
    "再监督": "有再监督人的行数",
    "约谈人次": "人次",
    "合格率": "带分子分母",
    "问题率": "带分子分母",
    "失分": "扣分合计",
    "合格率下限": "参数“抽查合格率下限”",
    "口径": "各比率怎么算",
    "层级": [{"名称": "抽查层级", "次数": "抽查次数", "抽查记录": "行数", "问题": "行数", "覆盖率": "带分子分母"}],
    "部门": [
        {
            "名称": "部门", "类型": "部门类型", "抽查次数": "次数", "抽查记录": "行数", "抽查人次": "人次", "问题": "行数", "苗头": "行数",
            "问题率": "带分子分母", "失分": "扣分", "比例计分": "分", "等级": "优、良、中、差", "排名": "同类型内按问题率的名次",
        }
    ],
    "变化": said("与上次定稿的月比"),
    "须说明": "合格率低于下限的部门，以、隔开",
    "问题清单": list_of(PROBLEM),
    "苗头清单": list_of(PROBLEM),
    "整改逾期清单": list_of(PROBLEM),
    "超期清单": list_of(PLAN),
    "应查清单": list_of(PLAN),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SUMS: Sums = (("抽查记录", ("合格", "苗头", "问题", "结果未填")),)

LEVELS = (
    Col("抽查层级", 30, "{{ 行.名称 }}", total="合计"),
    Col("抽查次数", 26, "{{ 行.次数 }}", total="{{ 抽查次数 }}"),
    Col("记录", 24, "{{ 行.抽查记录 }}", total="{{ 抽查记录 }}"),
    Col("问题", 24, "{{ 行.问题 }}", total="{{ 问题 }}"),
    Col("风险点覆盖率", 52, "{{ 行.覆盖率 }}", total="—"),
)
DEPARTMENTS = (
    Col("部门", 26, "{{ 行.名称 }}", total="合计"),
    Col("类型", 18.5, "{{ 行.类型 }}", total="—"),
    *(Col(head, 10.75, f"{{{{ 行.{name} }}}}", total=f"{{{{ {name} }}}}") for head, name in (("人次", "抽查人次"), ("记录", "抽查记录"))),
    *(Col(name, 10.75, f"{{{{ 行.{name} }}}}", total=f"{{{{ {name} }}}}") for name in ("问题", "苗头")),
    Col("问题率", 29, "{{ 行.问题率 }}", total="{{ 问题率 }}"),
    Col("比例计分", 18, "{{ 行.比例计分 }}", total="—"),
    Col("等级", 10.75, "{{ 行.等级 }}", total="—"),
    Col("排名", 10.75, "{{ 行.排名 }}", total="—"),
)
POINT = Col("风险点", 60, "{{ 行.风险点 }}", left=True)


def build() -> bytes:
    """The template; the same bytes each time."""
    return built("抽查运行通报", (summary, departments, problems, outlook), annexes)


def summary(paper: Paper) -> None:
    """What was checked, by level."""
    text(paper, "现将{{ 期间 }}（{{ 起止 }}）三级抽查运行情况通报如下。整改情况按{{ 基准日 }}掌握的记录统计。")
    heading(paper, "一、抽查开展情况")
    text(
        paper,
        "{%p if 抽查记录 %}",
        "本月开展抽查{{ 抽查次数 }}次、{{ 抽查人次 }}人次，检查风险点{{ 抽查记录 }}点次：合格{{ 合格 }}点次，苗头{{ 苗头 }}点次，"
        "问题{{ 问题 }}点次{% if 结果未填 %}，结果未填{{ 结果未填 }}点次{% endif %}。合格率{{ 合格率 }}，问题率{{ 问题率 }}，"
        "扣分合计{{ 失分 }}分。{% if 约谈人次 %}因抽查约谈{{ 约谈人次 }}人次。{% endif %}"
        "{% if 再监督 %}对抽查工作再监督{{ 再监督 }}点次。{% endif %}",
    )
    analysis(paper, "变化")
    text(paper, "各层级抽查情况见表1。")
    add(paper, "公文表题", "表1　各层级抽查情况（单位：次、点次）")
    add_table(paper, LEVELS, "层级", total=True)
    add(paper, "公文表注", "注：{{ 口径 }}")
    text(paper, "{%p else %}", "本月没有抽查记录。", "{%p endif %}")


def departments(paper: Paper) -> None:
    heading(paper, "二、各部门抽查结果")
    text(paper, "{%p if 部门 %}", "各部门抽查结果见表2。")
    add(paper, "公文表题", "表2　各部门抽查结果（单位：人次、点次、分）")
    add_table(paper, DEPARTMENTS, "部门", total=True)
    note = "注：排名按问题率由低到高，在同类型内排；比例计分已按业务量折算；苗头不扣分。"
    add(paper, "公文表注", note)
    text(paper, "{%p else %}", "本月各部门没有抽查结果。", "{%p endif %}")


def problems(paper: Paper) -> None:
    """Problems one by one, signs, and what was not mended in time."""
    heading(paper, "三、发现的问题", "（一）问题")
    what = "{{ 行.部门 }}：{{ 行.问题 }}（{{ 行.编号 }}，{{ 行.层级 }}抽查）"
    asked = "{% if 行.要求 %}，要求{{ 行.要求 }}{% endif %}"
    when = "{% if 行.整改 %}，整改时限{{ 行.时限日 }}，{{ 行.整改 }}{% endif %}。"
    told(paper, "问题清单", "本月发现问题{{ 问题清单.条数 }}个。", "本月没有发现问题。", what + asked + when)
    heading(paper, second="（二）苗头")
    told(paper, "苗头清单", "本月发现苗头{{ 苗头清单.条数 }}个，不扣分，请有关部门防微杜渐。", "本月没有发现苗头。", what + "。")
    heading(paper, "四、整改情况")
    told(
        paper,
        "整改逾期清单",
        "截至{{ 基准日 }}，整改逾期{{ 整改逾期清单.条数 }}个。",
        "截至{{ 基准日 }}，没有整改逾期的问题。",
        what + "，整改时限{{ 行.时限日 }}，{{ 行.整改 }}。",
    )


def outlook(paper: Paper) -> None:
    heading(paper, "五、下月抽查安排", "（一）超期未查的高、中风险点")
    told(
        paper,
        "超期清单",
        "截至{{ 基准日 }}，超期未查的高、中风险点{{ 超期清单.条数 }}个。",
        "截至{{ 基准日 }}，没有超期未查的高、中风险点。",
        "{{ 行.部门 }}：{{ 行.风险点 }}（{{ 行.编号 }}，{{ 行.等级 }}风险），应在{{ 行.应查日 }}以前抽查，已超期{{ 行.天数 }}天。",
    )
    heading(paper, second="（二）下月应查的风险点")
    told(
        paper,
        "应查清单",
        "{{ 下月 }}应查的风险点{{ 应查清单.条数 }}个。",
        "{{ 下月 }}没有到期应查的风险点。",
        "{{ 行.部门 }}：{{ 行.风险点 }}（{{ 行.编号 }}，{{ 行.等级 }}风险），应查日期{{ 行.应查日 }}。",
    )
    heading(paper, "六、工作要求")
    text(
        paper,
        "{%p if 问题 %}",
        "发现问题的部门要对照整改要求逐条整改，按时限报送佐证，并举一反三、查找同类问题。",
        "{%p endif %}",
        "{%p if 整改逾期清单.条数 %}",
        "整改逾期的{{ 整改逾期清单.条数 }}个问题，责任部门要说明原因、明确完成时间，尽快整改销号。",
        "{%p endif %}",
        "{%p if 须说明 %}",
        "合格率低于{{ 合格率下限 }}的部门（{{ 须说明 }}），请在讲评会上说明情况。",
        "{%p endif %}",
        "{%p if 超期清单.条数 %}",
        "各级抽查人要优先安排超期未查的高、中风险点，把下月应查的风险点列入计划。",
        "{%p endif %}",
    )
    text(paper, OBJECTION, style="公文引出")


def annexes(paper: Paper) -> None:
    code, who = Col("抽查编号", 23, "{{ 行.编号 }}"), Col("部门", 24, "{{ 行.部门 }}")
    for rows in ("问题清单", "苗头清单", "整改逾期清单"):
        annex(
            paper,
            rows,
            (
                NUMBER,
                code,
                who,
                Col("问题", 46, "{{ 行.问题 }}", left=True),
                Col("整改时限", 22, "{{ 行.时限 }}"),
                Col("整改情况", 30, "{{ 行.整改 }}"),
            ),
        )
    number = Col("风险编号", 20, "{{ 行.编号 }}")
    for rows, last in (("超期清单", Col("超期天数", 16, "{{ 行.天数 }}")), ("应查清单", Col("层级", 16, "{{ 行.层级 }}"))):
        grade, due = Col("等级", 11, "{{ 行.等级 }}"), Col("应查日期", 23, "{{ 行.应查日期 }}")
        annex(paper, rows, (NUMBER, number, who, POINT._replace(width=52), grade, due, last))
