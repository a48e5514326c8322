"""Calls by senders: a browser made, a message pushed, Zalo's and VNeID's; and for tests, a list."""

from __future__ import annotations

import hmac
import json
import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from motcua_sandbox import clock, web
from motcua_sandbox.apps import opening, shown
from motcua_sandbox.apps.shown import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua_sandbox.store import Store

MOST_LISTED = 100
_PHONE = re.compile(r"(?:84|0)\d{9}")
_LONGEST_BODY = 4096
_WRONG_TOKEN, _WRONG_PHONE, _WRONG_DATA = -216, -108, -112


class Api:
    """The apps' calls for machines."""

    def __init__(self, store: Store, tokens: Mapping[str, str], base: str) -> None:
        self._store, self._tokens, self._base = store, tokens, base

    def make_browser(self, _: web.Request) -> web.Response:
        """Make a browser that lets a sender tell it of news, as its user would have it do."""
        number, point, auth = shown.make_browser(self._store)
        said = {
            "id": number,
            "endpoint": f"{self._base}/push/{number}",
            "keys": {"p256dh": point, "auth": auth},
        }
        return web.json_response(said, HTTPStatus.CREATED)

    def push(self, request: web.Request) -> web.Response:
        """Take a message for a browser (RFC 8030): open it, show it."""
        row = shown.browser(self._store, request.args["id"])
        if row is None:
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", "no such browser")
        if row["is_closed"]:
            raise web.RefusedError(HTTPStatus.GONE, "gone", "the browser lets nobody in any more")
        self._require_form(request)
        try:
            place = urlsplit(self._base)
            audience = f"{place.scheme}://{place.netloc}"
            opening.judge(request.header("authorization"), audience, time.time())
            said = json.loads(opening.opened(request.body, row["key"], row["auth"]))
        except opening.SealError as error:
            raise web.RefusedError(HTTPStatus.FORBIDDEN, "refused", str(error)) from error
        except ValueError as error:
            text = "the message is no JSON"
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text) from error
        given = Given("push", row["id"], *(str(said.get(name, "")) for name in _PARTS))
        number = shown.show(self._store, given)
        headers = {"Location": f"{self._base}/messages/{number}"}
        return web.Response(b"", HTTPStatus.CREATED, headers=headers)

    def zalo(self, request: web.Request) -> web.Response:
        """Take a template with its places filled; answers 200 with Zalo's own number of a fault."""
        said = request.json()
        phone = str(said.get("phone", ""))
        if not self._is_known("zalo", request.header("access_token")):
            return _fault(_WRONG_TOKEN, "Access token is invalid")
        if not _PHONE.fullmatch(phone):
            return _fault(_WRONG_PHONE, "Phone number is invalid")
        data, template = said.get("template_data"), str(said.get("template_id", ""))
        if not isinstance(data, dict) or not template:
            return _fault(_WRONG_DATA, "Template or its data is invalid")
        text = "\n".join(f"{name}: {value}" for name, value in sorted(data.items()))
        reference = str(said.get("tracking_id", ""))
        link = str(data.get("link", ""))
        number = shown.show(
            self._store, Given("zalo", phone, f"ZNS {template}", text, link, reference)
        )
        answer = {"msg_id": number, "sent_time": clock.iso(clock.now())}
        return web.json_response({"error": 0, "message": "Success", "data": answer})

    def vneid(self, request: web.Request) -> web.Response:
        """Take a short text."""
        kind, _, token = request.header("authorization").partition(" ")
        if kind != "Bearer" or not self._is_known("vneid", token):
            text = "the bearer token is missing or wrong"
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_token", text)
        said = request.json()
        phone = str(said.get("to", ""))
        if not _PHONE.fullmatch(phone):
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "unknown", "nobody has this telephone")
        given = Given(
            "vneid",
            phone,
            *(str(said.get(name, "")) for name in ("title", "text", "link", "reference")),
        )
        number = shown.show(self._store, given)
        return web.json_response({"id": number}, HTTPStatus.ACCEPTED)

    def listed(self, request: web.Request) -> web.Response:
        """Give what an app showed somebody, the latest first."""
        asked = request.query()
        rows = self._store.rows(
            "SELECT * FROM shown WHERE app = ? AND recipient = ? ORDER BY seq DESC LIMIT ?",
            asked.get("app", ""),
            asked.get("to", ""),
            MOST_LISTED,
        )
        keys = ("id", "title", "text", "link", "reference", "times")
        found: list[dict[str, Any]] = [{key: row[key] for key in keys} for row in rows]
        return web.json_response({"shown": found})

    def _is_known(self, app: str, token: str) -> bool:
        wanted = self._tokens.get(app, "")
        return bool(wanted) and hmac.compare_digest(wanted.encode(), token.encode())

    def _require_form(self, request: web.Request) -> None:
        is_sealed = request.header("content-encoding") == "aes128gcm"
        if not is_sealed or not request.header("ttl").isdigit():
            text = "Content-Encoding aes128gcm and a TTL are needed"
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        if len(request.body) > _LONGEST_BODY:
            text = "at most 4096 bytes"
            raise web.RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", text)


_PARTS = ("title", "text", "link", "id")


def _fault(number: int, text: str) -> web.Response:
    return web.json_response({"error": number, "message": text})
