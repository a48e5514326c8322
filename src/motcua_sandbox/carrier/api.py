"""Signed calls by senders: quote, hand over, call off, ask where a parcel is."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, web, wire
from motcua_sandbox.carrier import parcels

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua_sandbox.carrier.parcels import Carrier
    from motcua_sandbox.carrier.senders import Sender


class Api:
    """The carrier's calls for machines."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def quote(self, request: web.Request) -> web.Response:
        """Say what a parcel would cost and how long it would take."""
        sender, wish = self._caller(request), request.json()
        amount, days = _refusing(lambda: parcels.price(wish))
        return _signed(sender, {"amount": amount, "currency": "VND", "days": days})

    def create(self, request: web.Request) -> web.Response:
        """Take a parcel, once for each reference."""
        sender, wish = self._caller(request), request.json()
        return _signed(sender, _refusing(lambda: parcels.accept(self._carrier, sender, wish)))

    def cancel(self, request: web.Request) -> web.Response:
        """Call a parcel off."""
        sender, reference = self._named(request)
        return _signed(sender, _refusing(lambda: parcels.cancel(self._carrier, sender, reference)))

    def track(self, request: web.Request) -> web.Response:
        """Tell where a parcel is and what happened to it; the dial never bends this."""
        sender, reference = self._named(request)
        return _signed(sender, _refusing(lambda: self._story(sender, reference)))

    def _story(self, sender: Sender, reference: str) -> dict[str, Any]:
        row = parcels.by_reference(self._carrier, sender, reference)
        return {
            "reference": reference,
            "parcel": row["id"],
            "state": row["state"],
            "events": [
                {
                    "id": one["event"],
                    "event": f"parcel.{one['kind']}",
                    "at": clock.iso(one["at"]),
                    "place": one["place"],
                }
                for one in parcels.moves_of(self._carrier, row["id"])
            ],
        }

    def _named(self, request: web.Request) -> tuple[Sender, str]:
        sender, wish = self._caller(request), request.json()
        if set(wish) != {"reference"} or not isinstance(wish["reference"], str):
            text = "ask by reference"
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        return sender, wish["reference"]

    def _caller(self, request: web.Request) -> Sender:
        sender = self._carrier.senders.get(request.header("x-sender"))
        if sender is None:
            text = "X-Sender names no sender"
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_signature", text)
        try:
            header = request.header("x-signature")
            wire.check_body(header, request.body, sender.secret, clock.now())
        except wire.WireError as error:
            text = str(error)
            raise web.RefusedError(HTTPStatus.UNAUTHORIZED, "bad_signature", text) from error
        return sender


def _refusing(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except parcels.ParcelError as error:
        raise web.RefusedError(error.status, error.code, str(error)) from error


def _signed(sender: Sender, answer: dict[str, Any]) -> web.Response:
    response = web.json_response(answer)
    signature = wire.sign_body(response.body, sender.secret, int(clock.now()))
    return web.Response(
        response.body, content_type=response.content_type, headers={"X-Signature": signature}
    )
