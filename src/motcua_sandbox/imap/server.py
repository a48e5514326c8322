"""As much of IMAP (RFC 3501, 6851) as a program needs that looks at letters and moves them."""

from __future__ import annotations

import base64
import hmac
import mailbox
import re
import shlex
import socketserver
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

_MOST_LINE = 8192
_PART = re.compile(r"BODY\.PEEK\[(HEADER)?\](?:<0\.(\d+)>)?")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Office:
    """Whose letters lie where: a Maildir, its one user, and whether letters move in one step."""

    folder: Path
    user: str
    password: str
    can_move: bool = True

    @property
    def capability(self) -> str:
        """What the server says it can."""
        return f"IMAP4rev1 AUTH=PLAIN{' UIDPLUS MOVE' if self.can_move else ''}"

    def opened(self, name: str) -> mailbox.Maildir | None:
        """Open a folder; None where there is none."""
        home = mailbox.Maildir(self.folder, create=True)
        if name.upper() == "INBOX":
            return home
        return home.get_folder(name) if name in home.list_folders() else None


class ImapServer(socketserver.ThreadingTCPServer):
    """Listens, and gives each caller a thread and an encrypted line."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], office: Office, trust: ssl.SSLContext) -> None:
        self.office, self._trust = office, trust
        super().__init__(address, Talk)

    def finish_request(self, request: object, client_address: object) -> None:
        """Agree on encryption first, in the caller's own thread."""
        try:
            line = self._trust.wrap_socket(request, server_side=True)  # type: ignore[arg-type]
        except OSError:
            return
        Talk(line, client_address, self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a caller go who hung up."""


class Talk(socketserver.StreamRequestHandler):
    """One caller: asks line by line, and is answered."""

    server: ImapServer

    def handle(self) -> None:
        """Answer until he leaves."""
        self._office, self._is_in = self.server.office, False
        self._box: mailbox.Maildir | None = None
        self._uids: dict[int, str] = {}
        self._say("* OK sandbox ready")
        while line := self.rfile.readline(_MOST_LINE).decode("utf-8", "replace").strip():
            tag, _space, rest = line.partition(" ")
            verdict = self._answer(rest)
            self._say(f"{tag} {verdict}")
            if rest.upper().startswith("LOGOUT"):
                return

    def _answer(self, rest: str) -> str:
        command, _space, words = rest.partition(" ")
        act = getattr(self, f"_{command.lower()}", None)
        is_open = command.upper() in {"CAPABILITY", "AUTHENTICATE", "LOGOUT", "NOOP"}
        if act is None or not (self._is_in or is_open):
            return "BAD unknown or too early"
        try:
            return str(act(words))
        except (ValueError, KeyError, IndexError, FileNotFoundError):
            return "BAD not understood"

    def _capability(self, _words: str) -> str:
        self._say(f"* CAPABILITY {self._office.capability}")
        return "OK done"

    def _noop(self, _words: str) -> str:
        return "OK done"

    def _authenticate(self, words: str) -> str:
        if words.upper() != "PLAIN":
            return "NO unknown way"
        self._say("+ ")
        told = base64.b64decode(self.rfile.readline(_MOST_LINE).strip())
        kept = f"\0{self._office.user}\0{self._office.password}"
        self._is_in = hmac.compare_digest(told, kept.encode())
        return "OK done" if self._is_in else "NO wrong"

    def _logout(self, _words: str) -> str:
        self._say("* BYE")
        return "OK done"

    def _create(self, words: str) -> str:
        (name,) = shlex.split(words)
        if not _NAME.fullmatch(name) or self._office.opened(name) is not None:
            return "NO there already, or no name"
        mailbox.Maildir(self._office.folder, create=True).add_folder(name)
        return "OK done"

    def _select(self, words: str) -> str:
        (name,) = shlex.split(words)
        self._box = self._office.opened(name)
        if self._box is None:
            return "NO no such folder"
        self._uids = dict(enumerate(sorted(self._box.keys()), 1))
        self._say(f"* {len(self._uids)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {time.time_ns() // 1000 % 2**32}] new in each session")
        return "OK [READ-WRITE] done"

    def _expunge(self, _words: str) -> str:
        box = self._selected()
        for uid, key in list(self._uids.items()):
            if "T" in box.get_message(key).get_flags():
                self._remove(uid)
        return "OK done"

    def _uid(self, words: str) -> str:
        command, _space, rest = words.partition(" ")
        act = {
            "SEARCH": self._search,
            "FETCH": self._fetch,
            "MOVE": self._move,
            "COPY": self._copy,
            "STORE": self._store,
            "EXPUNGE": self._expunge,
        }[command.upper()]
        return act(rest)

    def _search(self, words: str) -> str:
        last = int(words.partition(":")[2] or len(self._uids))
        found = sorted(self._uids)[:last]
        self._say(" ".join(["* SEARCH", *map(str, found)]))
        return "OK done"

    def _fetch(self, words: str) -> str:
        number, _space, part = words.partition(" ")
        raw = self._raw(int(number))
        if "RFC822.SIZE" in part:
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(raw)})")
            return "OK done"
        asked = _PART.search(part)
        if asked is None:
            return "BAD no such part"
        if asked[1]:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        if asked[2]:
            raw = raw[: int(asked[2])]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode())
        self.wfile.write(raw)
        self._say(")")
        return "OK done"

    def _copy(self, words: str) -> str:
        number, name = shlex.split(words)
        target = self._office.opened(name)
        if target is None:
            return "NO [TRYCREATE] no such folder"
        target.add(self._selected().get_bytes(self._uids[int(number)]))
        return "OK done"

    def _move(self, words: str) -> str:
        verdict = self._copy(words)
        if verdict.startswith("OK"):
            self._remove(int(words.split(maxsplit=1)[0]))
        return verdict

    def _store(self, words: str) -> str:
        box, key = self._selected(), self._uids[int(words.split(maxsplit=1)[0])]
        letter = box.get_message(key)
        letter.add_flag("T")
        box[key] = letter
        return "OK done"

    def _remove(self, uid: int) -> None:
        self._selected().discard(self._uids.pop(uid))

    def _raw(self, uid: int) -> bytes:
        raw = self._selected().get_bytes(self._uids[uid])
        return re.sub(rb"\r?\n", b"\r\n", raw)

    def _selected(self) -> mailbox.Maildir:
        if self._box is None:
            raise ValueError("no folder is open")
        return self._box

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
