"""What redaction takes for the same: a name or a number in any disguise, and never an amount or a date."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import opencc
import pytest
import yaml
from cases import ROOT
from docx import Document
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

from letters.base.errors import InputError
from letters.documents.docx.letterhead import Letterhead
from letters.drafting.redaction.comparison import fold, is_invisible
from letters.drafting.redaction.screen import EVERYTHING, Screen
from letters.pipeline import Letters, write_letters
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library

SIMPLIFIED, TRADITIONAL = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u2066\u2069\ufe0e\ufe0f\U000e0101\u034f\u180e\u3164"
DOTS = "·•・‧∙⋅･●"
SPREAD = [" ", "\u3000", "\xa0", "-", "－", "—", "_", *DOTS]
NUMBERS_SPREAD = [*SPREAD, ".", " - ", ") ", "/", ","]
LENDER = "重庆蚂蚁消费金融有限公司"


def screen(**who: str | list[str]) -> Screen:
    """What hides the identities given by kind."""
    made = Screen(read_language(library(), "zh"), EVERYTHING, LENDER)
    for key, values in who.items():
        for value in [values] if isinstance(values, str) else values:
            made.mark(key, value)
    return made


def bare(text: str) -> str:
    """What is left of a text for a reader who looks for a name: its letters and digits, simplified, by another program
    than ours.
    """
    plain = unicodedata.normalize("NFKC", SIMPLIFIED.convert(unicodedata.normalize("NFKC", text)))
    return "".join(char for char in plain.casefold() if char.isalnum())


@st.composite
def disguised(draw: st.DrawFn, text: str, between: list[str]) -> str:
    """A string as somebody may write it: full-width, traditional, in capitals, spread, with what is invisible in it."""
    if draw(st.booleans()):
        text = TRADITIONAL.convert(text)
    if draw(st.booleans()):
        text = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    if draw(st.booleans()):
        text = text.upper()
    if draw(st.booleans()):
        text = re.sub("·", draw(st.sampled_from(DOTS)), text)
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    gap = draw(st.sampled_from(between)) if draw(st.booleans()) else ""
    unseen = st.text(INVISIBLE, max_size=2) if draw(st.booleans()) else st.just("")
    return "".join(char + draw(unseen) + gap for char in text[:-1]) + text[-1] + draw(unseen)


SURNAMES = (
    "林王李张刘陈杨赵黄周吴徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余"
    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
)
GIVEN = "璟琰瑄翊珩昀霖曉晓丽麗伟偉兰蘭飞龙凤云國庆"
HAN_NAMES = st.builds(
    "".join, st.tuples(st.sampled_from([*SURNAMES, "欧阳", "諸葛"]), st.text(GIVEN, min_size=1, max_size=2))
)
MINORITY = st.builds(
    "·".join,
    st.lists(
        st.sampled_from(["买买提", "艾力", "古丽努尔", "扎西", "次仁", "阿依古丽"]), min_size=2, max_size=3, unique=True
    ),
)
LATIN = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["John", "José", "Aigul", "Zoë"]), st.sampled_from(["Smith", "O'Brien", "Müller", "Nurlan"])
    ),
)
DIGITS = "0123456789"


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, str]:
    """The numbers of one person, no one's end like another's."""
    tails = draw(st.lists(st.integers(3001, 9998).filter(lambda n: n % 100), min_size=4, max_size=4, unique=True))
    ends = [str(tail) for tail in tails]
    return {
        "id_number": "330100199003" + draw(st.text(DIGITS, min_size=2, max_size=2)) + ends[0],
        "phone": "139" + draw(st.text(DIGITS, min_size=4, max_size=4)) + ends[1],
        "account": "6222" + draw(st.text(DIGITS, min_size=8, max_size=11)) + ends[2],
        "landline": "0571-8" + draw(st.text(DIGITS, min_size=3, max_size=3)) + ends[3],
    }


@given(data=st.data(), name=st.one_of(HAN_NAMES, MINORITY, LATIN))
@settings(max_examples=examples(400), deadline=None)
def test_a_name_is_hidden_in_any_disguise_whole_and_in_its_parts(data: st.DataObject, name: str) -> None:
    hide = screen(name=name).hide
    shown = hide(f"前文，{data.draw(disguised(name, SPREAD))}，后文")
    assert bare(name) not in bare(shown), shown
    parts = [part for part in re.split("[· ]", name) if len(part) > 1] if re.search("[· ]", name) else []
    if not parts and len(name) > 2 and name[:2] not in {"欧阳", "諸葛"}:
        parts = [name[1:]]
    for part in parts:
        seen = hide(f"前文，{data.draw(disguised(part, ['']))}，后文")
        assert bare(part) not in bare(seen), (name, seen)


@given(data=st.data(), name=HAN_NAMES, title=st.sampled_from(["女士", "先生", "小姐", "太太", "某", "某某"]))
@settings(max_examples=examples(150), deadline=None)
def test_a_surname_with_a_title_is_hidden(data: st.DataObject, name: str, title: str) -> None:
    surname = name[:2] if name[:2] in {"欧阳", "諸葛"} else name[0]
    for written in (surname + title, f"小{surname}", f"老{surname}"):
        shown = screen(name=name).hide(f"客服称{data.draw(disguised(written, ['']))}，已记录")
        assert bare(written) not in bare(shown), (name, shown)


@given(data=st.data(), own=numbers())
@settings(max_examples=examples(400), deadline=None)
def test_a_number_is_hidden_in_any_grouping_masked_and_by_its_last_digits(
    data: st.DataObject, own: dict[str, str]
) -> None:
    hide = screen(id_number=own["id_number"], phone=[own["phone"], own["landline"]], account=own["account"]).hide
    for number in own.values():
        digits = bare(number)
        cuts = sorted(data.draw(st.sets(st.integers(1, len(digits) - 1), max_size=4)))
        groups = [digits[start:end] for start, end in zip([0, *cuts], [*cuts, len(digits)], strict=True)]
        grouped = data.draw(st.sampled_from(NUMBERS_SPREAD)).join(groups)
        tail = digits[-4:]
        masked = digits[:3] + data.draw(st.sampled_from(["****", "********", "●●●●", "xxxx", "＊＊＊＊"])) + tail
        says = data.draw(
            st.sampled_from(["尾号", "尾号：", "尾号为 ", "后四位", "末4位是", "last four digits ", "ending in "])
        )
        for written in (grouped, masked, f"{says}{tail}", f"（{tail}）", data.draw(disguised(digits, NUMBERS_SPREAD))):
            shown = hide(f"号码 {written}，谢谢")
            assert tail not in bare(shown), (number, written, shown)


DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
AMOUNTS = st.decimals("0.01", "999999.99", places=2)
FIGURES = st.one_of(
    AMOUNTS.map(lambda n: f"{n} 元"),
    AMOUNTS.map(lambda n: f"{n:,} 元"),
    AMOUNTS.map(lambda n: f"¥{n}"),
    AMOUNTS.map(lambda n: f"CNY {n:,}"),
    st.integers(1, 99999).map(lambda n: f"{n} 元"),
    st.integers(1, 99999).map(lambda n: f"还了{n}元"),
    st.integers(1, 9999).map(lambda n: f"{n} 天"),
    DAYS.map(date.isoformat),
    DAYS.map(lambda d: f"{d.year}年{d.month}月{d.day}日"),
    DAYS.map(lambda d: f"{d.day} {d:%B %Y}"),
    DAYS.map(lambda d: f"{d:%Y.%m.%d}-{d + timedelta(30):%Y.%m.%d}"),
    DAYS.map(lambda d: f"{d:%Y/%m/%d}"),
    st.decimals("0.01", "36", places=2).map(lambda n: f"{n}%"),
    st.integers(2000, 2030).map(lambda n: f"{n} 年"),
)


@given(
    figures=st.lists(FIGURES, min_size=1, max_size=8),
    joined=st.sampled_from(["，", " ", "；", "\n", "、"]),
    name=st.one_of(HAN_NAMES, MINORITY, LATIN, st.sampled_from(["May Li", "April Young", "于小计", "王十月", "万元"])),
    own=numbers(),
)
@settings(max_examples=examples(500), deadline=None)
def test_amounts_dates_and_what_else_is_nobodys_stay(
    figures: list[str], joined: str, name: str, own: dict[str, str]
) -> None:
    text = joined.join(figures)
    hide = screen(name=name, **{key: own[key] for key in ("id_number", "phone", "account")}).hide
    assert hide(text) == text


def test_no_letter_names_anybody_whose_surname_it_has_a_word_with() -> None:
    """The words of the letters and examples themselves, held to the hundred most frequent surnames and some more."""
    texts = [
        path.read_text("utf-8") for folder in ("tests/golden", "templates/zh") for path in (ROOT / folder).rglob("*.*")
    ]
    known = {"林晓梅"}
    found: dict[str, str] = {}
    for surname in {*SURNAMES, *"于和时区计钱白康向从方包毛车米江孔史龙万段雷汤尹易常武乔贺赖龚文"}:
        made = screen(name=f"{surname}璟琰")
        for text in texts:
            if re.search(f"[小老阿]{surname}|{surname}(?:女士|先生|小姐|某)", text) and made.is_named_in(text):
                found[surname] = next(line for line in text.splitlines() if made.is_named_in(line))
    assert {key: line for key, line in found.items() if not any(name in line for name in known)} == {}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("买买提・艾力和艾力都说", "【已隐去:姓名 2】和【已隐去:姓名 2】都说"),
        ("林曉梅、林女士、小林", "【已隐去:姓名】、【已隐去:姓名】、【已隐去:姓名】"),
        ("我在小程序里等了 3 小时，于是去了小区", "我在小程序里等了 3 小时，于是去了小区"),
        ("SMITH's, Ｊｏｈｎ and a blacksmith", "【已隐去:姓名 3】's, 【已隐去:姓名 3】 and a blacksmith"),
        ("0571-8765 4321，8765-4321，（0571）87654321", "【已隐去:手机 2】，【已隐去:手机 2】，【已隐去:手机 2】"),
        ("我姐 1391234 5678、010-6655 1234", "我姐 【已隐去:手机】、【已隐去:手机】"),
        ("6222.0202.1234.5678 和 6222.0202.1234…", "【已隐去:账号】 和 【已隐去:账号】…"),
        (
            "尾号 8888 的卡，手机后四位 5602，尾号：2847",
            "尾号 【已隐去:账号】 的卡，手机后四位 【已隐去:手机】，尾号：【已隐去:身份证号】",
        ),
        ("138****5602，3301**********2847，****5617", "【已隐去:手机】，【已隐去:身份证号】，****【已隐去:账号】"),
        ("还 5602 元，¥2847，5617 天，2026-05-02", "还 5602 元，¥2847，5617 天，2026-05-02"),
        ("微信 LinXiaomei，住江畔路1号", "微信 【已隐去:邮箱】，住【已隐去:地址】"),
        ("热线 95188、400-888-8888、12378", "热线 95188、400-888-8888、12378"),
    ],
)
def test_what_is_hidden_and_what_stays(text: str, shown: str) -> None:
    made = screen(
        name=["林晓梅", "买买提·艾力", "John Smith"],
        id_number="330100199003072847",
        phone=["13800005602", "0571-87654321"],
        account="6222020212345617",
        email="linxiaomei@example.com",
        address="杭州市江畔路 1 号",
    )
    assert made.hide(text) == shown


def test_whatever_is_equal_after_nfkc_is_compared_as_equal() -> None:
    every = [chr(code) for code in range(0x2FA1E) if unicodedata.category(chr(code)) not in {"Cs", "Cn", "Co"}]
    differing = [char for char in every if fold(char) != fold(unicodedata.normalize("NFKC", char))]
    assert differing == []


def test_traditional_characters_are_compared_as_opencc_simplifies_them() -> None:
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    differing = {
        char: (fold(char), fold(plain))
        for char in every
        if "\u4e00" <= (plain := SIMPLIFIED.convert(char)) <= "\u9fff" and fold(char) != fold(plain)
    }
    assert differing == {}


def test_no_letter_or_digit_is_invisible() -> None:
    every = [chr(code) for code in range(0x2FA1E) if unicodedata.category(chr(code))[0] in "LN"]
    assert [char for char in every if is_invisible(char)] == list("\u115f\u1160\u3164\uffa0")


def scenario(who: dict[str, str], disguise: Callable[[str, list[str]], str]) -> bytes:
    """A bundled case of that person, whose every own text names them in disguise."""
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["borrower"] = dict(who)
    said = (
        f"{disguise(who['name'], SPREAD)}住院，电话 {disguise(who['phone'], NUMBERS_SPREAD)}，尾号{who['account'][-4:]}"
    )
    data["hardship"] |= {"event": f"{who['name']}急性胰腺炎住院", "story": said}
    data["hardship"]["evidence"][0] |= {"issuer": "琥珀市医院", "document": f"诊断（{said}）"}
    for contact in data["contacts"]:
        contact |= {"said": said, "promised": said, "channel": said}
    data["bills"][0]["label"] = data["expenses"][0]["label"] = said
    return yaml.safe_dump(data, allow_unicode=True).encode()


def words(name: str, data: bytes) -> str:
    """Everything in a file that can be read, names of parts included."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [re.sub("<[^>]*>", "", package.read(part).decode()) for part in package.namelist()]
            return "\n".join(
                [*package.namelist(), *parts, *(package.read(part).decode() for part in package.namelist())]
            )
    if name.endswith(".pdf"):
        return subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
        ).stdout.decode()
    if name.endswith(".eml"):
        import email
        from email import policy

        message = email.message_from_bytes(data, policy=policy.default)
        inner = [words(part.get_filename() or "", part.get_content()) for part in message.iter_attachments()]
        body = message.get_body(("plain",))
        return "\n".join([str(message.items()), body.get_content() if body else "", *inner])
    return data.decode()


def redacted(raw: bytes, kinds: list[str]) -> Letters:
    return write_letters(raw, "a.yaml", today=date(2026, 4, 1), kinds=kinds, redact=True)


@given(data=st.data(), name=st.one_of(HAN_NAMES.filter(lambda n: len(n) > 2), MINORITY, LATIN), own=numbers())
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_disguise_survives_in_any_format(data: st.DataObject, name: str, own: dict[str, str]) -> None:
    who = {"name": name, "id_number": own["id_number"], "phone": own["phone"], "account": own["account"]}

    def disguise(text: str, between: list[str]) -> str:
        # what no scenario may hold, or no letter shows as it stands, is drawn above
        return re.sub("[\u202a\u2066\u2069]", "", data.draw(disguised(text, between)))

    made = redacted(scenario(who, disguise), ["waiver-email", "call-log", "evidence-checklist", "budget"])
    for file, content in made.files(["md", "docx", "txt", "eml"]).items():
        found = bare(words(file, content))
        assert [key for key, value in who.items() if bare(value) in found] == [], file


@pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
def test_no_disguise_survives_in_a_pdf() -> None:
    who = {"name": "林曉梅", "id_number": "330100199003072847", "phone": "13900001234", "account": "6222020212345617"}
    made = redacted(scenario(who, lambda text, between: between[3].join(text)), ["waiver-email", "call-log"])
    for file, content in made.files(["pdf"]).items():
        found = bare(words(file, content))
        assert [key for key, value in who.items() if bare(value) in found] == [], file


def stationery(change: Callable[[WordDocument], None]) -> Letterhead:
    document = Document()
    change(document)
    out = io.BytesIO()
    document.save(out)
    return Letterhead(out.getvalue(), "my.docx")


def with_margins(document: WordDocument) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "林"
    section.header.paragraphs[0].add_run("晓梅").bold = True
    section.footer.paragraphs[0].text = "电话 138 0000 5602"


def test_header_and_footer_of_a_letterhead_are_left_out_of_redacted_letters() -> None:
    head = stationery(with_margins)
    raw = (ROOT / "scenarios" / "illness.yaml").read_bytes()
    letters = redacted(raw, ["waiver-email"]).on(head)
    [content] = letters.files(["docx"]).values()
    found = bare(words("a.docx", content))
    assert "林晓梅" not in found and "5602" not in found
    assert "the header and footer of my.docx may say who you are and were left out" in map(
        str, letters.letterhead.notes() if letters.letterhead else ()
    )


def test_a_letterhead_whose_styles_name_somebody_is_refused_for_redacted_letters() -> None:
    head = stationery(lambda document: document.styles.add_style("林晓梅的样式", 1))
    raw = (ROOT / "scenarios" / "illness.yaml").read_bytes()
    with pytest.raises(InputError, match="in its styles, lists or theme"):
        redacted(raw, ["waiver-email"]).on(head).files(["docx"])


def test_json_of_redacted_letters_names_nobody(tmp_path: Path) -> None:
    from command import letters

    (tmp_path / "林晓梅.yaml").write_bytes((ROOT / "scenarios" / "illness.yaml").read_bytes())
    done = letters("render", "林晓梅.yaml", "-k", "petition", "--redact", "--json", cwd=tmp_path)
    assert done.code == 0
    assert not re.search("晓梅|13800005602|2847|6617", done.out)


def test_the_folder_of_redacted_letters_does_not_bear_a_name(tmp_path: Path) -> None:
    from command import letters

    (tmp_path / "林晓梅-13800005602.yaml").write_bytes((ROOT / "scenarios" / "illness.yaml").read_bytes())
    done = letters("render", "林晓梅-13800005602.yaml", "-k", "petition", "-f", "md", "--redact", cwd=tmp_path)
    assert done.code == 0
    assert done.out.strip() == "【已隐去-姓名】-【已隐去-手机】/petition.redacted.md"
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    kept = "\n".join(path.read_text("utf-8") for path in folder.iterdir())
    assert not re.search("林晓梅|13800005602|2847", folder.name + kept)
    bundled = letters("bundle", "林晓梅-13800005602.yaml", "--without-identity", cwd=tmp_path)
    assert bundled.out.strip() == "林晓梅-【已隐去-手机】.zip"
    asked = letters("render", "林晓梅-13800005602.yaml", "-k", "petition", "--redact", "-o", "晓梅", cwd=tmp_path)
    assert "晓梅: the name of the folder says who you are" in asked.err
