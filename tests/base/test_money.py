"""Amounts are read strictly, rounded half up, and written in digits and in capitals as Chinese bills want them."""

from __future__ import annotations

from decimal import Decimal

import cn2an  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.base.money import capital, down_to_fen, grouped, parse_amount, percent, plain, to_fen, total


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("3200", "3200.00"),
        ("3200.5", "3200.50"),
        ("3200.00", "3200.00"),
        ("3,200.00", "3200.00"),
        ("3,200", "3200.00"),
        ("12,345,678.9", "12345678.90"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("007", "7.00"),
        ("  3200.00\t", "3200.00"),
        ("9999999999999.99", "9999999999999.99"),
        ("9,999,999,999,999.99", "9999999999999.99"),
    ],
)
def test_an_amount_is_read_in_the_forms_people_write(text: str, amount: str) -> None:
    assert str(parse_amount(text)) == amount


WRITE_IT = "'{}' is not an amount of money; write it like 3200.00"
FIXED = "'{}' is not an amount of money; write {}"
COMMA = "'{}' has a comma in the wrong place; write it without commas, like 3200.00"
NEGATIVE = "'{}' is negative; write the amount without a sign"
DECIMALS = "'{}' has more than two decimals; write an amount to the fen"
LARGE = "'{}' is too large an amount; look at it again"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *((text, WRITE_IT) for text in ("", "三千", "abc", "1e5", "3.2E3", "0x10", "NaN", "Infinity", "+5", ".5")),
        *((text, WRITE_IT) for text in ("3200.", "1.0.0", "$5", "３２００.００.", "1,234.5.6", "٣٢٠٠")),
        *((text, COMMA) for text in ("3,20.00", "32,00", "1,2345", ",320", "3200,", "1,,234", "3200,50", "1234,567")),
        *((text, NEGATIVE) for text in ("-5", "-3,200.00", "−5", "–5", "-0")),
        *((text, DECIMALS) for text in ("3.123", "0.005", "3,200.000", "1.00000000000000000001")),
        *((text, LARGE) for text in ("10000000000000", "9" * 14, "9" * 400, "1" + ",000" * 5)),
    ],
)
def test_what_is_not_an_amount_is_refused_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_amount(text)
    assert str(refused.value) == message.format(text)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("3,2OO", "3200.00"),
        ("32O0.l0", "3200.10"),
        ("3200。50", "3200.50"),
        ("3_200", "3200.00"),
        ("3 200", "3200.00"),
    ],
)
def test_what_looks_like_an_amount_is_refused_with_the_amount_it_looks_like(text: str, guess: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_amount(text)
    assert str(refused.value) == FIXED.format(text, guess)


@pytest.mark.parametrize(
    "text",
    [
        *("３２００", "３，２００．００", "3，200", "¥3200", "￥3,200.00", "￥ 3200", "3200元", "3200 元", "3200元整"),
        *("3200.00 CNY", "RMB 3200", "人民币3200元", "'3200.00", "3200.0元"),
    ],
)
def test_an_amount_may_bear_the_sign_of_the_yuan_and_full_width_digits(text: str) -> None:
    assert parse_amount(text) == Decimal("3200.00")


@pytest.mark.parametrize("text", ["￥-3200", "3200元元", "3200元5角", "3200.001元", "$3200", "3.2万", "¥", "元"])
def test_a_sign_of_the_yuan_does_not_make_an_amount_of_what_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


FEN = st.integers(0, 10**15 - 1).map(lambda fen: Decimal(fen) / 100)


@given(FEN)
def test_an_amount_reads_back_from_every_form_it_is_written_in(amount: Decimal) -> None:
    assert parse_amount(plain(amount)) == amount
    assert parse_amount(grouped(amount)) == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused_with_a_sentence(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError as error:
        assert str(error).startswith(f"'{text.strip()}' ")
    else:
        assert amount == to_fen(amount) >= 0
        assert any(char.isdecimal() for char in text)


AROUND = (" ", "\t", "\xa0", "\u2007", "\u202f", "\u3000")
"""White space that comes along from a bank's page: no-break, of a digit's width, narrow, and full-width."""


@pytest.mark.parametrize("space", AROUND)
def test_white_space_of_any_kind_is_dropped_around_an_amount_and_refused_inside(space: str) -> None:
    assert parse_amount(f"{space}3200.00{space}") == Decimal("3200.00")
    with pytest.raises(ValueError) as refused:
        parse_amount(f"3{space}200")
    assert str(refused.value) == FIXED.format(f"3{space}200", "3200.00")


@pytest.mark.parametrize(
    ("exact", "up", "down"),
    [("0.005", "0.01", "0.00"), ("0.00499", "0.00", "0.00"), ("98.8563", "98.86", "98.85"), ("0.025", "0.03", "0.02")],
)
def test_half_a_fen_goes_up_and_instalments_go_down(exact: str, up: str, down: str) -> None:
    assert (str(to_fen(Decimal(exact))), str(down_to_fen(Decimal(exact)))) == (up, down)


def test_the_sum_of_nothing_has_two_decimals_too() -> None:
    assert str(total([])) == "0.00"
    assert str(total([Decimal("0.10"), Decimal("0.20")])) == "0.30"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [("0.0005", "0.05%"), ("0.1825", "18.25%"), ("0", "0%"), ("0.000612", "0.0612%"), ("1", "100%")],
)
def test_a_rate_has_every_digit_it_needs_and_no_more(fraction: str, text: str) -> None:
    assert percent(Decimal(fraction)) == text


# Capital amounts. The source of every example: 正确填写票据和结算凭证的基本规定 (《支付结算办法》附一), 一至三、五至七.
# Where it allows two forms both stand here, ours first.

OFFICIAL = {
    "1409.50": ("壹仟肆佰零玖元伍角",),
    "6007.14": ("陆仟零柒元壹角肆分",),
    "1680.32": ("壹仟陆佰捌拾元叁角贰分", "壹仟陆佰捌拾元零叁角贰分"),
    "107000.53": ("壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分"),
    "16409.02": ("壹万陆仟肆佰零玖元零贰分",),
    "325.04": ("叁佰贰拾伍元零肆分",),
}


@pytest.mark.parametrize("amount", OFFICIAL)
def test_the_official_examples_are_written_in_an_official_form(amount: str) -> None:
    assert capital(Decimal(amount)) in OFFICIAL[amount]
    assert capital(Decimal(amount)) == OFFICIAL[amount][0]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.55", "伍角伍分"),
        ("1.00", "壹元整"),
        ("10.00", "壹拾元整"),  # 壹 is written before 拾
        ("10.05", "壹拾元零伍分"),
        ("20.50", "贰拾元伍角"),
        ("200.50", "贰佰元零伍角"),
        ("1000.00", "壹仟元整"),
        ("100000.00", "壹拾万元整"),
        ("1000000.01", "壹佰万元零壹分"),
        ("10001000.00", "壹仟万壹仟元整"),
        ("10000001.00", "壹仟万零壹元整"),
        ("100000000.00", "壹亿元整"),
        ("800003000.00", "捌亿零叁仟元整"),
        ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_in_capitals_follows_the_same_rules(amount: str, words: str) -> None:
    assert capital(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-0.01", "0.005", "1.001"])
def test_what_is_not_an_amount_of_whole_fen_has_no_capitals(amount: str) -> None:
    with pytest.raises(ValueError, match=f"^{amount} is not an amount of whole fen$"):
        capital(Decimal(amount))


def _spoken_otherwise(amount: Decimal) -> bool:
    """Where cn2an leaves out a 零 that a run of zeros asks for."""
    yuan, fen = divmod(int(amount * 100), 100)
    # 700.38: zeros right before the 元, then 角. The official 107,000.53 is one; cn2an's form of it is not official.
    silent_before_jiao = yuan > 0 and yuan % 100 == 0 and fen >= 10
    # 800,003,000: no 万 at all between 亿 and 仟.
    silent_after_yi = yuan >= 10**8 and yuan // 10**4 % 10**4 == 0 and yuan % 10**4 >= 1000
    return silent_before_jiao or silent_after_yi


MANY_ZEROS = st.text("00001259", min_size=1, max_size=15).map(lambda digits: Decimal(digits) / 100)


@given(FEN | MANY_ZEROS)
def test_cn2an_writes_the_same_capitals_except_where_it_swallows_a_zero(amount: Decimal) -> None:
    ours, theirs = capital(amount), cn2an.an2cn(plain(amount), "rmb")
    if _spoken_otherwise(amount):
        assert ours != theirs
        ours, theirs = ours.replace("零", ""), theirs.replace("零", "")
    assert ours == theirs


@given(FEN | MANY_ZEROS)
def test_capitals_never_say_zero_twice_in_a_row_and_read_back_as_the_amount(amount: Decimal) -> None:
    words = capital(amount)
    assert "零零" not in words
    assert not words.startswith("零") or words == "零元整"
    assert _read(words) == amount


def _read(words: str) -> Decimal:
    """The amount that capitals say, place by place."""
    value = section = whole = digit = 0
    fen = 0
    for char in words:
        if char in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[char]
            digit = 0
        elif char == "万":
            whole += (section + digit) * 10**4
            section = digit = 0
        elif char == "亿":
            whole = (whole + section + digit) * 10**8
            section = digit = 0
        elif char == "元":
            value = whole + section + digit
            digit = 0
        elif char in "角分":
            fen += digit * (10 if char == "角" else 1)
    return Decimal(value * 100 + fen) / 100
