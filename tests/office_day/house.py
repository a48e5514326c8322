"""The office itself: the ward, its people and counters, and the services beside it as processes."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions import deliver_waiting
from motcua.procedures.actions import OfferingFacts, open_offering
from tests.cast import (
    BIRTH,
    BUSINESS,
    PASSWORD,
    ROLES,
    SINCE,
    _citizen,
    _official,
    build,
)
from tests.counters.conftest import Office as Counters
from tests.deliveries.conftest import tariff_rows
from tests.office_day import clock
from tests.office_day.cast import COUNTER, EVERYBODY, MOTHER, ONLINE, POST, SON_OF_HERS
from tests.portal.conftest import ALONE
from tests.sandbox.conftest import SECRET, TOKEN, Process, listen, open_bank, open_phone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cast import World
    from tests.office_day.cast import Visitor


class House:
    """The ward on its day: who works there, what runs beside it, what is waiting to be done."""

    def __init__(self, services: Services) -> None:
        now = clock.now()
        self.services = services
        self.world: World = build(now)
        self.world.give_a_key()
        self.counters = Counters(self.world)
        self._appoint("deputy", "LD", "leader")
        self._appoint("administrator2", "LD", "administrator")
        for visitor in (*EVERYBODY, SON_OF_HERS):
            if visitor.has_account and visitor != MOTHER:
                made = _citizen(visitor.name, visitor.number, visitor.phone, now)
                self.world.accounts[visitor.name] = made
        tariff_rows()
        for code in (BIRTH, BUSINESS):
            self._takes_by_post(code)

    def _takes_by_post(self, code: str) -> None:
        ward = self.world.ward
        units = {role: ward.units.get(code=unit).pk for role, unit in ROLES.items()}
        open_offering(
            actor=SYSTEM,
            agency=ward,
            procedure_code=code,
            facts=OfferingFacts(units, channels=(COUNTER, ONLINE, POST)),
            opened_from=SINCE,
            now=self.world.now,
        )

    def _appoint(self, name: str, unit: str, role: str) -> None:
        ward = self.world.ward
        made = _official(ward, ward.units.get(code=unit), name, self.world.now, post=role)
        self.world.accounts[name] = made

    def official(self, name: str) -> int:
        """Give the number of an official of the cast."""
        return int(self.world.accounts[name].official_id)

    def give_password(self, name: str) -> None:
        """Let somebody sign in by password."""
        account = self.world.accounts[name]
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])

    def works(self) -> None:
        """Do what the worker would: events to their handlers, jobs as they were asked for, mail."""
        while outbox.drain_all(now=clock.now()) + _do_jobs() + deliver_waiting(now=clock.now()):
            pass

    def sweeps(self, *names: str) -> None:
        """Run periodic jobs by name, and what follows from them."""
        for name in names:
            jobs.tasks[name]()
        self.works()


def _do_jobs() -> int:
    """Do each job that was deferred, in order, as a worker does; one that fails fails the day."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    found = list(waiting.values_list("id", "task_name", "args"))
    for _number, name, args in found:
        jobs.tasks[name](**args)
    with connection.cursor() as cursor:
        numbers = [number for number, _name, _args in found]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", (numbers,))
    return len(found)


class Services:
    """Bank, carrier, telephone network and mailbox, each a process of its own."""

    def __init__(self, folder: Path, port: int, stack: ExitStack) -> None:
        for name in ("bank", "carrier", "phone", "mail"):
            (folder / name).mkdir()
        for name in ("bank", "carrier"):
            (folder / name / "secret").write_bytes(SECRET)
        site = f"http://localhost:{port}"
        self.bank = open_bank(folder / "bank", f"{site}/api/webhooks/bank", f"{site}/")
        self.carrier = Process(
            "carrier",
            folder / "carrier",
            *("--sender", f"H26:secret:{site}/api/webhooks/carrier"),
            *("--retry-base", "0.05", "--retry-cap", "0.2"),
        )
        self.mail = Process("mail", folder / "mail")
        reports = listen()
        self.phone = open_phone(folder / "phone", next(reports))
        stack.callback(lambda: list(reports))
        for process in (self.bank, self.carrier, self.mail, self.phone):
            stack.callback(process.kill)

    @property
    def settings(self) -> dict[str, str]:
        """Where the node finds them."""
        return {
            "BANK_URL": f"http://127.0.0.1:{self.bank.ports['bank']}",
            "BANK_MERCHANT": "H26",
            "BANK_SECRET": SECRET.decode(),
            "BANK_ACCOUNT": "970436:1012345678",
            "CARRIER_URL": f"http://127.0.0.1:{self.carrier.ports['carrier']}",
            "CARRIER_SENDER": "H26",
            "CARRIER_SECRET": SECRET.decode(),
            "SMS_URL": f"http://127.0.0.1:{self.phone.ports['phone']}",
            "SMS_TOKEN": TOKEN,
            "SMTP_URL": f"smtp://127.0.0.1:{self.mail.ports['smtp']}",
            "DEFAULT_FROM_EMAIL": "motcua@vidu.vn",
        }

    def texts_to(self, visitor: Visitor) -> list[str]:
        """Give the short messages that a telephone got, oldest first."""
        answer = self.phone.web.get(
            "/api/messages",
            params={"to": visitor.phone},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        return [str(one["text"]) for one in answer.json()["messages"]]

    def letters_to(self, visitor: Visitor) -> list[str]:
        """Give the subjects of the letters that a mailbox got, oldest first."""
        answer = self.mail.web.get("/api/messages", params={"to": visitor.mailbox})
        return [str(one["subject"]) for one in answer.json()["messages"]]


@contextmanager
def opened(folder: Path, port: int) -> Iterator[House]:
    """Open the office for a day: its services run, and its clock is the script's."""
    clock.begin()
    with ExitStack() as stack:
        services = Services(folder, port, stack)
        stack.enter_context(override_settings(CLOCK=clock.SOURCE, **ALONE, **services.settings))
        yield House(services)
        connection.close()
