"""Who is not of the ward: the bank with its operator and its payers, phones with wallets."""

from __future__ import annotations

import csv
import io
import re
import time
from typing import TYPE_CHECKING, Any

import httpx

from motcua.config import env

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.temporary import TemporaryNode

ACCOUNT = env.text("MOTCUA_BANK_ACCOUNT").replace(":", "/")
BANK, TERMINAL = env.text("MOTCUA_BANK_MERCHANT"), env.text("MOTCUA_TERMINAL_MERCHANT")
MACHINE = "Q-01"
"""The card terminal at the ward's counter."""
BEGINS_WITH = 3_000_000
"""What every wallet holds before it pays, in đồng."""
_PATIENCE, _PIN = 60.0, "1234"


def _client(node: TemporaryNode, name: str) -> httpx.Client:
    port = node.home.read("ports")[name]
    # A test must not leave a connection open behind it.
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}", trust_env=False, limits=limits, timeout=30
    )


class Bank:
    """The bank: its payers, its operator, and the statements it gives."""

    def __init__(self, node: TemporaryNode) -> None:
        self._web = _client(node, "bank")
        self._files = 0

    def turn(self, **faults: object) -> None:
        """Let the bank misbehave, or stop."""
        self._web.post("/faults", json=faults).raise_for_status()

    def transfer(self, content: str, amount: int, times: int = 1) -> None:
        """Transfer money to the ward's account."""
        told = {"account": ACCOUNT, "amount": amount, "content": content, "times": times}
        assert self._web.post("/operate/transfer", data=told).is_redirect

    def pay(self, address: str) -> None:
        """Pay at the gateway, where a payer was sent to."""
        self._at_gateway(address, "pay")

    def cancel(self, address: str) -> None:
        """Give up at the gateway."""
        self._at_gateway(address, "cancel")

    def charge_back(self, transaction: str) -> None:
        """Take a payment back, on the operator's page."""
        assert transaction in self._web.get("/transactions").text
        told = {"reason": "Chủ thẻ khiếu nại"}
        assert self._web.post(f"/transactions/{transaction}/charge-back", data=told).is_redirect

    def at_machine(self, choice: str) -> None:
        """Do at the counter's terminal what its holder does: approve, decline, lose."""
        address = rf'action="(/terminals/[^"]+/{choice})"'
        [form] = re.findall(address, self._web.get("/terminals").text)
        assert self._web.post(form).is_redirect

    def moved(self, days: list[str], merchant: str = BANK) -> int:
        """Give what some days came to by the books of the bank, or of the terminals, in đồng."""
        lines = [line for day in days for line in self._lines(day, merchant)]
        return sum(
            int(one["amount"]) * (1 if one["direction"] == "credit" else -1) for one in lines
        )

    def statement(
        self,
        day: str,
        form: str,
        folder: Path,
        more: list[dict[str, str]],
        merchant: str = BANK,
    ) -> Path:
        """Save the statement of a day; `form` is `csv` or `camt.053`; `more` are lines of CSV."""
        self._files += 1
        path = folder / f"{day}-{self._files}.{'csv' if form == 'csv' else 'xml'}"
        is_csv = form == "csv"
        content = self._as_csv(day, more, merchant) if is_csv else self._asked(day, form, merchant)
        path.write_bytes(content)
        return path

    def _as_csv(self, day: str, more: list[dict[str, str]], merchant: str) -> bytes:
        lines = [*self._lines(day, merchant), *more]
        text = io.StringIO()
        writer = csv.DictWriter(text, _COLUMNS, restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(lines)
        # The node may have fetched the day by itself: the very same file is refused.
        return (text.getvalue() + "\r\n" * self._files).encode()

    def _lines(self, day: str, merchant: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._asked(day, "csv", merchant).decode())))

    def _asked(self, day: str, form: str, merchant: str) -> bytes:
        told = {"merchant": merchant, "day": day, "form": form}
        answer = self._web.get("/statement.csv", params=told)
        return answer.raise_for_status().content

    def _at_gateway(self, address: str, what: str) -> None:
        shown = self._web.get(address)
        assert shown.is_redirect, shown.text
        order = shown.headers["Location"].partition("?")[0]
        assert self._web.post(f"{order}/{what}").is_redirect


_COLUMNS = (
    *("transaction", "booked_at", "merchant", "kind", "bank", "account", "direction"),
    *("amount", "currency", "content", "reference", "original"),
)


class Phones:
    """A telephone network: phones that write to the ward's number, and their wallets."""

    def __init__(self, node: TemporaryNode) -> None:
        self._web = _client(node, "phone")
        token = (node.home.folder / "keys" / "sms").read_text().strip()
        self._headers = {"Authorization": f"Bearer {token}"}
        # Several runs on one node: no phone twice, for each has limits of its own.
        self._next = int(time.time()) % 10**7 * 10
        self._used: list[str] = []

    def new(self) -> str:
        """Give a phone that nobody else has."""
        self._next += 1
        self._used.append(f"09{self._next:08d}")
        return self._used[-1]

    def write(self, phone: str, text: str, number: str) -> None:
        """Send a text message to a number."""
        told = {"from": phone, "to": number, "text": text}
        assert self._web.post("/write", data=told).is_redirect

    def told(self, phone: str, pattern: str) -> re.Match[str]:
        """Wait for a text message that says something, and give what fits."""

        def look() -> re.Match[str] | None:
            asked = {"to": phone}
            answer = self._web.get("/api/messages", params=asked, headers=self._headers)
            texts = [one["text"] for one in answer.raise_for_status().json()["messages"]]
            return next((found for text in texts if (found := re.search(pattern, text))), None)

        return _wait(look)

    def enter_pin(self, phone: str) -> None:
        """Type the PIN for what a wallet is asked to pay."""
        asked = r'action="(/phones/\d+/wallet/\d+)"'
        form = _wait(lambda: re.search(asked, self._wallet(phone)))
        assert self._web.post(form[1], data={"pin": _PIN}).is_redirect

    def spent(self) -> int:
        """Give what all wallets that were used lack now, in đồng."""
        held = [re.search(r"Số dư ([0-9,]+) đ", self._wallet(phone)) for phone in self._used]
        return sum(BEGINS_WITH - int(found[1].replace(",", "")) for found in held if found)

    def _wallet(self, phone: str) -> str:
        page = self._web.get("/", params={"q": phone}).raise_for_status().text
        place = re.search(r'href="/phones/(\d+)', page)
        return self._web.get(f"/phones/{place[1]}/wallet").text if place else ""


def _wait(look: Any) -> Any:
    deadline = time.monotonic() + _PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found
