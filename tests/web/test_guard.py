"""The local page answers its own page and nobody else; whatever is sent to it, nothing of the machine gets out."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cases import COMPLETE, MINIMAL, ROOT, bundled, changed
from visitor import HOST, PORT, TOKEN, Visitor

from letters.drafting.draft import Drafter
from letters.web.words import MOST_BYTES

SCRIPTS = [
    "page.js",
    "form.js",
    "guide.js",
    "call.js",
    "phone.js",
    "notes.js",
    "now.js",
    "paste_rows.js",
    "keep.js",
    "link.js",
    "wide.js",
]
PAGES = ["", *SCRIPTS, "page.css", "call.css", "icon.svg", "example"]
ANSWERS = ["preview", "open", "scenario", "file?kind=petition&format=md", "files?format=md"]


@pytest.fixture(scope="module")
def visitor() -> Visitor:
    return Visitor()


@pytest.mark.parametrize("path", PAGES)
def test_the_page_and_what_it_loads_need_the_token(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200
    for wrong in ("", "t0ken", TOKEN.upper(), f"{TOKEN}x", "%00", "é"):
        assert visitor.get(path, token=wrong).status_code == 403
    assert visitor.client.get("/").status_code == 403
    assert visitor.client.get(f"/{TOKEN}").status_code == 403


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_needs_the_token(visitor: Visitor, path: str) -> None:
    assert visitor.post(path, MINIMAL).status_code == 200
    assert visitor.post(path, MINIMAL, token="guessed").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", ""])
def test_a_name_that_somebody_made_mean_this_machine_is_refused(visitor: Visitor, host: str) -> None:
    """DNS rebinding: the browser sends the other page's own host."""
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert visitor.get(headers=headers).status_code == 403
    assert visitor.post("preview", MINIMAL, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("port", "host"), [(PORT, f"LocalHost:{PORT}"), (80, "127.0.0.1"), (80, "localhost"), (80, "127.0.0.1:80")]
)
def test_the_pages_own_name_is_known_however_a_browser_writes_it(port: int, host: str) -> None:
    """A browser leaves out the port 80: the page refused the very address that it had printed."""
    visitor = Visitor(port=port)
    own = {"Host": host, "Origin": f"http://{host.lower().removesuffix(':80')}"}
    assert visitor.get(headers={"Host": host}).status_code == 200
    assert visitor.post("preview", MINIMAL, headers=own).status_code == 200
    assert visitor.post("preview", MINIMAL, headers=own | {"Origin": "http://evil.example"}).status_code == 403
    assert visitor.get(headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", f"https://127.0.0.1:{PORT}", "http://127.0.0.1"])
@pytest.mark.parametrize("path", ANSWERS)
def test_another_page_cannot_ask_even_with_the_token(visitor: Visitor, path: str, origin: str) -> None:
    answer = visitor.post(path, MINIMAL, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "林晓梅" not in answer.text


def test_a_request_without_an_origin_cannot_ask(visitor: Visitor) -> None:
    assert visitor.client.post(f"/{TOKEN}/preview", content=MINIMAL.encode()).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_request_that_the_browser_calls_foreign_is_refused(visitor: Visitor, site: str) -> None:
    assert visitor.post("preview", MINIMAL, headers={"Sec-Fetch-Site": site}).status_code == 403


def test_nothing_is_read_by_another_origin(visitor: Visitor) -> None:
    answer = visitor.get(headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in visitor.get().headers


@pytest.mark.parametrize("path", [*PAGES, "nowhere", "preview"])
@pytest.mark.parametrize("token", [TOKEN, "wrong"])
def test_every_answer_carries_the_headers_that_keep_it_shut(visitor: Visitor, path: str, token: str) -> None:
    headers = visitor.get(path, token=token).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_has_no_script_or_style_of_its_own_and_names_no_other_host(visitor: Visitor, language: str) -> None:
    html = visitor.get(f"?lang={language}").text
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", html) == []
    for path in PAGES[:-1]:
        assert re.findall(r"(?:https?:)?//[a-z]\S+\.\w+", visitor.get(path).text.replace("http://www.w3.org", "")) == []


def test_five_megabytes_are_refused_clearly_and_do_not_hurt(visitor: Visitor) -> None:
    answer = visitor.post("preview", b"a: " + b"x" * 5_000_000)
    assert answer.status_code == 413
    assert answer.text == "this is larger than 128 KiB; a scenario is a few kilobytes\n"
    assert visitor.post("open?lang=zh", b"x" * (MOST_BYTES + 1)).text.startswith("内容超过 128 KiB")
    assert visitor.post("preview", MINIMAL).status_code == 200


def test_a_body_that_never_says_how_long_it_is_has_the_same_bound(visitor: Visitor) -> None:
    chunks = (b"x" * 100_000 for _ in range(50))
    answer = visitor.client.post(f"/{TOKEN}/preview", content=chunks, headers={"Origin": HOST})
    assert answer.status_code == 413


def test_a_mistake_of_ours_shows_no_trace_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("林晓梅 13800005602")

    monkeypatch.setattr(Drafter, "draft", broken)
    answer = Visitor().post("preview", MINIMAL)
    assert answer.status_code == 500
    assert answer.text == ("this is our mistake, not yours; please report it. What you wrote is still on the page\n")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_other_ways_to_ask_are_no_way_in(visitor: Visitor, method: str) -> None:
    answer = visitor.client.request(method, f"/{TOKEN}/preview", headers={"Origin": HOST})
    assert answer.status_code == 405
    assert answer.text == "there is no such page here\n"


@pytest.mark.parametrize(
    "path", ["../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/app.py", "app.py", "page.html.j2"]
)
def test_no_file_is_given_that_is_not_the_pages_own(visitor: Visitor, path: str) -> None:
    answer = visitor.client.get(f"/{TOKEN}/{path}")
    assert answer.status_code in {403, 404}
    assert "root:" not in answer.text and "import" not in answer.text


def _noted(own: Callable[..., Any], touched: list[str]) -> Callable[..., Any]:
    def method(self: Path, *arguments: Any, **options: Any) -> Any:
        touched.append(str(self))
        return own(self, *arguments, **options)

    return method


@pytest.mark.parametrize("named", ["/etc/passwd", "../people.csv", "people.csv", "file:///etc/passwd"])
@pytest.mark.parametrize("path", ANSWERS)
def test_no_file_that_a_scenario_names_is_opened(
    path: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor()
    assert visitor.post(path, MINIMAL).status_code == 200  # what the program itself reads is read by now
    (tmp_path / "people.csv").write_text("姓名,未还本金,未还罚息\n甲,1.00,1.00\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    touched: list[str] = []
    for name in ("open", "read_bytes", "read_text", "stat"):
        monkeypatch.setattr(Path, name, _noted(getattr(Path, name), touched))
    evidence = f"kind: illness\n  evidence: [{{document: a, file: {named}}}]"
    answers = [visitor.post(path, changed(MINIMAL, ("kind: illness", evidence)))]
    answers.append(answer := visitor.post(path, f"{MINIMAL}signatories: {named}\n"))
    assert [one for one in touched if not one.startswith(str(ROOT))] == []
    assert [one for one in answers if "root:" in one.text or "甲" in one.text] == []
    if path == "preview":
        [problem] = answer.json()["problems"]
        assert problem["path"] == "signatories"


@pytest.mark.parametrize("kind", ["../petition", "_figures", "all", "", "nothing"])
@pytest.mark.parametrize("form", ["md", "exe", "../md"])
def test_a_letter_or_format_that_does_not_exist_is_told_as_such(visitor: Visitor, kind: str, form: str) -> None:
    answer = visitor.post(f"file?kind={kind}&format={form}", MINIMAL)
    assert answer.status_code == 422
    assert "is called" in answer.text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"a":' * 2_000,
        b"a: &a [*a]",
        "姓名：张三".encode("gb18030"),
        b"\x00",
        b"x: 1\nx: 2",
    ],
)
@pytest.mark.parametrize("path", ["preview", "open"])
def test_what_is_no_scenario_is_told_by_the_same_reader_as_on_the_command_line(
    visitor: Visitor, path: str, raw: bytes
) -> None:
    answer = visitor.post(path, raw)
    assert answer.status_code == 200
    assert answer.json()["problems"] and all(problem["message"] for problem in answer.json()["problems"])


@pytest.mark.slow
def test_ten_tabs_at_once_get_each_their_own_answer(visitor: Visitor) -> None:
    names = [f"张{number}" for number in range(10)]
    with ThreadPoolExecutor(10) as tabs:
        texts = [changed(MINIMAL, ("name: 林晓梅", f"name: {name}")) for name in names]
        answers = list(tabs.map(visitor.preview, texts * 3))
    for name, answer in zip(names * 3, answers, strict=True):
        others = {other for other in names if other in answer["letters"][0]["html"]}
        assert others == {name}


@pytest.mark.slow
def test_a_large_scenario_within_the_bound_is_answered_in_time(visitor: Visitor) -> None:
    bills = "".join(f"  - {{due_date: 2025-12-10, amount: {number}.00}}\n" for number in range(3000, 3400))
    begin = time.perf_counter()
    visitor.preview(MINIMAL + bills)
    assert time.perf_counter() - begin < 20


@pytest.mark.parametrize(
    "text",
    [
        changed(MINIMAL, ("kind: illness", "kind: illness\n  story: 'a" + " " * 100_000 + "b'")),
        changed(MINIMAL, ("kind: illness", 'kind: illness\n  story: "a' + "\\n " * 40_000 + 'b"')),
        changed(MINIMAL, ("name: 林晓梅", "name: 'a" + " " * 100_000 + "b'")),
        f"{MINIMAL}x: &a {'x' * 100_000}\ny: [{'*a,' * 9_000}]\n",
        f"{MINIMAL}{'=' * 100_000}: 1\n",
    ],
    ids=["gap in a story", "empty lines in a story", "gap in a name", "a long text many times", "a long key"],
)
def test_a_scenario_made_to_take_long_takes_no_longer_than_another(visitor: Visitor, text: str) -> None:
    begin = time.perf_counter()
    answer = visitor.post("preview", text)
    visitor.post("open", text)
    assert time.perf_counter() - begin < 4
    assert len(answer.content) < 2_000_000


def test_a_sender_who_never_comes_to_an_end_is_not_waited_for() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.sleep(5)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"origin", HOST.encode())]
    scope = {"type": "http", "method": "POST", "path": f"/{TOKEN}/preview", "query_string": b"", "headers": headers}
    begin = time.perf_counter()

    async def ask() -> None:
        await Visitor(seconds=0.1).app(scope, receive, send)

    asyncio.run(ask())
    assert time.perf_counter() - begin < 2
    assert sent[0]["status"] == 503


def test_markup_in_a_value_stays_words(visitor: Visitor) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    shown = visitor.preview(changed(COMPLETE, ("name: 林晓梅", f'name: "{attack}"')))
    html = "".join([shown["figures"], shown["ledger"], *(one["html"] for one in shown["letters"])])
    html += shown["call"]["page"]
    assert "&lt;img src=x" in html
    assert "<img" not in html and "<script" not in html


def test_nothing_is_kept_between_two_requests(visitor: Visitor) -> None:
    visitor.preview(changed(bundled("illness.yaml"), ("林晓梅", "欧阳九九")))
    assert "欧阳九九" not in visitor.get().text + visitor.post("open", MINIMAL).text


def test_what_cannot_be_read_at_all_is_told_without_an_empty_place(visitor: Visitor) -> None:
    for path in ("scenario", "file?kind=petition&format=md"):
        assert visitor.post(path, b"").text.startswith("scenario.yaml: the file is empty")
