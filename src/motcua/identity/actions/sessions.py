"""Sessions: begun, begun by one click in the made-up world, and swept away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction

from motcua.identity.actions.accounts import end_sessions
from motcua.identity.base import visit
from motcua.identity.enums import SIDE_OF_DOOR
from motcua.identity.errors import DemoOnly
from motcua.identity.models import Account, Identifier, Person
from motcua.identity.queries.acting import DEMO_STEP

if TYPE_CHECKING:
    from django.http import HttpRequest

UNPROVED_FOR = timedelta(days=3)
"""How long an account whose e-mail address was never proved is kept."""
_BATCH = 500


def sign_in_demo(request: HttpRequest, account: Account) -> None:
    """Sign in without any proof, fully: in the made-up world, for an account of this door.

    Raises `DemoOnly` everywhere else; and where the demo is off, a session made so is worth
    nothing, because `queries.has_proved_second_factor` asks again.
    """
    if not settings.DEMO or account.side != SIDE_OF_DOOR[visit(request).side]:
        raise DemoOnly
    get_adapter(request).login(request, account)
    record_authentication(request, account, method=DEMO_STEP)


def end_other_sessions(request: HttpRequest, account: Account) -> None:
    """End an account's sessions and tokens but for this session."""
    end_sessions(account)
    account.refresh_from_db(fields=["generation"])
    update_session_auth_hash(request, account)


def purge_sessions(*, now: datetime) -> int:
    """Delete sessions that have ended; give their number. `now` is the machine's time."""
    deleted, _ = Session.objects.filter(expire_date__lt=now).delete()
    return deleted


def purge_unproved_accounts(*, now: datetime) -> int:
    """Delete sign-ups whose e-mail address was never proved; give their number.

    Somebody may have signed up with another's address: it becomes free again.
    """
    stale = Account.objects.select_for_update(of=("self",), skip_locked=True).filter(
        last_login__isnull=True, joined_at__lt=now - UNPROVED_FOR, emailaddress__verified=False
    )
    with transaction.atomic():
        rows = list(stale.values_list("pk", "person_id")[:_BATCH])
        Account.objects.filter(pk__in=[account for account, _ in rows]).delete()
        people = [person for _, person in rows if person is not None]
        Identifier.objects.filter(person_id__in=people).delete()
        Person.objects.filter(pk__in=people).delete()
    return len(rows)
