"""交接清单: what one clerk hands to the next, on pages that lie on their side, signed by three."""

from workbook_templates.documents.forms import SIGN, SIGNED, Box, Line, form, form_head, label, saved, text_of
from workbook_templates.documents.paper import Col, add, add_table, new_paper

NUMBER = Col("序号", 10, "{{ 行.序号 }}")
CODE = Col("编号", 22, "{{ 行.编号 }}")
UNIT = Col("部门", 26, "{{ 行.部门 }}")
LISTS: tuple[tuple[str, str, str, tuple[Col, ...], str], ...] = (
    (
        "一、在办事项",
        "共{{ 在办清单.条数 }}项，其中逾期{{ 逾期 }}项、未逾期{{ 未逾期 }}项。",
        "在办清单",
        (
            NUMBER,
            CODE,
            Col("事项", 44, "{{ 行.事项 }}", left=True),
            Col("级别", 14, "{{ 行.级别 }}"),
            Col("主责部门", 24, "{{ 行.主责部门 }}"),
            Col("责任人", 15, "{{ 行.责任人 }}"),
            Col("状态", 12, "{{ 行.状态 }}"),
            Col("考核时限", 22, "{{ 行.时限 }}"),
            Col("时限情况", 18, "{{ 行.时限情况 }}"),
            Col("完成度", 14, "{{ 行.完成度 }}"),
            Col("灯", 8, "{{ 行.灯 }}"),
            Col("最近反馈", 22, "{{ 行.最近反馈 }}"),
        ),
        "没有在办事项。",
    ),
    (
        "二、近期节点",
        "{{ 基准日 }}起{{ 节点天数 }}天内，共{{ 节点清单.条数 }}个。",
        "节点清单",
        (
            NUMBER,
            Col("日期", 24, "{{ 行.日 }}"),
            Col("节点", 34, "{{ 行.节点 }}"),
            Col("编号", 32, "{{ 行.编号 }}"),
            Col("部门", 30, "{{ 行.部门 }}"),
            Col("内容", 95, "{{ 行.内容 }}", left=True),
        ),
        "近期没有节点。",
    ),
    (
        "三、部门的承诺和需协调事项",
        "在办事项最近一次反馈里的下步措施、工作计划，共{{ 承诺清单.条数 }}项。",
        "承诺清单",
        (
            NUMBER,
            CODE,
            UNIT,
            Col("反馈人", 16, "{{ 行.反馈人 }}"),
            Col("反馈日期", 24, "{{ 行.反馈日 }}"),
            Col("承诺", 80, "{{ 行.承诺 }}", left=True),
            Col("需协调", 47, "{{ 行.需协调 }}", left=True),
        ),
        "没有登记的承诺。",
    ),
    (
        "四、待决定的建议",
        "变更、加减分、问责中待批和已批未办的，共{{ 建议清单.条数 }}条，仅限内部。",
        "建议清单",
        (
            NUMBER,
            Col("日期", 23, "{{ 行.日 }}"),
            Col("类别", 20, "{{ 行.类别 }}"),
            Col("对象", 22, "{{ 行.对象 }}"),
            CODE,
            Col("事实", 70, "{{ 行.事实 }}", left=True),
            Col("建议", 42, "{{ 行.建议 }}", left=True),
            Col("状态", 16, "{{ 行.状态 }}"),
        ),
        "没有待决定的建议。",
    ),
    (
        "五、等待回复的文书",
        "共{{ 文书清单.条数 }}份。",
        "文书清单",
        (
            NUMBER,
            Col("文号", 40, "{{ 行.文号 }}"),
            Col("种类", 28, "{{ 行.种类 }}"),
            Col("主送", 32, "{{ 行.主送 }}"),
            Col("成文日期", 24, "{{ 行.成文日 }}"),
            Col("关联编号", 40, "{{ 行.编号 }}", left=True),
            Col("要求回复", 24, "{{ 行.回复日 }}"),
            Col("情况", 27, "{{ 行.情况 }}"),
        ),
        "没有等待回复的文书。",
    ),
    (
        "六、没有答复的异议",
        "共{{ 异议清单.条数 }}件。",
        "异议清单",
        (
            NUMBER,
            Col("日期", 24, "{{ 行.日 }}"),
            UNIT,
            CODE,
            Col("表", 24, "{{ 行.表 }}"),
            Col("意见", 119, "{{ 行.意见 }}", left=True),
        ),
        "没有等待答复的异议。",
    ),
    (
        "七、联系人",
        "共{{ 联系清单.条数 }}个部门、单位。",
        "联系清单",
        (
            NUMBER,
            Col("部门", 42, "{{ 行.部门 }}"),
            Col("分管领导", 26, "{{ 行.分管领导 }}"),
            Col("负责人", 26, "{{ 行.负责人 }}"),
            Col("联系人", 26, "{{ 行.联系人 }}"),
            Col("手机", 38, "{{ 行.手机 }}"),
            Col("邮箱", 57, "{{ 行.邮箱 }}"),
        ),
        "“部门”表是空的。",
    ),
)


def build() -> bytes:
    """The template; the same bytes each time."""
    paper = new_paper("交接清单", sideways=True)
    form_head(paper, numbered=False, sideways=True, right="截至{{ 基准日 }}")
    for head, sentence, rows, columns, none in LISTS:
        add(paper, "公文表单节", head)
        text_of(paper, f"{{%p if {rows}.条数 %}}")
        text_of(paper, sentence, style="公文表单段")
        add_table(paper, columns, f"{rows}.行")
        text_of(paper, "{%p else %}")
        text_of(paper, none, style="公文表单段")
        text_of(paper, "{%p endif %}")
    add(paper, "公文表单节", "八、工作簿和文件")
    text_of(
        paper,
        "1．督办总台账.xlsm 一本；“下发”“回收”“输出”“归档”“模板”五个文件夹随它一起移交，不要分开。",
        "2．改动以前的工作簿在“归档/备份”，每月和定稿的副本在“归档”，不要改、不要移走。",
        "3．“参数”“文种”“亮灯规则”等设置表是办公室定的，改之前先试算（duban whatif）。",
        style="公文表单段",
    )
    add(paper, "公文表单节", "九、交接签字")
    people = ("移交人", "接收人", "监交人")
    form(
        paper,
        (25, 50, 25, 50, 25, 50),
        (Line(tuple(box for name in people for box in (label(name), Box(f"\n{SIGNED.strip('　')}", 1, last=SIGN))), 20),),
    )
    add(paper, "公文版记尾")
    return saved(paper)
