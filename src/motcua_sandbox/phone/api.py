"""Calls by clients: send a message; read one phone's messages, for tests."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial, web
from motcua_sandbox.phone import messages

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.phone.clients import Client
    from motcua_sandbox.phone.messages import Network

MOST_LISTED = 100
_KEY = re.compile("[!-~]{1,128}")


class Api:
    """The network's calls for machines."""

    def __init__(self, net: Network) -> None:
        self._net = net

    def send(self, request: web.Request) -> web.Response:
        """Take a message."""
        client = self._caller(request)
        key = request.header("idempotency-key")
        if not _KEY.fullmatch(key):
            text = "Idempotency-Key is missing or malformed"
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        try:
            answer = messages.accept(self._net, client, key, request.json())
        except messages.MessageError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        if dial.read(self._net.store).mute:
            # The connection breaks once the message is stored: whoever sent it cannot know.
            raise ConnectionAbortedError
        return web.json_response(answer, HTTPStatus.ACCEPTED)

    def listed(self, request: web.Request) -> web.Response:
        """Give one phone's messages, newest first."""
        self._caller(request)
        try:
            number = messages.normal(request.query().get("to", ""))
        except messages.MessageError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        sql = """SELECT m.* FROM messages m JOIN phones p ON p.id = m.phone
          WHERE p.number = ? ORDER BY m.seq DESC LIMIT ?"""
        rows = self._net.store.rows(sql, number, MOST_LISTED)
        return web.json_response({"messages": [_as_json(row) for row in rows]})

    def _caller(self, request: web.Request) -> Client:
        client = self._net.clients.by_token(request.header("authorization"))
        if client is None:
            text = "the bearer token is missing or wrong"
            extra = {"WWW-Authenticate": "Bearer"}
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_token", text, **extra)
        return client


def _as_json(row: sqlite3.Row) -> dict[str, Any]:
    keys = ("id", "client", "direction", "text", "reference", "encoding", "segments", "state")
    return {**{key: row[key] for key in keys}, "at": clock.iso(row["at"])}
