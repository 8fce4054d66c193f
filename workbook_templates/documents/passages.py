"""What several papers say alike: passages of their texts, and columns that say of an item what every list says."""

from workbook_templates.documents.paper import Col, col, summed
from workbook_templates.sheets.style import AMBER, BLUE, GREEN, RED

WHAT = "{{ 行.部门 }}{% if 行.责任人 %}（{{ 行.责任人 }}）{% endif %}：{{ 行.事项 }}（{{ 行.编号 }}）"
PASSAGES = {
    "what": WHAT,
    "as_of": (
        "{% if 基准日 != 截止日 %}亮灯、逾期按{{ 截止日 }}认定，办理情况按{{ 基准日 }}掌握的记录统计。"
        "{% else %}数据截至{{ 截止日 }}。{% endif %}"
    ),
    "overdue": (
        "【清单】逾期清单\n截至{{ 截止日 }}，逾期未办结{{ 逾期清单.条数 }}项。\n截至{{ 截止日 }}，没有逾期未办结的事项。\n"
        f"{WHAT}，考核时限{{{{ 行.时限日 }}}}，逾期{{{{ 行.天数 }}}}天，"
        "{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}。"
    ),
    "assessed": "{{ 行.部门 }}：{{ 行.事由 }}{% if 行.编号 %}（{{ 行.编号 }}）{% endif %}",
    "form_head": "【表单送审稿】{{ 送审稿 }}\n【表单题】{{ 标题 }}\n【表单号】编号：{{ 文号 }}\t{{ 成文日期 }}",
    "wide_head": "【表单题】{{ 标题 }}\n【表单号横】{{ 发文机关 }}\t",
    "signed": "【表单签】{{ 署名 }}\n【表单签】{{ 成文日期 }}",
    "objection": "各部门对所列数据有异议的，{% if 公示天数 %}请在{{ 公示天数 }}天公示期内{% else %}请{% endif %}书面向督办办公室提出。",
}
"""What several papers say alike."""


def lists_of(this: str) -> dict[str, str]:
    """Lists that 督办通报 and 督办考核通报 have alike. this: what they call their period, 本月 or 本期."""
    return {
        "missed": f"""【清单】漏报清单
{this}漏报{{{{ 漏报清单.条数 }}}}次。
{this}没有漏报。
{{{{ 行.部门 }}}}{{{{ 行.次数 }}}}次（{{{{ 行.编号 }}}}）。""",
        "escalations": f"""【清单】升级清单
经批准，{this}由部门级升级为公司级督办{{{{ 升级清单.条数 }}}}项。
{this}没有升级的事项。
{WHAT}，考核时限{{{{ 行.时限日 }}}}，{{{{ 行.批准日 }}}}批准升级。""",
        "points": f"""【清单】考核清单
{this}确认督办考核{{{{ 考核清单.条数 }}}}笔，合计{{{{ 考核清单.分值 }}}}分。
{this}没有已确认的督办考核。
{PASSAGES["assessed"]}，{{{{ 行.分值 }}}}分。""",
    }


NUMBER = col("序号", 10)
CODE = col("编号", 21)
MATTER = col("事项", 55, left=True)
DEPARTMENT = Col("主责部门", 27, "{{ 行.部门 }}{% if 行.责任人 %} {{ 行.责任人 }}{% endif %}")
DUE = col("时限", 23, head="考核时限")
REASON = Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True)
COLOURS = (("绿灯", GREEN, ""), ("黄灯", AMBER, ""), ("红灯", RED, ""), ("蓝灯", BLUE, "时限口径"))
"""Light, its colour, and when it is a column of its own."""


def item_columns(*more: Col, matter: float = 55, department: float = 27, due: float = 0) -> tuple[Col, ...]:
    """Number, matter and department of an item, its deadline where that has a width, and more."""
    columns = (NUMBER, CODE, MATTER._replace(width=matter), DEPARTMENT._replace(width=department))
    return (*columns, *((DUE._replace(width=due),) if due else ()), *more)


OVERDUE = item_columns(col("天数", 11, head="逾期天数"), REASON, matter=40, department=26, due=22)
ESCALATED = item_columns(col("批准日期", 20), due=21)
ASSESSED = (NUMBER, col("日期", 23), col("部门", 27), CODE, col("事由", 56, left=True), col("分值", 16))
"""Annexes that 督办通报 and 督办考核通报 have alike."""


def unit_columns(width: float, kind: float = 0, total: str = "合计") -> tuple[Col, ...]:
    """The department of a row, and its 类型 where that has a width. total: what the row of sums says, '' where there is none."""
    kinds = (col("类型", kind, "部门类型", total="—" if total else ""),) if kind else ()
    return (col("名称", width, "部门", head="部门", total=total), *kinds)


def light_columns(width: float) -> tuple[Col, ...]:
    """A count of each light, its letter on its colour; blue only where the lights go by the time limit."""
    return tuple(summed(light, width, head=light[0], only=only, fill=colour[1:]) for light, colour, only in COLOURS)
