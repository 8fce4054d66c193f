"""The tags that a template may hold, as data: lint.py checks a template against them, the manual lists them."""

Shape = dict[str, object]
"""The tags that a template may hold: name → what it is (a text), a group of tags (a Shape), or a list of rows ([Shape])."""

Sums = tuple[tuple[str, tuple[str, ...]], ...]
"""What has to add up: a figure, and the figures it is the sum of."""

SHARED: Shape = {
    "送审稿": "“送审稿”三个字；正式编号时没有",
    "发文机关标志": "落款单位加“文件”",
    "发文机关": "落款单位",
    "文号": "发文字号；送审稿空着",
    "标题": "标题，已按词断行",
    "主送": "主送机关",
    "署名": "落款单位",
    "成文日期": "2026年11月2日",
    "抄送": "抄送机关，以逗号隔开",
    "印发机关": "落款单位",
    "印发日期": "2026年11月2日",
    "签发人": "“文种”表里的签发人",
    "要求回复日期": "2026年11月9日；不要求回复的空着",
}
"""Tags of every paper."""

ITEM: Shape = {
    "编号": "事项编号",
    "事项": "事项内容；涉密的略去",
    "来源": "来源",
    "依据": "依据",
    "级别": "公司级或部门级",
    "类别": "日常、重点、难办、紧急",
    "主责部门": "现在的主责部门",
    "协办部门": "以、隔开",
    "督办部门": "督办部门",
    "分管领导": "姓名",
    "责任人": "姓名",
    "承办人": "姓名",
    "下达日": "2026年3月5日",
    "时限日": "考核时限，2026年6月30日；没有时限的为“长期”",
    "时限": "考核时限，2026-06-30",
    "完成形式": "完成形式",
    "完成标准": "完成标准",
    "完成度": "75.0%",
    "序时进度": "80.0%",
    "灯": "绿灯、黄灯、红灯、蓝灯或未亮灯",
    "时限情况": "已逾期3天、距考核时限还有5天等",
    "密级": "密级；没有的空着",
}
"""What a form says of an item."""

CONTACT: Shape = {"联系部门": "部门", "联系人": "姓名；“部门”表里没有的空着", "联系电话": "手机"}
"""Whom to ask."""

PERIODIC: Shape = {
    **SHARED,
    "期间": "2026年10月份、2026年第三季度等",
    "起止": "10月1日至10月31日",
    "截止日": "期间的最后一天；还没过完的到基准日",
    "基准日": "数据按哪天掌握的情况统计",
    "公示天数": "参数“公示天数”",
}
"""Tags of every paper about a period."""


REASONS: Shape = {
    "条数": "事由数",
    "行": [{"序号": "第几行", **ITEM, "有事项": "编号是台账里的事项时为真", "事实": "“问责记录”的事实", "日": "“问责记录”的日期"}],
}
"""What a letter or form says of several decided rows."""


def list_of(row: Shape, **more: str) -> Shape:
    """A list with its count, its annex and its rows."""
    return {"条数": "行数", "附件": "附件序号；条数少、写在正文里时空着", "标题": "附件标题", **more, "行": [row]}


def stages_of(**more: str) -> Shape:
    """The stages of an item."""
    return {
        "条数": "阶段数",
        "行": [{"序号": "第几行", "阶段": "阶段", "任务": "阶段任务", "责任人": "姓名", "时限日": "2026年6月30日", **more}],
    }


def said(what: str) -> list[Shape]:
    """Sentences of analysis."""
    return [{"句": f"{what}的一句话，语句在“模板/分析语句.docx”里改"}]
