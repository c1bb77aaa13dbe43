"""What a language file says: how dates, counts and blanks are written, and what each field is called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from letters.base.errors import DraftError, Message, UnknownName, dotted
from letters.base.field_types import Text
from letters.base.placeholders import fill
from letters.base.record import Field, Record
from letters.base.record_reading import Unreadable, read_record
from letters.reference_data.template_library import Library
from letters.reference_data.words import FactWords


class BetweenForms(Record):
    """How an amount that lies between two is written, of {low} and {high}.

    There is a form for amounts, for a narrow column, for rates, and for amounts in words. `unit` is what follows an
    amount and has to follow the first of two as well: " 元". `before` is what stands before two amounts in place of the
    last word of what stands before one: "about CNY", of CNY.
    """

    amount: str = "{low}–{high}"
    cell: str = "{low}–{high}"
    rate: str = "{low}–{high}"
    words: str = "{low}–{high}"
    unit: str = ""
    before: str = ""


class Language(Record):
    """A file `templates/<language>/language.yaml`.

    `date`, `day`, `last_year_day` and `month` have the fields {year} {month} {day} {month_name}.
    `labels` are keyed by scenario path without indices: `bills[].label`.
    """

    name: Text
    facts: FactWords = Field(exclude=True)
    """What lenders, laws, channels and papers are called in it; read from `words.yaml`, not from this file."""
    about: Text
    date: Text
    day: Text
    last_year_day: Text
    month: Text = "{month_name} {year}"
    page: dict[Text, Text | dict[Text, Text]] = Field(default_factory=dict)
    """The footer, of {page} and {pages}, the script (han, latin), the locale, and what Word calls our styles, for
    `documents/page_language.py`.
    """
    months: tuple[Text, ...]
    counts: tuple[Text, ...]
    times: tuple[Text, ...] = ("{count} ×",)
    """How "so many times" is written: never, once and so on; the last entry serves every greater {count}."""
    contact: dict[Text, str] = Field(default_factory=lambda: {"join": ", ", "named": "{fact}"})
    """How a {fact} of a contact is told (an agent who was noted by name is `named`), and what stands between two."""
    year_month: Text = "{month_name} {year}"
    """How a month is written, of {year}, {month} and {month_name}."""
    amount: Text = "{amount}"
    """How an amount of money is written, of {amount}."""
    rate_a_day: Text = "{rate} a day"
    """How a rate of interest by the day is written, of {rate}."""
    rate_a_year: Text = "{rate} a year of {days} days"
    """How a rate of interest by the year is written, of {rate} and the {days} of its year."""
    blank: Text
    your_change: Text = "【your change: {words}】"
    """What the user wrote at a place where the letter has changed too, of {words}."""
    withheld: Text = "█████"
    """What stands in place of an identity that is hidden, of {what}."""
    withheld_names: dict[Text, Text] = Field(default_factory=dict)
    """What is hidden: name, id_number, phone, email, address, account, who, agent, ticket, issuer."""
    article: Text
    """A citation, of {title} and {numbers}."""
    articles: Text | None = None
    """How several articles are cited, if that is another form."""
    law: Text | None = None
    """How a law as a whole is cited, if that is another form."""
    article_number: Text
    article_join: str
    spoken: Text = ""
    """How numbers are said aloud: "chinese", "english", or empty for as they are written."""
    numerals: Text
    """How article numbers are written: "han" for 五百四十三, "plain" for 543."""
    between: BetweenForms = BetweenForms()
    account_name: Text
    """What an account is called: 账号."""
    bill_due: Text = "{date}"
    """What a bill without a name of its own is called, of its due {date}."""
    debts: dict[Text, Text]
    """What a payment can go to: fees, interest, penalty, principal."""
    card_debts: dict[Text, Text] = Field(default_factory=dict)
    """Those of them that a bank's card calls otherwise."""
    instalment_debts: dict[Text, Text] = Field(default_factory=dict)
    """Those of them that are called otherwise where whole instalments are owed."""
    you: dict[Text, Text]
    """How a letter addresses each type of lender."""
    types: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """What people call each type of lender, understood under `lender.type`."""
    methods: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """What people call each way to pay a loan back, understood under `loans[].method`."""
    loan: dict[Text, Text] = Field(default_factory=dict)
    """How a letter names an `instalment` of {number} and what was `called_in`; where there are several loans a {part}
    `of` its {loan}, and a loan that is `unnamed` by its {number}."""
    mail_subject: Text = "{title} – {name}{account}"
    """The subject of an e-mail whose letter has no subject line of its own, of {title}, {name} and {account}."""
    mail_account: Text = ", {called} {tail}"
    """How the account stands there, of what it is {called} and its {tail}."""
    evidence_file: Text = "{number}-{name}"
    """What a file of evidence is called where it is attached, of {number} and {name}."""
    calendar: dict[Text, Text] = Field(default_factory=dict)
    """What the events of a calendar are called, of {lender} {amount} {days}."""
    record: dict[Text, Text] = Field(default_factory=dict)
    """How a letter that was sent stands in the log: its `channel`, and `said` of {title}."""
    of_another: dict[Text, str] = Field(default_factory=dict)
    """What stands for the borrower's own words in a letter that somebody else writes, as Jinja: 我 → the name.

    `^` is put before a word that takes a capital at the beginning of a sentence.
    """
    calls: tuple[Text, ...] = ()
    """Words that tell a call from a message, of a contact's channel."""
    labels: dict[Text, Text]


@cache
def read_language(shelf: Library, name: str) -> Language:
    """Returns a language by name. Raises UnknownName, and DraftError for a file that lacks something."""
    path = shelf.find(name, "language.yaml")
    if path is None:
        raise UnknownName(Message("language"), name, shelf.languages())
    data = shelf.data(path)
    facts = {"facts": FactWords(shelf, name)}
    try:
        return read_record(Language, data | facts if isinstance(data, dict) else data)
    except Unreadable as error:
        key = dotted(error.mistakes[0].path)
        raise DraftError(
            Message("{path}: '{key}' is missing, or is not what belongs there", path=shelf.shown(path), key=key)
        ) from None


@cache
def trace_words(shelf: Library, name: str) -> dict[str, str]:
    """Returns what `letters figures --explain FIGURE` says of each line, by its kind; empty if the language says
    nothing.
    """
    path = shelf.find(name, "trace.yaml")
    data = shelf.data(path) if path else None
    return {kind: str(words or "") for kind, words in data.items()} if isinstance(data, dict) else {}


def cited(words: Language, law: str, articles: Sequence[int]) -> str:
    """Returns articles of a law as a language cites them: 《民法典》第五百四十三条、第五百四十四条.

    Raises DraftError.
    """
    numbers = [fill(words.article_number, {"number": han(n) if words.numerals == "han" else n}) for n in articles]
    form = (words.law, words.article, words.articles)[min(len(numbers), 2)] or words.article
    return fill(form, {"title": words.facts.law(law).title, "numbers": words.article_join.join(numbers)})


_HAN = "零一二三四五六七八九"


def han(number: int) -> str:
    """Returns a number below ten thousand as law articles write it: 543 is 五百四十三, 1032 is 一千零三十二."""
    text, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + _HAN[digit] + unit
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text
