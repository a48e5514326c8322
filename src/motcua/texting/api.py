"""Where the gateway brings messages: raw bytes verified, stored, then answered."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from motcua.kernel import clock
from motcua.kernel.signed_bodies import is_signed, read_object
from motcua.notifications.queries import sms_gateway
from motcua.texting.actions import hear_text
from motcua.texting.errors import TextMalformed, TextUnsigned

MOST_BYTES = 16 * 1024
_EVENT = "message.received"
_ID = re.compile(r"[ -~]{1,80}")
_NUMBER = re.compile(r"\+?[0-9]{3,15}")


@csrf_exempt
@require_POST
def text_webhook(request: HttpRequest) -> JsonResponse:
    """Take in a message of somebody's phone; 2xx is said only once it is stored."""
    if not (settings.SMS_URL or settings.SMS_GATEWAY):
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return JsonResponse({"error": "too_large"}, status=413)
    secret = sms_gateway().gateway.proves.encode()
    signature = request.headers.get("X-Signature", "")
    if not secret or not is_signed(body, signature, secret, now=clock.system_now()):
        raise TextUnsigned
    event_id, sender, text = _read(body)
    if event_id:
        hear_text(event_id=event_id, sender=sender, text=text, now=clock.now())
    return JsonResponse({"outcome": "taken"})


def _read(body: bytes) -> tuple[str, str, str]:
    """Give the event, who sent it and what; nothing for events of another kind."""
    try:
        data: dict[str, Any] = read_object(body)
    except ValueError:
        raise TextMalformed from None
    if data.get("event") != _EVENT:
        return "", "", ""
    found = [data.get(name) for name in ("id", "from", "text")]
    if not all(isinstance(one, str) for one in found):
        raise TextMalformed
    event_id, sender, text = (str(one) for one in found)
    if not _ID.fullmatch(event_id) or not _NUMBER.fullmatch(sender):
        raise TextMalformed
    # An emoji cut in two at a segment's end is half a character, which nothing can keep.
    whole = text.encode("utf-8", "replace").decode()
    return event_id, sender, whole.replace("\x00", "")
