"""The SMTP side: takes letters for anybody and says 250 only when they are stored."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, Envelope, Session

from motcua_sandbox.mail import letters
from motcua_sandbox.mail.returns import Returns

if TYPE_CHECKING:
    from motcua_sandbox.logs import Log
    from motcua_sandbox.mail.round import Round
    from motcua_sandbox.store import Store

MOST_LETTER = 12 * 1024 * 1024
MOST_RECIPIENTS = 100
SILENCE = 60.0
"""Seconds a client may say nothing."""


class Handler:
    """Decides what becomes of a letter; the method names are the library's."""

    def __init__(self, store: Store, way: Round, log: Log) -> None:
        self._store, self._way, self._log = store, way, log
        self._returns = Returns(store, way)

    async def handle_RCPT(  # noqa: N802 - the library looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        del server, session
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if refusal := self._returns.refusal(address):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the library looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store the letter."""
        del server, session
        raw = envelope.content
        assert isinstance(raw, bytes)
        sender, recipients = envelope.mail_from or "", list(envelope.rcpt_tos)
        try:
            await asyncio.to_thread(letters.keep, self._store, sender, recipients, raw)
            await asyncio.to_thread(self._way.lay, recipients, raw)
            await asyncio.to_thread(self._returns.send_back, sender, recipients, raw)
        except (sqlite3.Error, OSError) as error:
            self._log("storage_failed", error=type(error).__name__)
            return "451 4.3.0 Could not store the letter"
        self._log("letter", bytes=len(raw), recipients=len(recipients))
        return "250 2.0.0 Stored"


class SmtpServer:
    """The SMTP server, in a thread of its own."""

    def __init__(self, address: tuple[str, int], store: Store, way: Round, log: Log) -> None:
        """Bind at once; raise OSError when the port cannot be used."""
        self._log = log
        self._loop = asyncio.new_event_loop()
        self._handler = Handler(store, way, log)
        serve = self._loop.create_server(self._protocol, *address)
        self._server = self._loop.run_until_complete(serve)
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        """Begin to take letters."""
        self._thread.start()
        host, port = self._server.sockets[0].getsockname()[:2]
        self._log("listening", sandbox="smtp", bind=host, port=port)

    def stop(self) -> None:
        """Take no more letters; one whose 250 has not been sent yet is the sender's again."""
        self._loop.call_soon_threadsafe(self._server.close)
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _protocol(self) -> SMTP:
        return SMTP(
            self._handler,
            data_size_limit=MOST_LETTER,
            enable_SMTPUTF8=True,
            hostname="sandbox",
            ident="motcua sandbox",
            timeout=SILENCE,
            loop=self._loop,
        )


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
