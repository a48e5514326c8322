"""A telephone network with wallets, whose client is this node."""

from __future__ import annotations

import json

import pytest

from motcua.kernel.clock import system_now
from motcua.kernel.signed_bodies import sign
from tests.sandbox.conftest import SECRET, TOKEN, Process

WALLET, SMS = SECRET, TOKEN.encode()
NUMBER = "8088"


@pytest.fixture(scope="session")
def _network(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    (folder / "sms").write_bytes(SMS)
    (folder / "wallet").write_bytes(WALLET)
    clients = [
        {"code": "MOTCUA", "token_file": "sms", "secret_file": "sms", "number": NUMBER},
        {"code": "MOTCUA-VI", "token_file": "wallet", "secret_file": "wallet"},
    ]
    (folder / "clients.json").write_text(json.dumps({"clients": clients}))
    process = Process("phone", folder, "--report-delay", "0")
    yield process
    process.kill()


@pytest.fixture
def network(_network, settings):
    """Phones, of which the node knows nothing but the wire."""
    settings.SMS_URL = settings.WALLET_URL = f"http://127.0.0.1:{_network.ports['phone']}"
    settings.SMS_TOKEN = SMS.decode()
    settings.SMS_SECRET, settings.WALLET_SECRET = SMS.decode(), WALLET.decode()
    settings.WALLET_CLIENT, settings.SMS_NUMBER = "MOTCUA-VI", NUMBER
    return Phones(_network)


class Phones:
    """What people do with their phones."""

    def __init__(self, process):
        self.web = process.web

    def texts(self, number):
        """Give the texts a phone got, the newest first."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = self.web.get("/api/messages", params={"to": number}, headers=headers)
        return [one["text"] for one in answer.json()["messages"] if one["direction"] == "out"]

    def pin(self, reference, pin="1234"):
        """Type the PIN for a charge; None refuses it."""
        return self._signed("/api/wallet/decide", {"charge": reference, "pin": pin})

    def fill(self, number, balance, elsewhere=0):
        """Say what a phone's wallet holds."""
        page = self.web.get("/", params={"q": number}).text
        place = page.split('href="/phones/')[1].split('"')[0]
        form = {"balance": str(balance), "elsewhere": str(elsewhere)}
        assert self.web.post(f"/phones/{place}/wallet", data=form).status_code == 303

    def _signed(self, path, wish):
        body = json.dumps(wish).encode()
        headers = {
            "X-Client": "MOTCUA-VI",
            "X-Signature": sign(body, WALLET, now=system_now()),
            "Content-Type": "application/json",
        }
        return self.web.post(path, content=body, headers=headers).json()
