"""The tags that a template may hold, as data: lint.py checks a template against them, the manual lists them."""

Shape = dict[str, object]
"""The tags that a template may hold: name → what it is (a text), a group of tags (a Shape), or a list of rows ([Shape])."""

Sums = tuple[tuple[str, tuple[str, ...]], ...]
"""What has to add up: a figure, and the figures it is the sum of."""

SHARED: Shape = {
    "送审稿": "“送审稿”三个字；正式编号时没有",
    "发文机关标志": "落款单位加“文件”",
    "文号": "发文字号；送审稿空着",
    "标题": "标题，已按词断行",
    "主送": "主送机关",
    "署名": "落款单位",
    "成文日期": "2026年11月2日",
    "抄送": "抄送机关，以逗号隔开",
    "印发机关": "落款单位",
    "印发日期": "2026年11月2日",
}
"""Tags of every paper."""
