"""Ledgers as offices keep them, before they had this product: any headers, titles, totals, merged cells, dates as texts."""

import datetime as dt
from pathlib import Path

import xlsxwriter

from workbook_templates.tables.grid import Value

TITLE = "XX供电公司2026年重点工作督办台账"
HEADERS = (
    "序号", "督办事项", "任务来源", "会议名称", "紧急程度", "牵头部门\n（单位）", "配合部门", "分管负责人", "负责人", "交办时间",
    "要求", "实际", "完成进度", "完成情况", "当前状态", "密级", "领导满意度", "考核扣分情况",
)  # fmt: skip
SECTION, TOTAL, NOTE = "一、安全生产", "合计", "填表人：王雪梅　　填报日期：2026年11月"
ROWS: list[list[Value]] = [
    [1.0, "变电站消防改造", "党委会", "党委会〔2026〕3号", "重要", "运检部", "安监部、财务部", "刘志远", "吴晓峰", "2026.3.2",
     "2026年6月底", dt.date(2026, 6, 20), 1.0, "已竣工验收", "已完成", "否", "满意", None],
    [2.0, "配网自动化二期", "省公司", "省公司发展〔2026〕8号", "一般", None, "调控中心", "刘志远", "吴晓峰、张磊", "3月5日",
     "12月31日前", None, 0.55, "完成招标", "推进中", None, None, None],
    [3.0, "清理长期闲置车辆", "总经理办公会", "纪要第4号", "急件", "后勤服务中心", None, "郑海峰", "余长江", "20260410",
     "尽快", None, 0.3, "拟定方案", "推进中", "内部", None, None],
    [4.0, "作业票抽查常态化", "领导批示", None, "一般", "安监", None, "刘志远", "曹卫东", dt.date(2026, 4, 12),
     "长期坚持", None, None, "每周通报", "推进中", "绝密级", None, None],
    [5.0, "12345 工单压降", "其他", None, "特急", "营销部、城区供电所", None, "杨丽华", "胡敏", "2026/5/8",
     "2026-9-30", None, "约 80%", None, "逾期", None, None, 2.0],
]  # fmt: skip


def ledger(path: Path) -> Path:
    """Two titles, a header in two rows, 牵头部门 merged down two rows, a section, a total, a header again, a note; two more sheets."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("2026年")
    day, share = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "0%"})
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, TITLE)
    sheet.merge_range(1, 0, 1, len(HEADERS) - 1, "编制单位：办公室")
    for place, header in enumerate(HEADERS):
        if header in ("要求", "实际"):
            sheet.write(3, place, header)
        else:
            sheet.merge_range(2, place, 3, place, header)
    sheet.merge_range(2, HEADERS.index("要求"), 2, HEADERS.index("实际"), "完成时间")
    sheet.write(4, 1, SECTION)
    at = 5
    for number, row in enumerate(ROWS):
        for place, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, place, value, day)
            elif value is not None:
                sheet.write(at, place, value, share if place == HEADERS.index("完成进度") else None)
        if number == 2:
            for place, header in enumerate(HEADERS):
                sheet.write(at + 2, place, header)
            at += 2  # a blank row and a header that was pasted in again
        at += 1
    unit = HEADERS.index("牵头部门\n（单位）")
    sheet.merge_range(5, unit, 6, unit, "运检部")
    sheet.write(at, 1, TOTAL)
    sheet.write(at, 12, 3.0)
    sheet.write(at + 1, 0, NOTE)
    people = book.add_worksheet("联络员名单")
    people.write_row(0, 0, ["部门名称", "联络员", "联系电话", "备注"])
    people.write_row(1, 0, ["运检部", "任杰", "13800000001", ""])
    people.write_row(2, 0, ["新成立的部", "李新", "13800000002", ""])
    other = book.add_worksheet("食堂菜单")
    other.write_row(0, 0, ["星期", "早餐", "午餐", "晚餐"])
    other.write_row(1, 0, ["一", "粥", "面", "饭"])
    book.close()
    return path
