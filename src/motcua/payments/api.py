"""Where providers tell what happened: raw bytes verified, stored, then answered."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.kernel import clock
from motcua.payments import queries
from motcua.payments.actions import hear, hear_terminal, hear_wallet
from motcua.payments.queries.providers import terminal, wallet

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua.payments.enums import EventOutcome

    Hear = Callable[[bytes, str], EventOutcome]

MOST_BYTES = 64 * 1024


def _webhook(take_in: Hear) -> Callable[[HttpRequest], JsonResponse]:
    """Answer what a provider posts; 2xx is said only once it is stored.

    `take_in` gets the raw bytes and the signature over them.
    """

    @csrf_exempt
    @require_POST
    @wraps(take_in)
    def view(request: HttpRequest) -> JsonResponse:
        body = request.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return JsonResponse({"error": "too_large"}, status=413)
        outcome = take_in(body, request.headers.get("X-Signature", ""))
        return JsonResponse({"outcome": outcome})

    return view


@_webhook
def bank_webhook(body: bytes, signature: str) -> EventOutcome:
    """Take in a message of the bank."""
    gateway = queries.gateway()
    # The signature's time is real time, whatever day a demo plays.
    word = gateway.read_event(body, signature, now=clock.system_now())
    return hear(provider=gateway.name, word=word, body=body, now=clock.now())


@_webhook
def wallet_webhook(body: bytes, signature: str) -> EventOutcome:
    """Take in a message of the wallets' provider."""
    provider = wallet()
    word, reason = provider.read_event(body, signature, now=clock.system_now())
    return hear_wallet(provider=provider.name, word=word, reason=reason, body=body, now=clock.now())


@_webhook
def terminal_webhook(body: bytes, signature: str) -> EventOutcome:
    """Take in a message of the card terminals' provider."""
    word = terminal().read_event(body, signature, now=clock.system_now())
    return hear_terminal(word=word, body=body, now=clock.now())
