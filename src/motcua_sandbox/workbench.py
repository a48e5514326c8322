"""What every sandbox with a courier shows its operator: the dial, the events, their deliveries."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from motcua_sandbox import clock, dial, events, layout, web, wire
from motcua_sandbox.markup import Markup, join, markup

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from motcua_sandbox.layout import House
    from motcua_sandbox.store import Store

MOST_EVENTS = 200
_LABELS = {
    "delay": ("Chậm (giây)", "Delay (seconds)"),
    "duplicate": ("Gửi thêm (lần)", "Duplicate (times more)"),
    "drop": ("Không gửi", "Drop"),
    "reorder": ("Đảo thứ tự từng nhóm (số thông báo)", "Reverse in groups of (events)"),
    "wrong_amount": ("Sai số tiền (± đồng)", "Wrong amount (± đồng)"),
    "forged": ("Lần đầu ký giả", "First try forged"),
    "stale": ("Lần đầu ký cũ (giây)", "First try stale (seconds)"),
    "down": ("Ngừng phục vụ", "Down"),
    "mute": ("Nhận mà không trả lời", "Take, and answer nothing"),
    "contradict": ("Báo cáo trái ngược", "Contradicting reports"),
    "answers": ("Cả câu trả lời tra cứu, hoàn tiền", "Answers to queries and refunds too"),
    "limit": ("Tự tắt sau (thông báo)", "Turn off after (events)"),
}
_SWITCHES = {"drop", "forged", "down", "mute", "contradict", "answers"}
_STATES = {
    "waiting": ("chờ gửi", "waiting"),
    "held": ("đang giữ", "held"),
    "taken": ("đã nhận", "taken"),
    "dropped": ("không gửi", "dropped"),
}


class Workbench:
    """The operator's pages and calls about events; `names` are the dial's faults that apply."""

    def __init__(self, store: Store, house: House, names: Sequence[str]) -> None:
        self._store, self._house, self._names = store, house, names

    def routes(self) -> list[web.Route]:
        """Give the routes of the dial and the events."""
        return [
            web.Route("GET", "/faults", self._show_dial),
            web.Route("POST", "/faults", self._turn_dial),
            web.Route("GET", "/events", self._show_events),
            web.Route("POST", "/events/{id}/send", self._send_from_page),
            web.Route("GET", "/api/events", self._list_events),
            web.Route("POST", "/api/events/{id}/send", self._send_from_api),
        ]

    def dial_form(self, request: web.Request) -> Markup:
        """Draw the dial."""
        now = asdict(dial.read(self._store))
        fields = [self._dial_field(request, name, now[name]) for name in self._names]
        return markup(
            '<form method="post" action="/faults" class="dial"><div class="fields">{fields}</div>'
            '<p class="actions"><button>{turn}</button> <button class="quiet" name="reset" '
            'value="1">{reset}</button></p></form>',
            fields=fields,
            turn=request.say("Đặt", "Set"),
            reset=request.say("Tắt hết", "All off"),
        )

    def _dial_field(self, request: web.Request, name: str, value: int) -> Markup:
        label = request.say(*_LABELS[name])
        if name in _SWITCHES:
            box = (
                '<label class="switch"><input type="checkbox" name="{name}" value="1"{on}> {label}'
            )
            on = Markup(" checked" if value else "")
            return markup(box + "</label>", name=name, on=on, label=label)
        number = '<label>{label}<input type="number" name="{name}" value="{value}"></label>'
        return markup(number, name=name, value=value, label=label)

    def _show_dial(self, request: web.Request) -> web.Response:
        if "text/html" in request.header("accept"):
            title = request.say("Núm gây lỗi", "Fault dial")
            return layout.page(request, self._house, title, self.dial_form(request))
        return web.json_response(asdict(dial.read(self._store)))

    def _turn_dial(self, request: web.Request) -> web.Response:
        is_form = request.header("content-type").startswith("application/x-www-form-urlencoded")
        try:
            wanted = self._wanted(request.form()) if is_form else request.json()
            turned = events.turn(self._store, wanted)
        except (dial.DialError, ValueError) as error:
            text = str(error)
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text) from error
        return web.redirect("/faults") if is_form else web.json_response(asdict(turned))

    def _wanted(self, form: dict[str, str]) -> dict[str, Any]:
        if form.get("reset"):
            return {"reset": True}
        return {name: int(form.get(name) or 0) for name in self._names}

    def _show_events(self, request: web.Request) -> web.Response:
        found = self._events()
        heads = (
            request.say("Lúc", "At"),
            request.say("Thông báo", "Event"),
            request.say("Bên nhận", "To"),
            request.say("Các lần gửi", "Deliveries"),
            request.say("Nội dung", "Body"),
            request.say("Thao tác", "Action"),
        )
        body = layout.table(
            heads,
            [self._event_row(request, row) for row in found],
            request.say("Chưa có thông báo nào.", "No events yet."),
        )
        title = request.say("Thông báo gửi đi", "Events sent")
        return layout.page(request, self._house, title, body)

    def _event_row(self, request: web.Request, row: sqlite3.Row) -> list[object]:
        again = markup(
            '<form method="post" action="/events/{id}/send">'
            '<button class="quiet">{text}</button></form>',
            id=row["id"],
            text=request.say("Gửi ngay", "Send now"),
        )
        details = markup(
            "<details><summary>{id}…</summary><pre>{body}</pre></details>",
            id=row["id"][:12],
            body=row["body"].decode(),
        )
        deliveries = [self._delivery(request, one) for one in self._deliveries(row["id"])]
        return [clock.shown(row["at"]), row["kind"], row["party"], deliveries, details, again]

    def _delivery(self, request: web.Request, row: sqlite3.Row) -> Markup:
        words = request.say(*_STATES[row["state"]])
        tries = request.say(f"{row['tries']} lần", f"tries: {row['tries']}") if row["tries"] else ""
        answer = str(row["status"] or "")
        text = " · ".join(part for part in (words, tries, answer, row["note"]) if part)
        return markup('<p class="state {state}">{text}</p>', state=row["state"], text=text)

    def _send_from_page(self, request: web.Request) -> web.Response:
        self._send(request)
        return web.redirect("/events")

    def _send_from_api(self, request: web.Request) -> web.Response:
        self._send(request)
        return web.json_response({"event": request.args["id"]}, HTTPStatus.ACCEPTED)

    def _send(self, request: web.Request) -> None:
        if not events.send_again(self._store, request.args["id"]):
            text = "Không có thông báo này. / No such event."
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)

    def _list_events(self, _: web.Request) -> web.Response:
        return web.json_response({"events": [self._as_json(row) for row in self._events()]})

    def _as_json(self, row: sqlite3.Row) -> dict[str, Any]:
        keys = ("state", "tries", "status", "note")
        return {
            "id": row["id"],
            "event": row["kind"],
            "party": row["party"],
            "body": wire.load_json(row["body"]),
            "deliveries": [{key: d[key] for key in keys} for d in self._deliveries(row["id"])],
        }

    def _events(self) -> list[sqlite3.Row]:
        return self._store.rows("SELECT * FROM events ORDER BY seq DESC LIMIT ?", MOST_EVENTS)

    def _deliveries(self, event: str) -> list[sqlite3.Row]:
        return self._store.rows("SELECT * FROM deliveries WHERE event = ? ORDER BY id", event)


def section(title: str, *parts: Markup) -> Markup:
    """Draw a part of a page under a heading."""
    return markup("<section><h2>{title}</h2>{body}</section>", title=title, body=join(*parts))
