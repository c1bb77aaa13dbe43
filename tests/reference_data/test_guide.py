"""The guidance: the same topics in both languages, only laws that were read, figures of the tool, no promise."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import cn2an  # type: ignore[import-untyped]
import pytest
import typer.main
from every import every

from letters.base.money import grouped
from letters.base.resources import bundled
from letters.cli import main
from letters.cli.app import app
from letters.pipeline import write_letters
from letters.reference_data import guide
from letters.reference_data.dated_fact import fact_names
from letters.reference_data.law import read_law
from letters.reference_data.template_library import library
from letters.reference_data.words import FactWords

LANGUAGES = ("zh", "en")
LAWS = {name: read_law(name) for name in fact_names("law")}
TITLES = {language: {FactWords(library(), language).law(name).title: name for name in LAWS} for language in LANGUAGES}
EXAMPLE = bundled("scenarios") / "illness.yaml"

ARTICLE = {
    "zh": re.compile(r"《(?P<title>[^》]+)》|第(?P<number>[一二三四五六七八九十百千零]+)条"),
    "en": re.compile(
        rf"(?P<title>{'|'.join(sorted(map(re.escape, TITLES['en']), key=len, reverse=True))})"
        r"|\barts?\. (?P<number>\d+)"
    ),
}
READ_AGAIN = date(2026, 11, 30)
COMMAND = re.compile(r"`letters ([^`]+)`")
PERCENT = re.compile(r"[\d.]+ ?%")
RATES = {"0.05%", "18.25%", "5%", "24%"}
"""Of a day, of that in a year, of a late fee, and of the courts' line. A share that is waived is none of these."""

MISSTATEMENTS = {
    "§70 names no illness": r"(第七十条|art\. 70)[^。.]*(疾病|患病|生病|illness)",
    "§70 gives no right to a freeze": r"(有权|必须|应当)[^。；]*停息挂账|entitled to (a )?freeze",
    "PIPL 21 is about entrusted processing": r"个人信息保护法》第二十一条|Information Protection Law, art\. 21",
    "the bank card rules are of 2021": r"2023[^。.]{0,12}(银行卡|[Bb]ank [Cc]ards)",
    "§533 is not force majeure": r"五百三十三条[^。]*不可抗力|art\. 533[^.]*[Ff]orce majeure",
    "four times LPR": r"LPR|四倍|four times",
    "no such rule": r"196条|全民清债|停息挂账新政|征信洗白",
    "repealed": r"《(合同法|民法总则|民法通则|担保法|物权法|侵权责任法)》|(?<!Labour )Contract Law, art",
    "the zones of 2015": r"(?<![\d.])36 ?%|百分之三十六",
    "the card late fee is not by the day": r"违约金[^。]{0,6}(按日|每日|每天)|滞纳金|late fees? (is|are) (daily|a day)",
    "12378 is not open day and night": r"12378[^。.]*24 ?(小时|hours)|15 ?个工作日|15 working days",
    "the standard sets no answer in 7 days": r"45251[^。.]*(工作日|working days)|13\.8",
    "only in the draft of 2021": r"(息费|利息和费用)总额[^。]*不得?超过[^。]*本金",
    "an illness excuses nobody by law": r"依法应当免除|依法免除",
    "nothing is promised": r"成功率[^。]*\d|success rate|包过|一定能减|保证减免|guaranteed waiver",
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The `letters` command in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LETTERS_LANG", "en")

    def letters(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["letters", *arguments])
        with pytest.raises(SystemExit) as end:
            copy_context().run(main)  # what it hears is not for the tests after it
        said = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, said.out, said.err

    return letters


def cited(topic: guide.Topic, language: str) -> Iterator[tuple[str, str | None]]:
    """Every law that a section names, and every article with the law named last before it."""
    title = None
    for found in ARTICLE[language].finditer(topic.markdown):
        if found["title"]:
            title = found["title"]
            yield title, None
        else:
            assert title, f"{topic.name}: {found[0]} of which law?"
            number = str(cn2an.cn2an(found["number"])) if language == "zh" else found["number"]
            yield title, number


def test_both_languages_have_the_same_topics_in_the_same_order() -> None:
    assert guide.languages() == sorted(LANGUAGES)
    zh, en = ([topic.name for topic in guide.topics(language)] for language in LANGUAGES)
    assert zh == en
    assert len(set(zh)) == len(zh) >= 20
    assert zh[0] == "today"
    assert guide.ALL not in zh


def test_every_section_has_a_topic(language: str) -> None:
    text = guide.whole(language)
    assert text.count("\n## ") == text.count("<!-- topic: ") == len(guide.topics(language))
    assert text.startswith("# ")
    assert text.endswith("".join(topic.markdown for topic in guide.topics(language)))


def test_every_law_and_article_named_is_in_the_reference(language: str) -> None:
    known = {title: LAWS[name] for title, name in TITLES[language].items()}
    named = {citation for topic in guide.topics(language) for citation in cited(topic, language)}
    for title, number in named:
        assert title in known, title
        if number is not None:
            known[title].check_article(number)
    must = {("civil-code", number) for number in ("188", "195", "543", "544", "575")}
    must |= {("credit-reporting", number) for number in ("15", "16", "17", "25", "26")}
    must |= {("criminal-law", "280"), ("mediation", "4"), ("mediation", "33")}
    must |= {("consumer-protection", "39"), ("consumer-protection", "46")}
    titles = {name: title for title, name in TITLES[language].items()}
    assert {(titles[name], number) for name, number in must} <= named


def test_both_languages_cite_the_same_articles_in_each_section() -> None:
    for zh, en in zip(guide.topics("zh"), guide.topics("en"), strict=True):
        names = {title: name for language in LANGUAGES for title, name in TITLES[language].items()}
        of_zh, of_en = (
            {(names[title], number) for title, number in cited(topic, language) if number}
            for topic, language in ((zh, "zh"), (en, "en"))
        )
        assert of_zh == of_en, zh.name


def test_a_section_that_cites_says_when_it_was_checked(language: str) -> None:
    known = {title: LAWS[name] for title, name in TITLES[language].items()}
    for topic in guide.topics(language):
        for title, number in cited(topic, language):
            law = known[title]
            read = law.texts.get(number or "")
            days = {law.verified_on, *([read.read_on] if read else [])} if number else {law.verified_on, READ_AGAIN}
            assert any(f"{'核对于' if language == 'zh' else 'checked'} {day}" in topic.markdown for day in days)


@every(what=MISSTATEMENTS)
def test_no_misstatement_occurs(what: str, language: str) -> None:
    found = re.search(MISSTATEMENTS[what], guide.whole(language))
    assert not found, found and found[0]


def test_every_percentage_is_a_rate_and_none_a_share_that_is_waived(language: str) -> None:
    assert set(PERCENT.findall(guide.whole(language))) == RATES
    assert not re.search(r"[一二三四五六七八九]成|百分之|per ?cent", guide.whole(language))


def test_both_languages_state_the_same_amounts_dates_and_numbers() -> None:
    def numbers(topic: guide.Topic) -> set[str]:
        return set(re.findall(r"\d{4}-\d\d-\d\d|[\d,]+\.\d\d|(?<!\d)12\d{3}(?!\d)", topic.markdown))

    for zh, en in zip(guide.topics("zh"), guide.topics("en"), strict=True):
        if zh.name != "abroad":
            assert numbers(zh) == numbers(en), zh.name


@pytest.mark.parametrize("allocation", ["statutory", "principal-first"])
def test_the_worked_example_is_what_the_tool_reckons(language: str, allocation: str) -> None:
    text = next(topic.markdown for topic in guide.topics(language) if topic.name == "penalty")
    raw = EXAMPLE.read_text("utf-8")
    assert "due_date: 2025-12-10, amount: 3200.00, payments: [{date: 2025-12-20, amount: 500.00}]" in raw
    raw = raw.replace("daily_rate: 0.05%}", f"daily_rate: 0.05%, allocation: {allocation}}}")
    letters = write_letters(raw.encode(), EXAMPLE.name, today=date(2026, 3, 20), kinds=["ledger"])
    bill = letters.figures.bills[0]
    figures = [bill.principal_outstanding, bill.penalty_outstanding]
    if allocation == "statutory":
        figures += [bill.principal_outstanding + bill.penalty_outstanding, bill.daily_accrual, bill.penalty_paid]
    for figure in figures:
        assert grouped(figure) in text


def test_every_command_named_exists(language: str) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    topics = [topic.name for topic in guide.topics(language)]
    shelf = library()
    kinds = {kind for spoken in shelf.languages() for kind in shelf.kinds(spoken)}
    named = {tuple(shlex.split(found)) for found in COMMAND.findall(guide.whole(language))}
    assert len(named) > 10
    for command, *arguments in named:
        assert command in commands
        options = {option for parameter in commands[command].params for option in parameter.opts}
        assert {argument for argument in arguments if argument.startswith("-")} <= options
        if command == "guide":
            assert arguments[0] in [*topics, guide.ALL]
        if "-k" in arguments:
            assert arguments[arguments.index("-k") + 1] in kinds


def test_both_languages_name_the_same_commands_in_each_section() -> None:
    for zh, en in zip(guide.topics("zh"), guide.topics("en"), strict=True):
        if zh.name != "abroad":
            assert COMMAND.findall(zh.markdown) == COMMAND.findall(en.markdown), zh.name


def test_without_a_topic_the_topics_are_listed(run: Run, language: str) -> None:
    code, out, err = run("guide", "--lang", language)
    assert (code, err) == (0, "")
    lines = [line.split(maxsplit=1) for line in out.splitlines()]
    assert lines == [[topic.name, topic.title] for topic in guide.topics(language)]


def test_a_topic_is_printed_as_plain_text(run: Run) -> None:
    code, out, err = run("guide", "where-to-send", "--lang", "zh")
    assert (code, err) == (0, "")
    assert out.startswith("信寄到哪里\n\n")
    assert not re.search(r"\*\*|`|<!--|^#", out, re.MULTILINE)
    assert run("guide", "where-to-send", "--lang", "en")[1].startswith("Where to send the letter\n")


def test_all_is_the_whole_guide(run: Run, language: str) -> None:
    code, out, _ = run("guide", "all", "--lang", language)
    assert code == 0
    for topic in guide.topics(language):
        assert f"\n{topic.title}\n" in out


def test_an_unknown_topic_names_the_nearest(run: Run) -> None:
    code, out, err = run("guide", "penalti")
    assert (code, out) == (2, "")
    assert err.startswith("error: no topic is called 'penalti'; did you mean 'penalty'? (today, ")


def test_an_unknown_language_names_those_there_are(run: Run) -> None:
    assert run("guide", "scams", "--lang", "fr") == (2, "", "error: no language is called 'fr' (en, zh)\n")


def test_render_says_where_an_email_without_an_address_goes(run: Run) -> None:
    said = "waiver-email has no To: address, since none is verified: paste it in the lender's official app or post it"
    assert said in run("render", "illness.yaml", "-k", "waiver-email", "-o", "-")[2]
    assert said not in run("render", "illness.yaml", "-k", "ledger", "-o", "-")[2]


def test_a_wheel_carries_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hatchling.builders.wheel import WheelBuilder

    root = bundled("docs").parent
    monkeypatch.chdir(root)
    (wheel,) = WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(wheel) as archive:
        for language in LANGUAGES:
            assert archive.read(f"letters/docs/guide.{language}.md").decode() == guide.whole(language)


def test_what_a_letter_says_of_a_law_is_none_of_the_misstatements() -> None:
    allowed = {"four times LPR"}  # the guidelines of small-loan companies name it for new loans; no letter cites them
    letters = [path for path in bundled("templates").rglob("*.j2") if not path.name.startswith("_")]
    texts = [path.read_text("utf-8") for path in letters]
    texts += [str(FactWords(library(), language).law(name)) for language in LANGUAGES for name in LAWS]
    found = {
        what for what, pattern in MISSTATEMENTS.items() for text in texts if re.search(pattern, text, re.IGNORECASE)
    }
    assert found <= allowed
