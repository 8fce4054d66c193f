"""预警信息单: what stands out at a risk point, and what the department answers."""

from workbook_templates.documents.forms import SIGNED, four_columns, named, pairs, signing, wide
from workbook_templates.documents.shapes import CONTACT, SHARED, Shape, read_texts, tags_in
from workbook_templates.documents.written import Layout

TEXTS = read_texts("warning_notice")

SHAPE: Shape = {**SHARED, **CONTACT, **tags_in(TEXTS["标签"])}

REPLY = (
    "请于{{ 要求回复日期 }}前在本单填写办理情况，由负责人签字，"
    "送{% if 联系人 %}{{ 联系部门 }}{{ 联系人 }}（{{ 联系电话 }}）{% else %}{{ 发文机关 }}{{ 督办机构 }}{% endif %}。"
)
FORM = four_columns(
    26,
    pairs("预警对象", "{{ 对象 }}", "预警类型", "{{ 预警类型 }}"),
    pairs("预警日期", "{{ 预警日 }}", "关联编号", "{{ 编号 }}"),
    wide("风险点", "{{ 风险点 }}（{{ 风险编号 }}）", 10),
    named("岗位", "岗位责任人"),
    named("风险等级", "风险值"),
    pairs("上次抽查", "{{ 上次抽查日 }}", "应查日期", "{{ 应查日 }}"),
    pairs("一年内问题", "{{ 一年内问题 }}", "数据截至", "{{ 基准日 }}"),
    wide("防控措施", "{{ 防控措施 }}", 10),
    wide("预警事实", "{{ 事实 }}。", 18),
    wide("处理建议", "{{ 建议 }}", 14),
    wide("回复要求", REPLY, 12),
    signing("签收", "", f"签收人：{SIGNED}", 14),
    signing("原因和\n办理情况", "", f"部门负责人：{SIGNED}", 28),
    signing("核实意见", "", f"核实人：{SIGNED}", 18),
)
LAYOUT = Layout(TEXTS[""], forms={"预警": FORM}, frame="表单")
