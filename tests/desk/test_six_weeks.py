"""Six weeks of a desk with three clients, from the table to the statistics, as commands that follow one another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import letters

HEADS = "姓名,手机号,平台,困难原因,发生了什么,账单金额,到期日,每日利率,月收入,负责人\n"
WANG = "王小明,13800005602,花呗,生病,住院手术,3200元,2025年12月10日,万分之五,5200,周\n"
LI = "李红,13800005603,借呗,失业,被公司裁员,5000,2025/11/10,0.05%,3000,周\n"
CHEN = "陈芳,13800005604,招商银行信用卡,收入下降,单位降薪,8000,2026-02-20,0.05%,4000,吴\n"
TOML = 'language = "zh"\nwriter = {name = "江畔法律援助站", phone = "0571-00000000"}\n'


class Week:
    """The desk's folder, and its commands in Chinese on a day."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def says(self, *command: str, code: int = 0) -> str:
        done = letters(*command, cwd=self.folder, LETTERS_LANG="zh")
        assert done.code == code, done.err
        return done.out + done.err

    def steps(self, day: str, *more: str, code: int = 0) -> dict[str, tuple[str, str | None, int]]:
        told = json.loads(letters("desk", "desk", "--on", day, "--json", *more, cwd=self.folder, LETTERS_LANG="zh").out)
        self.says("desk", "desk", "--on", day, *more, code=code)
        return {one["client"]: (one["step"], one["next_day"], one["days_over"]) for one in told["cases"]}


@pytest.mark.slow
def test_six_weeks_of_a_desk(tmp_path: Path) -> None:
    desk = Week(tmp_path)
    (tmp_path / "letters.toml").write_text(TOML, "utf-8")
    (tmp_path / "clients.csv").write_bytes((HEADS + WANG + LI + CHEN).encode("gbk"))

    # Monday: the table becomes three cases; the desk's own file is trusted; each begins with the call.
    desk.says("config", "trust", ".")
    told = desk.says("import", "clients.csv", "desk")
    assert "新增 3 个案件" in told and "负责人" in told
    assert {step for step, _, _ in desk.steps("2026-03-02").values()} == {"request"}
    script = desk.says("render", "desk/王小明/case.yaml", "-k", "call-script", "-o", "-", "--as-of", "2026-03-02")
    assert "王小明" in script and "江畔法律援助站" in script

    # The calls: one lender promises a day, one refuses, one agrees.
    add = ("log", "add")
    promised = ("--said", "说明住院，询问能否减免", "--promised", "一周内回电", "--reply-by", "2026-03-10")
    desk.says(*add, "desk/王小明/case.yaml", "--on", "2026-03-03", "--channel", "电话", *promised)
    desk.says(*add, "desk/李红/case.yaml", "--on", "2026-03-03", "--channel", "电话", "--outcome", "refused")
    agreed = ("--outcome", "accepted", "--waived", "40")
    desk.says(*add, "desk/陈芳/case.yaml", "--on", "2026-03-04", "--channel", "电话", *agreed)
    steps = desk.steps("2026-03-04")
    assert steps["王小明"] == ("wait", "2026-03-10", 0)
    assert (steps["李红"][0], steps["陈芳"][0]) == ("complain", "confirm")

    # The letter goes out in the lender's app, and a copy stays in the client's folder.
    desk.says("render", "desk/王小明/case.yaml", "-k", "waiver-email", "-f", "md", "--as-of", "2026-03-04")
    desk.says("sent", "desk/王小明/case.yaml", "-k", "waiver-email", "--channel", "App", "--on", "2026-03-04")
    assert (tmp_path / "desk" / "王小明" / "sent" / "2026-03-04-waiver-email" / "waiver-email.md").is_file()

    # The second week: the promised day has passed, and a client has a new number in the table.
    assert desk.steps("2026-03-11", "--due", "7d", code=6)["王小明"] == ("remind", "2026-03-11", 1)
    (tmp_path / "clients.csv").write_bytes((HEADS + WANG + LI + CHEN.replace("5604", "5699")).encode("gbk"))
    assert "新增 0 个案件，1 个有改动，2 个没有变" in desk.says("import", "clients.csv", "desk")
    chen = (tmp_path / "desk" / "陈芳" / "case.yaml").read_text("utf-8")
    assert "13800005699" in chen and "outcome: accepted" in chen

    # The third: what was agreed is paid and waived.
    desk.says("log", "pay", "desk/陈芳/case.yaml", "2026-03-18", "2000")
    desk.says("log", "waived", "desk/陈芳/case.yaml", "2026-03-18", "40")
    figures = json.loads(letters("figures", "desk/陈芳/case.yaml", "--json", "--as-of", "2026-03-18", cwd=tmp_path).out)
    # 8,000.00 x 0.05% x 26 days = 104.00, of which 40.00 is waived; 2,000.00 pays the other 64.00 and 1,936.00.
    assert figures["total"]["principal_outstanding"] == "6064.00"
    assert figures["total"]["penalty_outstanding"] == "0.00"

    # The sixth: an answer comes; next, calendar and statistics speak of all cases, the last without a name.
    desk.says(*add, "desk/王小明/case.yaml", "--on", "2026-04-10", "--outcome", "accepted", "--waived", "80")
    told = desk.says("next", "desk", "--on", "2026-04-13")
    assert "lender-complaint" in told and told.count("acceptance-confirmation") == 2
    desk.says("calendar", "desk", "--on", "2026-04-13")
    assert (tmp_path / "desk.ics").read_text("utf-8").count("BEGIN:VCALENDAR") == 1
    statistics = desk.says("desk", "desk", "--statistics", "--on", "2026-04-13")
    assert "120.00" in statistics and not any(name in statistics for name in ("王小明", "李红", "陈芳"))
