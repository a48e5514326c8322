"""Real sandbox processes on free ports, and a platform that listens to their webhooks."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from motcua_sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SECRET = b"the-secret-both-sides-of-the-tests-know"
TOKEN = "the-token-of-the-client-in-the-tests-0001"
TRUST = ssl.create_default_context()
RETURN = "http://localhost:9/thanh-toan/"


def wait_for(look, seconds=60.0):
    """Ask again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError(f"nothing within {seconds} s: {look}")


class Process:
    """One sandbox process, which can be killed and started again on the same port."""

    def __init__(self, name: str, data: Path, *arguments: str) -> None:
        self.name, self.data, self.arguments = name, data, arguments
        self.ports: dict[str, int] = {}
        self.log: list[dict] = []
        self.start()

    def start(self) -> None:
        # Meanwhile a connection of somebody else may have been given the port it had.
        for _ in range(50):
            self._launch()
            wait_for(lambda: self._listens() or self.popen.poll() is not None)
            if self._listens():
                break
            wait_for(lambda: self.log[self.seen :])
            if "Address already in use" not in str(self.log[-1]):
                break
            time.sleep(0.2)
        assert self._listens(), f"{self.name} ended: {self.log}"
        address = f"http://127.0.0.1:{self.ports[self.name]}"
        self.web = httpx.Client(base_url=address, timeout=30, verify=TRUST)

    def _launch(self) -> None:
        self.seen = len(self.log)
        command = [sys.executable, "-m", f"motcua_sandbox.{self.name}", "--json-log"]
        command += ["--data", str(self.data), "--port", str(self.ports.get(self.name, 0))]
        if self.name == "mail":
            command += ["--smtp-port", str(self.ports.get("smtp", 0))]
        self.popen = subprocess.Popen(
            [*command, *self.arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        threading.Thread(target=self._read, args=(self.popen.stderr,), daemon=True).start()

    def _read(self, stream) -> None:
        with stream:
            for line in stream:
                told = line.startswith("{")
                event = json.loads(line) if told else {"event": "refused", "text": line}
                if event["event"] == "listening":
                    self.ports[event["sandbox"]] = event["port"]
                self.log.append(event)

    def _listens(self) -> bool:
        started = [one["sandbox"] for one in self.log[self.seen :] if one["event"] == "listening"]
        return self.name in started

    def kill(self) -> None:
        self.web.close()
        self.popen.kill()
        self.popen.wait()

    def terminate(self) -> int:
        self.web.close()
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(60)


@dataclass
class Received:
    """One webhook as it arrived."""

    body: bytes
    signature: str
    event_id: str
    at: float
    status: int

    @property
    def json(self):
        return wire.load_json(self.body)

    @property
    def is_signed(self) -> bool:
        try:
            wire.check_body(self.signature, self.body, SECRET, self.at)
        except wire.WireError:
            return False
        return True


@dataclass
class Platform:
    """The side that gets webhooks: keeps them, and answers as told (`answers`, then 200)."""

    answers: list[int] = field(default_factory=list)
    is_strict: bool = False
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks"

    def taken(self, **wanted):
        """Give what was taken, by fields of the body."""
        return [
            one
            for one in list(self.received)
            if one.status == 200 and all(one.json.get(k) == v for k, v in wanted.items())
        ]

    def take(self, handler: BaseHTTPRequestHandler) -> int:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        head = handler.headers
        one = Received(body, head["X-Signature"], head["X-Event-Id"], time.time(), 0)
        one.status = self.answers.pop(0) if self.answers else 200
        if self.is_strict and not one.is_signed:
            one.status = 400
        self.received.append(one)
        return one.status


def listen() -> Iterator[Platform]:
    platform = Platform()

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(platform.take(self))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    platform.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield platform
    server.shutdown()
    server.server_close()
    thread.join()


class BankProcess(Process):
    """The bank, with the calls a merchant makes."""

    def pay_fields(self, order: str, /, **changes):
        fields = {
            "command": "pay",
            "merchant": "H26",
            "order": order,
            "amount": "20000",
            "currency": "VND",
            "description": "Lệ phí đăng ký thường trú",
            "return_url": f"{RETURN}ve",
            "locale": "vi",
            "expires_at": str(int(time.time()) + 900),
        } | changes
        return fields | {"signature": wire.sign_fields(fields, SECRET)}

    def enter(self, order: str, /, **changes):
        return self.web.get(f"/pay?{urlencode(self.pay_fields(order, **changes))}")

    def open(self, order: str, /, **changes) -> str:
        answer = self.enter(order, **changes)
        assert answer.status_code == 303, answer.text
        return urlsplit(answer.headers["location"]).path

    def pay(self, order: str, /, **changes) -> dict[str, str]:
        return self.finish(self.open(order, **changes), "pay")

    def finish(self, page: str, choice: str) -> dict[str, str]:
        answer = self.web.post(f"{page}/{choice}")
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"].startswith(f"{RETURN}ve?")
        fields = wire.single(parse_qsl(urlsplit(answer.headers["location"]).query))
        wire.check_fields(fields, SECRET)
        return fields

    def call(self, path: str, secret: bytes = SECRET, **wish):
        body = wire.dump_json(wish)
        headers = {
            "X-Merchant": "H26",
            "X-Signature": wire.sign_body(body, secret, int(time.time())),
        }
        answer = self.web.post(path, content=body, headers=headers)
        if answer.is_success:
            header = answer.headers["x-signature"]
            wire.check_body(header, answer.content, SECRET, time.time())
        return answer

    def transfer(self, amount: str = "20000", content: str = "P1", **changes):
        form = {"bank": "970436", "account": "1012345678", "amount": amount, "content": content}
        return self.web.post("/transfer", data=form | changes)

    def turn(self, **dial):
        answer = self.web.post("/faults", json=dial)
        assert answer.status_code == 200, answer.text


def open_bank(
    folder: Path,
    webhook: str,
    back: str = RETURN,
    *,
    merchant: str = "H26",
    owner: str = "UBND TP HA NOI",
    patience: tuple[str, str] = ("0.05", "0.2"),
) -> BankProcess:
    """Start a bank with one merchant: where its words go, and where payers go back to.

    `owner` is whose account the bank has; nobody's where empty. `patience` is after how long a word
    is sent again, at first and at most.
    """
    folder.mkdir(exist_ok=True)
    (folder / "secret").write_bytes(SECRET + b"\n")
    return BankProcess(
        "bank",
        folder,
        *("--merchant", f"{merchant}:secret:{webhook}:{back}"),
        *(("--account", f"{merchant}:970436:1012345678:{owner}") if owner else ()),
        *("--retry-base", patience[0], "--retry-cap", patience[1]),
    )


@pytest.fixture
def platform():
    yield from listen()


@pytest.fixture
def bank(tmp_path, platform):
    process = open_bank(tmp_path, platform.url, owner="UBND <b>HA NOI</b>")
    yield process
    process.kill()


@pytest.fixture(scope="module")
def shared_platform():
    yield from listen()


@pytest.fixture(scope="module")
def shared_bank(tmp_path_factory, shared_platform):
    """One bank for a whole module, where tests keep to orders of their own."""
    folder = tmp_path_factory.mktemp("bank")
    process = open_bank(folder, shared_platform.url, owner="UBND <b>HA NOI</b>")
    yield process
    process.kill()


def open_phone(folder: Path, platform: Platform) -> Process:
    (folder / "secret").write_bytes(SECRET)
    (folder / "token").write_text(TOKEN)
    return Process(
        "phone",
        folder,
        *("--client", f"motcua:token:secret:{platform.url}", "--report-delay", "0.1"),
        *("--retry-base", "0.05", "--retry-cap", "0.2"),
    )


@pytest.fixture
def phone(tmp_path, platform):
    process = open_phone(tmp_path, platform)
    yield process
    process.kill()


@pytest.fixture(scope="module")
def shared_phone(tmp_path_factory, shared_platform):
    process = open_phone(tmp_path_factory.mktemp("phone"), shared_platform)
    yield process
    process.kill()


@pytest.fixture(scope="module")
def shared_mail(tmp_path_factory):
    process = Process("mail", tmp_path_factory.mktemp("mail"))
    yield process
    process.kill()


@pytest.fixture
def mail(tmp_path):
    process = Process("mail", tmp_path)
    yield process
    process.kill()
