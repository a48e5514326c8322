"""Writes that touch both an official and his account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.agencies import actions as agencies
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.queries.administration import units_of
from motcua.identity import actions as identity
from motcua.identity.queries import account_of_official
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from motcua.agencies.models import Agency, Official, Unit
    from motcua.console.officials.base.rows import OfficialRow
    from motcua.kernel.actors import Actor


@transaction.atomic
def let_go(*, actor: Actor, official: Official, on: date, now: datetime) -> None:
    """Let an official go on a day; his account is closed too once that day has come.

    Until a day to come he works on; from that day he holds no power. Raises `NotAllowed`,
    `LastAdministrator`.
    """
    account = account_of_official(official.pk)
    if account is not None and on <= civil_date(now):
        identity.close_account(actor=actor, account=account, now=now)
    agencies.depart_official(actor=actor, official=official, on=on, now=now)


@transaction.atomic
def take_in(*, actor: Actor, agency: Agency, rows: Sequence[OfficialRow], now: datetime) -> int:
    """Appoint the officials of a list, all or none, and give their number.

    Each is posted in his roles and gets an account where the list says so. Raises `NotAllowed`, and
    `InvalidInput` that names the row in which a rule was broken meanwhile.
    """
    units = {unit.code: unit for unit in units_of(agency, civil_date(now))}
    for row in rows:
        try:
            _take(row, actor=actor, agency=agency, units=units, now=now)
        except (DomainError, KeyError) as error:
            why = error.text if isinstance(error, DomainError) else _("Không còn đơn vị này.")
            words = _("Dòng %(number)d: %(why)s") % {"number": row.number, "why": why}
            raise InvalidInput(words) from error
    return len(rows)


def _take(
    row: OfficialRow, *, actor: Actor, agency: Agency, units: Mapping[str, Unit], now: datetime
) -> None:
    unit = units[row.unit]
    facts = OfficialFacts(row.staff_code, row.full_name, row.title, row.email)
    official = agencies.appoint_official(
        actor=actor, agency=agency, facts=facts, now=now, valid_from=row.since
    )
    for role in row.roles:
        agencies.post_official(
            actor=actor, official=official, unit=unit, role=role, now=now, valid_from=row.since
        )
    if row.has_account:
        identity.open_official_account(actor=actor, official=official, email=row.email, now=now)
