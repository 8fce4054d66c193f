"""Words of the lists that several rules go by: levels of items, whose a figure is, what a check found."""

COMPANY_LEVEL, DEPARTMENT_LEVEL = "公司级", "部门级"
"""级别 of an item."""

COMPANY, DEPARTMENT, PERSON, ITEM = "公司", "部门", "个人", "事项"
"""Whose a figure is: 对象类型 of 历史成绩 and the result sheets."""

ASSESSMENT = "督办考核"
"""类型 of the points that an item cost its department."""

FAILED = "不合格"
"""复查结果 of a rectification that is to be done again."""
