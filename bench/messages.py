"""Messages: how many a second reach the sandbox phone, and how long a flood delays another's."""

from __future__ import annotations

import itertools
import json
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
from django.db import connection, transaction
from django.test import override_settings

from bench.figures import Figure, percentile
from motcua.agencies.models import Agency
from motcua.kernel import clock
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.actions.claiming import claim
from motcua.notifications.enums import Kind, Medium, MessageState
from motcua.notifications.models import Message
from motcua.notifications.tasks import run_forever

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.stage import Stage

_AT_ONCE = 8
_SECONDS_BETWEEN_NOTICES = 1.0
# A flood that is handed over more slowly than so many a second has got stuck.
_LEAST = 30
_PROMISED_DELAY = 2.0
_TEXT = "UBND phuong Ba Dinh: Da nhan ho so H26.101-261120-0001 luc 09:00. Theo doi: https://x.vn/t"
_CONTEXT = {
    "code": "H26.101-261120-0001",
    "agency": "UBND phường Ba Đình",
    "link": "https://x.vn/t",
}
# Sealed once and laid down many times: sealing is not what is measured.
_FLOOD = """
INSERT INTO notifications_message (public_id, key, agency_id, medium, kind, template, language,
    address, context, state, attempts, written_at, due_at, carrier_id, fault)
SELECT gen_random_uuid(), 'bench:' || %(run)s || ':' || n, %(agency)s, medium, %(kind)s, template,
    language, address, context, 'waiting', 0, %(now)s, %(now)s, '', ''
FROM notifications_message, generate_series(1, %(many)s) n WHERE key = 'bench:seed:sms'
"""


def messages(stage: Stage) -> Iterator[Figure]:
    """Flood the queue of one agency, and write a deadline notice of another one now and then."""
    size = stage.size
    numbers = list(Agency.objects.order_by("pk").values_list("pk", flat=True)[:2])
    with (
        _phone() as (address, token),
        override_settings(SMS_URL=address, SMS_TOKEN=token, SMS_GATEWAY="", SMTP_URL=""),
    ):
        floor = _bare(address, token, size.seconds)
        _seed(numbers[0])
        _flood(stage, numbers[0], size.messages, "flood")
        with _sending() as began:
            late = list(_delays(numbers[0], numbers[1], latest=began + size.messages / _LEAST))
            seconds = time.monotonic() - began
        flood = Message.objects.filter(key__startswith="bench:flood:")
        sent = flood.filter(state=MessageState.SENT).count()
        rate = sent / seconds
        told = {"sent": float(sent), "seconds": round(seconds, 1)}
        yield Figure(
            "messages_sent", round(rate, 1), "1/s", round(floor, 1), rate / floor, more=told
        )
        yield Figure(
            "messages_fair_delay",
            round(max(late), 2),
            "s",
            _PROMISED_DELAY,
            more={"p50_s": round(percentile(late, 0.5), 2), "notices": float(len(late))},
        )
    yield _claiming(stage, numbers)


def _claiming(stage: Stage, numbers: list[int]) -> Figure:
    """Claim from a long queue: the floor is the oldest of it, whosever they are."""
    many = stage.size.swept
    _flood(stage, numbers[0], many // 2, "long")
    _flood(stage, numbers[1], many // 2, "longer")
    with psycopg.connect(stage.node.urls.owner, autocommit=True) as own:
        own.execute("VACUUM ANALYZE notifications_message")
    spent, floors = [], []
    for _ in range(20):
        now = clock.now()
        with transaction.atomic():
            began = time.perf_counter()
            claim(medium=Medium.SMS, kinds=list(Kind), limit=200, now=now)
            spent.append(1000 * (time.perf_counter() - began))
            transaction.set_rollback(True)
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute("SELECT * FROM notifications_message WHERE state = 'waiting' LIMIT 200")
            cursor.fetchall()
            floors.append(1000 * (time.perf_counter() - began))
    at = percentile(spent, 0.5)
    floor = percentile(floors, 0.5)
    return Figure(
        "messages_claim_200", round(at, 2), "ms", round(floor, 2), more={"waiting": float(many)}
    )


@contextmanager
def _sending() -> Iterator[float]:
    """Let the worker's loop run beside; give when it began."""
    stop = threading.Event()
    loop = threading.Thread(target=run_forever, args=(stop,))
    loop.start()
    try:
        yield time.monotonic()
    finally:
        stop.set()
        loop.join()


def _seed(agency: int) -> None:
    """Write the one message that the flood is made of, in the future, so that it is never sent."""
    notify(
        key="bench:seed",
        recipient=Recipient("0912345678", "", "vi"),
        template="submitted",
        context=_CONTEXT,
        agency_id=agency,
        now=clock.now(),
    )
    Message.objects.filter(key="bench:seed:sms").update(due_at=clock.now() + timedelta(days=900))


def _flood(stage: Stage, agency: int, many: int, run: str) -> None:
    told = {"run": run, "agency": agency, "many": many, "kind": Kind.NOTICE, "now": clock.now()}
    with psycopg.connect(stage.node.urls.owner, autocommit=True) as own:
        own.execute(_FLOOD, told)
        own.execute("ANALYZE notifications_message")


def _delays(flooded: int, agency: int, *, latest: float) -> Iterator[float]:
    """Write a deadline notice of one agency each second until another's flood is handed over."""
    waiting = Message.objects.filter(agency=flooded, state=MessageState.WAITING)
    for number in itertools.count():
        yield _delay(agency, number)
        if not waiting.filter(due_at__lte=clock.now()).exists():
            return
        if time.monotonic() > latest:
            raise RuntimeError("the flood was not handed over in time")
        time.sleep(_SECONDS_BETWEEN_NOTICES)


def _delay(agency: int, number: int) -> float:
    """Write a deadline notice; give the seconds until the carrier has it."""
    notify(
        key=f"bench:notice:{number}",
        recipient=Recipient("0987654321", "", "vi"),
        template="supplement",
        context=_CONTEXT,
        agency_id=agency,
        now=clock.now(),
    )
    began = time.monotonic()
    mine = Message.objects.filter(key=f"bench:notice:{number}:sms", state=MessageState.SENT)
    while not mine.exists():
        time.sleep(0.01)
    return time.monotonic() - began


def _bare(address: str, token: str, seconds: float) -> float:
    """Post the same to the same phone with nothing before or after it; give how many a second."""
    numbers, until = itertools.count(), time.monotonic() + seconds

    def post(client: httpx.Client) -> int:
        done = 0
        while time.monotonic() < until:
            key = f"bare-{next(numbers)}"
            answer = client.post(
                f"{address}/messages",
                json={"to": "0912345678", "text": _TEXT, "reference": key},
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
            )
            answer.raise_for_status()
            done += 1
        return done

    with httpx.Client() as client, ThreadPoolExecutor(_AT_ONCE) as pool:
        return sum(pool.map(post, [client] * _AT_ONCE)) / seconds


@contextmanager
def _phone() -> Iterator[tuple[str, str]]:
    """Run the sandbox's phone; give its address and our token."""
    with tempfile.TemporaryDirectory() as folder:
        token = secrets.token_hex(32)
        (Path(folder) / "token").write_text(token)
        us = {"code": "BENCH", "token_file": "token", "secret_file": "token"}
        (Path(folder) / "clients.json").write_text(json.dumps({"clients": [us]}))
        command = [sys.executable, "-m", "motcua_sandbox.phone", "--json-log", "--port=0"]
        process = subprocess.Popen(
            [*command, f"--data={folder}"], stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        try:
            port = json.loads(process.stderr.readline())["port"]
            threading.Thread(target=process.stderr.read, daemon=True).start()
            yield f"http://127.0.0.1:{port}", token
        finally:
            process.terminate()
            process.wait()
