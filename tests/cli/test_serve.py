"""`letters serve` as a person starts it: a real server on loopback alone, which ends cleanly."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx2
import pytest
from cases import MINIMAL, bundled
from command import ADDRESS, LETTERS, letters, plain_environment, served

from letters.cli.commands.serve import _listening

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as (found, _):
        yield found


def origin(address: str) -> dict[str, str]:
    return {"Origin": address.rpartition("/")[0].rpartition("/")[0]}


def test_the_address_that_is_printed_answers_and_has_a_token_of_its_own(address: str) -> None:
    assert "<!doctype html>" in httpx2.get(address).text
    port, token = ADDRESS.fullmatch(address).groups()  # type: ignore[union-attr]
    assert httpx2.get(f"http://127.0.0.1:{port}/").status_code == 403
    with served() as (other, _):
        assert token not in other
        assert httpx2.get(other.replace(other.split("/")[3], token)).status_code == 403


def test_it_listens_on_this_machine_alone(address: str) -> None:
    port = int(ADDRESS.fullmatch(address)[1])  # type: ignore[index]
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
    with pytest.raises(OSError):
        socket.create_connection(("::1", port), timeout=5)


def test_the_body_of_an_answer_does_not_wait_for_its_head_to_be_acknowledged() -> None:
    """As the system does where TCP_NODELAY is not set: some 40 ms with each answer after the first."""

    async def is_sent_at_once() -> bool:
        found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(bool(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        async with await asyncio.start_server(answer, sock=_listening(0)) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.close()
            return await found

    assert asyncio.run(is_sent_at_once())


def test_the_server_says_nothing_of_itself(address: str) -> None:
    headers = httpx2.get(address).headers
    assert "server" not in headers
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_five_megabytes_over_a_real_connection_get_a_clear_answer(address: str) -> None:
    answer = httpx2.post(f"{address}preview", content=b"x" * 5_000_000, headers=origin(address))
    assert (answer.status_code, answer.text[:16]) == (413, "this is larger t")
    assert httpx2.post(f"{address}preview", content=MINIMAL.encode(), headers=origin(address)).status_code == 200


def test_ten_tabs_that_write_at_once_are_all_answered(address: str) -> None:
    raw = bundled("illness.yaml").encode()

    def tab(_: int) -> list[int]:
        with httpx2.Client(headers=origin(address), timeout=60) as client:
            return [client.post(f"{address}preview", content=raw).status_code for _ in range(3)]

    with ThreadPoolExecutor(10) as tabs:
        assert [set(codes) for codes in tabs.map(tab, range(10))] == [{200}] * 10


def test_a_connection_that_says_nothing_keeps_nobody_waiting(address: str) -> None:
    port = int(ADDRESS.fullmatch(address)[1])  # type: ignore[index]
    silent = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(20)]
    assert httpx2.get(address, timeout=5).status_code == 200
    for connection in silent:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nX-Slow: "])
def test_connections_that_come_to_no_request_do_not_shut_the_user_out(begun: bytes) -> None:
    """205 of them did for as long as they stayed open: the server waits for the head of a request for ever."""
    with served() as (address, _):
        port = int(ADDRESS.fullmatch(address)[1])  # type: ignore[index]
        silent = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(205)]
        for connection in silent:
            connection.sendall(begun)
        until = time.monotonic() + 15
        code = 0
        while code != 200 and time.monotonic() < until:
            time.sleep(0.5)
            for connection in silent[:3]:
                with suppress(OSError):
                    connection.sendall(b"x" if begun else b"")  # drop by drop is no request either
            code = httpx2.get(address, timeout=5).status_code
        assert code == 200
        for connection in silent:
            connection.close()


@pytest.mark.slow
def test_a_connection_is_kept_for_the_next_request_and_a_slow_answer_is_waited_for(address: str) -> None:
    with httpx2.Client(headers=origin(address), timeout=30) as client:
        for _ in range(3):
            assert client.get(address).status_code == 200
            time.sleep(2)
        assert client.post(f"{address}preview", content=MINIMAL.encode()).status_code == 200


def test_what_is_no_request_is_neither_answered_nor_logged() -> None:
    with served() as (address, process):
        port = int(ADDRESS.fullmatch(address)[1])  # type: ignore[index]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall("GET 林晓梅\r\n\r\n".encode())
            assert b"400" in connection.recv(1000)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert said.splitlines()[-1] == "note: ended; the page no longer answers"
    assert "GET" not in said
    assert "400" not in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_also_with_a_page_open(number: signal.Signals) -> None:
    with served() as (address, process), httpx2.Client() as tab:
        tab.get(address)  # the connection stays open
        begin = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=10)
        assert time.monotonic() - begin < 5
        assert "Traceback" not in said
        if number == signal.SIGINT:
            assert process.returncode == 0
            assert said.splitlines()[-1] == "note: ended; the page no longer answers"


def opened_by(tmp_path: Path) -> tuple[subprocess.Popen[str], str, str]:
    """A page that a browser was started for: its process, its address, and all that the browser's command line held."""
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"{seen}.part" && mv "{seen}.part" "{seen}"\n', "utf-8")
    browser.chmod(0o700)
    environment = plain_environment() | {"BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [LETTERS, "serve"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    until = time.monotonic() + 20
    while not seen.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return process, address, seen.read_text("utf-8").strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_browsers_command_line_names_a_private_file_that_ends_with_the_page(
    tmp_path: Path, number: signal.Signals
) -> None:
    process, address, given = opened_by(tmp_path)
    try:
        token = ADDRESS.fullmatch(address)[2]  # type: ignore[index]
        assert token not in given
        file = Path(url2pathname(urlsplit(given).path))
        assert [path.stat().st_mode & 0o777 for path in (file, file.parent)] == [0o600, 0o700]
        assert f'content="0; url={address}"' in file.read_text("utf-8")
        process.send_signal(number)
        process.communicate(timeout=10)
        assert not file.parent.exists()
    finally:
        process.kill()
        process.communicate()


def test_a_port_of_ones_own_is_used_and_a_taken_one_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with served("--port", str(port)) as (address, _):
        assert f":{port}/" in address
        done = letters("serve", "--no-browser", "--port", str(port), cwd=tmp_path)
    assert done.code == 3
    assert done.err == (
        f"error: port {port} cannot be used: Address already in use; choose another, or leave out --port\n"
    )


def test_a_file_of_ones_own_is_what_the_form_begins_with(tmp_path: Path, address: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINIMAL, "utf-8")
    with served(str(mine)) as (begun, _):
        assert httpx2.get(f"{begun}given").text == MINIMAL
    assert httpx2.get(f"{address}given").status_code == 204
    missing = letters("serve", "nothing.yaml", "--no-browser", cwd=tmp_path)
    assert (missing.code, missing.out) == (3, "")


def test_without_the_extra_one_message_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "starlette").mkdir()
    (tmp_path / "starlette" / "__init__.py").write_text("raise ModuleNotFoundError(name='starlette')\n", "utf-8")
    done = letters("serve", "--no-browser", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "error: the page needs the extra 'web': pip install 'negotiation-letters[web]'"
        " (in a checkout: pip install '.[web]')\n"
    )
