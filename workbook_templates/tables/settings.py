"""Every setting of the sheet 参数 (rules.md §3): its name, type, default, unit and help, from one source, the class Settings.

A setting is declared once; the sheet's default rows, the typed `Settings` that rules take and the manual's list come from it.
Shares (单位 %) are held as 0..1; the other numbers as they are typed.
"""

import datetime as dt
from fractions import Fraction
from typing import Annotated, NamedTuple, TypeAlias, get_args

Days: TypeAlias = tuple[int, ...]
Words: TypeAlias = tuple[str, ...]
Default: TypeAlias = str
YESNO = ("是", "否")
ROUNDINGS = ("舍去", "四舍五入", "进一")


class S(NamedTuple):
    """One setting.

    name: 名称 on the sheet. default: as a clerk types it. unit: 单位. help: 说明. of: the values allowed, empty for any.
    low, high: bounds of a number as typed (both allowed), None for no bound.
    """

    name: str
    default: Default = ""
    unit: str = ""
    help: str = ""
    of: tuple[str, ...] = ()
    low: float | None = 0
    high: float | None = None


class Settings(NamedTuple):
    """The settings of one run, typed. The values here are the typed defaults only after `defaults()`."""

    company: Annotated[str, S("单位名称", "", "", "文书抬头与落款；空着时不能正式编号")]
    office: Annotated[str, S("督办机构", "督办办公室", "", "通报、提醒里督办工作的部门")]
    units_called: Annotated[str, S("基层称谓", "基层单位", "", "通报里怎么称呼供电所等基层单位")]
    performance_office: Annotated[str, S("绩效部门", "绩效办", "", "季度成绩归口部门")]
    discipline_office: Annotated[str, S("纪检部门", "党群部", "", "黄灯提醒、红灯约谈的部门")]
    as_of: Annotated[dt.date | None, S("基准日", "", "日期", "空着即今天；命令行 --as-of 优先")]
    period: Annotated[str, S("考核期间", "", "期间", "空着即基准日所在季度，如 2026Q1、2026H1")]
    start: Annotated[dt.date | None, S("启用日期", "", "日期", "此前到期的事项不提醒、不建议、不计分")]
    month_end: Annotated[int, S("月度截止日", "31", "日", "31 即自然月；填 25 则每月自上月 26 日至本月 25 日", low=1, high=31)]
    digits: Annotated[int, S("得分小数位", "2", "位", "四舍五入", low=0, high=6)]
    numbering: Annotated[str, S("编号规则", "{年}-{序号}", "", "新事项的编号，可用 {年} {序号}")]

    light_basis: Annotated[str, S("亮灯口径", "到期阶段", "", "灯按什么亮", ("到期阶段", "全部阶段", "序时差", "时限"))]
    lag_green: Annotated[Fraction, S("序时差绿灯下限", "0", "百分点", "口径为序时差时，偏差不低于此为绿灯", low=-100, high=100)]
    lag_yellow: Annotated[Fraction, S("序时差黄灯下限", "-10", "百分点", "口径为序时差时，偏差不低于此为黄灯", low=-100, high=100)]
    overdue_red: Annotated[bool, S("逾期亮红灯", "否", "", "未办结且逾期的事项一律红灯", YESNO)]
    red_needs_impact: Annotated[bool, S("红灯须有影响", "否", "", "没有负面影响的红灯降为黄灯", YESNO)]
    green_points: Annotated[Fraction, S("绿灯加分", "0", "分", "每个绿灯建议加分", high=100)]

    on_time_by: Annotated[str, S("办结认定日期", "提交", "", "是否按期看哪个日期", ("提交", "办结"))]
    move_rest_days: Annotated[bool, S("时限逢休顺延", "否", "", "时限落在休息日时顺延到下一个工作日", YESNO)]
    objection_days: Annotated[int, S("异议时限天数", "3", "工作日", "下达后几个工作日内可提异议")]
    remind_ahead: Annotated[Days, S("提前提醒天数", "7,3,1", "天", "办理时限前几天提醒，逗号隔开")]
    remind_earlier: Annotated[bool, S("提醒日逢休提前", "是", "", "提前提醒日逢休息日提到前一工作日", YESNO)]
    feedback_ahead: Annotated[int, S("反馈提前提醒天数", "1", "天", "应反馈日期前几天提醒")]
    feedback_ahead_of: Annotated[Words, S("反馈提前提醒类别", "日常、重点", "", "应反馈日期前只提醒这些类别的事项")]
    feedback_workdays: Annotated[bool, S("反馈逢休顺延", "是", "", "应反馈日期逢休息日顺延到下一个工作日", YESNO)]
    forecast_days: Annotated[Days, S("预亮灯天数", "3,7", "天", "预测几天后的灯")]
    copy_leader: Annotated[str, S("抄送分管领导", "清单", "", "逾期提醒：只在清单列名，还是一并发送", ("清单", "发送"))]
    text_with_matter: Annotated[bool, S("短信带事项内容", "否", "", "外发文本是否写事项内容", YESNO)]
    secret_words: Annotated[Words, S("密级词", "绝密、机密、秘密、工作秘密、商业秘密、内部", "", "含这些词的事项不外发")]

    idle_days: Annotated[int, S("停滞天数", "30", "天", "多久无进展算停滞")]
    stale_similarity: Annotated[Fraction, S("相似反馈下限", "90", "%", "与上次内容相似到此算照抄", high=100)]
    weak_bound: Annotated[Fraction, S("薄弱下限", "60", "%", "比率低于此列为薄弱环节", high=100)]
    behind_bound: Annotated[Fraction, S("落后进度下限", "10", "百分点", "指标进度比应有进度落后多于此就提醒", high=100)]
    chase_after: Annotated[int, S("催收天数", "3", "工作日", "下发几个工作日后没有交回的催一次")]
    send_itself: Annotated[bool, S("自动发送", "否", "", "每日运行时由程序发出提醒，还是只列出", YESNO)]
    send_hours: Annotated[str, S("发送时段", "08:00-18:00", "", "由程序发送的时段；不在时段里手工发，先问一声")]
    escalation_grace: Annotated[int, S("升级宽限天数", "15", "天", "升级后第二时限的天数")]
    blank_impact: Annotated[str, S("空白负面影响", "无", "", "负面影响空着时按什么算", ("无", "一般", "较大", "重大"))]
    blank_cause: Annotated[str, S("空白原因", "主观", "", "原因空着时按什么算", ("主观", "客观"))]

    quality_weight: Annotated[Fraction, S("完成质量权重", "30", "", "督办得分")]
    on_time_weight: Annotated[Fraction, S("按期权重", "30", "", "督办得分")]
    feedback_time_weight: Annotated[Fraction, S("反馈时效权重", "20", "", "督办得分")]
    feedback_accuracy_weight: Annotated[Fraction, S("反馈准确权重", "20", "", "督办得分")]
    accurate_points: Annotated[Fraction, S("准确分", "100", "分", "反馈准确", high=100)]
    nearly_points: Annotated[Fraction, S("基本准确分", "60", "分", "反馈基本准确", high=100)]
    inaccurate_points: Annotated[Fraction, S("不准确分", "0", "分", "反馈不准确", high=100)]
    helper_factor: Annotated[Fraction, S("协办系数", "0", "", "协办部门按主责的几成计；0 即不计", high=1)]
    return_points: Annotated[Fraction, S("退办扣分", "0", "分", "每退办一次从完成质量扣", high=100)]
    score_cap: Annotated[Fraction, S("计分上限", "100", "分", "指标行没写时的计分上限")]
    unit_points: Annotated[Fraction, S("扣分单价", "1", "分", "指标行没写时的扣分单价")]

    high_risk: Annotated[Fraction, S("高风险下限", "18", "", "风险值不低于此为高", high=27)]
    middle_risk: Annotated[Fraction, S("中风险下限", "8", "", "风险值不低于此为中", high=27)]
    high_interval: Annotated[int, S("高风险间隔天数", "30", "天", "高风险点至少多久查一次", low=1)]
    middle_interval: Annotated[int, S("中风险间隔天数", "90", "天", "中风险点至少多久查一次", low=1)]
    low_interval: Annotated[int, S("低风险间隔天数", "180", "天", "低风险点至少多久查一次", low=1)]
    risk_full: Annotated[Fraction, S("风险点满分", "10", "分", "风险点没写满分时")]
    load_low: Annotated[Fraction, S("业务量系数下限", "0.5", "", "业务量系数不低于此")]
    load_high: Annotated[Fraction, S("业务量系数上限", "2", "", "业务量系数不高于此")]
    pass_bound: Annotated[Fraction, S("抽查合格率下限", "60", "%", "低于此须在讲评会说明", high=100)]
    excellent_check: Annotated[Fraction, S("抽查优下限", "95", "%", "合格率不低于此为优", high=100)]
    good_check: Annotated[Fraction, S("抽查良下限", "85", "%", "合格率不低于此为良", high=100)]
    fair_check: Annotated[Fraction, S("抽查中下限", "60", "%", "合格率不低于此为中", high=100)]
    repeat_days: Annotated[int, S("重复问题天数", "365", "天", "同一风险点多久内再出问题算重复")]

    bonus_cap: Annotated[Fraction, S("加分上限", "5", "分", "每部门每期间加分合计上限")]
    tie_style: Annotated[str, S("并列方式", "并列跳号", "", "1-2-2-4 或 1-2-2-3", ("并列跳号", "并列不跳号"))]
    largest_only: Annotated[bool, S("同事项不重复扣分", "是", "", "同部门同编号同类型只取最大一笔扣分", YESNO)]
    publish_overall: Annotated[bool, S("总排名入通报", "否", "", "通报是否列总排名", YESNO)]
    last_by: Annotated[str, S("末位口径", "督办", "", "按哪个排名认定末位", ("督办", "综合"))]
    last_least: Annotated[int, S("末位最少部门数", "3", "个", "类型内少于此数不认定末位", low=1)]
    talk_by: Annotated[str, S("约谈口径", "累计", "", "再次末位按年内累计还是连续", ("累计", "连续"))]
    serious_red: Annotated[Fraction, S("严重红灯下限", "30", "%", "完成度低于此另提问责建议", high=100)]
    red_run: Annotated[int, S("连续红灯期数", "2", "期", "连续几期红灯另提问责建议", low=1)]
    missed_run: Annotated[int, S("无为缺报次数", "2", "次", "连续漏报几次提履职提醒", low=1)]
    inaction_days: Annotated[int, S("无为停滞天数", "30", "天", "停滞几天提履职提醒", low=1)]

    team_unit_weight: Annotated[Fraction, S("班子单位权重", "40", "", "班子成员得分")]
    team_overseen_weight: Annotated[Fraction, S("班子分管权重", "40", "", "班子成员得分")]
    team_linked_weight: Annotated[Fraction, S("班子联系权重", "20", "", "班子成员得分")]
    linked_deduction: Annotated[Fraction, S("挂钩扣减系数", "0.1", "", "分管、联系单位每被扣 1 分扣几分", high=1)]
    head_department_weight: Annotated[Fraction, S("负责人部门权重", "60", "", "部门负责人得分")]
    head_rating_weight: Annotated[Fraction, S("负责人评分权重", "40", "", "部门负责人得分")]
    staff_head_weight: Annotated[Fraction, S("员工部门评分权重", "60", "", "员工得分")]
    staff_leader_weight: Annotated[Fraction, S("员工分管评分权重", "40", "", "员工得分")]
    staff_indicator_weight: Annotated[Fraction, S("员工指标权重", "0", "", "员工得分里个人指标占百分之几，其余是评分", high=100)]
    ability_weight: Annotated[Fraction, S("能力权重", "30", "", "个人评分")]
    attitude_weight: Annotated[Fraction, S("态度权重", "30", "", "个人评分")]
    work_weight: Annotated[Fraction, S("质量权重", "40", "", "个人评分")]
    excellent_share: Annotated[Fraction, S("优秀比例", "20", "%", "年度优秀人数上限", high=100)]
    good_share: Annotated[Fraction, S("优良合计比例", "60", "%", "年度优秀加良好人数上限", high=100)]
    excellent_rounding: Annotated[str, S("优秀名额取整", "四舍五入", "", "优秀、良好的名额有小数时怎么取整", ROUNDINGS)]
    pass_score: Annotated[Fraction, S("合格下限", "60", "分", "低于此为不合格", high=100)]
    publish_persons: Annotated[bool, S("个人排名公开", "否", "", "个人排名是否离开工作簿", YESNO)]
    publish_excellent: Annotated[bool, S("优秀通报", "是", "", "年度绩效通报列不列评为优秀的班子成员", YESNO)]

    spread_by: Annotated[str, S("差异化口径", "最大同分组", "", "差异化率怎么算", ("最大同分组", "扣分面", "异值率"))]
    spread_bound: Annotated[Fraction, S("差异化率下限", "30", "%", "低于此建议扣分", high=100)]
    spread_least: Annotated[int, S("差异化最少打分数", "3", "个", "少于此不考核", low=1)]
    spread_step: Annotated[Fraction, S("差异化并档精度", "0.1", "分", "百分制得分按此取整后比较", low=0.000001)]
    spread_points: Annotated[Fraction, S("差异化扣分", "0.5", "分", "差异化率不达标的扣分")]
    publicity_days: Annotated[int, S("公示天数", "3", "天", "通报前公示")]
    reply_days: Annotated[int, S("文书回复天数", "5", "工作日", "督办函等要求回复的文书，成文后几个工作日内回复", high=366)]
    named_in_bulletin: Annotated[str, S("通报点名", "部门", "", "通报写到部门还是责任人", ("部门", "责任人"))]
    praise_by: Annotated[str, S("表扬方式", "部门", "", "绿灯表扬按部门一条、按事项一条，还是不提", ("部门", "事项", "不提"))]


SPECS: dict[str, S] = {field: get_args(annotation)[1] for field, annotation in Settings.__annotations__.items()}
"""Field → what is declared of it, in the order of the sheet."""

TYPES: dict[str, object] = {field: get_args(annotation)[0] for field, annotation in Settings.__annotations__.items()}
"""Field → the type of its value."""
