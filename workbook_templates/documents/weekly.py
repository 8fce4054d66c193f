"""周报: one page for the weekly meeting, without a red head: eight figures, then a table of what they are about.

Its rows are as many as one page holds; all of them are in the workbook beside it.
"""

from docx.document import Document as Paper

from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import Col, add, add_rows, col, framed, new_paper, row
from workbook_templates.documents.shapes import PERIODIC, Shape, read_texts, tags_in
from workbook_templates.documents.written import DEPARTMENT_COLUMN

TEXTS = read_texts("weekly")


def rows_of(what: str) -> Shape:
    row: Shape = {"编号": "编号", "事项": what, "部门": "部门", "责任人": "姓名；通报点名为部门时空着", "情况": "时限、逾期或结果"}
    return {"另有": "没有列出的行数；都列出的空着", "行": [row]}


GROUPS: Shape = {
    **dict.fromkeys(("新增表", "到期表", "逾期表"), rows_of("事项内容；涉密的略去")),
    "指标表": rows_of("指标"),
    "抽查表": rows_of("问题或风险点"),
}
SHAPE: Shape = {**PERIODIC, **tags_in(TEXTS["标签"], GROUPS)}

FIGURES = ("在办", "新增", "办结", "下周到期", "逾期", "指标变动", "抽查次数", "抽查问题")
COLUMNS = (
    Col("类别", 18, ""), col("编号", 22), col("事项", 53, left=True), DEPARTMENT_COLUMN._replace(head="部门"), col("情况", 36),
)  # fmt: skip
SORTS = (
    ("新增", "新增表", "本周没有新增的事项"),
    ("下周到期", "到期表", "下周没有到期的事项"),
    ("逾期", "逾期表", "没有逾期未办结的事项"),
    ("指标变动", "指标表", "本周没有指标变动"),
    ("抽查问题", "抽查表", "本周没有抽查"),
)
"""The figure, its rows, and what is said where there are none."""


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("周报")
    add(paper, "公文周报标题", "{{ 标题 }}")
    add(paper, "公文周报期间", "{{ 起止 }}　　{% if 文号 %}{{ 文号 }}{% else %}{{ 送审稿 }}{% endif %}　　{{ 署名 }}　{{ 成文日期 }}")
    width = 156 / len(FIGURES)
    add_rows(paper, [Col(name, width, "") for name in FIGURES], [[f"{{{{ {name} }}}}" for name in FIGURES]])
    add(paper, "公文表注", "单位：项、个、次。数据截至{{ 截止日 }}{% if 基准日 != 截止日 %}，按{{ 基准日 }}掌握的记录统计{% endif %}。")
    matters(paper)
    add(paper, "公文表注", "“另有”的各行，和每个数字的明细，在同名的“_数据.xlsx”里。")
    return saved(paper)


def matters(paper: Paper) -> None:
    """One table: each sort with its rows, the first of them named."""
    body: list[str] = []
    for name, rows, none in SORTS:
        more = f"{{% if loop.last and {rows}.另有 %}}{{% if loop.first %}}，{{% endif %}}另有{{{{ {rows}.另有 }}}}行{{% endif %}}"
        label = f"{{% if loop.first %}}{name}{{% endif %}}{more}"
        columns = (COLUMNS[0]._replace(cell=label), *COLUMNS[1:])
        body += [
            row(columns, [f"{{%tr for 行 in {rows}.行 %}}"]),
            row(columns, [column.cell for column in columns]),
            row(columns, ["{%tr endfor %}"]),
            row(columns, [f"{{%tr if not {rows}.行 %}}"]),
            row(columns, [name, "—", none, "—", "—"]),
            row(columns, ["{%tr endif %}"]),
        ]
    framed(paper, COLUMNS, body)
