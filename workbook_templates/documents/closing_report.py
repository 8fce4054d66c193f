"""办结报告: a form on one item for the leaders: what was asked, what was done, when, and how it was judged."""

from workbook_templates.documents.forms import (
    MIDDLE_STYLE,
    SIGNED,
    Box,
    FormLine,
    four_columns,
    item_lines,
    label,
    pairs,
    signing,
    tag,
    wide,
)
from workbook_templates.documents.shapes import ITEM_TAGS, SHARED, Shape, read_texts, stages_of, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("closing_report")

GROUPS: Shape = {
    "阶段": stages_of(完成度="80%"),
}
SHAPE: Shape = {**SHARED, **ITEM_TAGS, **tags_in(TEXTS["标签"], GROUPS)}

FORM = four_columns(
    24,
    *item_lines(10),
    pairs("分管领导", "{{ 分管领导 }}", "责任人", "{{ 责任人 }}（承办：{{ 承办人 }}）"),
    pairs("下达日期", "{{ 下达日 }}", "考核时限", "{{ 时限日 }}"),
    pairs("提交日期", "{{ 提交日 }}", "办结日期", "{{ 办结日 }}"),
    pairs("是否按期", "{{ 是否按期 }}{% if 逾期天数 %}{{ 逾期天数 }}天{% endif %}", "退办次数", "{{ 退办次数 }}次"),
    wide("变更情况", "{{ 变更情况 }}"),
    wide("完成标准", "{{ 完成标准 }}"),
    tag("{%tr for 行 in 阶段.行 %}"),
    FormLine((label("{{ 行.阶段 }}"), Box("{{ 行.任务 }}", 2), Box("{{ 行.时限日 }}　{{ 行.完成度 }}", 0, MIDDLE_STYLE))),
    tag("{%tr endfor %}"),
    wide("完成情况", "{{ 完成情况 }}\n完成形式：{{ 完成形式 }}　佐证：{{ 佐证 }}"),
    tag("{%tr if 逾期 %}"),
    wide("未按期原因", "{{ 未按期原因 }}"),
    tag("{%tr endif %}"),
    wide(
        "反馈情况",
        "{% if 应反馈 %}应反馈{{ 应反馈 }}次：按时{{ 按时反馈 }}次，迟报{{ 迟反馈 }}次，漏报{{ 漏报 }}次；"
        "反馈及时率{{ 反馈及时率 }}，没有反馈的也算应反馈{% else %}没有应反馈的日期{% endif %}",
    ),
    pairs("完成质量", "{{ 完成质量 }}（评价人：{{ 评价人 }}）", "考核情况", "{{ 考核情况 }}"),
    signing("主责部门", "", f"负责人：{SIGNED}", 12),
    signing("督办审核", "", f"审核人：{SIGNED}", 12),
    signing("领导意见", "", f"{{{{ 分管领导 }}}}：{SIGNED}", 12),
)
LAYOUT = Layout(TEXTS[""], forms={"办结报告": FORM}, frame="表单")
