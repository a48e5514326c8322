"""Starting, being killed, starting again, stopping; and configuration that changes meanwhile."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time

import pytest

from motcua_sandbox.server import SILENCE
from tests.sandbox.conftest import RETURN, ROOT, SECRET, wait_for


def start_badly(name, *arguments):
    return subprocess.run(
        [sys.executable, "-m", f"motcua_sandbox.{name}", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
    )


def test_a_killed_bank_goes_on_where_it_was(bank, platform):
    platform.answers = [500] * 1000
    paid = bank.pay("P1")
    page = bank.open("P2")
    bank.turn(drop=True)
    bank.kill()

    platform.answers.clear()
    bank.start()
    # One that was on its way when it was killed may come once more.
    taken = wait_for(lambda: platform.taken(order="P1"))
    assert {event.json["transaction"] for event in taken} == {paid["transaction"]}
    assert bank.web.get("/faults").json()["drop"] == 1
    assert bank.finish(page, "pay")["status"] == "paid"


def test_nothing_answered_is_lost_when_the_bank_is_killed_again_and_again(bank, platform):
    platform.answers = [500, 200] * 20
    for number in range(10):
        bank.pay(f"P{number}")
        if number % 3 == 2:
            bank.kill()
            bank.start()
    wait_for(
        lambda: {one.json["order"] for one in platform.taken()} == {f"P{n}" for n in range(10)}
    )
    transactions = {one.json["order"]: one.json["transaction"] for one in platform.taken()}
    assert len(set(transactions.values())) == 10


def test_a_killed_phone_still_reports(phone, platform):
    platform.answers = [500] * 1000
    headers = {"Authorization": "Bearer the-token-of-the-client-in-the-tests-0001"}
    phone.web.post(
        "/messages",
        json={"to": "0912345678", "text": "x", "reference": "N1"},
        headers={**headers, "Idempotency-Key": "k"},
    )
    phone.kill()
    platform.answers.clear()
    phone.start()
    assert wait_for(lambda: platform.taken(reference="N1"))


def test_a_full_disk_refuses_and_recovers_and_loses_nothing(bank, platform):
    _, most = resource.prlimit(bank.popen.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bank.popen.pid, resource.RLIMIT_FSIZE, (300_000, most))
    answers = [bank.transfer(content=f"C{number}") for number in range(60)]
    assert {answer.status_code for answer in answers} == {303, 503}
    assert bank.web.get("/transactions").status_code == 200
    resource.prlimit(bank.popen.pid, resource.RLIMIT_FSIZE, (most, most))
    assert bank.transfer(content="again").status_code == 303
    taken = {number for number in range(60) if answers[number].status_code == 303}
    wait_for(lambda: all(platform.taken(content=f"C{number}") for number in taken))
    assert all(
        f"C{number}" not in bank.web.get("/statement.csv").text.split(",")
        for number in set(range(60)) - taken
    )


def test_sigterm_ends_in_order_even_with_idle_connections(bank, phone, mail):
    for process in (bank, phone, mail):
        with socket.create_connection(("127.0.0.1", process.ports[process.name])):
            started = time.monotonic()
            assert process.terminate() == 0
            assert time.monotonic() - started < SILENCE, "it did not wait for who is silent"
        assert process.log[-1]["event"] == "stopped"


def test_a_second_process_on_the_same_data_is_refused_in_one_sentence(bank):
    ended = start_badly("bank", "--data", str(bank.data), "--port", "0")
    assert ended.returncode == 1
    assert ended.stderr.strip().endswith(f"another process already uses {bank.data}")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["bank", "phone", "mail"])
def test_a_busy_port_is_one_sentence(tmp_path, name):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        ended = start_badly(name, "--data", str(tmp_path), "--port", port, *smtp(name))
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"port {port} cannot be used" in ended.stderr


def test_a_busy_smtp_port_is_one_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        ended = start_badly("mail", "--data", str(tmp_path), "--port", "0", "--smtp-port", port)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)


def smtp(name):
    return ("--smtp-port", "0") if name == "mail" else ()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--merchant", "H26"], "--merchant is not"),
        (["--merchant", "H26:none:http://h/w:http://h/"], "cannot be read"),
        (["--merchant", "H26:short:http://h/w:http://h/"], "shorter than 32"),
        (["--merchant", "a b:secret:http://h/w:http://h/"], "malformed"),
        (["--merchant", "H26:secret:http://u@h/w:http://h/"], "no http address"),
        (["--account", "H26:970436:1:X"], "no such --merchant"),
        (["--merchant", "H26:secret:http://h/w:http://h/", "--account", "H26:97:1:X"], "malformed"),
    ],
)
def test_a_merchant_that_cannot_be_used_is_one_sentence(tmp_path, arguments, says):
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "short").write_text("short")
    ended = start_badly("bank", "--data", str(tmp_path), "--port", "0", *arguments)
    assert ended.returncode == 1
    assert says in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_broken_file_of_merchants_is_one_sentence(tmp_path):
    (tmp_path / "merchants.json").write_text("{")
    ended = start_badly("bank", "--data", str(tmp_path), "--port", "0")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)


def write_merchants(bank, platform, *codes):
    merchants = [
        {
            "code": code,
            "name": f"Cơ quan {code}",
            "secret_file": "secret",
            "webhook_url": platform.url,
            "return_prefixes": [RETURN],
            "accounts": [{"bank": "970436", "number": f"10{code}", "name": code}],
        }
        for code in codes
    ]
    (bank.data / "merchants.json").write_text(json.dumps({"merchants": merchants}), "utf-8")


def test_merchants_are_read_again_when_their_file_changes(bank, platform):
    assert bank.enter("P1", merchant="H27").status_code == 400
    write_merchants(bank, platform, "H27")
    assert bank.enter("P1", merchant="H27").status_code == 303
    assert bank.enter("P1", merchant="H26").status_code == 303
    assert bank.transfer(account="10H27").status_code == 303
    (event,) = wait_for(lambda: platform.taken(merchant="H27"))
    assert event.json["account"] == "10H27"


def test_a_broken_change_leaves_the_last_good_merchants_and_is_shown(bank, platform):
    write_merchants(bank, platform, "H27")
    assert bank.enter("P1", merchant="H27").status_code == 303
    (bank.data / "merchants.json").write_text('{"merchants": [{"code": 5}]}')
    assert bank.enter("P2", merchant="H27").status_code == 303
    assert "merchants.json cannot be used" in bank.web.get("/").text
    write_merchants(bank, platform, "H28")
    assert bank.enter("P3", merchant="H27").status_code == 400
    assert "cannot be used" not in bank.web.get("/").text
