"""What the clients send: valid filings in people's names, with papers sent ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

import orjson

from motcua.demo.prove.wire import Answer, Crowd
from motcua.identity.actions import issue_access_token
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.sample_files import sample_pdf
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Channel
from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.procedures.base.papers import AskedPaper

PAPERS = 3
_MOST_SEEDS = 40
_MARK = "#######"
_RUN = "@@@@"
_SCOPES = ("dossiers:file", "dossiers:read")
_BOUNDARY = "motcua-prove"


@dataclass(frozen=True, slots=True)
class Filer:
    """Somebody who files: an access token, and the public ids of three files sent ahead."""

    account_id: int
    token: str = field(repr=False)
    uploads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A valid filing at one office; `_MARK` in it is replaced by a number of its own."""

    offering_id: int
    agency_code: str
    answers: Mapping[str, Any]
    papers: tuple[str, ...]

    def body(self, uploads: Sequence[str]) -> bytes:
        """Write the body in the name of whoever sent the uploads."""
        papers = [
            {"code": code, "file": file} for code, file in zip(self.papers, uploads, strict=True)
        ]
        document = {"offering": self.offering_id, "answers": self.answers, "papers": papers}
        return orjson.dumps(document)


def patterns(seed: int, *, each: int = 2) -> list[Pattern]:
    """Make some valid filings, each with three papers, for what can be filed online."""
    day = clock.civil_date(clock.now())
    found: list[Pattern] = []
    for offering in Offering.objects.select_related("agency").order_by("agency__code", "id"):
        if Channel.ONLINE not in offering.channels:
            continue
        rules = catalogue.rules(catalogue.offering(offering.pk).version_id)
        made = 0
        for number in range(_MOST_SEEDS):
            answers = sample_answers(rules.form, seed=seed + number, today=day)
            codes = _three(rules.papers(answers, Channel.ONLINE, day))
            marked = _marked(answers)
            if codes and marked and made < each:
                made += 1
                found.append(Pattern(offering.pk, offering.agency.code, marked, codes))
    return found


def filers(count: int) -> list[Filer]:
    """Give people of the world with fresh tokens."""
    accounts = Account.objects.filter(person__is_invented=True, is_active=True).order_by("id")
    now = clock.system_now()
    return [
        Filer(account.pk, issue_access_token(account=account, scopes=_SCOPES, now=now).token)
        for account in accounts[:count]
    ]


def with_uploads(port: int, people: Sequence[Filer]) -> list[Filer]:
    """Send three files ahead for each, through the API. Raises `RuntimeError` when refused."""
    sent: dict[int, list[str]] = {filer.account_id: [] for filer in people}
    owners: dict[bytes, int] = {}

    def hear(answer: Answer) -> None:
        if answer.status != 201:
            raise RuntimeError(f"upload refused: {answer.status} {answer.body[:200]!r}")
        sent[owners[answer.request]].append(orjson.loads(answer.body)["id"])

    requests: list[Iterator[bytes]] = []
    for filer in people:
        own = [upload(filer, number) for number in range(PAPERS)]
        owners.update(dict.fromkeys(own, filer.account_id))
        requests.append(iter(own))
    Crowd(port, requests, hear).run()
    return [Filer(each.account_id, each.token, tuple(sent[each.account_id])) for each in people]


def requests_of(
    filer: Filer, chosen: Sequence[Pattern], run: str, numbers: Iterator[int]
) -> Iterator[bytes]:
    """Give one filer's requests, a new dossier and a new idempotency key for each number."""
    wires = [_post(filer, pattern.body(filer.uploads)) for pattern in chosen]
    rng = Random(filer.account_id)  # noqa: S311 - a choice of offices, no secrets
    offset = rng.randrange(len(wires))
    for number in numbers:
        wire = wires[(offset + number) % len(wires)]
        yield wire.replace(_MARK.encode(), b"%07d" % number).replace(_RUN.encode(), run.encode(), 1)


def _post(filer: Filer, body: bytes) -> bytes:
    head = (
        "POST /api/v1/dossiers HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {filer.token}\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {_RUN}-{filer.account_id:06d}-{_MARK}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def upload(filer: Filer, number: int) -> bytes:
    """Give the request by which somebody sends a file ahead, another one for each number."""
    content = sample_pdf(str(filer.account_id * 10 + number))
    body = (
        (
            f"--{_BOUNDARY}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{number}.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        ).encode()
        + content
        + f"\r\n--{_BOUNDARY}--\r\n".encode()
    )
    head = (
        "POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {filer.token}\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _three(asked: Sequence[AskedPaper]) -> tuple[str, ...]:
    """Choose three of the papers asked for, all that must be there among them.

    Where fewer are asked for, the last one is sent in as many files as it takes; nothing is chosen
    where that is still fewer, or where one of them is no PDF.
    """
    taken: list[str] = []
    asked = [row for row in asked if row.is_required or "pdf" in row.paper.types]
    if any("pdf" not in row.paper.types for row in asked):
        return ()
    most = {row.code: row.paper.max_files for row in asked}
    groups: set[str] = set()
    for row in sorted(asked, key=lambda row: not row.is_required):
        is_alternative = bool(row.paper.one_of) and row.paper.one_of in groups
        if (row.is_required and not is_alternative) or len(taken) < PAPERS:
            taken.append(row.code)
            groups |= {row.paper.one_of} if row.paper.one_of else set()
    if not taken or not 0 <= PAPERS - len(taken) < most[taken[-1]]:
        return ()
    return tuple(taken + taken[-1:] * (PAPERS - len(taken)))


def _marked(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Put the mark into the first street address of the answers; nothing where there is none."""
    text = orjson.dumps(answers).decode()
    marked, count = re.subn(r'"line":"Số \d+ ', f'"line":"Số {_MARK} ', text, count=1)
    if not count:
        return {}
    content: dict[str, Any] = orjson.loads(marked)
    return content
