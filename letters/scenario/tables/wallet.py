"""Repayments in the bill that a wallet exports (Alipay, WeChat): GBK or UTF-8, a preamble above the heads."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from letters.base.dates import parse_date
from letters.base.errors import Message, Problem, ScenarioError
from letters.base.money import parse_amount
from letters.files.tables import read_table

_COLUMNS = {
    "time": ("交易时间", "交易创建时间", "付款时间"),
    "amount": ("金额", "金额(元)", "金额（元）"),
    "who": ("交易对方",),
    "what": ("商品说明", "商品", "商品名称", "交易分类", "交易类型"),
    "state": ("交易状态", "当前状态"),
}
"""What a wallet calls its columns."""
_REPAID, _SUCCESS, _BACK = "还款", ("成功", "支付完成", "已还"), ("退款", "失败", "关闭")


class Repayment(NamedTuple):
    """A repayment to a lender: its day, its amount, and what the wallet calls it."""

    date: date
    amount: Decimal
    what: str


def repayments(raw: bytes, name: str, lender: Sequence[str]) -> list[Repayment]:
    """Returns the successful repayments to a lender, known by any of its names, oldest first.

    Raises ScenarioError for what is no such bill.
    """
    known = {head for heads in _COLUMNS.values() for head in heads}
    table = read_table(io.BytesIO(raw), name, lambda cells: sum(cell.strip() in known for cell in cells))
    places = {key: [at for at, head in enumerate(table.heads) if head in heads] for key, heads in _COLUMNS.items()}
    if not places["time"] or not places["amount"]:
        what = Message("this is no bill exported by a wallet: it has no columns 交易时间 and 金额")
        raise ScenarioError(table.name, [Problem(what)])
    found = []
    for row in table.rows:
        said = {key: " ".join(row.cells[at] for at in at_all) for key, at_all in places.items()} if row.cells else {}
        if said and _is_repaid(said["who"] + said["what"], said["state"], lender):
            found += list(_made(row.cells[places["time"][0]], row.cells[places["amount"][0]], said["what"]))
    return sorted(found, key=lambda one: one.date)


def _is_repaid(what: str, state: str, lender: Sequence[str]) -> bool:
    is_done = not state.strip() or any(word in state for word in _SUCCESS)
    return (
        _REPAID in what
        and is_done
        and not any(word in what + state for word in _BACK)
        and any(name and name in what for name in lender)
    )


def _made(time: str, amount: str, what: str) -> Iterator[Repayment]:
    """Yields the repayment of a row, or nothing where day or amount cannot be read."""
    try:
        yield Repayment(parse_date(time.split(maxsplit=1)[0]), parse_amount(amount), " ".join(what.split()))
    except (ValueError, IndexError):
        return
