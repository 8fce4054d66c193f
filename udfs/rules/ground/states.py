"""The states of an item (状态, rules.md §5 "States") and which of them count where; and words of other lists that several rules go by."""

REGISTERED, ISSUED, CONTESTED, WORKING = "立项", "下达", "待调整", "办理"
SUBMITTED, DONE, PAUSED, CANCELLED = "提交", "办结", "暂缓", "取消"

RESUMED = "恢复"
"""变更 that ends a 暂缓."""

STATE_CHANGES = (PAUSED, RESUMED, CANCELLED)
"""变更 that put an item into another state."""

OPEN = frozenset({ISSUED, CONTESTED, WORKING, SUBMITTED})
"""办结 still to come. 待调整 stays open until the office answers and changes the state: nothing may drop out unseen."""

LIT = OPEN | {DONE}
"""States that can have a light; 立项, 暂缓, 取消 and an unreadable state have none."""

APPROVED, PENDING = "同意", "待批"
"""结果 of a change."""

PROPOSED, CONFIRMED, DECIDED, CARRIED_OUT = "拟", "已确认", "已批", "已办"
"""状态 of a row of 加减分台账 (拟, 已确认) and of 问责记录 (拟, 已批, 已办)."""


TAKEN_BACK, LAPSED = "撤销", "失效"
"""状态 of a proposal that counts nowhere: a person took it back; its fact has vanished (also 结果 of a change)."""

COMPANY_LEVEL, DEPARTMENT_LEVEL = "公司级", "部门级"
"""级别 of an item."""

COMPANY, DEPARTMENT, PERSON, ITEM = "公司", "部门", "个人", "事项"
"""Whose a figure is: 对象类型 of 历史成绩 and the result sheets."""

ASSESSMENT = "督办考核"
"""类型 of the points that an item cost its department."""

TO_ANSWER, TO_LEDGER, ANSWERED = "待办", "已转督办", "已回复"
"""状态 of an instruction."""

EXCUSED = "免报"
"""原因类别 of a feedback that nobody owes."""

FAILED = "不合格"
"""复查结果 of a rectification that is to be done again."""
