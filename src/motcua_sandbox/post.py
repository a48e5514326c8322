"""Send one signed body to one address, without following redirects."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

SILENCE = 5.0
"""Seconds a receiver may say nothing."""
MOST_ANSWER = 4096


class Unreachable(Exception):
    """The receiver did not answer; the message says how."""


def post(url: str, body: bytes, headers: Mapping[str, str], trust: ssl.SSLContext) -> int:
    """POST a body and give the status; raise Unreachable when there is no HTTP answer in time."""
    parts = urlsplit(url)
    if parts.hostname is None:
        raise Unreachable("no host in the address")
    port = parts.port
    connection = (
        http.client.HTTPSConnection(parts.hostname, port, timeout=SILENCE, context=trust)
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.hostname, port, timeout=SILENCE)
    )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, dict(headers))
        response = connection.getresponse()
        response.read(MOST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()
    return response.status
