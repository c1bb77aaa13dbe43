"""Scenarios that many tests write about: the bundled ones, the least that is accepted, and one with every key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from letters.pipeline import Letters, write_letters
from letters.reference_data.catalogue import scenarios
from letters.reference_data.letter_kinds import MAIN_ROLES, kinds_of
from letters.reference_data.template_library import library

ROOT = Path(__file__).parent.parent
OLD_DEBTS = ["old-debt.yaml"]
"""Bundled cases in which no letter may admit the debt."""
PAUSED = ["no-income.yaml"]
"""Bundled cases in which no instalment can be paid, so that no letter has a plan."""
SCENARIOS = [name for name in scenarios() if name not in {*OLD_DEBTS, *PAUSED}]
"""Bundled cases in which the lender is asked for a waiver, a plan, or both."""
KINDS = sorted(kinds_of(library(), "zh", MAIN_ROLES))
"""The letters that `render` makes unless others are asked for."""
ALL_KINDS = library().kinds("zh")
HARDSHIPS = library().hardships("zh")
TODAY = date(2026, 3, 20)

MINIMAL = """\
as_of: 2026-03-20
hardship:
  kind: illness
borrower:
  name: 林晓梅
lender: {profile: generic, daily_rate: 0.05%}
bills:
  - {due_date: 2025-12-10, amount: 3200.00}
"""
"""Everything that is required and nothing else: all the rest is a blank."""

COMPLETE = """\
language: zh
as_of: 2026-03-20
date: 2026-03-21
hardship:
  kind: illness
  event: 急性胰腺炎住院手术
  started: 2025-11-28
  ended: 2026-01-15
  resumed: 2026-02-02
  own_cost: 23,000.00
  story: |
    十二月和一月只有病假工资。

    积蓄用在了治疗上。
  evidence:
    - {document: 诊断证明书, issuer: 杭州市江畔医院, date: 2025-11-28}
  who: self
  in_short: 住院手术后病休到二月；已经复工。
  in_hospital_until: 2025-12-16
  sick_leave_until: 2026-02-01
  still_treated: 每月复查一次
income: {before: 8500, during: 2100, now: 5200, support: 500}
savings: 800.00
expenses:
  - {label: 房租, amount: 1800, category: 住房}
debts:
  - {creditor: 某某银行信用卡, balance: 9000.00, minimum: 300.00, note: 未逾期}
borrower:
  name: 林晓梅
  id_number: 330100199003072847
  phone: 13800005602
  email: linxiaomei@example.com
  address: 杭州市江畔区一路1号
  account: 6617
  since: 2023-06
  on_time: 28
lender:
  profile: huabei
  name: 重庆蚂蚁消费金融有限公司
  type: consumer-finance
  daily_rate: 0.05%
  rates: [{from: 2026-05-01, daily_rate: 0.045%, source: 2026年3月的公告}]
  allocation: statutory
  grace_days: 3
  rounding: half-up
  year_days: 365
  compounding: none
  late_fee: {share: 5%, floor: 1.00, cap: 500.00}
  email: service@example.com
  product: 花呗
bills:
  - label: 十一月账单
    due_date: 2025-12-10
    amount: 3200.00
    minimum_payment: 320.00
    late_fee: 20.00
    interest: 12.40
    payments: [{date: 2025-12-20, amount: 500.00}]
    claimed_penalty: 139.20
  - {label: 十二月账单, due_date: 2026-01-10, amount: 2865.40, minimum_payment: 286.54, claimed_penalty: 100.00}
  - {label: 四月账单, due_date: 2026-05-10, amount: 980.00, minimum_payment: 98.00, claimed_penalty: 0.00}
payments:
  - {date: 2026-02-01, amount: 100.00}
claimed_penalty: 239.20
contacts:
  - date: 2026-03-02
    time: 14:30
    channel: 电话
    who: 贷后专员
    agent: 3721
    ticket: T-88
    said: 说明病情
    promised: 三天内答复
    reply_by: 2026-03-09
    asked_by: 2026-03-12
    letter: waiver-email
    kind: request
    outcome: waiting
    waived: 10.00
    condition: 先还清本金
    valid_until: 2026-03-31
    acknowledged: false
request:
  waive: 80%
  plan: {instalments: 6, first: 2026-04-10}
  today: 500.00
  reply_within_days: 15
  offers:
    - {name: 先还一千, waive: 50.00, today: 1000.00, instalments: 3, first: 2026-05-10}
  accept_from: 60%
  defer: {months: 3, token: 100.00}
  waive_interest: 50%
  waive_late_fee: 50%
  waive_fees: all
  threshold: 400.00
  show_id: masked
  acknowledge: false
  no_agent: true
"""
"""A case with every figure, and with every key that one person who is ill and owes a lender alone may have: nobody else
signs, writes, buys the debt or collects it."""

TERMS = """\
as_of: 2026-03-20
hardship: {kind: illness, event: 住院手术}
borrower: {name: 王小明, account: "0926"}
lender:
  name: 某某机构
  annual_rate: 15.4%
  year_days: 360
  contract_annual_rate: 10.95%
  on_interest: contract
  compounding: {every: quarter, on: 20}
  grace: delays
  grace_days: 3
  least_per_day: 0.01
  daily_fees: [{label: 逾期管理费, daily_rate: 0.02%}]
bills:
  - as_shown:
      {on: 2026-02-20, principal: 15000.00, interest: 300.00, penalty: 200.00, late_fee: 20.00, days_overdue: 45}
    waivers: [{date: 2026-03-01, amount: 50.00, of: penalty, ticket: T-9}]
    payments: [{date: 2026-03-05, amount: 100.00}]
  - {due_date: 2026-01-10, amount: 1050.00, daily_rate: 0.05%, tiers: [{from_day: 31, daily_rate: 0.1%}]}
  - {due_date: 2026-02-10, amount: 500.00, penalty_multiple: 150%, base: unpaid}
waivers: [{date: 2026-03-10, amount: 1.00}]
"""
"""A case of the keys that COMPLETE cannot have beside its own: a page, waivers, and rates that are not one a day."""

LOANS = """\
as_of: 2026-03-20
hardship: {kind: illness, event: 住院手术, started: 2025-12-01}
income: {before: 8500, during: 2100, now: 6400}
expenses: [{label: 房租, amount: 1800}]
borrower: {name: 王小明, account: "0926"}
lender: {profile: generic, name: 某某消费金融有限公司, type: consumer-finance, daily_rate: 0.05%}
loans:
  - label: 现金分期
    principal: 12000.00
    contract_annual_rate: 14.4%
    method: 等额本息
    instalments: 12
    first: 2025-09-05
    paid_instalments: 4
    payments: [{date: 2026-01-05, amount: 500.00}]
    penalty_multiple: 150%
    base: whole-loan
  - label: 装修分期
    principal: 3000.00
    schedule:
      - {due_date: 2026-01-10, principal: 1000.00, interest: 30.00}
      - {due_date: 2026-02-10, principal: 1000.00, interest: 20.00}
      - {due_date: 2026-03-10, principal: 1000.00, interest: 10.00}
    contract_annual_rate: 12%
    called_in: 2026-02-20
    waivers: [{date: 2026-02-15, amount: 0.50, ticket: T-9}]
request: {plan: {instalments: 6, first: 2026-04-10}, reply_within_days: 15}
"""
"""Two loans in instalments: one by its contract, all of which bears penalty, and one by its own plan, called in."""


def letters_of(
    text: str | bytes, *, kinds: tuple[str, ...] = tuple(KINDS), as_of: date | None = None, language: str | None = None
) -> Letters:
    """The main letters of a scenario, or others; messages call the file case.yaml."""
    raw = text.encode() if isinstance(text, str) else text
    return write_letters(raw, "case.yaml", today=TODAY, as_of=as_of, kinds=kinds, language=language)


def bundled(name: str) -> str:
    """The text of a bundled scenario."""
    return (ROOT / "scenarios" / name).read_text("utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with each (old, new) replaced once; old must be there."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
        text = text.replace(old, new)
    return text
