"""The one page of the apps: what each showed whom, and browsers to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua_sandbox import clock, dial, events, layout, web
from motcua_sandbox.layout import Extras, House
from motcua_sandbox.markup import Markup, join, linked, markup
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.store import Store

HOUSE = House(
    "phone",
    ("Ứng dụng thử nghiệm", "Sandbox apps"),
    ("Không phải tin thật", "No real messages"),
    (("/", "Các ứng dụng", "Apps"),),
)
RELOAD = 5
MOST_ROWS = 100
_NAMES = {"push": ("Trình duyệt", "Browser")}
_CLOSE = """<form method="post" action="/browsers/{id}/close">
<button class="quiet">{button}</button></form>"""
_BUTTON = """<form method="post" action="{to}"><button class="quiet">{button}</button></form>"""


class Pages:
    """The pages of the apps."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, request: web.Request) -> web.Response:
        """Show everything that was shown, the latest first, and the browsers."""
        rows = self._store.rows("SELECT * FROM shown ORDER BY seq DESC LIMIT ?", MOST_ROWS)
        items = [_item(request, row) for row in rows]
        empty = markup('<p class="empty">{t}</p>', t=request.say("Chưa có gì.", "Nothing yet."))
        news = markup('<ul class="list">{items}</ul>', items=items) if items else empty
        is_down = bool(dial.read(self._store).down)
        again = request.say("Chạy lại", "Up again"), request.say("Ngừng phục vụ", "Down")
        acts = join(
            markup(_BUTTON, to="/switch", button=again[0] if is_down else again[1]),
            markup(_BUTTON, to="/forget", button=request.say("Xóa hết", "Delete all")),
        )
        body = join(news, self._browsers(request), acts)
        title = request.say("Các ứng dụng", "Apps")
        return layout.page(request, HOUSE, title, body, Extras(reload=RELOAD))

    def close(self, request: web.Request) -> web.Response:
        """Close a browser: whoever sends to it is told that it is gone."""
        with self._store.write() as db:
            db.execute("UPDATE browsers SET is_closed = 1 WHERE id = ?", (request.args["id"],))
        return web.redirect("/")

    def switch(self, _: web.Request) -> web.Response:
        """Stop serving, or serve again."""
        events.turn(self._store, {"down": 0 if dial.read(self._store).down else 1})
        return web.redirect("/")

    def forget(self, _: web.Request) -> web.Response:
        """Delete what was shown."""
        with self._store.write() as db:
            db.execute("DELETE FROM shown")
        return web.redirect("/")

    def _browsers(self, request: web.Request) -> Markup:
        rows = self._store.rows("SELECT * FROM browsers WHERE is_closed = 0 LIMIT ?", MOST_ROWS)
        if not rows:
            return Markup("")
        button = request.say("Đóng trình duyệt này", "Close this browser")
        items = [
            join(
                markup("<p><code>{id}</code></p>", id=row["id"]),
                markup(_CLOSE, id=row["id"], button=button),
            )
            for row in rows
        ]
        return section(request.say("Các trình duyệt", "Browsers"), join(*items))


def _item(request: web.Request, row: sqlite3.Row) -> Markup:
    return markup(
        '<li><strong>{app} · {title}</strong> <span class="soft">{to} · {at}</span><br>{text}</li>',
        app=request.say(*_NAMES.get(row["app"], (row["app"],) * 2)),
        title=row["title"],
        to=row["recipient"],
        at=clock.shown(row["at"]),
        text=linked(row["text"]),
    )
