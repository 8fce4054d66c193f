"""督办函: a letter about one matter: background, state found, request, reply (信函格式)."""

from workbook_templates.documents.finish import saved
from workbook_templates.documents.forms import letter
from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

SHAPE: Shape = {
    **SHARED,
    **ITEM,
    **CONTACT,
    "有事项": "“问责记录”的编号是台账里的事项时为真",
    "事实": "“问责记录”的事实，不重复事项内容",
    "发函部门": "谈话人；空着为参数“纪检部门”",
    "基准日": "数据按哪天掌握的情况",
    "最近反馈日": "最近一次反馈的日期；没有的空着",
    "存在问题": "最近一次反馈",
    "所报原因": "最近一次反馈的未按期原因",
    "所报措施": "最近一次反馈的下步措施",
}
SUMS: Sums = ()
TEXT = """
{%p if 有事项 %}
{{ 事项 }}（{{ 编号 }}）是{{ 级别 }}督办事项，由{{ 主责部门 }}主责{% if 协办部门 != '—' %}、{{ 协办部门 }}协办{% endif %}，\
责任人{{ 责任人 }}，{{ 下达日 }}下达，考核时限{{ 时限日 }}{% if 完成标准 != '—' %}，完成标准为：{{ 完成标准 }}{% endif %}。
截至{{ 基准日 }}，该事项完成度{{ 完成度 }}{% if 序时进度 != '—' %}，计划进度{{ 序时进度 }}{% endif %}，{{ 灯 }}，{{ 时限情况 }}。\
{{ 事实 }}。{% if 最近反馈日 %}最近一次反馈在{{ 最近反馈日 }}\
{% if 存在问题 %}，所报问题：{{ 存在问题 }}{% endif %}{% if 所报原因 %}，未按期原因：{{ 所报原因 }}{% endif %}。\
{% else %}该事项至今没有反馈。{% endif %}
{%p else %}
截至{{ 基准日 }}，经核实：{{ 事实 }}。
{%p endif %}
经研究，现予督办。请高度重视，抓紧做好以下工作：
1．查明进度滞后的原因，分清主观和客观，明确责任人。
2．制定赶工措施，倒排工期，定到人、定到日，尽快办结。
3．需要公司协调的事项，写明需要谁、协调什么，一并报送。
请于{{ 要求回复日期 }}前将办理情况、滞后原因、整改措施和预计完成时间书面回复{{ 发函部门 }}，由部门负责人签字。\
逾期不回复或措施不落实的，按有关规定处理。
"""


def build() -> bytes:
    """The template; the same bytes each time."""
    return saved(letter("督办函", TEXT))
