"""A table of clients as a desk keeps it over the years, made up: merged heads, a notes column, dates as text, 元."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

HEADS = [
    "客户姓名*",
    "手机号",
    "身份证号码",
    "平台",
    "困难原因",
    "发生了什么",
    "账单金额（元）",
    "到期日",
    "每日利率",
    "月收入",
    "备注",
]
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "明红强芳军秀英伟敏静丽涛"
PLATFORMS = ["花呗", "借呗", "信用卡", "白条", "招商银行信用卡", "其他", "微粒贷"]
REASONS = [("生病", "住院手术"), ("失业", "被公司裁员"), ("收入下降", "单位降薪"), ("家庭变故", "母亲患病住院")]


def _day(number: int) -> str:
    day = date(2025, 6, 1) + timedelta(days=number % 200)
    forms = ["{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0}"]
    return forms[number % 4].format(day)


def _amount(number: int) -> str:
    fen = 100_000 + number * 7_919 % 900_000
    yuan = f"{fen // 100}.{fen % 100:02}"
    return [f"{yuan}元", yuan, f"￥{fen // 100:,}.{fen % 100:02}", f"{fen // 100} 元"][number % 4]


def desk_table(clients: int = 300) -> bytes:
    """The bytes of the table in GBK; every fifth client has a second bill in a row under merged cells.

    The clients 50 and 151 have a slip: an amount with a letter, and a date that there is not.
    """
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["2025年度求助登记表", *[""] * (len(HEADS) - 1)])
    rows.writerow(["客户信息", "", "", "欠款情况", *[""] * (len(HEADS) - 4)])
    rows.writerow(HEADS)
    for number in range(clients):
        name = FAMILY[number % 12] + GIVEN[number // 12 % 12] + GIVEN[number // 7 % 12]
        reason, event = REASONS[number % 4]
        amount = "32OO" if number == 50 else _amount(number)
        due = "2025-02-30" if number == 151 else _day(number)
        phone = f"138{number:08}"
        platform = PLATFORMS[number % 7]
        rows.writerow(
            [name, phone, "—", platform, reason, event, amount, due, "万分之五", "5200", "已电话" if number % 3 else ""]
        )
        if number % 5 == 0:
            rows.writerow(["", "", "", "", "", "", _amount(number + 1), _day(number + 31), "", "", ""])
    rows.writerow(["合计", "", "", "", "", "", "1,234,567.00", "", "", "", ""])
    return file.getvalue().encode("gbk")
