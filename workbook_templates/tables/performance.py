"""Daily tables of performance and spot checks: indicators and their progress, scores, ratings, risk points, checks (rules.md §1)."""

from typing import Annotated, NamedTuple

from workbook_templates.tables.schema import NOWHERE, C, Date, Number, Source


class Indicator(NamedTuple):
    """指标: one indicator of a level and period."""

    number: Annotated[str, C("指标编号", 12, required=True, key=True)]
    parent: Annotated[str, C("上级指标", 12, refers="指标")]
    level: Annotated[str, C("层级", 9, required=True, of="层级")]
    origin: Annotated[str, C("来源", 10, of="指标来源")]
    dimension: Annotated[str, C("维度", 10)]
    name: Annotated[str, C("指标", 28, required=True)]
    standard: Annotated[str, C("考评标准", 34)]
    period: Annotated[str, C("期间", 10, required=True, key=True)]
    leader: Annotated[str, C("主管领导", 10, refers="人员")]
    department: Annotated[str, C("主责部室", 15, required=True, refers="部门")]
    responsible: Annotated[str, C("责任人", 9, refers="人员")]
    handler: Annotated[str, C("承办人", 9, refers="人员")]
    weight: Annotated[Number, C("权重", 7, low=0, help="空着即 1")]
    method: Annotated[str, C("计分方式", 9, required=True, of="计分方式")]
    goal: Annotated[Number, C("目标值", 10)]
    floor: Annotated[Number, C("底线值", 10)]
    unit: Annotated[str, C("计量单位", 9)]
    accrual: Annotated[str, C("累计方式", 9, of="累计方式", help="进度是从期初累计的，还是各期分别的；空着即累计")]
    curve: Annotated[str, C("进度曲线", 20, help="各步末应完成的百分数，如 5、15、30、100；空着即按天匀速")]
    actual: Annotated[Number, C("实际值", 10, by="部门")]
    due: Annotated[Date, C("完成时限", 12)]
    done: Annotated[Date, C("完成日期", 12, by="部门")]
    cap: Annotated[Number, C("计分上限", 9, low=0)]
    unit_points: Annotated[Number, C("扣分单价", 9, low=0)]
    lost_reason: Annotated[str, C("失分原因", 28, by="部门")]
    remedy: Annotated[str, C("改进措施", 28, by="部门")]
    at: Source = NOWHERE


class IndicatorProgress(NamedTuple):
    """指标进度: what an indicator had reached by a day inside its period."""

    number: Annotated[str, C("指标编号", 12, required=True, key=True, refers="指标")]
    period: Annotated[str, C("期间", 10, required=True, key=True)]
    until: Annotated[Date, C("截至日期", 12, required=True, key=True, by="部门")]
    actual: Annotated[Number, C("实际值", 10, required=True, by="部门")]
    note: Annotated[str, C("说明", 30, by="部门")]
    at: Source = NOWHERE


class Mark(NamedTuple):
    """考评打分: what one department gives another for one matter."""

    period: Annotated[str, C("期间", 10, required=True, key=True)]
    scorer: Annotated[str, C("考评部门", 15, required=True, key=True, refers="部门")]
    matter: Annotated[str, C("考评项目", 22, required=True, key=True)]
    unit: Annotated[str, C("被考评单位", 15, required=True, key=True, refers="部门")]
    full: Annotated[Number, C("满分", 8, required=True, low=0)]
    score: Annotated[Number, C("得分", 8, low=0, by="考评人")]
    basis: Annotated[str, C("依据", 34, by="考评人")]
    problems: Annotated[str, C("存在问题", 30, by="考评人")]
    advice: Annotated[str, C("改进建议", 30, by="考评人")]
    at: Source = NOWHERE


class Rating(NamedTuple):
    """个人评分: what one rater gives one person, in points of 100."""

    period: Annotated[str, C("期间", 10, required=True, key=True)]
    staff_no: Annotated[str, C("工号", 11, required=True, key=True, refers="人员")]
    role: Annotated[str, C("评分角色", 12, required=True, of="评分角色", key=True)]
    rater: Annotated[str, C("评分人", 10, key=True)]
    ability: Annotated[Number, C("工作能力", 10, low=0, high=100, by="考评人")]
    attitude: Annotated[Number, C("工作态度", 10, low=0, high=100, by="考评人")]
    quality: Annotated[Number, C("工作质量", 10, low=0, high=100, by="考评人")]
    comment: Annotated[str, C("评语", 34, by="考评人")]
    at: Source = NOWHERE


class RiskPoint(NamedTuple):
    """风险点: one point that can go wrong; frequency, subjectivity and severity are 1 to 3."""

    number: Annotated[str, C("风险编号", 12, required=True, key=True)]
    department: Annotated[str, C("部门", 15, required=True, refers="部门")]
    speciality: Annotated[str, C("专业", 12)]
    post: Annotated[str, C("岗位", 14)]
    link: Annotated[str, C("环节类别", 11, of="环节类别")]
    point: Annotated[str, C("风险点", 34, required=True)]
    origin: Annotated[str, C("来源", 11, of="风险来源")]
    batch: Annotated[str, C("排查批次", 11)]
    frequency: Annotated[Number, C("频率", 7, required=True, low=1, high=3, help="1 低、2 中、3 高")]
    subjectivity: Annotated[Number, C("主观性", 8, required=True, low=1, high=3, help="1 低、2 中、3 高")]
    severity: Annotated[Number, C("危害", 7, required=True, low=1, high=3, help="1 低、2 中、3 高")]
    measure: Annotated[str, C("防控措施", 34)]
    check_level: Annotated[str, C("抽查层级", 10, of="抽查层级")]
    interval: Annotated[Number, C("抽查间隔天数", 13, low=1, high=1000)]
    checker: Annotated[str, C("抽查责任人", 11, refers="人员")]
    owner: Annotated[str, C("岗位责任人", 11, refers="人员")]
    updated: Annotated[Date, C("更新日期", 12)]
    full: Annotated[Number, C("满分", 8, low=0)]
    at: Source = NOWHERE


class Inspection(NamedTuple):
    """抽查记录: one risk point of one visit; lost is a positive number of points."""

    number: Annotated[str, C("抽查编号", 13, required=True, key=True)]
    day: Annotated[Date, C("日期", 12, required=True)]
    level: Annotated[str, C("抽查层级", 10, required=True, of="抽查层级", by="抽查人")]
    checker: Annotated[str, C("抽查人", 14, by="抽查人")]
    department: Annotated[str, C("部门", 15, required=True, refers="部门", by="抽查人")]
    inspected: Annotated[str, C("被查人", 14, by="抽查人")]
    risk: Annotated[str, C("风险编号", 12, key=True, refers="风险点", by="抽查人")]
    people: Annotated[Number, C("抽查人次", 10, low=0, by="抽查人")]
    result: Annotated[str, C("结果", 8, required=True, of="抽查结果", by="抽查人")]
    problem: Annotated[str, C("问题描述", 34, by="抽查人")]
    lost: Annotated[Number, C("扣分", 8, low=0, by="抽查人")]
    demand: Annotated[str, C("整改要求", 28, by="抽查人")]
    mender: Annotated[str, C("整改责任人", 11, by="抽查人")]
    mend_due: Annotated[Date, C("整改时限", 12, by="抽查人")]
    mended: Annotated[Date, C("整改完成日期", 13, by="抽查人")]
    recheck: Annotated[str, C("复查结果", 10, of="复查结果", by="抽查人")]
    talks: Annotated[Number, C("约谈人次", 10, low=0, by="抽查人")]
    overseer: Annotated[str, C("再监督人", 10)]
    oversight: Annotated[str, C("再监督意见", 24)]
    at: Source = NOWHERE
