"""Inboxes and letters as people see them; nothing a letter says is ever run."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from motcua_sandbox import clock, layout, web
from motcua_sandbox.layout import Extras, House
from motcua_sandbox.mail import letters
from motcua_sandbox.markup import Markup, join, linked, markup
from motcua_sandbox.workbench import section

if TYPE_CHECKING:
    import sqlite3

    from motcua_sandbox.mail.letters import Attachment, Letter
    from motcua_sandbox.store import Store

HOUSE = House(
    "mail",
    ("Hộp thư thử nghiệm", "Sandbox mailbox"),
    ("Thư không đi đâu cả", "No letter leaves"),
    (("/", "Các hộp thư", "Inboxes"),),
)
RELOAD = 5
MOST_ROWS = 200
MOST_LISTED = 100
ASIDE = {"default-src": "'none'", "sandbox": "", "form-action": "'none'"}
"""What a letter's own content may do when it is opened: nothing."""
RICH = {
    **ASIDE,
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "frame-ancestors": "'self'",
}
_BAR = """<div class="bar"><form method="get" action="/" class="search">
<label>{label}<input name="q" value="{q}" autocomplete="off"></label>
<button class="quiet">{button}</button></form>
<form method="post" action="/forget"><button class="quiet">{forget}</button></form></div>"""
_ITEM = """<li><a href="{to}"><strong>{title}</strong> <span class="soft">{more}</span></a></li>"""


class Pages:
    """The pages of the mailbox."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._house = store, house

    def inboxes(self, request: web.Request) -> web.Response:
        """List the inboxes, the one with the newest letter first."""
        q = request.query().get("q", "").strip().lower()
        rows = self._store.rows(
            """SELECT i.id, i.address, count(*) AS letters, max(l.at) AS at
            FROM inboxes i JOIN received r ON r.inbox = i.id JOIN letters l ON l.seq = r.letter
            WHERE instr(i.address, ?) GROUP BY i.id ORDER BY max(l.seq) DESC LIMIT ?""",
            q,
            MOST_ROWS,
        )
        bar = markup(
            _BAR,
            q=q,
            label=request.say("Tìm địa chỉ", "Find an address"),
            button=request.say("Tìm", "Find"),
            forget=request.say("Xóa hết", "Delete all"),
        )
        items = [
            _item(
                f"/inboxes/{row['id']}",
                row["address"],
                request.say(f"{row['letters']} thư", f"letters: {row['letters']}")
                + f" · {clock.shown(row['at'])}",
            )
            for row in rows
        ]
        body = join(bar, _list(items, request.say("Chưa có thư nào.", "No letters yet.")))
        title = request.say("Các hộp thư", "Inboxes")
        return layout.page(request, self._house, title, body, Extras(reload=0 if q else RELOAD))

    def inbox(self, request: web.Request) -> web.Response:
        """List one inbox's letters, newest first."""
        sql = "SELECT * FROM inboxes WHERE CAST(id AS TEXT) = ?"
        inbox = self._store.row(sql, request.args["id"])
        if inbox is None:
            text = request.say("Không có hộp thư này.", "There is no such inbox.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        rows = self._letters(inbox["address"], MOST_ROWS)
        nameless = request.say("(không có tiêu đề)", "(no subject)")
        items = [
            _item(
                f"/messages/{row['id']}",
                row["subject"] or nameless,
                f"{row['sender']} · {clock.shown(row['at'])}",
            )
            for row in rows
        ]
        body = _list(items, request.say("Chưa có thư nào.", "No letters yet."))
        return layout.page(request, self._house, inbox["address"], body, Extras(reload=RELOAD))

    def letter(self, request: web.Request) -> web.Response:
        """Show one letter: text, the HTML part in a frame that may do nothing, files."""
        row = self._find(request)
        letter = letters.read(row["raw"])
        odd = request.say("Thư này có chỗ không đọc được.", "Parts cannot be read.")
        body = join(
            _head(request, row, letter),
            Markup("") if letter.is_whole else markup('<p class="problem">{odd}</p>', odd=odd),
            markup('<div class="text">{text}</div>', text=linked(letter.text)),
            _rich(request, row["id"]) if letter.html else Markup(""),
            _files(request, row["id"], letter.attachments),
        )
        title = letter.subject or request.say("(không có tiêu đề)", "(no subject)")
        return layout.page(request, self._house, title, body, Extras(csp={"frame-src": "'self'"}))

    def html(self, request: web.Request) -> web.Response:
        """Give a letter's HTML part for the frame: no scripts, no network, no origin."""
        letter = letters.read(self._find(request)["raw"])
        return web.Response(letter.html.encode(), csp=RICH)

    def attachment(self, request: web.Request) -> web.Response:
        """Give one file of a letter, to be saved."""
        files = letters.read(self._find(request)["raw"]).attachments
        number = request.args["number"]
        if not (number.isascii() and number.isdigit() and 0 < int(number[:4]) <= len(files)):
            text = request.say("Không có tệp này.", "There is no such file.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        file = files[int(number[:4]) - 1]
        return _download(file.name, file.content)

    def forget(self, _: web.Request) -> web.Response:
        """Delete all letters."""
        letters.forget_all(self._store)
        return web.redirect("/")

    def listed(self, request: web.Request) -> web.Response:
        """Give the letters of one address as JSON, newest first, for tests."""
        rows = self._letters(request.query().get("to", "").lower(), MOST_LISTED)
        return web.json_response({"messages": [_as_json(row) for row in rows]})

    def raw(self, request: web.Request) -> web.Response:
        """Give a letter's bytes."""
        return _download("letter.eml", self._find(request)["raw"])

    def _letters(self, address: str, most: int) -> list[sqlite3.Row]:
        sql = """SELECT l.* FROM letters l JOIN received r ON r.letter = l.seq
          JOIN inboxes i ON i.id = r.inbox WHERE i.address = ? ORDER BY l.seq DESC LIMIT ?"""
        return self._store.rows(sql, address, most)

    def _find(self, request: web.Request) -> sqlite3.Row:
        row = self._store.row("SELECT * FROM letters WHERE id = ?", request.args["id"])
        if row is None:
            text = request.say("Không có thư này.", "There is no such letter.")
            raise web.RefusedError(HTTPStatus.NOT_FOUND, "not_found", text)
        return row


def _head(request: web.Request, row: sqlite3.Row, letter: Letter) -> Markup:
    pairs = (
        (request.say("Từ", "From"), letter.sender or row["sender"]),
        (request.say("Đến", "To"), letter.to),
        (request.say("Lúc", "At"), clock.shown(row["at"])),
    )
    rows = [
        markup("<div><dt>{name}</dt><dd>{value}</dd></div>", name=name, value=value)
        for name, value in pairs
    ]
    return markup("<dl>{rows}</dl>", rows=rows)


def _rich(request: web.Request, letter: str) -> Markup:
    title = request.say("Bản có định dạng", "Formatted version")
    frame = '<iframe sandbox src="/messages/{id}/html" title="{title}"></iframe>'
    return section(title, markup(frame, id=letter, title=title))


def _files(request: web.Request, letter: str, files: tuple[Attachment, ...]) -> Markup:
    if not files:
        return Markup("")
    items = [
        _item(f"/messages/{letter}/attachments/{number}", file.name, f"{len(file.content):,} B")
        for number, file in enumerate(files, 1)
    ]
    return section(request.say("Tệp đính kèm", "Attachments"), _list(items, ""))


def _item(to: str, title: str, more: str) -> Markup:
    return markup(_ITEM, to=to, title=title, more=more)


def _list(items: list[Markup], empty: str) -> Markup:
    if not items:
        return markup('<p class="empty">{text}</p>', text=empty)
    return markup('<ul class="list">{items}</ul>', items=items)


def _download(name: str, content: bytes) -> web.Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return web.Response(
        content, content_type="application/octet-stream", headers=headers, csp=ASIDE
    )


def _as_json(row: sqlite3.Row) -> dict[str, Any]:
    letter = letters.read(row["raw"])
    return {
        "id": row["id"],
        "from": row["sender"],
        "to": letter.to,
        "subject": letter.subject,
        "at": clock.iso(row["at"]),
        "text": letter.text,
        "html": letter.html,
        "attachments": [{"name": a.name, "bytes": len(a.content)} for a in letter.attachments],
    }
