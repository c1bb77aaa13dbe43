"""Which ID numbers are warned of, held to python-stdnum."""

from __future__ import annotations

import random

from stdnum.cn import ric

from letters.base.id_numbers import is_id_number


def test_an_id_number_that_the_library_takes_is_taken_and_one_wrong_character_is_seen() -> None:
    chance = random.Random(13)
    taken = 0
    for _ in range(300):
        first = f"{chance.choice([110101, 330106, 440305, 500112, 650102])}{chance.randint(1940, 2010)}"
        body = f"{first}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
        number = body + ric.calc_check_digit(body + "0")
        if not ric.is_valid(number):
            continue  # that county had no number in that year
        taken += 1
        assert is_id_number(number)
        place = chance.randrange(17)
        wrong = number[:place] + str((int(number[place]) + chance.randint(1, 9)) % 10) + number[place + 1 :]
        assert not is_id_number(wrong), wrong
    assert taken > 100


def test_a_day_that_does_not_exist_an_unknown_province_and_another_form_are_seen() -> None:
    for body in ("33010619900231001", "20010619900101001"):
        assert not is_id_number(body + ric.calc_check_digit(body + "0"))
    assert not is_id_number("３3010619900101001X")


def test_residents_of_hong_kong_and_foreigners_are_taken() -> None:
    for body in ("81000019900101001", "91010119900101001"):
        assert is_id_number(body + ric.calc_check_digit(body + "0"))
