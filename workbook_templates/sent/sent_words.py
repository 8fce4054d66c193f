"""The words of the first page of each kind of workbook that is sent: heading, figures, what to do."""

from collections.abc import Collection
from typing import NamedTuple

from workbook_templates.sent.sent_identity import ADDRESSEE_LABEL, DEPARTMENT_LABEL
from workbook_templates.sent.sent_kinds import CHECKER, DEPARTMENT, LEADER, SCORER

ONLY_BLUE = "只填蓝底的格子，其余已锁定。可以筛选、调列宽；请不要加行、删行。"


class Words(NamedTuple):
    """heading: after the name. title: the file's property. label: of the cell that says whose it is. tiles: figures in order, one, two,
    three or six; alarming: those that are red unless 0. steps: what to do; one that begins with “a table” is left out where the file
    has no such sheet. lights: whether what the lights mean is said."""

    heading: str
    title: str
    label: str
    tiles: tuple[str, ...]
    alarming: tuple[str, ...]
    steps: tuple[str, ...]
    lights: bool = False


def steps_for(words: Words, sheets: Collection[str], tables: Collection[str]) -> tuple[str, ...]:
    """The steps of a file with these sheets, of all the tables that its kind may have."""
    absent = {name for name in tables if name not in sheets}
    return tuple(step for step in words.steps if not any(step.startswith(f"“{name}”") for name in absent))


WORDS: dict[str, Words] = {
    DEPARTMENT: Words(
        "督办填报表",
        "督办部门表",
        DEPARTMENT_LABEL,
        ("在办", "逾期", "七天内到期", "待填反馈", "待自评阶段", "指标"),
        ("逾期",),
        (
            "只填蓝底的格子，灰底的不用填，其余已锁定。可以筛选、调列宽；请不要加行、删行。",
            "平时写进展情况；办完一项，填提交日期、办结说明、佐证。",
            "要延期、有异议、要申报新任务，填后面三张表，一行一件。",
            "填好后保存，把整个文件发回督办办公室。文件名可以改，内容请不要抄到别的表里。",
        ),
        lights=True,
    ),
    LEADER: Words(
        "督办确认表",
        "督办领导表",
        ADDRESSEE_LABEL,
        ("待确认阶段", "待批变更", "在办", "逾期", "红灯", "黄灯"),
        ("逾期", "红灯"),
        (
            ONLY_BLUE,
            "“阶段目标”是部门已经自评、等您确认的：对照完成标准和自评说明，填确认完成度；与自评不同的，请写确认意见。",
            "“变更记录”是等您决定的：在“结果”里选同意或不同意，没有选的仍按原时限办理。",
            "“督办台账”是分管部门在办的事项，只供查看。",
            "填好后保存，把整个文件发回督办办公室。确认人、确认日期、批准人、批准日期由办公室登记，不用您填。",
        ),
        lights=True,
    ),
    SCORER: Words(
        "考评打分表",
        "督办打分表",
        ADDRESSEE_LABEL,
        ("应打分", "已打分", "待打分"),
        (),
        (
            ONLY_BLUE,
            "给单位打分不高于满分，扣了分的写依据；给个人打分三项各 0 至 100 分，缺一项不算打完。",
            "表的上方随打随算：您自己的平均分、极差、标准差、差异化率。差异化率低于下限，说明打分没有拉开差距，请再斟酌。",
            "这个文件里只有您自己打的分，别人打的分看不到，您打的分也不会给别人看到。",
            "填好后保存，把整个文件发回督办办公室。",
        ),
    ),
    CHECKER: Words(
        "抽查登记表",
        "督办抽查表",
        ADDRESSEE_LABEL,
        ("牵头风险点", "到期应查", "待了结整改"),
        ("到期应查",),
        (
            ONLY_BLUE,
            "“抽查记录”列着牵头抽查的全部风险点，应查日期早的在前，已经过了的是红字。查了哪一个就填哪一行，没有查的空着，下次还会列出。",
            "结果是“问题”的，写清问题描述、扣分、整改要求、整改责任人和整改时限；“苗头”只提醒，不扣分。",
            "抽查编号已经编好：同一个被查部门的各点是同一次抽查。",
            "“整改复查”是还没有了结的整改：改完的填整改完成日期，复查后填复查结果。",
            "填好后保存，把整个文件发回督办办公室。",
        ),
    ),
}
"""Kind → its words."""
