"""Who is owed beside the lender of the contract: whoever bought the debt, whoever collects it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from letters.base.dates import parse_date
from letters.base.errors import Message
from letters.base.field_types import Date, Text, Typed
from letters.base.record import Field
from letters.scenario.model.part import Part

NO_NOTICE = "none"


def _notice(text: str) -> date | str:
    return NO_NOTICE if text.strip() in {NO_NOTICE, "没有", "无"} else parse_date(text)


Notice = Annotated[
    date | str, Typed(_notice, Message("expects a date, like 2025-12-10, or none"), {"type": "string"}, "text")
]


class Assignee(Part):
    name: Text = Field(
        title="Who bought the debt",
        description="The company that says it has bought the debt",
        examples=["砚溪资产管理有限公司"],
    )
    on: Date | None = Field(None, title="Sold on", description="The day of the sale", examples=["2026-08-20"])
    notified: Notice | None = Field(
        None,
        title="Notice received on",
        description="The day the lender's notice of it reached you; none where no notice came",
        examples=["2026-09-02"],
    )


class Collector(Part):
    name: Text = Field(
        title="Who collects", description="The company that collects for the lender", examples=["恒砾信息服务有限公司"]
    )
