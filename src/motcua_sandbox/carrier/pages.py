"""The carrier as its people see it: the parcels, and one of them to be moved on."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, web
from motcua_sandbox.carrier import parcels
from motcua_sandbox.layout import House
from motcua_sandbox.markup import Markup, join, markup
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.carrier.parcels import Carrier
    from motcua_sandbox.workbench import Workbench

HOUSE = House(
    "carrier",
    ("Bưu chính thử nghiệm", "Sandbox carrier"),
    ("Không có bưu phẩm thật", "No real parcels"),
    (
        ("/", "Bưu phẩm", "Parcels"),
        ("/operator", "Vận hành", "Operator"),
        ("/events", "Báo tin gửi đi", "News sent"),
    ),
)
MOST_ROWS = 200
_STATES = {
    "accepted": ("đã nhận yêu cầu", "accepted"),
    "picked_up": ("đã lấy hàng", "picked up"),
    "in_transit": ("đang vận chuyển", "in transit"),
    "delayed": ("báo chậm", "delayed"),
    "delivered": ("đã phát", "delivered"),
    "refused": ("người nhận từ chối", "refused"),
    "brought_back": ("đã chuyển hoàn", "brought back"),
    "lost": ("thất lạc", "lost"),
    "cancelled": ("đã hủy", "cancelled"),
}
_DIRECTIONS = {"collect": ("lấy tại nhà", "collect"), "deliver": ("phát tới nhà", "deliver")}
_SEARCH = """<div class="bar"><form method="get" action="/" class="search">
<label>{label}<input name="q" value="{q}" autocomplete="off"></label>
<button class="quiet">{button}</button></form></div>"""
_MOVE = """<form method="post" action="/parcels/{id}/move">
<label>{label}<select name="place">{places}</select></label>
<p class="actions">{buttons}</p></form>"""


class Pages:
    """The pages of the carrier."""

    def __init__(self, carrier: Carrier, bench: Workbench) -> None:
        self._carrier, self._bench = carrier, bench

    def listed(self, request: web.Request) -> web.Response:
        """List the parcels, the newest first; `q` narrows by number or reference."""
        q = request.query().get("q", "").strip()
        rows = self._carrier.store.rows(
            """SELECT * FROM parcels WHERE id LIKE ? OR reference LIKE ?
            ORDER BY seq DESC LIMIT ?""",
            f"%{q}%",
            f"%{q}%",
            MOST_ROWS,
        )
        search = markup(
            _SEARCH,
            q=q,
            label=request.say("Số bưu phẩm hoặc mã gửi", "Number or reference"),
            button=request.say("Tìm", "Find"),
        )
        heads = (
            request.say("Bưu phẩm", "Parcel"),
            request.say("Chiều", "Direction"),
            request.say("Tình trạng", "State"),
            request.say("Cước", "Price"),
            request.say("Nhận yêu cầu", "Accepted"),
        )
        empty = request.say("Chưa có bưu phẩm nào.", "No parcels yet.")
        table = layout.table(heads, [self._row(request, row) for row in rows], empty)
        title = request.say("Bưu phẩm", "Parcels")
        return layout.page(request, HOUSE, title, join(search, table))

    def parcel(self, request: web.Request) -> web.Response:
        """Show a parcel, what happened to it, and a button for each move that may follow."""
        row = self._find(request)
        party = json.loads(row["party"])
        facts = markup(
            "<p>{state} · {direction}</p><p>{name}, {phone}<br>{address}</p><p>{reference}</p>",
            state=request.say(*_STATES[row["state"]]),
            direction=request.say(*_DIRECTIONS[row["direction"]]),
            reference=row["reference"],
            **{key: party[key] for key in ("name", "phone", "address")},
        )
        body = join(
            facts,
            section(request.say("Chuyển tiếp", "Move on"), self._acts(request, row)),
            section(request.say("Hành trình", "Story"), self._story(request, row)),
        )
        return layout.page(request, HOUSE, row["id"], body)

    def move(self, request: web.Request) -> web.Response:
        """Move a parcel as a button says."""
        row, form = self._find(request), request.form()
        place = form.get("place", "")
        try:
            parcels.move(
                self._carrier,
                row["id"],
                form.get("move", ""),
                place if place in parcels.PLACES else "",
            )
        except parcels.ParcelError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        return web.redirect(f"/parcels/{row['id']}")

    def operator(self, request: web.Request) -> web.Response:
        """Show the dial."""
        problem = self._carrier.senders.problem
        body = join(
            markup('<p class="problem">{text}</p>', text=problem) if problem else Markup(""),
            section(request.say("Núm gây lỗi", "Fault dial"), self._bench.dial_form(request)),
        )
        return layout.page(request, HOUSE, request.say("Vận hành", "Operator"), body)

    def _find(self, request: web.Request) -> sqlite3.Row:
        sql = "SELECT * FROM parcels WHERE id = ?"
        row = self._carrier.store.row(sql, request.args["id"])
        if row is None:
            text = request.say("Không có bưu phẩm này.", "There is no such parcel.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        return row

    def _row(self, request: web.Request, row: sqlite3.Row) -> list[object]:
        link = markup('<a href="/parcels/{id}">{id}</a>', id=row["id"])
        return [
            link,
            request.say(*_DIRECTIONS[row["direction"]]),
            request.say(*_STATES[row["state"]]),
            layout.money(row["amount"]),
            clock.shown(row["made_at"]),
        ]

    def _acts(self, request: web.Request, row: sqlite3.Row) -> Markup:
        open_moves = [kind for kind, sources in parcels.MOVES.items() if row["state"] in sources]
        if not open_moves:
            text = request.say("Bưu phẩm đã xong hành trình.", "The parcel's way has ended.")
            return markup('<p class="empty">{text}</p>', text=text)
        button = '<button name="move" value="{kind}">{text}</button> '
        option = "<option>{place}</option>"
        return markup(
            _MOVE,
            id=row["id"],
            label=request.say("Tại", "At"),
            places=[markup(option, place=place) for place in parcels.PLACES],
            buttons=[
                markup(button, kind=kind, text=request.say(*_STATES[kind])) for kind in open_moves
            ],
        )

    def _story(self, request: web.Request, row: sqlite3.Row) -> Markup:
        heads = (
            request.say("Lúc", "At"),
            request.say("Việc", "Event"),
            request.say("Nơi", "Place"),
        )
        rows = [
            [clock.shown(one["at"]), request.say(*_STATES[one["kind"]]), one["place"]]
            for one in parcels.moves_of(self._carrier, row["id"])
        ]
        return layout.table(heads, rows, request.say("Chưa có gì.", "Nothing yet."))
