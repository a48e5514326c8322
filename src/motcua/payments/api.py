"""Where providers tell what happened: raw bytes verified, stored, then answered."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.kernel import clock
from motcua.payments import queries
from motcua.payments.actions import hear, hear_wallet
from motcua.payments.queries.wallets import wallet

MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def bank_webhook(request: HttpRequest) -> JsonResponse:
    """Take in a message of the bank; 2xx is said only once it is stored."""
    gateway = queries.gateway()
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    # The signature's time is real time, whatever day a demo plays.
    word = gateway.read_event(body, request.headers.get("X-Signature", ""), now=clock.system_now())
    outcome = hear(provider=gateway.name, word=word, body=body, now=clock.now())
    return JsonResponse({"outcome": outcome})


@csrf_exempt
@require_POST
def wallet_webhook(request: HttpRequest) -> JsonResponse:
    """Take in a message of the wallets' provider; 2xx is said only once it is stored."""
    provider = wallet()
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    signature = request.headers.get("X-Signature", "")
    word, reason = provider.read_event(body, signature, now=clock.system_now())
    outcome = hear_wallet(
        provider=provider.name, word=word, reason=reason, body=body, now=clock.now()
    )
    return JsonResponse({"outcome": outcome})
