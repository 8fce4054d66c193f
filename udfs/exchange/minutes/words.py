"""The words by which minutes are told apart: labels, numbers, headings, and what a paragraph that is no item is."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from workbook_templates.reading.minutes_text import MinutesBlock

FRAME = re.compile(
    r"^(?:会议)?(?:时间|日期|地点|主持人?|召集人|参加人员|参加|参会人?员?|出席人?员?|列席人?员?|缺席|请假|记录人?|与会者|与会人员|议题|名称|交办领导|交办人"
    r"|抄送|主送|分送|发送|印发|签发|审核|联系人|报|送|发)\s*[:：]"
)
PAPER_TITLE = re.compile(
    r"(?:纪要|备忘录|决议|清单|事项单|交办单|事项|分解表|纪录|记录|第[〇一二三四五六七八九十\d]+[次期号]|表)[）)]?$|^[（(]?〔?20\d\d"
)
TOLD = re.compile(
    r"^(?:[^，。；]{0,24}[，,])?(?:会议|大家|与会[^，。]{0,4}|[^，。；]{0,12})?(?:听取|传达|学习|通报了|审定[:：]|认为|指出|强调|主持召开|召开|研究了|观看|总结|充分肯定)"
)
LABELS = {
    "main": "责任单位 责任部门 责任科室 责任处室 牵头单位 牵头部门 牵头科室 主责部门 主责单位 主办单位 主办部门 承办单位 承办部门 承办科室 落实单位 落实部门 "
    "责任主体 实施单位 主责 牵头 承办 主办",
    "helper": "配合单位 配合部门 配合科室 协办单位 协办部门 协助单位 协助部门 协助科室 协同部门 参与部门 参与单位 协办 配合 协助",
    "person": "责任人 负责人 责任领导 第一责任人 承办人 经办人 具体责任人",
    "due": "完成时限 完成时间 完成日期 办理时限 办结时限 整改时限 时间要求 时间节点 截止时间 截止日期 期限 时限 要求时间",
    "standard": "完成标准 工作标准 验收标准 工作目标 目标要求 交付成果 成果 完成形式 标准 目标 预期成果",
    "matter": "议定事项 决定事项 决议内容 决议事项 交办事项 督办事项 工作任务 重点任务 任务内容 工作内容 重点工作 整改措施 主要任务 工作事项 任务 事项 措施 内容 工作要求",
    "skip": "序号 编号 备注 问题 说明 类别 议题",
}
KIND_OF = {word: kind for kind, words in LABELS.items() for word in words.split()}
LABEL = re.compile(rf"({'|'.join(sorted((w for w, k in KIND_OF.items() if k != 'skip'), key=len, reverse=True))})\s*[:：]\s*")
STRONG = re.compile(r"(?<=[。；;！!\n])\s*(?![（(【\[]|[^（(【]*[）)】])|(?<=[：:])\s*(?=[1１][.、．]\D)")
INNER = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳])\s*")
STANDARD = re.compile(r"(?:确保|达到|做到|实现|形成|降到|不少于|不低于)[^，。；]*")
RANKS = (
    r"第?[一二三四五六七八九十]+[、.．]$",
    r"[（(][一二三四五六七八九十]+[）)]$",
    r"\d+[、.．]?$",
    r"[（(]\d+[）)]$|\d+[）)]$",
    r"[①-⑳]$",
)
OBLIGED = re.compile(r"要|须|应当|必须|务必|负责|确保|完成|组织|制定|开展|建立|加强|落实|推进|清理|整改|修订|审核")
SHORT = 14
"""Letters below which a 事项 says too little: 抓紧组织实施 takes the sentence before it along."""
NOT_SAID = "没有写由谁办、什么时候办完"
HEADING, ONLY_FRAME, ONLY_TITLE, TOLD_ONLY, AGREED = (
    "标题",
    "会议的基本情况",
    "纪要的标题",
    "只是叙述，没有布置",
    "同意的事，没有写由谁办、什么时候办完",
)
GOES_WITH, UNKNOWN_TABLE, EMPTY_ROW = "已并入上面的事项", "表格没有认出（没有“事项”和“责任”列）", "表里这一行没有事项"


def clauses_of(text: str) -> list[str]:
    """Between commas that are outside quotes and brackets."""
    return [part.strip() for part in re.split(r"[，,](?![^（(“《【]*[）)”》】])|(?<=牵头|负责)、", text) if part.strip(" ，,")]


def numbered_apart(block: MinutesBlock) -> tuple[str, str]:
    """The number before a paragraph, typed or automatic, and its text."""
    text = block.text.strip()
    if block.number:
        return block.number, text
    found = re.match(
        r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}(?:[、．]|\.(?!\d))|\d{1,2}[）)]|[①-⑳])\s*",
        text,
    )
    return (found[0].strip(), text[found.end() :]) if found else ("", text)


def rank_of(number: str) -> int:
    """How deep a number is: 一、 0, （一） 1, 1. 2, (1) 3, ① 4; 9 for none."""
    bare = number.strip()
    return next((rank for rank, pattern in enumerate(RANKS) if re.search(pattern, bare)), 9)


def why_none(text: str, number: str) -> str:
    """Why a paragraph that says neither who nor when is no item."""
    if not re.search(r"[。；;，,]", text) and len(text) <= 40 and (number or text.endswith(("：", ":"))) and not OBLIGED.match(text):
        return HEADING
    if re.match(r"(?:会议|原则|一致)*同意", text):
        return AGREED
    return TOLD_ONLY if TOLD.match(text) or not OBLIGED.search(text) else NOT_SAID


def kind_of(cell: str) -> str:
    """What a header of a table means; '' for nothing of ours."""
    bare = re.sub(r"[（(].*?[）)]|\s|[:：]", "", cell)
    known = KIND_OF.get(bare) or next((kind for word, kind in KIND_OF.items() if bare.endswith(word)), "")
    return "" if known == "skip" else known


def is_header(row: Sequence[str]) -> bool:
    """Whether a row heads a table of decisions."""
    kinds = {kind_of(cell) for cell in row if len(cell) < 20}
    return "matter" in kinds and bool(kinds & {"main", "due", "person"}) and len({*row}) > 2


def first_day(texts: Sequence[str]) -> dt.date | None:
    """The day of the meeting: the first full date in the heading lines, one labelled 时间 or 日期 first."""
    whole = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
    for wanted in (re.compile(r"^(?:会议)?(?:时间|日期)"), whole):
        for text in texts[:20]:
            if wanted.search(text) and (found := whole.search(text)):
                try:
                    return dt.date(*map(int, found.groups()))
                except ValueError:
                    continue
    return None


def next_day(texts: Iterable[str]) -> dt.date | None:
    """When the next meeting is, as far as the text says with its year."""
    for text in texts:
        found = re.search(r"下一?次[^。；]{0,10}会[^。；]{0,6}(20\d\d)年(\d{1,2})月(\d{1,2})日", text)
        if found:
            try:
                return dt.date(*map(int, found.groups()))
            except ValueError:
                return None
    return None


def interval(title: str) -> int:
    """Days between meetings that a title tells: 周例会 7, 亮灯例会 two months."""
    return 7 if re.search(r"周(?:工作)?(?:例会|会|调度)", title) else 61 if "亮灯" in title else 0
