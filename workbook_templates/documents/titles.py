"""Where the lines of a title end (GB/T 9704 §7.3.1): by meaning, and in the shape of a trapezium or rhombus.

A line never ends inside a listed word, a number or the sign that belongs to it; the last line has at least four characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from workbook_templates.documents import measures

WORDS = tuple(
    """
    示范 供电公司 供电局 有限责任公司 有限公司 股份 分公司 子公司 集团 集团公司 总公司 公司 工会 党委 党群 支部 委员会 办公室 供电所
    电力 供电 发电 输电 变电 配电 电网 营销 运检 调控 安监 财务 后勤 实业 中心 企业 班组
    督办 督查 督察 督导 工作 重点 事项 任务 情况 通报 通知 报告 周报 月报 季报 清单 方案 计划 总结 要点 意见 意见书 信息 信息单 督办单
    督办函 提醒单 约谈 反馈 反馈单 对账单 交接 亮灯 考核 绩效 抽查 运行 检查 整改 预警 问责 讲评 办结 落实 进展 完成 推进 执行 评价
    年度 季度 半年 上半年 下半年 第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 月份 本月 本周 本年 年份 第一 第二
    目标 指标 安全 生产 安全生产 专项 行动 会议 纪要 会议纪要 部署 贯彻 学习 精神 管理 建设 工程 项目 改造 服务 优质服务 关于 印发 开展
    重点督办 督办事项 督办工作 督办考核 工作通报 工作情况 进展情况 完成情况 运行情况 落实情况 工作安排 下一步 公司级 部门级 亮灯考核
    批示 办理单 加强 做好 进一步 有关 问题 主要 全面 从严治党 党风廉政 责任 责任制 隐患 排查 治理 应急 迎峰 度夏 度冬 防汛 保电
    """.split()
)


LAST_LINE = 4
MOST_LINES = 6
FULL_LINE = measures.TEXT_WIDTH / measures.MM_PER_POINT / measures.TITLE_SIZE
"""Characters on a line of the title."""
NUMBER = re.compile(
    r"20\d\d年(?:第?[一二三四]季度|[上下]半年|(?:\d+至)?\d+月份?|第\d+周)|"
    r"[0-9A-Za-z.%．]+(?:年度?|月份?|日|季度?|号|期|周|项|个|次|千伏)?|第[一二三四五六七八九十0-9]+."
    r"|[〔（《“(\[].|.[〕）》”)\]、，。：；！？]"
)
"""Characters that stay together whatever the words: a number with its sign, a bracket with what it holds, a mark with what it follows."""


MEETING = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")


def width_of(text: str) -> float:
    """In characters: a Chinese one is 1, a letter or digit a half, and a quarter stays free where the two meet."""
    letters = sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)
    return letters + 0.25 * len(MEETING.findall(text))


def lines_of(title: str, names: Iterable[str] = (), full: float = FULL_LINE) -> list[str]:
    """The lines of a title, as few as will do. names: of the company and its departments.

    Where no way of breaking leaves the words whole (a name longer than a line), those too long for a line are broken, then others.
    """
    if width_of(title) <= full:
        return [title]
    words = [word for word in dict.fromkeys((*WORDS, *names)) if len(word) > 1]
    short = [word for word in words if width_of(word) <= full]
    for kept in (words, short, []):
        places = [place for place in range(1, len(title)) if place not in barred(title, kept)]
        for count in range(2, MOST_LINES + 1):
            found = best(title, [0, *places, len(title)], count, full)
            if found:
                return found
    size = int(full)
    return [title[start : start + size] for start in range(0, len(title), size)]


def barred(title: str, words: Sequence[str]) -> set[int]:
    """The places of a title at which no line may end."""
    inside: set[int] = set()
    for word in words:
        start = title.find(word)
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            start = title.find(word, start + 1)
    for start in range(len(title)):
        found = NUMBER.match(title, start)
        if found:
            inside.update(range(start + 1, found.end()))
    return inside


def best(title: str, places: Sequence[int], count: int, full: float) -> list[str] | None:
    """The evenest way to break a title at these places into `count` lines; None where none fits."""
    found = [lines for lines in splits(title, places, count, full) if len(lines[-1]) >= LAST_LINE]
    return min(found, key=unevenness) if found else None


def splits(title: str, places: Sequence[int], count: int, full: float, start: int = 0) -> Iterator[list[str]]:
    """Every way to break what follows `start` into `count` lines that fit."""
    if count == 1:
        if start < len(title) and width_of(title[start:]) <= full:
            yield [title[start:]]
        return
    for place in places:
        if place <= start or place == len(title):
            continue
        line = title[start:place]
        if width_of(line) > full:
            return
        if width_of(title[place:]) > full * (count - 1):
            continue
        for rest in splits(title, places, count - 1, full, place):
            yield [line, *rest]


def unevenness(lines: Sequence[str]) -> tuple[bool, float]:
    """An hourglass, shorter in the middle, comes last; equal lines make a block, so that a little difference is better than none."""
    widths = [width_of(line) for line in lines]
    hourglass = any(before > width < after for before, width, after in zip(widths, widths[1:], widths[2:], strict=False))
    mean = sum(widths) / len(widths)
    return hourglass, sum((width - mean) ** 2 for width in widths) + (1 if len(set(widths)) == 1 else 0)
