"""办结报告: a form on one item for the leaders: what was asked, what was done, when, and how it was judged."""

from workbook_templates.documents.forms import MIDDLE, SIGNED, Box, Line, form, form_head, label, pairs, saved, signing, tag
from workbook_templates.documents.paper import add, new_paper
from workbook_templates.documents.shapes import ITEM, SHARED, Shape, Sums

SHAPE: Shape = {
    **SHARED,
    **ITEM,
    "提交日": "2026年6月25日",
    "办结日": "2026年6月28日",
    "是否按期": "按期、逾期或没有时限",
    "逾期天数": "按期的空着",
    "变更情况": "已同意的变更，以、隔开；没有的为“没有变更”",
    "退办次数": "次数",
    "逾期": "没有按期办结时为真",
    "未按期原因": "最近一次反馈所报的原因",
    "完成情况": "办结说明",
    "佐证": "佐证",
    "完成质量": "90分",
    "评价人": "姓名",
    "考核情况": "已确认的督办考核",
    "应反馈": "次数",
    "按时反馈": "次数",
    "迟反馈": "次数",
    "漏报": "次数",
    "反馈及时率": "带分子分母",
    "阶段": {
        "条数": "阶段数",
        "行": [{"序号": "第几行", "阶段": "阶段", "任务": "阶段任务", "责任人": "姓名", "时限日": "2026年6月30日", "完成度": "80%"}],
    },
}
SUMS: Sums = (("应反馈", ("按时反馈", "迟反馈", "漏报")),)

WIDTHS = (24, 54, 24, 54)


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("办结报告")
    form_head(paper)
    form(
        paper,
        WIDTHS,
        (
            Line((label("督办事项"), Box("{{ 事项 }}", 0)), 10),
            pairs("事项编号", "{{ 编号 }}", "级别类别", "{{ 级别 }}　{{ 类别 }}{% if 密级 %}　密级：{{ 密级 }}{% endif %}"),
            pairs("来源", "{{ 来源 }}", "依据", "{{ 依据 }}"),
            pairs("主责部门", "{{ 主责部门 }}", "协办部门", "{{ 协办部门 }}"),
            pairs("分管领导", "{{ 分管领导 }}", "责任人", "{{ 责任人 }}（承办：{{ 承办人 }}）"),
            pairs("下达日期", "{{ 下达日 }}", "考核时限", "{{ 时限日 }}"),
            pairs("提交日期", "{{ 提交日 }}", "办结日期", "{{ 办结日 }}"),
            pairs("是否按期", "{{ 是否按期 }}{% if 逾期天数 %}{{ 逾期天数 }}天{% endif %}", "退办次数", "{{ 退办次数 }}次"),
            Line((label("变更情况"), Box("{{ 变更情况 }}", 0))),
            Line((label("完成标准"), Box("{{ 完成标准 }}", 0))),
            tag("{%tr for 行 in 阶段.行 %}"),
            Line(
                (label("{{ 行.阶段 }}"), Box("{{ 行.任务 }}", 2), Box("{{ 行.时限日 }}　{{ 行.完成度 }}", 0, MIDDLE)),
            ),
            tag("{%tr endfor %}"),
            Line((label("完成情况"), Box("{{ 完成情况 }}\n完成形式：{{ 完成形式 }}　佐证：{{ 佐证 }}", 0))),
            tag("{%tr if 逾期 %}"),
            Line((label("未按期原因"), Box("{{ 未按期原因 }}", 0))),
            tag("{%tr endif %}"),
            Line(
                (
                    label("反馈情况"),
                    Box(
                        "{% if 应反馈 %}应反馈{{ 应反馈 }}次：按时{{ 按时反馈 }}次，迟报{{ 迟反馈 }}次，漏报{{ 漏报 }}次；"
                        "反馈及时率{{ 反馈及时率 }}，没有反馈的也算应反馈{% else %}没有应反馈的日期{% endif %}",
                        0,
                    ),
                )
            ),
            pairs("完成质量", "{{ 完成质量 }}（评价人：{{ 评价人 }}）", "考核情况", "{{ 考核情况 }}"),
            signing("主责部门", "", f"负责人：{SIGNED}", 12),
            signing("督办审核", "", f"审核人：{SIGNED}", 12),
            signing("领导意见", "", f"{{{{ 分管领导 }}}}：{SIGNED}", 12),
        ),
    )
    add(paper, "公文版记尾")
    return saved(paper)
