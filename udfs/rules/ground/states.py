"""The states of an item (状态, rules.md §5 "States") and which of them count where."""

REGISTERED, ISSUED, CONTESTED, WORKING = "立项", "下达", "待调整", "办理"
SUBMITTED, DONE, PAUSED, CANCELLED = "提交", "办结", "暂缓", "取消"

OPEN = frozenset({ISSUED, CONTESTED, WORKING, SUBMITTED})
"""办结 still to come. 待调整 stays open until the office answers and changes the state: nothing may drop out unseen."""

LIT = OPEN | {DONE}
"""States that can have a light; 立项, 暂缓, 取消 and an unreadable state have none."""

APPROVED, PENDING = "同意", "待批"
