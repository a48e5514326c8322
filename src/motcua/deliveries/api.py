"""Where carriers tell what happened: raw bytes verified, stored, then answered."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.deliveries import queries
from motcua.deliveries.actions import hear
from motcua.kernel import clock

MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def carrier_webhook(request: HttpRequest) -> JsonResponse:
    """Take in a message of the carrier; 2xx is said only once it is stored."""
    carrier = queries.carrier()
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    # The signature's time is real time, whatever day a demo plays.
    signature = request.headers.get("X-Signature", "")
    word = carrier.read_word(body, signature, now=clock.system_now())
    return JsonResponse({"outcome": hear(carrier=carrier.name, word=word, now=clock.now())})
