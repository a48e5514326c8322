"""Phones as people see them: the list, and one phone's messages as bubbles."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, web
from motcua_sandbox.layout import Extras, House
from motcua_sandbox.markup import Markup, join, linked, markup
from motcua_sandbox.phone import messages
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.phone.messages import Network
    from motcua_sandbox.workbench import Workbench

HOUSE = House(
    "phone",
    ("Điện thoại thử nghiệm", "Sandbox phone"),
    ("Không phải tin nhắn thật", "No real messages"),
    (
        ("/", "Các máy", "Phones"),
        ("/write", "Soạn tin", "Write"),
        ("/operator", "Vận hành", "Operator"),
        ("/events", "Báo cáo gửi đi", "Reports sent"),
    ),
)
RELOAD = 3
"""Seconds after which a page that is being watched loads again."""
MOST_ROWS = 200
_STATES = {
    "delivered": ("đã đến máy", "delivered"),
    "failed": ("không đến được", "failed"),
    "received": ("đã gửi đi", "sent"),
}
_SEARCH = """<div class="bar"><form method="get" action="/" class="search">
<label>{label}<input name="q" value="{q}" inputmode="tel" autocomplete="off"></label>
<button class="quiet">{button}</button></form></div>"""
_ANSWER = """<form method="post" action="/phones/{id}/answer">
<label>{label}<textarea name="text" rows="3" required maxlength="600"></textarea></label>
<button>{button}</button></form>"""


class Pages:
    """The pages of the telephone network."""

    def __init__(self, net: Network, bench: Workbench) -> None:
        self._net, self._bench = net, bench

    def phones(self, request: web.Request) -> web.Response:
        """List the phones, the one with the newest message first."""
        q = request.query().get("q", "").strip()
        digits = "".join(c for c in q if c.isascii() and c.isdigit()).removeprefix("0")
        rows = self._net.store.rows(
            """SELECT p.id, p.number, p.is_on, count(m.seq) AS messages, max(m.at) AS at
            FROM phones p LEFT JOIN messages m ON m.phone = p.id
            WHERE p.number LIKE ? GROUP BY p.id ORDER BY max(m.seq) DESC LIMIT ?""",
            f"%{digits}%",
            MOST_ROWS,
        )
        search = markup(
            _SEARCH,
            q=q,
            label=request.say("Tìm số điện thoại", "Find a number"),
            button=request.say("Tìm", "Find"),
        )
        body = join(search, self._list(request, rows))
        title = request.say("Các máy điện thoại", "Phones")
        return layout.page(request, HOUSE, title, body, Extras(reload=0 if q else RELOAD))

    def phone(self, request: web.Request) -> web.Response:
        """Show one phone's messages, oldest first, and load again by itself."""
        phone = self._find(request)
        is_live = request.query().get("live") != "0"
        sql = "SELECT * FROM messages WHERE phone = ? ORDER BY seq DESC LIMIT ?"
        rows = self._net.store.rows(sql, phone["id"], MOST_ROWS)[::-1]
        bubbles = markup(
            '<ul class="bubbles">{items}</ul>', items=[self._bubble(request, row) for row in rows]
        )
        empty = request.say("Chưa có tin nhắn nào.", "No messages yet.")
        body = join(
            bubbles if rows else markup('<p class="empty">{text}</p>', text=empty),
            self._acts(request, phone, is_live=is_live),
        )
        extras = Extras(reload=RELOAD if is_live else 0)
        return layout.page(request, HOUSE, shown(phone["number"]), body, extras)

    def write(self, request: web.Request) -> web.Response:
        """Show the form for writing back."""
        phone = self._find(request)
        form = markup(
            _ANSWER,
            id=phone["id"],
            label=request.say("Tin nhắn", "Message"),
            button=request.say("Gửi", "Send"),
        )
        title = request.say("Trả lời từ ", "Answer from ") + shown(phone["number"])
        return layout.page(request, HOUSE, title, form)

    def answer(self, request: web.Request) -> web.Response:
        """Send what was written back."""
        phone = self._find(request)
        try:
            messages.answer(self._net, phone["id"], request.form().get("text", ""))
        except messages.MessageError as error:
            raise web.RefusedError(error.status, error.code, str(error)) from error
        return web.redirect(f"/phones/{phone['id']}")

    def switch(self, request: web.Request) -> web.Response:
        """Switch the phone off or on."""
        phone = self._find(request)
        messages.switch(self._net.store, phone["id"])
        return web.redirect(f"/phones/{phone['id']}")

    def operator(self, request: web.Request) -> web.Response:
        """Show the dial, and how to forget everything."""
        problem = self._net.clients.problem
        forget = markup(
            '<form method="post" action="/forget"><button class="quiet">{text}</button></form>',
            text=request.say("Xóa mọi tin nhắn", "Delete all messages"),
        )
        body = join(
            markup('<p class="problem">{text}</p>', text=problem) if problem else Markup(""),
            section(request.say("Núm gây lỗi", "Fault dial"), self._bench.dial_form(request)),
            section(request.say("Dọn dẹp", "Clean up"), forget),
        )
        return layout.page(request, HOUSE, request.say("Vận hành", "Operator"), body)

    def forget(self, _: web.Request) -> web.Response:
        """Delete all messages."""
        messages.forget_all(self._net.store)
        return web.redirect("/")

    def _find(self, request: web.Request) -> sqlite3.Row:
        wanted = request.args["id"]
        sql = "SELECT * FROM phones WHERE CAST(id AS TEXT) = ?"
        row = self._net.store.row(sql, wanted)
        if row is None:
            text = request.say("Không có máy này.", "There is no such phone.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        return row

    def _list(self, request: web.Request, rows: list[sqlite3.Row]) -> Markup:
        if not rows:
            text = request.say("Chưa máy nào có tin nhắn.", "No phone has a message yet.")
            return markup('<p class="empty">{text}</p>', text=text)
        items = [
            markup(
                '<li><a href="/phones/{id}"><strong>{number}</strong>{off} '
                '<span class="soft">{count} · {at}</span></a></li>',
                id=row["id"],
                number=shown(row["number"]),
                off="" if row["is_on"] else request.say(" (tắt máy)", " (off)"),
                count=request.say(f"{row['messages']} tin nhắn", f"messages: {row['messages']}"),
                at=clock.shown(row["at"]) if row["at"] else "—",
            )
            for row in rows
        ]
        return markup('<ul class="list">{items}</ul>', items=items)

    def _bubble(self, request: web.Request, row: sqlite3.Row) -> Markup:
        client = self._net.clients.get(row["client"])
        sender = client.sender if client and row["direction"] == "out" else ""
        size = request.say(f"{row['segments']} đoạn", f"segments: {row['segments']}")
        return markup(
            '<li class="{direction}"><p class="bubble">{text}</p><p class="meta">{sender} {at} · '
            '{size} {encoding} · <span class="state {state}">{words}</span></p></li>',
            direction=row["direction"],
            text=linked(row["text"]),
            sender=sender,
            at=clock.shown(row["at"]),
            size=size,
            encoding={"gsm7": "GSM-7", "ucs2": "UCS-2"}[row["encoding"]],
            state=row["state"],
            words=request.say(*_STATES[row["state"]]),
        )

    def _acts(self, request: web.Request, phone: sqlite3.Row, *, is_live: bool) -> Markup:
        off, on = request.say("Tắt máy", "Switch off"), request.say("Bật máy", "Switch on")
        stop = request.say("Dừng tự tải lại", "Stop reloading")
        start = request.say("Tự tải lại", "Reload by itself")
        return markup(
            '<div class="bar acts"><form method="post" action="/phones/{id}/switch">'
            '<button class="quiet">{switch}</button></form>'
            '<a href="/phones/{id}/answer">{answer}</a> '
            '<a href="/phones/{id}/wallet">{wallet}</a> <a href="?live={live}">{reload}</a></div>',
            id=phone["id"],
            switch=off if phone["is_on"] else on,
            answer=request.say("Viết trả lời", "Write back"),
            wallet=request.say("Ví tiền di động", "Mobile wallet"),
            live="0" if is_live else "1",
            reload=stop if is_live else start,
        )


def shown(number: str) -> str:
    """Write a number for people: `0912 345 678`, foreign ones as they are."""
    if not number.startswith("+84"):
        return number
    bare = "0" + number[3:]
    return f"{bare[:4]} {bare[4:7]} {bare[7:]}"
