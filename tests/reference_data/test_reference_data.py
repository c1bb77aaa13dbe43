"""The bundled facts: they load, they are dated and sourced, and they stay with the lenders they hold for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from every import every
from law_texts import digest, noted, said_of, with_notes

from letters.base.errors import DraftError
from letters.base.record_reading import Unreadable, read_record
from letters.base.resources import bundled
from letters.files.yaml_reader import read
from letters.reference_data.channels import channels_for, read_channel
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.escalation import read_escalation
from letters.reference_data.evidence import EvidenceGuide, read_evidence
from letters.reference_data.holidays import read_year
from letters.reference_data.law import Law, read_law
from letters.reference_data.lenders import read_lender_profile
from letters.reference_data.parameters import parameter
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords, told_first
from letters.scenario.lender import Lender
from letters.scenario.load import load

LANGUAGES = ("zh", "en")
TYPES = ("bank", "consumer-finance", "small-loan", "other")
LAWS = fact_names("law")
CHANNELS = fact_names("channels")
GUIDES = fact_names("evidence")
PROFILES = fact_names("lenders")
READ_ON = date(2026, 11, 24)
READ_AGAIN = date(2026, 11, 30)


def guide(name: str) -> EvidenceGuide:
    found = read_evidence(name)
    assert found is not None
    return found


def entries(language: str) -> dict[str, Any]:
    """The words file of a language."""
    data = read((bundled("templates") / language / "words.yaml").read_bytes(), "words.yaml").data
    assert isinstance(data, dict)
    return data


def shape(value: Any, place: str = "") -> set[str]:
    """The place of every text in it."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {inner for key, part in pairs for inner in shape(part, f"{place}/{key}".lstrip("/"))} or {place}


def dated() -> list[Any]:
    facts: list[Any] = [read_law(name) for name in LAWS]
    return facts + [read_channel(name) for name in CHANNELS] + [guide(name) for name in GUIDES]


def test_every_file_of_the_reference_loads() -> None:
    years = fact_names("holidays")
    known = {"law": LAWS, "channels": CHANNELS, "evidence": GUIDES, "lenders": PROFILES, "holidays": years}
    known |= {"parameters": fact_names("parameters")}
    files = sorted(path.relative_to(bundled("reference_data")) for path in bundled("reference_data").rglob("*.yaml"))
    assert [path.as_posix() for path in files] == sorted(
        ["escalation.yaml", *(f"{folder}/{name}.yaml" for folder in known for name in known[folder])]
    )
    assert read_escalation().steps
    assert all(read_year(int(number)) for number in years)
    assert dated()
    assert [read_lender_profile(name) for name in PROFILES]


def test_every_law_channel_paper_lender_and_step_has_its_words_in_every_language_and_no_words_are_left_over() -> None:
    offenders = []
    for language in LANGUAGES:
        words, held = FactWords(library(), language), entries(language)
        for name in LAWS:
            law, said = read_law(name), words.law(name)
            offenders += [f"{language}: law/{name}"] if list(said.articles) != list(law.articles) else []
            offenders += [f"{language}: law/{name}: unnumbered"] if len(said.unnumbered) != law.unnumbered else []
            end = "。" if language == "zh" else "."
            offenders += [one for one in (*said.articles.values(), *said.unnumbered) if not one.endswith(end)]
        for one in GUIDES:
            offenders += [f"{language}: {one}"] if list(held[f"evidence/{one}"]) != list(guide(one).documents) else []
            assert all(words.paper(one, paper).tip for paper in guide(one).documents)
        assert all(words.channel(name).does for name in CHANNELS)
        assert all(words.lender(name).about for name in PROFILES)
        assert all(words.step(step.name).does for step in read_escalation().steps)
        assert list(held["escalation"]) == [step.name for step in read_escalation().steps]
        folders = {"law": LAWS, "channels": CHANNELS, "evidence": GUIDES, "lenders": PROFILES}
        known = {f"{folder}/{name}" for folder, names in folders.items() for name in names} | {"escalation"}
        offenders += [f"{language}: {key}" for key in sorted(known ^ set(held))]
    assert offenders == []


def test_what_one_language_says_of_a_fact_the_others_say_too() -> None:
    shapes = [shape(entries(language)) for language in LANGUAGES]
    without = {"lenders/credit-card/account_name"}  # English says "account" of a card as well
    assert all(shapes[0] - without == other - without for other in shapes)


def test_the_facts_hold_no_words() -> None:
    offenders = []
    for folder in ("law", "channels", "evidence", "lenders"):
        for path in (bundled("reference_data") / folder).glob("*.yaml"):
            said = re.findall(r"^\s*(zh|en|does|says|title):", path.read_text("utf-8"), re.MULTILINE)
            offenders += [f"{folder}/{path.name}: {key}" for key in said]
    assert offenders == []


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("lenders/jiebei: {about: A}", "lenders/huabei: about"),
        ("lenders/huabei: {about: A, product: P}", "lenders/huabei: customer"),
        ("lenders/huabei:", "lenders/huabei: about"),
    ],
)
def test_missing_words_name_the_file_and_the_key(tmp_path: Path, entry: str, key: str) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "words.yaml").write_text(entry, "utf-8")
    words = FactWords(library(tmp_path), "de")
    with pytest.raises(DraftError, match=f"/de/words.yaml: the words of '{key}' are missing"):
        words.lender("huabei")
    with pytest.raises(DraftError, match="the words of 'escalation: remind: title' are missing"):
        words.step("remind")
    with pytest.raises(DraftError, match=r"templates/fr/words.yaml: the words of 'channels/12378: name' are missing"):
        FactWords(library(tmp_path), "fr").channel("12378")


def test_words_of_a_folder_of_ones_own_go_before_ours_entry_by_entry(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    mine = "lenders/huabei: {about: 花呗, product: 蚂蚁花呗, customer: 花呗客户}"
    (tmp_path / "zh" / "words.yaml").write_text(mine, "utf-8")
    words = FactWords(library(tmp_path), "zh")
    assert (words.lender("huabei").product, words.lender("jiebei").product) == ("蚂蚁花呗", "借呗")


def test_what_a_language_does_not_say_is_told_in_another() -> None:
    assert told_first(library(), "de", lambda words: words.lender("huabei").product) in {"Huabei", "花呗"}
    with pytest.raises(DraftError, match=r"templates/de/words.yaml: the words of 'lenders/none: about'"):
        told_first(library(), "de", lambda words: words.lender("none").product)


@every(name=LAWS)
def test_an_article_number_stands_once_and_is_a_number(name: str) -> None:
    numbers = read_law(name).articles
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdecimal() for number in numbers)
    assert numbers or read_law(name).unnumbered


def test_nothing_that_was_not_read_has_slipped_in() -> None:
    assert {read_law(name).status for name in LAWS} == {"VT", "VP"}
    data: Any = read((bundled("reference_data") / "law" / "civil-code.yaml").read_bytes(), "civil-code.yaml").data
    with pytest.raises(Unreadable):
        read_record(Law, data | {"status": "GK"})


def test_every_fact_is_read_again_after_it_was_read() -> None:
    for fact in dated():
        assert fact.source
        assert fact.verified_on in {READ_ON, READ_AGAIN}
        assert fact.verified_on < fact.review_by
        assert not fact.is_old(fact.review_by)


def test_what_was_read_on_a_secondary_page_is_read_again_within_half_a_year() -> None:
    seen = [read_law(name) for name in LAWS if read_law(name).status == "VP"]
    assert {(law.verified_on, law.review_by) for law in seen} <= {
        (READ_ON, date(2027, 5, 24)),
        (READ_AGAIN, date(2027, 5, 30)),
    }


def test_each_article_has_the_day_it_was_read_and_the_hash_of_what_was_read() -> None:
    """After a change of its words: read it again in its source, then `python tests/law_texts.py`."""
    offenders = []
    for name in LAWS:
        law, said = read_law(name), said_of(name)
        offenders += [f"law/{name}: no version"] if law.version is None or law.version > law.verified_on else []
        offenders += [f"law/{name}: {number} is not in words.yaml" for number in law.texts.keys() - said.keys()]
        for number, text in said.items():
            known = law.texts.get(number)
            if known is None or known.sha256 != digest(text):
                offenders.append(f"law/{name}: {number} was put in other words since it was read")
            elif not (law.version and law.version <= known.read_on <= law.review_by):
                offenders.append(f"law/{name}: {number} was read on {known.read_on}")
    assert offenders == []


def test_a_change_of_words_asks_for_a_new_day_and_one_of_spaces_does_not() -> None:
    law, said, today = read_law("civil-code"), said_of("civil-code"), date(2027, 1, 2)
    assert noted(law.texts, said, today) == {number: (one.read_on, one.sha256) for number, one in law.texts.items()}
    assert digest("收到投诉之日起 15 日内") == digest("收到投诉之日起15日内")
    changed = noted(law.texts, said | {"543": "当事人可以变更合同。"}, today)
    assert [number for number, (day, _) in changed.items() if day == today] == ["543"]
    text = with_notes("articles: [543]\ntexts:\n  1: {}\n", {"543": changed["543"]})
    assert text == f"articles: [543]\ntexts:\n  543: {{read_on: 2027-01-02, sha256: {changed['543'][1]}}}\n"


def test_a_law_in_force_was_in_force_when_it_was_read() -> None:
    assert all(day is None or day <= READ_ON for day in (read_law(name).in_force for name in LAWS))


def test_a_day_that_was_not_read_is_left_out() -> None:
    not_read = (
        "card-rules",
        "collection-guide",
        "consumer-protection",
        "criminal-law",
        "labour-contract",
        "social-insurance",
        "trial-opinion",
    )
    assert [name for name in not_read if read_law(name).in_force is not None] == []


def test_the_rules_on_bank_cards_suit_bank_cards_alone() -> None:
    for name in ("card-rules", "card-judicial"):
        suited = [(kind, profile) for kind in TYPES for profile in PROFILES if read_law(name).suits(kind, profile)]
        assert suited == [("bank", "credit-card")]


def test_a_law_for_the_docs_suits_no_letter() -> None:
    assert not any(read_law("criminal-law").suits(kind, profile) for kind in TYPES for profile in PROFILES)


def test_a_guide_and_a_standard_are_not_called_law() -> None:
    assert read_law("collection-guide").rank == "行业自律文件"
    assert read_law("collection-standard").rank == "推荐性国家标准"


def test_a_lender_has_15_30_or_60_days_for_a_complaint() -> None:
    rules = read_law("complaint-rules")
    assert parameter("complaint-days", READ_ON).counts == (15, 30, 60)
    assert not any(rules.suits(kind, "generic") for kind in ("small-loan", "other"))
    limits, review = FactWords(library(), "zh").law("complaint-rules").unnumbered
    assert "15 日" in limits
    assert "30 日" in limits
    assert "核查" in review


def test_an_article_without_a_verified_number_has_none() -> None:
    for name in ("collection-guide", "collection-standard", "cost-disclosure"):
        assert not read_law(name).articles


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("bank", ["12378", "platform", "mediation", "consumer-association", "12363"]),
        ("consumer-finance", ["12378", "platform", "mediation", "consumer-association", "12363"]),
        ("small-loan", ["mediation", "consumer-association", "12363", "12345"]),
        ("other", ["mediation", "consumer-association", "12363", "12345", "12315"]),
    ],
)
def test_the_channels_of_a_lender_come_in_the_order_to_try_them(kind: str, names: list[str]) -> None:
    assert channels_for(kind) == names


def test_12378_comes_before_12315() -> None:
    assert int(read_channel("12378").order) < int(read_channel("12315").order)
    assert len({read_channel(name).order for name in CHANNELS}) == len(CHANNELS)


def test_every_number_says_that_the_official_site_decides() -> None:
    for channel in map(read_channel, CHANNELS):
        assert channel.number is None or "以官网公布为准" in (channel.note or "")


def test_every_hardship_has_its_papers() -> None:
    shelf = library()
    for language in shelf.languages():
        for hardship in shelf.hardships(language):
            assert guide(hardship).documents


def test_no_one_is_sent_for_a_paper_that_nobody_issues() -> None:
    words = FactWords(library(), "zh")
    papers = [words.paper(one, paper).document for one in GUIDES for paper in guide(one).documents]
    assert not [paper for paper in papers if "恶意" in paper]
    assert not [paper for paper in papers if "贫困" in paper and "如当地可开具" not in paper]


def lender_of(profile: str, name: str) -> Lender:
    scenario = f"""
hardship: {{kind: illness}}
borrower: {{name: 测试}}
lender: {{profile: {profile}, name: {name}, daily_rate: 0.05%}}
bills: [{{label: 一, due_date: 2026-01-10, amount: 100.00}}]
"""
    return load(scenario.encode(), "case.yaml", today=READ_ON).lender


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("招商银行股份有限公司信用卡中心", "95555"),
        ("中国银行股份有限公司", "95566"),
        ("中国工商银行股份有限公司", "95588"),
    ],
)
def test_a_bank_card_shows_the_hotline_of_its_bank(name: str, number: str) -> None:
    hotline = lender_of("credit-card", name).hotline
    assert hotline is not None
    assert hotline.number == number
    assert hotline.note == "以卡背、官网公布为准"


def test_a_bank_that_the_reference_does_not_know_shows_no_hotline() -> None:
    assert lender_of("credit-card", "某某银行股份有限公司").hotline is None


def test_a_profile_with_one_hotline_shows_it_whoever_lends() -> None:
    assert lender_of("huabei", "招商银行股份有限公司").hotline == read_lender_profile("huabei").hotline


def test_a_lender_has_an_english_name_only_where_it_was_read() -> None:
    assert lender_of("huabei", "重庆蚂蚁消费金融有限公司").name_en == "Chongqing Ant Consumer Finance Co., Ltd."
    assert lender_of("huabei", "南京银行股份有限公司").name_en is None


def test_a_rate_whose_sources_conflict_is_not_suggested() -> None:
    assert [name for name in PROFILES if read_lender_profile(name).daily_rate] == ["huabei"]


@pytest.mark.parametrize(
    ("profile", "name", "kind"),
    [
        ("baitiao", "重庆京东盛际小额贷款有限公司", "small-loan"),
        ("baitiao", "天津京东消费金融有限公司", "consumer-finance"),
        ("meituan", "某某银行股份有限公司", "bank"),
        ("huabei", "重庆蚂蚁消费金融有限公司", "consumer-finance"),
        ("huabei", "南京银行股份有限公司", "bank"),
        ("xinyonggou", "南京银行股份有限公司", "bank"),
        ("douyin", "某某公司", "small-loan"),
    ],
)
def test_the_lender_that_the_contract_names_says_of_what_kind_it_is(profile: str, name: str, kind: str) -> None:
    assert lender_of(profile, name).type == kind


def test_a_product_that_people_know_is_understood_by_its_name_and_gives_neither_rate_nor_hotline() -> None:
    products = {
        "白条": "baitiao",
        "美团月付": "meituan",
        "抖音月付": "douyin",
        "度小满": "duxiaoman",
        "信用购": "xinyonggou",
    }
    for name, profile in products.items():
        lender = lender_of(name, "某某公司")
        assert (lender.profile, lender.hotline) == (read_lender_profile(profile), None)
        assert read_lender_profile(profile).daily_rate is None


CITED = re.compile(r"""\bcite\(["']([a-z-]+)["']""")


def test_every_law_is_cited_by_a_letter_or_says_that_it_is_for_the_guide() -> None:
    letters = [path.read_text("utf-8") for path in bundled("templates").rglob("*.j2")]
    cited = {name for text in letters for name in CITED.findall(text)}
    for_letters = {name for name in LAWS if read_law(name).used == "letters"}
    assert cited <= for_letters, "a letter cites a law that is for the guide alone"
    assert for_letters <= cited, "a law that is for letters, and that none cites"
