"""`letters log pay --from`: repayments out of the bill that a wallet exports."""

from __future__ import annotations

import json
from pathlib import Path

from cases import MINIMAL
from command import letters

ALIPAY = """\
------------------------------------------------------------------------------------
导出信息：
姓名：林晓梅
支付宝账户：13800005602
起始时间：[2026-01-01 00:00:00]    终止时间：[2026-03-20 23:59:59]
导出交易类型：[全部]
共5笔记录
------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
2026-02-08 09:10:11,信用借还,花呗,/,花呗主动还款-2025年12月账单,不计收支,500.00,余额宝,还款成功,2026020822001,,,
2026-02-10 09:10:11,信用借还,借呗,/,借呗还款,不计收支,300.00,余额宝,还款成功,2026021022001,,,
2026-02-11 09:10:11,餐饮美食,某某面馆,/,牛肉面,支出,22.00,花呗,交易成功,2026021122001,,,
2026-02-12 09:10:11,信用借还,花呗,/,花呗主动还款-2026年01月账单,不计收支,80.00,余额宝,还款失败,2026021222001,,,
2026-01-20 09:10:11,信用借还,花呗,/,花呗自动还款-2025年12月账单,不计收支,"1,200.50",余额,还款成功,2026012022001,,,
"""


def test_repayments_to_the_lender_become_payments_once(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL.replace("profile: generic", "profile: huabei"), "utf-8")
    (tmp_path / "alipay.csv").write_bytes(ALIPAY.replace("\n", "\r\n").encode("gbk"))
    done = letters("log", "pay", "case.yaml", "--from", "alipay.csv", cwd=tmp_path, LETTERS_LANG="en")
    assert (done.code, len(done.out.splitlines())) == (0, 2), done.err
    assert "2 payments added, 0 stood there already" in done.err
    assert (
        (tmp_path / "case.yaml")
        .read_text("utf-8")
        .endswith("payments:\n  - {date: 2026-01-20, amount: '1200.50'}\n  - {date: 2026-02-08, amount: '500.00'}\n")
    )
    again = letters("log", "pay", "case.yaml", "--from", "alipay.csv", cwd=tmp_path, LETTERS_LANG="en")
    assert "0 payments added, 2 stood there already" in again.err
    total = json.loads(letters("figures", "case.yaml", "--json", cwd=tmp_path).out)["total"]
    assert total["paid"] == "1700.50"


def test_what_is_no_bill_of_a_wallet_and_a_call_without_day_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(MINIMAL, "utf-8")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    assert letters("log", "pay", "case.yaml", "--from", "other.csv", cwd=tmp_path).code == 1
    assert letters("log", "pay", "case.yaml", "2026-01-01", cwd=tmp_path).code == 2
    assert letters("log", "pay", "case.yaml", cwd=tmp_path).code == 2
    assert (tmp_path / "case.yaml").read_text("utf-8") == MINIMAL
