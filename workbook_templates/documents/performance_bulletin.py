"""绩效通报: the template that the office gets."""

from workbook_templates.documents.paper import Col, col, tags_of
from workbook_templates.documents.shapes import PERIODIC, Shape, list_of, read_texts, said, tags_in
from workbook_templates.documents.written import IMPROVED, IMPROVED_ROWS, NUMBER, Layout, unit_columns

TEXTS = read_texts("performance_bulletin")

LOSSES = (
    col("维度", 16, "督办、亮灯、指标、抽查或加减分"), col("编号", 27, "事项、指标、抽查的编号"), col("失分", 18, "分；加减分为其分值"),
    col("说明", 95, "怎么失的", left=True),
)  # fmt: skip
INDICATOR_TAGS: Shape = {"序号": "第几行", "编号": "指标编号", "部门": "主责部室", "指标": "指标"}
UNIT: Shape = {
    "名称": "部门", "得分": "督办、亮灯、指标、抽查各多少分", "加减分": "分", "综合": "综合得分", "排名": "类型和名次；不参评的为—",
    "失分": "各项失分合计，加减分不在内", "有失分": "有失分行时为真", "旧": "定稿后数据有改动、不列明细的说明；没有时空着",
    "行": [tags_of(LOSSES)],
}  # fmt: skip
FOUND = (
    col("单位", 27, "被考评单位"), col("项目", 33, "考评项目", head="考评项目", left=True),
    col("问题", 48, "存在问题", head="存在问题", left=True), col("建议", 48, "改进建议", head="改进建议", left=True),
)  # fmt: skip
TABLES: dict[str, tuple[Col, ...]] = {
    "部门": (
        *unit_columns(26, 18.5, ""),
        *(col(name, 14.5, "分") for name in ("督办", "亮灯", "指标", "抽查")),
        *(col(name, 14, "分") for name in ("加减分", "综合")),
        col("排名", 12, "同类型内的名次"),
        col("总排名", 13.5, "名次", only="列总排名"),
    ),
    "部门 比率": (
        *unit_columns(40, 30, ""),
        col("按期办结率", 43, "带分子分母；定稿的期间是公布的数"),
        col("计划执行率", 43, "带分子分母；定稿以后数据有改动的为—"),
    ),
    "单位.行": LOSSES,
    "考评.行": FOUND,
}
GROUPS: Shape = {
    "部门": [tags_of((*TABLES["部门"], *TABLES["部门 比率"]))],
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
    "指标进度清单": list_of(
        {
            **INDICATOR_TAGS, "截至": "2026-10-31", "截至日": "2026年10月31日；没有报的空着", "进度": "最近一次报的进度；没有报的为—",
            "应有": "截至日期应有的进度", "落后": "落后多少个百分点；没有落后的空着", "差于底线": "反向指标已经差于底线值时为真",
        }
    ),
    "加减分清单": list_of(
        {
            "序号": "第几行", "日期": "2026-10-20", "日": "2026年10月20日", "部门": "部门", "类型": "加减分类型", "编号": "关联编号",
            "事由": "事由；涉密的略去", "分值": "计入的分值，扣2.00、加2.00", "说明": "为什么少计、不计；照计的空着",
        },
        分值="合计分值",
    ),
    "目标变更清单": list_of(
        {
            "序号": "第几行", "编号": "目标编号或指标编号", "类别": "目标或指标", "名称": "目标或指标", "变更": "新增、调整或撤销",
            "批准日期": "2026-10-20", "批准日": "2026年10月20日", "说明": "原值改为新值；原因",
        }
    ),
    **dict.fromkeys(("制度措施清单", "措施逾期清单"), IMPROVED),
    "单位表": list_of(UNIT),
    "打分表": list_of(
        {
            "序号": "第几行", "名称": "考评部门", "打分数": "个数", "差异化率": "带分子分母", "极差": "百分点", "标准差": "百分点",
            "偏差": "比其他考评部门高或低多少，百分点", "结论": "达标、低于下限，或打分少不考核",
        }
    ),
    "分析表": list_of({"名称": "考评部门", "单位数": "写了问题或建议的单位数", "行": [tags_of(FOUND)]}),
    "提纲": list_of(
        {"序号": "第几行", "名称": "部门", "类型": "部门类型", "综合": "分", "排名": "名次", "失分": "主要失分", "要点": "改进措施"}
    ),
    "附件": [{"说明": "附件的序号和标题"}],
}  # fmt: skip
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

INDICATOR = (NUMBER, col("编号", 20, head="指标编号"), col("部门", 24))
CAUSE = Col("原因和措施", 48, "{{ 行.原因 }}{% if 行.原因 and 行.措施 %}；{% endif %}{{ 行.措施 }}", left=True)
FACT = Col("事由", 52, "{{ 行.事由 }}{% if 行.说明 %}（{{ 行.说明 }}）{% endif %}", left=True)
PLACE = Col("综合和名次", 27, "{{ 行.综合 }}分，{{ 行.类型 }}第{{ 行.排名 }}名")
ANNEXES: dict[str, tuple[Col, ...] | str] = {
    "失分指标清单": (*INDICATOR, col("指标", 38, left=True), col("得分", 16), CAUSE),
    "未报指标清单": (*INDICATOR, col("指标", 102, left=True)),
    "指标进度清单": (
        *INDICATOR, col("指标", 38, left=True), col("截至", 22), col("进度", 14), col("应有", 14, head="应有进度"),
        col("落后", 14, head="落后（百分点）"),
    ),
    "加减分清单": (
        NUMBER._replace(width=9), col("日期", 22), col("部门", 22), col("类型", 19), col("编号", 20), FACT, col("分值", 12),
    ),
    "目标变更清单": (
        NUMBER, col("编号", 22), col("名称", 52, head="目标或指标", left=True), col("变更", 12), col("批准日期", 22),
        col("说明", 38, left=True),
    ),
    **dict.fromkeys(("制度措施清单", "措施逾期清单"), IMPROVED_ROWS),
    "单位表": TEXTS["units"],
    "打分表": (
        NUMBER, col("名称", 25, head="考评部门"), col("打分数", 14), col("差异化率", 33),
        *(col(name, 16) for name in ("极差", "标准差", "偏差")), col("结论", 26),
    ),
    "分析表": TEXTS["scorers"],
    "提纲": (
        NUMBER, col("名称", 24, head="单位"), PLACE, col("失分", 63, head="主要失分", left=True),
        col("要点", 32, head="讲评要点", left=True),
    ),
}  # fmt: skip
LAYOUT = Layout(TEXTS[""], TABLES, annexes=ANNEXES)
