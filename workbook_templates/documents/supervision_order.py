"""督办单: a form of one page that goes to the department with the item, and comes back signed."""

from workbook_templates.documents.forms import MIDDLE, SIGN, SIGNED, Box, Line, form, form_head, label, pairs, saved, signing, tag, text_of
from workbook_templates.documents.paper import new_paper
from workbook_templates.documents.shapes import CONTACT, ITEM, SHARED, Shape, Sums

STAGES: Shape = {
    "条数": "阶段数",
    "行": [{"序号": "第几行", "阶段": "阶段", "任务": "阶段任务", "责任人": "姓名", "时限日": "2026年6月30日"}],
}
SHAPE: Shape = {
    **SHARED,
    **ITEM,
    **CONTACT,
    "反馈要求": "按“督办频次”：每7天反馈一次进展",
    "异议天数": "参数“异议时限天数”",
    "阶段": STAGES,
}
SUMS: Sums = ()

WIDTHS = (24, 54, 24, 54)


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("督办单")
    form_head(paper)
    form(
        paper,
        WIDTHS,
        (
            Line((label("督办事项"), Box("{{ 事项 }}", 0)), 12),
            pairs("事项编号", "{{ 编号 }}", "级别类别", "{{ 级别 }}　{{ 类别 }}{% if 密级 %}　密级：{{ 密级 }}{% endif %}"),
            pairs("来源", "{{ 来源 }}", "依据", "{{ 依据 }}"),
            pairs("主责部门", "{{ 主责部门 }}", "协办部门", "{{ 协办部门 }}"),
            pairs("责任人", "{{ 责任人 }}", "承办人", "{{ 承办人 }}"),
            pairs("分管领导", "{{ 分管领导 }}", "督办部门", "{{ 督办部门 }}{% if 联系人 %}（{{ 联系人 }} {{ 联系电话 }}）{% endif %}"),
            pairs("下达日期", "{{ 下达日 }}", "办理时限", "{{ 时限日 }}"),
            pairs("完成形式", "{{ 完成形式 }}", "反馈要求", "{{ 反馈要求 }}"),
            Line((label("完成标准"), Box("{{ 完成标准 }}", 0)), 10),
            tag("{%tr for 行 in 阶段.行 %}"),
            Line((label("{{ 行.阶段 }}"), Box("{{ 行.任务 }}（{{ 行.责任人 }}）", 2), Box("{{ 行.时限日 }}", 0, MIDDLE))),
            tag("{%tr endfor %}"),
            signing("领导批示", "", SIGNED, 18),
            Line((label("主责部门\n签收"), Box(f"\n签收人：{SIGNED}", 0, last=SIGN)), 14),
            signing("办结意见", "", f"主责部门负责人：{SIGNED}", 20),
            signing("督办审核", "", f"审核人：{SIGNED}", 15),
        ),
    )
    text_of(
        paper,
        "注：1．对事项、时限、责任有异议的，{% if 异议天数 %}请在签收后{{ 异议天数 }}个工作日内{% else %}请{% endif %}书面提出，只提一次。",
        "2．不能按期办结的，在办理时限前书面申请延期；时限过后提出的，仍按原时限考核。",
        style="公文表注",
    )
    return saved(paper)
