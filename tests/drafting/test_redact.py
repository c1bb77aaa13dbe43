"""Letters that can be shown to an adviser: figures and reasons, and nobody's identity in any format."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import COMPLETE, ROOT, TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

from letters.cli import main
from letters.drafting.redaction.redact import redacted
from letters.drafting.redaction.screen import EVERYTHING
from letters.followup.bundle import WITHHELD
from letters.pipeline import Letters, write_letters
from letters.reference_data.languages import read_language
from letters.reference_data.template_library import library
from letters.scenario.load import load
from letters.scenario.questions import fields

KINDS = ["waiver-email", "petition", "call-script", "call-log", "evidence-checklist", "hardship-statement", "budget"]

FAMILY, GIVEN = "欧阳慕容司徒诸葛", "璟琰瑄翊珩昀霖"
NAMES = st.builds(
    lambda f, g: f[0] + "".join(g),
    st.text(FAMILY, min_size=1, max_size=1),
    st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2),
)
DIGITS = "0123456789"


@st.composite
def identities(draw: st.DrawFn) -> dict[str, str]:
    """Strings that no letter has of itself."""
    return {
        "name": draw(NAMES),
        "id_number": "330100199003" + draw(st.text(DIGITS, min_size=6, max_size=6)),
        "phone": "139" + draw(st.text(DIGITS, min_size=8, max_size=8)),
        "email": "q" + draw(st.text("zxcv", min_size=3, max_size=6)) + "@mail.example",
        "address": "琥珀市" + draw(st.text("璎珞琉璃", min_size=2, max_size=4)) + "路 9 号",
        "account": "88" + draw(st.text("13579", min_size=4, max_size=6)),
        "agent": "KF" + draw(st.text(DIGITS, min_size=4, max_size=4)),
        "ticket": "TK" + draw(st.text(DIGITS, min_size=4, max_size=4)) + "-Z",
        "issuer": "琥珀市" + draw(st.text("璎珞琉璃", min_size=2, max_size=3)) + "医院",
    }


def scenario(who: dict[str, str]) -> bytes:
    """The bundled case with that identity, which also stands in every text of the borrower's own."""
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    texts = f"{who['name']}的医生在{who['issuer']}，电话 {who['phone'][:3]} {who['phone'][3:7]} {who['phone'][7:]}"
    data["borrower"] = {key: who[key] for key in ("name", "id_number", "phone", "email", "address", "account")}
    data["hardship"]["event"] = f"{who['name']}急性胰腺炎住院"
    data["hardship"]["story"] = f"{texts}。家住{who['address']}，请写 {who['email']}。身份证 {who['id_number']}。"
    for paper in data["hardship"]["evidence"]:
        paper["issuer"] = who["issuer"]
        paper["document"] = f"{paper['document']}（{who['name']}）"
    for contact in data["contacts"]:
        contact |= {"agent": who["agent"], "ticket": who["ticket"], "said": texts, "channel": f"电话 {who['phone']}"}
        contact["promised"] = f"给{who['name'][1:]}回电，账号 {who['account']}，工单 {who['ticket']}"
    data["bills"][0]["label"] = f"{who['name']}十一月"
    data["expenses"][0] |= {"label": f"{who['name']}房租", "category": f"住房 {who['phone']}"}
    data["debts"] = [{"creditor": f"表哥 {who['phone']}", "balance": "5000", "note": f"住{who['address']}"}]
    data["request"]["offers"] = [{"name": f"{who['name']}的办法", "instalments": "3"}]
    return yaml.safe_dump(data, allow_unicode=True).encode()


def letters(raw: bytes, language: str = "zh", **options: Any) -> Letters:
    return write_letters(raw, "a.yaml", today=date(2026, 4, 1), kinds=KINDS, language=language, redact=True, **options)


def words(name: str, data: bytes) -> str:
    """Everything in a file that can be read, properties and metadata included."""
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join([*package.namelist(), *(package.read(part).decode() for part in package.namelist())])
    if name.endswith(".pdf"):
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
        return done.stdout.decode() + data.decode("latin-1")
    return data.decode()


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "")


@pytest.mark.parametrize("language", ["zh", "en"])
@given(who=identities())
@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_identity_is_in_any_file(language: str, who: dict[str, str]) -> None:
    made = letters(scenario(who), language)
    for name, data in made.files(["md", "docx", "txt"]).items():
        found = squeezed(words(name, data))
        assert [what for what, text in who.items() if squeezed(text) in found] == [], name


@pytest.mark.needs("poppler-utils", "fonts-noto-cjk")
def test_no_identity_is_in_a_pdf() -> None:
    who = {
        "name": "欧阳璟琰", "id_number": "330100199003072847", "phone": "13900001234", "email": "qzxcv@mail.example",
        "address": "琥珀市琉璃路 9 号", "account": "8813579", "agent": "KF1234", "ticket": "TK1234-Z",
        "issuer": "琥珀市琉璃医院",
    }  # fmt: skip
    for name, data in letters(scenario(who)).files(["pdf"]).items():
        found = squeezed(words(name, data))
        assert "已隐去" in found
        assert [what for what, text in who.items() if squeezed(text) in found] == [], name


def test_figures_and_reasons_stay() -> None:
    raw = (ROOT / "scenarios" / "illness.yaml").read_bytes()
    plain = write_letters(raw, "a.yaml", today=date(2026, 4, 1), kinds=KINDS)
    made = letters(raw)
    assert made.figures.total == plain.figures.total
    [mail, *_] = made.files(["md"]).values()
    text = mail.decode()
    for kept in (
        "254.94",
        "7,363.40",
        "急性胰腺炎住院",
        "去年12月和今年1月只有病假工资",
        "重庆蚂蚁消费金融有限公司",
    ):
        assert kept in text
    assert "身份证号【已隐去:身份证号】，手机【已隐去:手机】，" in text


def test_what_is_hidden_is_no_blank() -> None:
    made = letters((ROOT / "scenarios" / "illness.yaml").read_bytes())
    assert made.blanks == {}
    for name, data in made.files(["docx"]).items():
        assert "w:highlight" not in words(name, data)


def test_two_of_a_kind_are_told_apart_and_one_is_called_the_same_everywhere() -> None:
    raw = (ROOT / "scenarios" / "illness.yaml").read_bytes()
    made = write_letters(raw, "a.yaml", today=date(2026, 4, 1), kinds=["call-log", "waiver-email"], redact=True)
    log, mail = (drafted.markdown for drafted in made.drafts)
    assert "工号【已隐去:工号】" in log
    assert "工号【已隐去:工号2】，工单【已隐去:工单号】" in log
    assert mail.count("【已隐去:出具单位】") == 2


def test_everyone_who_signs_a_joint_petition_is_hidden_and_keeps_their_row() -> None:
    table = (
        "姓名,账号尾号,到期日,账单金额\n钱一一,1001,2025-12-10,2000.00\n"
        "林晓梅,6617,2025-12-10,100.00\n孙二,1002,2026-01-10,1500.00\n"
    )
    raw = (ROOT / "scenarios" / "illness.yaml").read_bytes() + b"signatories: others.csv\n"
    made = write_letters(
        raw, "a.yaml", today=date(2026, 4, 1), kinds=["petition"], redact=True, beside=lambda _: table.encode()
    )
    text = made.drafts[0].markdown
    assert "| 1 | 【已隐去:姓名2】 | 【已隐去:账号2】 | 2,000.00 |" in text
    assert "| 2 | 【已隐去:姓名】 | 【已隐去:账号】 | 100.00 |" in text
    assert not {"钱一一", "孙二", "林晓梅", "1001", "1002"} & set(text.replace("|", " ").split())


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("林 晓 梅去了医院", "【已隐去:姓名】去了医院"),
        ("晓梅住院", "【已隐去:姓名】住院"),
        ("我妹妹 13912345678", "我妹妹 【已隐去:手机】"),
        ("卡号 6222 0212 3456 7890 123", "卡号 【已隐去:账号】"),
        ("写信到 a.b@example.org", "写信到 【已隐去:邮箱】"),
        ("尾号 6617，共 36617 元，还 6617.50", "尾号 【已隐去:账号】，共 36617 元，还 6617.50"),
        ("2026-06-17 还 6,617 元，2026-6617", "2026-06-17 还 6,617 元，2026-6617"),
        (
            "电话 139 1234-5678、+86-139-1234-5678、8613912345678",
            "电话 【已隐去:手机】、+86-【已隐去:手机】、【已隐去:账号】",
        ),
        ("139 12345678，6222021234567890123", "【已隐去:手机】，【已隐去:账号】"),
        ("6230 0200 3450 7890", "【已隐去:账号】"),
        ("身份证 330100 19900307 2847、33010019900307284x", "身份证 【已隐去:身份证号】、【已隐去:身份证号】"),
        ("3301 0019 9003 0728 4X", "【已隐去:身份证号】"),
    ],
)
def test_identity_in_a_text_of_ones_own_is_hidden_however_it_is_written(said: str, hidden: str) -> None:
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["hardship"]["story"] = said
    made = letters(yaml.safe_dump(data, allow_unicode=True).encode())
    assert made.case.scenario.hardship.story == hidden


@pytest.mark.parametrize(
    "said",
    [
        "2025-12-10 3200 元那期",
        "我在 2026-03-02 1500 元已还",
        "房租 1800 1500 300 三项",
        "工资 1800 1500 3000 2000",
        "账期 20251101-20251130，20251101 20251130 12",
        "20251210153000 还 150 20251210",
        "2025 1101 2025 1130，2022 2023 2024 2025",
        "房租 150 1800 1500.50",
        "2025-12-10 3200 2026-01-10 2865",
    ],
)
def test_dates_and_amounts_in_a_row_are_no_number_of_anybodys(said: str) -> None:
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["hardship"]["story"] = data["bills"][0]["label"] = said
    made = letters(yaml.safe_dump(data, allow_unicode=True).encode())
    assert (made.case.scenario.hardship.story, made.case.scenario.bills[0].label) == (said, said)


@pytest.mark.parametrize(
    ("who", "issuer", "said", "shown"),
    [
        ("客服", "公司", "公司裁员，在线客服说转达", "公司裁员，在线客服说转达"),
        ("在线客服专员", "工作单位", "在线客服专员记下了", "在线客服专员记下了"),
        ("蚂蚁消费客服", "医院", "蚂蚁消费客服在医院", "蚂蚁消费客服在医院"),
        ("a customer service agent", "My former employer", "A customer service agent", "A customer service agent"),
        ("王经理", "琥珀市医院", "王经理问琥珀市医院", "【已隐去:对方姓名】问【已隐去:出具单位】"),
        ("客服小李", "琥珀公司", "客服小李和琥珀公司", "【已隐去:对方姓名】和【已隐去:出具单位】"),
        ("Al", "Thea", "Al of Thea", "【已隐去:对方姓名】 of 【已隐去:出具单位】"),
        ("Ms Bell, agent", "Amber Hospital", "Ms Bell, agent of", "【已隐去:对方姓名】 of"),
    ],
)
def test_a_post_and_a_plain_word_are_hidden_where_they_name_somebody_only(
    who: str, issuer: str, said: str, shown: str
) -> None:
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["hardship"]["story"] = said
    data["hardship"]["evidence"] = [{"document": "证明", "issuer": issuer}]
    data["contacts"][0] |= {"who": who}
    seen = letters(yaml.safe_dump(data, allow_unicode=True).encode()).case.scenario
    assert seen.hardship.story == shown
    assert (seen.contacts[0].who, seen.hardship.evidence[0].issuer) == ("【已隐去:对方姓名】", "【已隐去:出具单位】")


def test_a_given_name_in_the_name_of_the_lender_stays_there() -> None:
    data = yaml.load((ROOT / "scenarios" / "illness.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["borrower"]["name"] = "王建设"
    data["lender"] = {"profile": "generic", "type": "bank", "name": "中国建设银行股份有限公司", "daily_rate": "0.05%"}
    data["hardship"]["story"] = "建设银行来电，建设和王建设在建 设医院"
    made = letters(yaml.safe_dump(data, allow_unicode=True).encode())
    hidden = "【已隐去:姓名】"
    assert made.case.scenario.hardship.story == f"建设银行来电，{hidden}和{hidden}在{hidden}医院"


PHONE = "13800005602"


@pytest.mark.parametrize("hidden", [EVERYTHING, WITHHELD])
def test_a_number_is_hidden_in_every_text_that_a_scenario_may_have(hidden: tuple[str, ...]) -> None:
    data = yaml.load(COMPLETE, yaml.BaseLoader)
    data["writer"] = {
        "name": "李红",
        "relation": "妻子",
        "email": "a@b.cn",
        "address": "路 1 号",
        "authority": "委托书",
    }
    data["collection"] = [{"date": "2026-03-02", "number": "3391", "to": "母亲", "said": "要她代还", "proof": "截图"}]
    data["hardship"] |= {"offer": "录用", "carer": "姐姐", "lost": "存货", "why": "换卡"}
    texts = [one.path for one in fields() if one.typed and one.kind in {"text", "long"}]
    kept = (
        "lender.name",
        "lender.email",
        "lender.product",
        "lender.assigned_to",
        "lender.collector",
        "lender.purpose",
        "lender.superior_office",
        "lender.regulator",
        "contacts[].time",
        "collection[].time",
        "collection[].until",
    )
    absent = ("lender.daily_fees", "bills[].daily_fees", "bills[].waivers", "waivers", "loans")  # COMPLETE has none
    written = [path for path in texts if not path.startswith((*kept, *absent, "borrower.", "writer.phone"))]
    assert {"debts[].note", "expenses[].category", "request.offers[].name", "lender.rates[].source"} <= set(written)
    for path in written:
        _append(data, path.replace("[]", "").split("."), f" 138-0000_5602 {PHONE}")
    case = load(yaml.safe_dump(data, allow_unicode=True).encode(), "a.yaml", today=TODAY)
    assert str(case.scenario).count(PHONE) > len(written)
    seen = redacted(case, read_language(library(), "zh"), hidden).case
    found = squeezed(repr((seen.scenario.copy_with({"lender": None}), seen.lender, seen.warnings)))
    assert PHONE not in found.replace("_", "")
    assert seen.lender.name == case.lender.name


def _append(data: Any, path: list[str], text: str) -> None:
    """Adds to a text at a path, in every item of a list."""
    if isinstance(data, list):
        for one in data:
            _append(one, path, text)
    elif path[0] not in data:  # a key that the complete scenario does without
        return
    elif path[1:]:
        _append(data[path[0]], path[1:], text)
    else:
        data[path[0]] += text


def test_somebody_else_who_writes_is_hidden_like_the_borrower() -> None:
    data = yaml.load(COMPLETE, yaml.BaseLoader)
    data["writer"] = {"name": "李红梅", "relation": "妻子", "phone": "13900005603", "email": "lihong@example.com"}
    data["hardship"]["story"] = "红梅替我打的电话，她的手机是13900005603。"
    case = load(yaml.safe_dump(data, allow_unicode=True).encode(), "a.yaml", today=TODAY)
    seen = repr(redacted(case, read_language(library(), "zh"), EVERYTHING).case.scenario.copy_with({"lender": None}))
    assert not [known for known in ("李红梅", "红梅", "13900005603", "lihong@example.com") if known in seen]


def test_a_language_without_words_for_it_gets_black_blocks() -> None:
    case = load((ROOT / "scenarios" / "illness.yaml").read_bytes(), "a.yaml", today=date(2026, 4, 1))
    plain = read_language(library(), "zh").copy_with({"withheld": "█████", "withheld_names": {}})
    assert redacted(case, plain).case.scenario.borrower.name == "█████"


def test_the_option_names_the_files_and_asks_to_read_them_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["letters", "render", "illness", "-k", "petition", "--redact", "--lang", "en"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    said = capsys.readouterr()
    assert said.out.splitlines() == ["illness/petition.en.redacted.md", "illness/petition.en.redacted.docx"]
    assert "read each letter once before you show it" in said.err
    for path in (tmp_path / "illness").iterdir():
        assert "林晓梅" not in words(path.name, path.read_bytes())
