"""Whether who acts has just proved the second factor, as signing asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from django.conf import settings

from motcua.identity.errors import Unconfirmed
from motcua.identity.queries.acting import DEMO_STEP, has_second_factor
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest


def require_confirmed(
    request: HttpRequest,
    lead: str,
    things: Sequence[str],
    back: str,
    *,
    lost: Sequence[str] | None = None,
) -> None:
    """Let who signs go on where the second factor was proved a moment ago.

    `lead` says what will be done and `things` to what, line by line; `back` is where one goes who
    thinks better of it. `lost` names the files that came and were not kept: all, unless who asks
    says otherwise. Raises `Unconfirmed`, which the page that asks answers (`middleware`).
    """
    if not has_confirmed(request):
        raise Unconfirmed(lead, tuple(things), back, None if lost is None else tuple(lost))


def has_confirmed(request: HttpRequest) -> bool:
    """Say whether the second factor was proved by itself, after signing in, a moment ago.

    How long ago is the setting CONFIRMED_SECONDS. The proof of signing in is none: whoever took a
    session's cookie took that with it. In the made-up world people who sign in with one click have
    no factor that could be asked for.
    """
    account = request.user
    if not account.is_authenticated:
        return False
    steps = get_authentication_records(request, account)
    proofs = [step["at"] for step in steps if step["method"] == "mfa" and "reauthenticated" in step]
    if proofs and clock.system_now().timestamp() - max(proofs) < settings.CONFIRMED_SECONDS:
        return True
    is_one_click = settings.DEMO and any(step["method"] == DEMO_STEP for step in steps)
    return is_one_click and not has_second_factor(account)
