"""What happens at the ward during the accountant's month: `python -m tests.month.office`."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django
from django.db.models import Max, Min  # noqa: E402

from motcua.agencies.actions.counters import open_counter, place_terminal  # noqa: E402
from motcua.counters.actions import open_shift  # noqa: E402
from motcua.counters.queries.sitting import shift_of  # noqa: E402
from motcua.demo.clock import days_played, pass_one_day  # noqa: E402
from motcua.kernel import clock  # noqa: E402
from motcua.kernel.actors import SYSTEM  # noqa: E402
from motcua.payments import queries  # noqa: E402
from motcua.payments.actions import make_link, start_redirect  # noqa: E402
from motcua.payments.enums import FileState, RefundState  # noqa: E402
from motcua.payments.models import Attempt, Order, Refund, StatementFile  # noqa: E402
from motcua.payments.queries.links import token_of  # noqa: E402
from motcua.payments.queries.paid import paid_with  # noqa: E402
from motcua.payments.queries.takings import takings_of  # noqa: E402
from motcua.payments.queries.unclear import unclear_money  # noqa: E402
from motcua.receipts.models import Papers, Receipt  # noqa: E402
from motcua.receipts.queries import first_day_of  # noqa: E402
from tests import cast  # noqa: E402
from tests.journeys.office import Office, serve  # noqa: E402
from tests.journeys.people import OWN_HOUSE, RESIDENCE  # noqa: E402
from tests.month import books  # noqa: E402
from tests.month.outside import MACHINE  # noqa: E402
from tests.receipts.making import series  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua.dossiers.models import Dossier

_PATIENCE = 60.0
SEEN_WITHIN = 1.5
"""Seconds until every process of the node knows of a new day."""


class Month(Office):
    """The ward, seen by who keeps its books."""

    def __init__(self) -> None:
        super().__init__()
        self.payer = self.come(number=time.time_ns() % 10**6, name="Nguyễn Thị Hoa")["email"]
        if first_day_of(self.world.ward.pk) is None:
            series(self.world.ward, now=self.world.now)
        self._sit_at_a_machine()

    def _sit_at_a_machine(self) -> None:
        """Have the receptionist sit at a counter that has a card terminal."""
        clerk, now = self.world.actor("receptionist"), self.world.now
        if shift_of(clerk) is not None:
            return
        unit = self.world.ward.units.get(code="MC")
        counter = open_counter(actor=SYSTEM, unit=unit, code="THE", name="Quầy thẻ", now=now)
        place_terminal(actor=SYSTEM, counter=counter, terminal=MACHINE, now=now)
        open_shift(actor=clerk, counter_id=counter.pk, now=now)

    def skip_a_day(self) -> str:
        """Let a day pass, and give the new one's date."""
        assert pass_one_day(after=days_played())
        time.sleep(SEEN_WITHIN)
        return str(clock.civil_date(clock.now()))

    def today(self) -> str:
        """Give the date of the day that is played."""
        return str(clock.civil_date(self.world.now))

    def second_accountant(self) -> str:
        """Appoint a second one who keeps the ward's books, and give the address."""
        units = self.world.ward.units
        account = cast._official(
            self.world.ward,
            units.get(code="MC"),
            f"so-sach-{time.time_ns() % 10**6}",
            self.world.now,
            post="accountant",
        )
        account.set_password(cast.PASSWORD)
        account.save(update_fields=["password"])
        self.world.accounts["second accountant"] = account
        return str(account.email)

    def owe(self, key: str) -> dict[str, Any]:
        """File what costs a fee; give the debt's reference and amount, and the dossier."""
        dossier = self.world.file(
            RESIDENCE, name=self.payer, key=f"{self.payer}:{key}", fixed=OWN_HOUSE
        )
        bill = self._bill(dossier)
        return {"reference": bill.reference, "amount": bill.amount, "dossier": dossier.code}

    def gateway(self, reference: str) -> str:
        """Give the address at which a debt is paid over the gateway."""
        return start_redirect(
            actor=self.world.actor(self.payer),
            order_id=Order.objects.get(reference=reference).pk,
            gateway=queries.gateway(),
            return_url=f"http://localhost:{settings.PORT}/pay/return",
            language="vi",
            now=self.world.now,
        )

    def link(self, reference: str) -> str:
        """Give the path of the link by which somebody else pays a debt."""
        order = Order.objects.get(reference=reference)
        actor = self.world.actor(self.payer)
        made = make_link(actor=actor, order_id=order.pk, now=self.world.now)
        return f"/nop-ho/{token_of(made)}"

    def transaction(self, reference: str) -> str:
        """Give the provider's number of what paid a debt."""
        [part] = paid_with(Order.objects.get(reference=reference))
        return part.transaction

    def takings(self, day: str) -> dict[str, int]:
        """Give what the ward took in and gave back on a day."""
        found = takings_of(self.world.ward.pk, date.fromisoformat(day))
        return {"taken": found.taken, "returned": found.returned}

    def closed_in(self, month: str) -> int:
        """Give what the closed days of a month kept, in đồng."""
        year, number = month.split("-")
        return books.closings(day__year=int(year), day__month=int(number))

    def receipt_days(self) -> list[str]:
        """Give the first and the last day on which a receipt was issued."""
        found = Receipt.objects.aggregate(first=Min("issued_on"), last=Max("issued_on"))
        return [str(found["first"]), str(found["last"])]

    def receipt(self, reference: str, at_least: int = 1) -> str:
        """Wait for so many receipts of a debt, the last one's files written; give its id."""
        held = Receipt.objects.filter(order__reference=reference).order_by("id")
        self._wait(lambda: held.count() >= at_least)
        last = held.last()
        assert last is not None
        self._wait(lambda: Papers.objects.get(receipt=last).written_at is not None)
        return str(last.public_id)

    def wait_until(self, reference: str, state: str) -> None:
        """Wait for what becomes of a debt."""
        self._wait(lambda: Order.objects.filter(reference=reference, state=state).exists())

    def wait_until_declined(self, reference: str) -> None:
        """Wait until it is known that a card was declined."""
        tries = Attempt.objects.filter(order__reference=reference, refusal="declined")
        self._wait(tries.exists)

    def wait_until_received(self, reference: str, amount: int) -> None:
        """Wait until so much of a debt has come."""
        self._wait(lambda: Order.objects.filter(reference=reference, received=amount).exists())

    def wait_until_unclear(self, amount: int) -> None:
        """Wait until so much has come that belongs to nothing."""
        ward = [self.world.ward.pk]
        self._wait(lambda: any(one.left == amount for one in unclear_money(ward, of_nobody=True)))

    def wait_until_read(self) -> None:
        """Wait until every statement that was brought is read and compared."""
        busy = StatementFile.objects.filter(state__in=(FileState.WAITING, FileState.READING))
        self._wait(lambda: not busy.exists())

    def wait_until_refunded(self) -> None:
        """Wait until providers have sent back what they were asked to; cash waits for its payer."""
        asked = Refund.objects.filter(state=RefundState.ASKED).exclude(provider="cash")
        self._wait(lambda: not asked.exists())

    def wait_until_arrived(self) -> None:
        """Wait until the cash that was brought to the bank is there."""
        self._wait(lambda: not books.ledger()["transit"])

    def wait_until_receipts_agree(self) -> None:
        """Wait until every debt has its receipt, saying what is kept of it."""
        self._wait(lambda: not (told := books.receipts())["owed"] and not told["unlike"])

    def wait_until_covered(self, day: str) -> None:
        """Wait until the statement of a day was fetched and read."""
        self._wait(lambda: books.covered(day))
        self.wait_until_read()

    def books(self) -> dict[str, Any]:
        """Give what every book says."""
        return books.told()

    def _bill(self, dossier: Dossier) -> Order:
        self._wait(lambda: Order.objects.filter(subject_id=dossier.pk).exists())
        return Order.objects.get(subject_kind="dossier", subject_id=dossier.pk)

    @staticmethod
    def _wait(come_true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not come_true():
            assert time.monotonic() < deadline
            time.sleep(0.1)


if __name__ == "__main__":
    serve(Month())
