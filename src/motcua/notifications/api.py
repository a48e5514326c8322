"""Where carriers tell what became of messages: raw bytes verified, stored, then answered."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.notifications import queries
from motcua.notifications.actions import hear
from motcua.notifications.enums import Heard, Medium

MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def sms_webhook(request: HttpRequest) -> JsonResponse:
    """Take in a report of the text-message gateway; 2xx is said only once it is stored."""
    if not queries.has_carrier(Medium.SMS):
        raise NotFound
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    gateway = queries.sms_gateway()
    # The signature's time is real time, whatever day a demo plays.
    report = gateway.read_report(body, request.headers, now=clock.system_now())
    if report is None:
        return JsonResponse({"outcome": Heard.NOTED})
    return JsonResponse({"outcome": hear(provider=gateway.name, report=report, now=clock.now())})
