"""The tags of 周报. Its rows are as many as one page holds; all of them are in the workbook beside it."""

from workbook_templates.documents.shapes import PERIODIC, SHARED, Shape, Sums


def rows_of(what: str) -> Shape:
    row: Shape = {"编号": "编号", "事项": what, "部门": "部门", "责任人": "姓名；通报点名为部门时空着", "情况": "时限、逾期或结果"}
    return {"另有": "没有列出的行数；都列出的空着", "行": [row]}


SHAPE: Shape = {
    **SHARED,
    **PERIODIC,
    "在办": "周末在办项数",
    "新增": "本周下达项数",
    "办结": "本周办结项数",
    "下周到期": "考核时限在下周的在办项数",
    "逾期": "周末逾期项数",
    "指标变动": "本周完成，或本周到期没有完成的指标数",
    "抽查次数": "本周抽查次数",
    "抽查问题": "本周抽查发现的问题数",
    "新增表": rows_of("事项内容；涉密的略去"),
    "到期表": rows_of("事项内容；涉密的略去"),
    "逾期表": rows_of("事项内容；涉密的略去"),
    "指标表": rows_of("指标"),
    "抽查表": rows_of("问题或风险点"),
}
SUMS: Sums = ()
