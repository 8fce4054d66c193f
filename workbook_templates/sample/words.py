"""Places, names and phrases that the sample company's texts are put together from."""

import random
import re

Draw = random.Random
PART = re.compile(r"\{(?:n:(\d+)-(\d+)|(\w+))\}")

PLACES: dict[str, tuple[str, ...]] = {
    "站": ("城东变", "城西变", "开发区变", "南湖变", "东山变", "西河变", "北原变", "柳林变", "白塔变"),
    "线": (
        "10 千伏河滨线", "10 千伏开发区线", "10 千伏柳林线", "10 千伏南湖一线", "10 千伏南湖二线", "10 千伏白塔线", "10 千伏文峰线",
        "10 千伏车站线", "35 千伏城柳线", "35 千伏东白线", "10 千伏工业园线", "10 千伏石桥线",
    ),
    "乡": ("柳林镇", "白塔镇", "石桥镇", "南湖街道", "文峰街道", "大王庄镇", "清泉乡", "青龙镇", "开发区"),
    "厂": ("宏达水泥厂", "恒丰纺织", "县人民医院", "金穗面粉厂", "瑞康药业", "华源铸造", "清泉自来水厂", "鼎盛新材料", "众合冷链物流园"),
}  # fmt: skip
STATION_PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "城区供电所": {
        "村": ("文峰社区", "车站社区", "南湖新村", "老城里社区", "河滨小区", "城东新村"),
        "台": ("河滨小区 2 号", "文峰路 5 号", "车站北街", "南湖花园 1 号", "老城里 3 号"),
        "线": ("10 千伏河滨线", "10 千伏文峰线", "10 千伏车站线", "10 千伏南湖一线"),
    },
    "东山供电所": {
        "村": ("前东山村", "后东山村", "石桥村", "马家坡村", "槐树沟村", "白塔村"),
        "台": ("前东山村 2 号", "石桥村西", "马家坡 1 号", "槐树沟小学", "白塔村东"),
        "线": ("10 千伏东山一线", "10 千伏石桥线", "10 千伏白塔线", "10 千伏马家坡线"),
    },
    "西河供电所": {
        "村": ("上西河村", "下西河村", "柳林村", "渡口村", "沙滩村", "茶园村"),
        "台": ("上西河 1 号", "柳林村南", "渡口村 2 号", "茶园合作社", "沙滩村北"),
        "线": ("10 千伏西河一线", "10 千伏西河二线", "10 千伏柳林线", "10 千伏茶园线"),
    },
    "北原供电所": {
        "村": ("北原村", "大王庄", "小王庄", "清泉村", "青龙村", "张家湾村"),
        "台": ("大王庄 3 号", "清泉村西", "青龙村 1 号", "北原粮站", "张家湾村南"),
        "线": ("10 千伏北原一线", "10 千伏青龙线", "10 千伏清泉线", "10 千伏大王庄线"),
    },
}


def filled(template: str, draw: Draw, department: str = "") -> str:
    """A template with its braces filled: {站}, {线}… with a place of the department, {n:5-20} with a figure."""
    places = PLACES | STATION_PLACES.get(department, {})

    def fill(found: re.Match[str]) -> str:
        low, high, place = found.groups()
        return draw.choice(places[place]) if place else str(draw.randint(int(low), int(high)))

    return PART.sub(fill, template)


def chosen(weights: dict[str, int], draw: Draw) -> str:
    """One of the keys, as often as its weight says."""
    return draw.choices(list(weights), list(weights.values()))[0]


def bare(text: str) -> str:
    """A matter without blanks and marks: two that agree in it would be listed as the same 事项 twice."""
    return re.sub(r"\W", "", text)
