"""Telephone and identity numbers in their common spellings, and what only looks alike."""

import pytest

from udfs.copies.publication import is_private
from udfs.rules.discretion import WITHHELD, without_contacts
from workbook_templates.reading.names import without_phones
from workbook_templates.reading.phones import PHONE, digits_of

MOBILES = """13800000001|138 0000 0001|138-0000-0001|138.0000.0001|138·0000·0001|138—0000—0001|１３８０００００００１|+86 13800000001
+8613800000001|8613800000001|86 138 0000 0001|86-13800000001|008613800000001|0086-138-0000-0001|(+86)13800000001|（+86）138 0000 0001
013800000001|1380 0000 001|138 000 00001|1 3 8 0 0 0 0 0 0 0 1|138　0000　0001"""
OTHERS = """0551-62345678|055162345678|0551 62345678|（0551）62345678|(0551) 6234 5678|0551-6234-5678|010-62345678|01062345678
(010)62345678|021 6234 5678|+86 551 62345678|+86-10-62345678|86-551-62345678|0086 10 62345678|0551-6234567|05516234567|0551—62345678
0551.62345678|0551/62345678|400-123-4567|400 1234 567|4001234567|400-1234567|800-820-8820"""
EXTENDED = "0551-62345678-801|0551-62345678转801|0551-62345678 转 801|0551-62345678ext.12"
CARDS = """110101199003071234|11010119900307123X|110101 19900307 123x|110101-1990-0307-1234|110101 1990 0307 123X|1101 0119 9003 0712 34
１１０１０１１９９００３０７１２３４|20010119850615123X"""
ALIKE = """2026-0012|20260305|2026-03-05|国网督〔2026〕12号|皖电办〔2026〕0123号|2026-0012、2026-0013|FX-0401|CC26-22|2026-03-05 09:30:00
13800000001元|13800000001.50|138000.00|1.35 2.46 3.57 4.6|4001234567元|400千瓦|20261231-1|2026 0305 1234 5678|1,380,000,000
HT-2026-0551-0012|110kV 220kV 10 35 110 220|2026.03.05 2026.12.31|1500 1600 1700|15:30-16:30|0001234567|341200202603050012
2026-0310-1234|2026-0551-6234567|电话会议 2026-03-05|手机银行推广"""


def split(text: str) -> list[str]:
    return [one for line in text.splitlines() for one in line.split("|")]


@pytest.mark.parametrize("text", split(MOBILES) + split(OTHERS) + split(EXTENDED) + split(CARDS))
@pytest.mark.parametrize("around", ["{}", "请找张三{}，或办公室", "（{}）", "2026-03-05 {}"])
def test_a_number_in_any_spelling_is_left_out(text: str, around: str) -> None:
    shown = without_contacts(around.format(text))
    assert WITHHELD in shown
    assert sum(letter.isdigit() for letter in shown) <= 3 + 8 * around.startswith("2")  # an extension, a date
    assert is_private(f"联系{text}")


@pytest.mark.parametrize("text", split(ALIKE))
def test_what_only_looks_alike_stays_as_typed(text: str) -> None:
    for around in ("{}", "按{}办理", "（{}）"):
        assert without_contacts(around.format(text)) == around.format(text)


def test_what_stands_around_a_number_stays_as_typed() -> None:
    assert without_contacts("ＡＢ（１２）：13800000001、ｘ@ｙ.com，①②") == f"ＡＢ（１２）：{WITHHELD}、{WITHHELD}，①②"


@pytest.mark.parametrize("text", split(MOBILES) + split(OTHERS))
def test_a_number_is_taken_off_a_name(text: str) -> None:
    name, phones = without_phones(f"张三（{text}）")
    assert (name, len(phones)) == ("张三", 1)


@pytest.mark.parametrize("text", split(MOBILES))
def test_a_mobile_number_as_digits(text: str) -> None:
    assert without_phones(text)[1] == ("13800000001",)


@pytest.mark.parametrize(("text", "digits"), [("0551-62345678转801", "055162345678转801"), ("0551-6234ext", "")])
def test_a_landline_as_digits(text: str, digits: str) -> None:
    found = PHONE.search(text)
    assert (digits_of(found[0]) if found else "") == digits
