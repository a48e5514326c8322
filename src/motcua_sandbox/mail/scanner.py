"""A page that is a scanner: what is laid on it leaves as a letter from the scanner's address."""

from __future__ import annotations

import mimetypes
import secrets
import struct
import zlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from motcua_sandbox import clock, layout, posted, web
from motcua_sandbox.mail import letters
from motcua_sandbox.mail.smtp import MOST_LETTER
from motcua_sandbox.markup import Markup, join, markup

if TYPE_CHECKING:
    from motcua_sandbox.layout import House
    from motcua_sandbox.mail.round import Round
    from motcua_sandbox.store import Store

# A file grows by a third in a letter.
MOST_SCANNED = MOST_LETTER * 3 // 4
_MOST_ADDRESS = 254
_SAMPLE = "trang-mau.png"
_WIDTH, _HEIGHT = 827, 1169  # A4 at 100 dots an inch
_FORM = """<p>{what}</p>
<form method="post" action="/scan" enctype="multipart/form-data">
<label>{sender}<input name="sender" type="email" value="{address}" maxlength="254" required></label>
<label>{files}<input name="files" type="file" multiple
 accept="application/pdf,image/jpeg,image/png,image/tiff"></label>
<p class="actions"><button>{send}</button></p></form>"""


def _page() -> bytes:
    """Draw a page as a scanner sees it, with lines where words would be, as a PNG picture.

    Dust at its edge makes each page another one: the same picture twice would be one scan.
    """
    rows = [b"\xff" * _WIDTH] * _HEIGHT
    line = b"\xff" * 80 + b"\x40" * (_WIDTH - 160) + b"\xff" * 80
    for top in range(120, _HEIGHT - 200, 48):
        rows[top : top + 12] = [line] * 12
    rows[20] = secrets.token_bytes(_WIDTH)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(b"\x00" + row for row in rows))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


class Scanner:
    """The scanner's page; `address` is where its letters come from unless somebody says another."""

    def __init__(self, store: Store, way: Round, address: str, house: House) -> None:
        self._store, self._way, self._address, self._house = store, way, address, house

    def routes(self) -> list[web.Route]:
        """Give the page and what it sends."""
        return [
            web.Route("GET", "/scan", self._show),
            web.Route("POST", "/scan", self._send, most_body=MOST_SCANNED),
        ]

    def _show(self, request: web.Request) -> web.Response:
        was_sent = request.query().get("sent") == "1"
        said = request.say(
            "Đã gửi. Trong một phút bản quét tới quầy; thư từ địa chỉ lạ thì chờ ngoài.",
            "Sent. Within a minute the scan is at the counter; from a strange address it waits.",
        )
        note = markup('<p role="status"><strong>{said}</strong></p>', said=said)
        title = request.say("Máy quét", "Scanner")
        body = join(note if was_sent else Markup(""), self._form(request))
        return layout.page(request, self._house, title, body)

    def _form(self, request: web.Request) -> Markup:
        return markup(
            _FORM,
            what=request.say(
                "Chọn tệp như đặt giấy lên máy quét: tệp đi bằng thư tới hộp thư bản quét của "
                f"quầy ({', '.join(self._way.addresses)}). PDF hoặc ảnh, nhiều nhất 9 MB.",
                "Choose files as you would lay paper on a scanner: they go by e-mail to the "
                f"counter's mailbox ({', '.join(self._way.addresses)}). PDF or pictures, 9 MB.",
            ),
            sender=request.say("Địa chỉ của máy quét", "Address of the scanner"),
            address=self._address,
            files=request.say(
                "Giấy tờ; để trống thì quét một trang mẫu",
                "Papers; empty scans a sample page",
            ),
            send=request.say("Quét và gửi", "Scan and send"),
        )

    def _send(self, request: web.Request) -> web.Response:
        said = posted.read(request)
        sender = " ".join(said.fields.get("sender", "").split())[:_MOST_ADDRESS]
        if "@" not in sender:
            text = request.say("Ghi địa chỉ của máy quét.", "Write the scanner's address.")
            raise web.RefusedError(HTTPStatus.BAD_REQUEST, "bad_request", text)
        raw = self._letter(sender, said.files or ((_SAMPLE, _page()),))
        letters.keep(self._store, sender, self._way.addresses, raw)
        self._way.lay(self._way.addresses, raw)
        return web.redirect("/scan?sent=1")

    def _letter(self, sender: str, files: tuple[tuple[str, bytes], ...]) -> bytes:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"] = sender, ", ".join(self._way.addresses)
        message["Subject"] = "Bản quét"
        message["Date"] = format_datetime(datetime.fromtimestamp(clock.now(), clock.ZONE))
        message["Message-ID"] = f"<{secrets.token_hex(16)}@may-quet.example>"
        message.set_content("")
        for name, content in files:
            kind, _, more = (mimetypes.guess_type(name)[0] or "application/pdf").partition("/")
            message.add_attachment(content, maintype=kind, subtype=more, filename=name)
        return message.as_bytes()
