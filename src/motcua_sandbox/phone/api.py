"""Calls by clients: send a message; read one phone's messages, for tests."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial, web, wire
from motcua_sandbox.phone import messages, wallets

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

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

    def write(self, request: web.Request) -> web.Response:
        """Write from a phone to a number, as its owner would: for tests."""
        self._caller(request)
        wish = request.json()
        try:
            parts = (str(wish.get(name, "")) for name in ("from", "to", "text"))
            phone = messages.write_to(self._net, *parts)
        except messages.MessageError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        return web.json_response({"phone": phone}, HTTPStatus.ACCEPTED)

    def charge(self, request: web.Request) -> web.Response:
        """Ask a wallet's owner to pay."""
        client = self._signer(request)
        return _signed(client, _tried(wallets.charge, self._net, client, request.json()))

    def look(self, request: web.Request) -> web.Response:
        """Tell where a charge stands; the answer is always the truth."""
        client = self._signer(request)
        reference = str(request.json().get("charge", ""))
        return _signed(client, wallets.look(self._net.store, client.code, reference))

    def refund(self, request: web.Request) -> web.Response:
        """Send money back into a wallet."""
        client = self._signer(request)
        return _signed(client, _tried(wallets.refund, self._net, client, request.json()))

    def decide(self, request: web.Request) -> web.Response:
        """Type the PIN for the newest charge of a phone, or refuse it: for tests."""
        client = self._signer(request)
        wish = request.json()
        sql = """SELECT c.seq, c.phone FROM charges c WHERE c.client = ? AND c.reference = ?"""
        row = self._net.store.row(sql, client.code, str(wish.get("charge", "")))
        if row is not None:
            pin = wish.get("pin")
            wallets.decide(self._net, row["phone"], row["seq"], pin if pin is None else str(pin))
        return self.look(request)

    def _signer(self, request: web.Request) -> Client:
        client = self._net.clients.get(request.header("x-client"))
        text = "X-Client names no client"
        if client is not None:
            try:
                header = request.header("x-signature")
                wire.check_body(header, request.body, client.secret, clock.now())
            except wire.WireError as error:
                text = str(error)
            else:
                return client
        raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_signature", text)

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


def _tried(
    do: Callable[[Network, Client, dict[str, Any]], dict[str, Any]],
    net: Network,
    client: Client,
    wish: dict[str, Any],
) -> dict[str, Any]:
    try:
        return do(net, client, wish)
    except messages.MessageError as error:
        raise web.RefusedError(error.status, error.code, str(error)) from error


def _signed(client: Client, answer: dict[str, Any]) -> web.Response:
    response = web.json_response(answer)
    signature = wire.sign_body(response.body, client.secret, int(clock.now()))
    return web.Response(
        response.body, content_type=response.content_type, headers={"X-Signature": signature}
    )
