"""What generated dossiers are made of: offerings with steps and papers, sealed answers, people."""

from __future__ import annotations

import itertools
import uuid
from bisect import bisect
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from motcua.agencies.models import Posting
from motcua.demo.history.cast import often
from motcua.demo.world.names import people_like
from motcua.dossiers.enums import SlipForm
from motcua.kernel.calendar import Unit
from motcua.kernel.clock import civil_date
from motcua.kernel.codes import Sex, made_citizen_number
from motcua.kernel.files import keep_own
from motcua.kernel.sealed import blind_index, seal
from motcua.kernel.search import vector_of
from motcua.kernel.text import search_document
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.gist import gist_of
from motcua.procedures.base.forms.sample_files import sample_pdf
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from motcua.procedures.base.rules import Rules
    from motcua.procedures.queries import OfferingCard

ANSWERS = 12
FILES, CONTACTS = 24, 16
MAIL = "@nhieu.example"
_NUMBER = "citizen-number"
_FIRST_SERIAL, _SERIALS = 100_000, 899_999
_MINUTES_OF_A_DAY = 480
_MOST_MINUTES = 30 * _MINUTES_OF_A_DAY
_MINUTES = {Unit.WORKING_DAY: 480, Unit.HOUR: 60, Unit.DAY: 340, Unit.MONTH: 21 * 480}
_END_OF_LIFE = frozenset({"receptionist", "clerk"})
_LEAST_PAPERS, _MOST_PAPERS = 2, 4
# Some agencies are bigger, and some slower, than others.
_SIZES = (1.0, 0.6, 1.7, 0.8, 2.4, 1.2, 0.5)
_PACES = (0.85, 1.0, 0.92, 1.12)


class Answer(NamedTuple):
    """Answers to a form, sealed; their gist, and the gist's words as they are searched."""

    sealed: bytes
    gist: str
    search_text: str
    search: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a generated dossier passes through it, and who does it."""

    code: str
    role: str
    unit_id: int
    path: str
    official_id: int | None
    share: float


@dataclass(frozen=True, slots=True)
class Offered:
    """What one agency offers of one procedure, with everything a dossier of it needs.

    `minutes` is the time limit as working minutes, `pace` the part of it that is usually needed.
    """

    card: OfferingCard
    rules: Rules
    weight: float
    pace: float
    minutes: int
    variant: str
    channels: tuple[str, ...]
    steps: tuple[Step, ...]
    papers: tuple[str, ...]
    answers: tuple[tuple[int, Answer], ...]
    slips: dict[str, bytes]


def offered(now: datetime, seed: int) -> list[Offered]:
    """Read what invented agencies offer; answers are made and sealed once, and shared by many."""
    officials = _officials(now)
    found: list[Offered] = []
    sealed: dict[int, tuple[tuple[int, Answer], ...]] = {}
    rows = Offering.objects.filter(agency__is_invented=True, opened_from__lte=civil_date(now))
    places: dict[int, int] = {}
    for pk in rows.order_by("agency__code", "procedure__code").values_list("pk", flat=True):
        card = catalogue.offering(pk)
        if not card.channels & {Channel.ONLINE, Channel.COUNTER} or not card.is_open(
            civil_date(now)
        ):
            continue
        number = places.setdefault(card.agency_id, len(places))
        found.append(_one(card, number, officials, sealed, now, seed))
    return found


def _one(
    card: OfferingCard,
    number: int,
    officials: dict[tuple[int, str], int],
    sealed: dict[int, tuple[tuple[int, Answer], ...]],
    now: datetime,
    seed: int,
) -> Offered:
    rules, day = catalogue.rules(card.version_id), civil_date(now)
    channels = tuple(sorted(card.channels & {Channel.ONLINE, Channel.COUNTER}))
    if card.version_id not in sealed:
        sealed[card.version_id] = tuple(enumerate(_answers(rules, day, seed)))
    limit = rules.limit(channels[0], day)
    minutes = _MINUTES.get(Unit(limit.unit), _MINUTES_OF_A_DAY) * max(limit.amount, 1)
    papers = [row.code for _variant, row in rules.pack.papers()][: _MOST_PAPERS * 2]
    return Offered(
        card=card,
        rules=rules,
        weight=often(card.procedure_code) * _SIZES[number % len(_SIZES)],
        pace=_PACES[number % len(_PACES)],
        minutes=min(minutes, _MOST_MINUTES),
        variant=rules.pack.variants[-1].code,
        channels=channels,
        steps=tuple(_steps(card, rules, officials)),
        papers=tuple(dict.fromkeys(papers))[:_MOST_PAPERS] or ("to-khai",),
        answers=sealed[card.version_id],
        slips=_slips(card, rules),
    )


def _answers(rules: Rules, day: date, seed: int) -> Iterator[Answer]:
    for number in range(ANSWERS):
        clean = sample_answers(rules.form, seed=seed + number, today=day)
        gist = gist_of(rules.form, clean)
        words = search_document(gist)
        yield Answer(seal(orjson.dumps(clean), "dossier.answers"), gist, words, vector_of(words))


def _steps(
    card: OfferingCard, rules: Rules, officials: dict[tuple[int, str], int]
) -> Iterator[Step]:
    """Give receipt, what is done one after the other, and return."""
    steps = rules.process.steps
    for place, step in enumerate(steps):
        if 0 < place < len(steps) - 1 and step.role in _END_OF_LIFE:
            continue
        unit = card.unit_of(step.role)
        who = officials.get((card.agency_id, step.role))
        yield Step(step.code, step.role, unit.id, unit.path, who, max(step.share, 0.05))


def _slips(card: OfferingCard, rules: Rules) -> dict[str, bytes]:
    common = {
        "agency": {"parent": "", "name": card.agency_name},
        "request": say(rules.pack.name, "vi"),
        "demo": True,
    }
    return {
        str(form): seal(orjson.dumps({**common, "form": str(form)}), "slip.data")
        for form in (SlipForm.RECEIPT, SlipForm.REFUSAL)
    }


def _officials(now: datetime) -> dict[tuple[int, str], int]:
    """Give somebody for each role of each agency."""
    rows = Posting.objects.valid_on(civil_date(now)).order_by("pk")
    found: dict[tuple[int, str], int] = {}
    for agency, role, official in rows.values_list("unit__agency_id", "role", "official_id"):
        found.setdefault((agency, role), official)
    return found


def slots(offerings: list[Offered], count: int) -> list[int]:
    """Give the place of an offering for each of so many equal chances."""
    reach = list(itertools.accumulate(one.weight for one in offerings))
    return [bisect(reach, reach[-1] * (slot + 0.5) / count) for slot in range(count)]


def stored_files(now: datetime) -> list[int]:
    """Keep the few files that all generated papers share; give their numbers."""
    return [
        keep_own(
            sample_pdf(f"volume-{number}"),
            name=f"giay-to-{number}.pdf",
            media_type="application/pdf",
            now=now,
        ).pk
        for number in range(FILES)
    ]


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person with a number and an account, as the columns of three tables."""

    person: tuple[Any, ...]
    identifier: tuple[Any, ...]
    account: tuple[Any, ...]


def somebodies(ids: Sequence[tuple[int, int]], now: datetime, seed: int) -> Iterator[Somebody]:
    """Invent people with numbers and phones of their own, under the names that are common.

    `ids` are the numbers that their rows as a person and as an account are to have.
    """
    rng = Random(f"{seed}:people")  # noqa: S311 - invented people, no secrets
    draw = people_like(rng)
    for person_id, account_id in ids:
        name, sex = draw()
        phone, born = f"07{person_id:08}", 1940 + rng.randrange(66)
        kind = Sex.MALE if sex == "male" else Sex.FEMALE
        citizen = made_citizen_number("001", kind, born, _FIRST_SERIAL + person_id % _SERIALS)
        known_by = (seal(citizen.encode(), "identifier.number"), blind_index(_NUMBER, citizen))
        yield Somebody(
            person=(
                *(person_id, uuid.UUID(int=rng.getrandbits(128), version=4), name),
                *(date(born, 1 + rng.randrange(12), 1 + rng.randrange(28)), sex),
                *(seal(phone.encode(), "person.phone"), search_document(name)),
                vector_of(search_document(name)),
            ),
            identifier=(person_id, *known_by, now),
            account=(
                *(account_id, uuid.UUID(int=rng.getrandbits(128), version=4)),
                *(f"dan.{account_id}{MAIL}", person_id, now),
            ),
        )


def contacts() -> list[bytes]:
    """Seal a few ways to reach somebody, which all generated dossiers share."""
    ways = ({"phone": f"07{place:08}", "email": "", "language": "vi"} for place in range(CONTACTS))
    return [seal(orjson.dumps(way), "dossier.contact") for way in ways]
