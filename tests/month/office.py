"""What happens at the ward during the accountant's month: `python -m tests.month.office`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django
from django.db.models import Sum  # noqa: E402

from motcua.demo.clock import days_played, pass_one_day  # noqa: E402
from motcua.dossiers.actions.counter_filing import collect_cash  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.kernel import clock  # noqa: E402
from motcua.payments import queries  # noqa: E402
from motcua.payments.actions import start_redirect  # noqa: E402
from motcua.payments.enums import AccountKind, FileState, RefundState  # noqa: E402
from motcua.payments.models import DayClosing, LedgerEntry, Order, Refund, StatementFile  # noqa: E402
from tests import cast  # noqa: E402
from tests.journeys.office import Office, serve  # noqa: E402
from tests.journeys.people import OWN_HOUSE, RESIDENCE  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 60.0
SEEN_WITHIN = 1.5
"""Seconds until every process of the node knows of a new day."""


class Month(Office):
    """The ward, seen by who keeps its books."""

    def __init__(self) -> None:
        super().__init__()
        self.payer = self.come(number=time.time_ns() % 10**6, name="Nguyễn Thị Hoa")["email"]

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

    def collect(self, dossier: str) -> None:
        """Take the fee of a dossier in cash at the counter."""
        row = Dossier.objects.get(code=dossier)
        actor = self.world.actor("receptionist")
        collect_cash(actor=actor, dossier_id=row.pk, now=self.world.now)

    def wait_until(self, reference: str, state: str) -> None:
        """Wait for what becomes of a debt."""
        self._wait(lambda: Order.objects.filter(reference=reference, state=state).exists())

    def wait_until_read(self) -> None:
        """Wait until every statement that was brought is read and compared."""
        busy = StatementFile.objects.filter(state__in=(FileState.WAITING, FileState.READING))
        self._wait(lambda: not busy.exists())

    def wait_until_refunded(self) -> None:
        """Wait until the bank has sent back what it was asked to."""
        asked = Refund.objects.filter(state=RefundState.ASKED)
        self._wait(lambda: not asked.exists())

    def sums(self) -> dict[str, int]:
        """Give the đồng of each kind of account, of all, and what orders and closed days say."""
        rows = LedgerEntry.objects.values_list("account__kind").annotate(Sum("amount"))
        by_kind = dict.fromkeys(AccountKind.values, 0) | dict(rows)
        closed = DayClosing.objects.aggregate(sum=Sum("taken") - Sum("returned"))["sum"] or 0
        refunded = Refund.objects.filter(state=RefundState.DONE, from_suspense=False)
        back = refunded.aggregate(Sum("amount"))["amount__sum"] or 0
        received = Order.objects.aggregate(Sum("received"))["received__sum"] or 0
        told = {"received": received - back, "closed": closed, "all": sum(by_kind.values())}
        return by_kind | told

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
