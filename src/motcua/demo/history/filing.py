"""How an invented citizen files: sample answers in his own name, a page of paper for each paper."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from motcua.dossiers import actions
from motcua.identity.models import Person
from motcua.kernel.caching import remembered
from motcua.kernel.clock import civil_date
from motcua.kernel.files import store
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.prefilling import known_answers
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Channel
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from datetime import date
    from random import Random
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile
    from motcua.procedures.base.forms.answering import CompiledForm

_MADE_AT = datetime(2025, 7, 1, tzinfo=UTC)
_SECONDS = 60
_ONE_BY_POST = 12
_PDF = frozenset({"application/pdf"})
_PAGE = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: 3cm)
#set text(font: "Liberation Serif", size: 14pt, lang: "vi")
= #data.title
#data.text
"""


def file_one(*, actor: Actor, offering_id: int, rng: Random, now: datetime) -> actions.Submitted:
    """File one dossier online, or now and then by post where the office takes that."""
    day, seed = civil_date(now), rng.getrandbits(32)
    offering = catalogue.offering(offering_id)
    rules = catalogue.rules(offering.version_id)
    is_posted = Channel.POST in offering.channels and not seed % _ONE_BY_POST
    channel = Channel.POST if is_posted else Channel.ONLINE
    fixed = known_of(actor, rules.form, day)
    answers = sample_answers(rules.form, seed=seed, today=day, fixed=fixed)
    papers = [
        (asked.code, _upload(actor, asked.code, asked.paper.name["vi"], now, asked.paper.types))
        for asked in rules.papers(answers, channel, day)
        if asked.is_required and not asked.paper.one_of
    ]
    papers += _alternatives(actor, rules.papers(answers, channel, day), now)
    filing = actions.Filing(
        offering_id=offering_id,
        channel=channel,
        language="vi",
        answers=answers,
        papers=tuple(papers),
    )
    key = f"demo-{rng.getrandbits(64):016x}"
    return actions.submit(actor=actor, filing=filing, key=key, now=now)


def known_of(actor: Actor, form: CompiledForm, day: date) -> dict[str, Any]:
    """Give the answers that are known of the filer, as the portal would fill them in."""
    person = _person(actor.account_id)
    known = {
        "person.full_name": person.full_name,
        "person.birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "person.sex": person.sex,
        "person.phone": str(person.phone),
        "person.email": str(person.email),
        "person.address": {
            "line": person.address,
            "province": "01",
            "commune": person.place_code,
        },
    }
    answers: dict[str, Any] = {}
    for page in form.spec.pages:
        answers |= known_answers(form, page.code, answers, known, today=day)
    return answers


@remembered(_SECONDS)
def _person(account_id: int | None) -> Person:
    return Person.objects.get(account=account_id)


def _alternatives(actor: Actor, asked: Any, now: datetime) -> list[tuple[str, Any]]:
    """Give the first paper of each set in which one is enough."""
    first: dict[str, Any] = {}
    for row in asked:
        if row.is_required and row.paper.one_of:
            first.setdefault(row.paper.one_of, row)
    return [
        (row.code, _upload(actor, row.code, row.paper.name["vi"], now)) for row in first.values()
    ]


def upload_again(actor: Actor, code: str, now: datetime, types: tuple[str, ...]) -> Any:
    """Send another copy of a paper, as a supplement asks for."""
    return _upload(actor, code, f"{code} (bản rõ hơn)", now, types)


def _upload(
    actor: Actor, code: str, name: str, now: datetime, types: tuple[str, ...] = ("pdf",)
) -> UUID:
    file = _stored(code, name) if "pdf" in types else _pictured(code)
    return actions.keep_upload(actor=actor, file=file, now=now).public_id


@remembered(3600)
def _pictured(code: str) -> StoredFile:
    """Keep a grey picture for a paper that takes pictures only, such as a photograph."""
    size, grey = (40, 60), b"\xc8"
    rows = zlib.compress((b"\x00" + grey * size[0]) * size[1])
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    picture = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    accept = frozenset({"image/png"})
    return store(
        io.BytesIO(picture), name=f"{code}.png", now=_MADE_AT, limit_bytes=10**6, accept=accept
    )


@remembered(3600)
def _stored(code: str, name: str) -> StoredFile:
    """Keep one page for each paper; everybody in the made-up world hands in the same."""
    data = {"title": name, "text": "Giấy tờ minh họa: người và việc trong bản này là hư cấu."}
    page = render_pdf(_PAGE, data, at=_MADE_AT)
    return store(io.BytesIO(page), name=f"{code}.pdf", now=_MADE_AT, limit_bytes=10**7, accept=_PDF)
