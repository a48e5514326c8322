"""Papers of the made-up world that come by post: one awaited, one there, one late on its way."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.deliveries.actions import book_parcel, hear, watch_parcels
from motcua.deliveries.base import Address, Booking, Word
from motcua.deliveries.models import Parcel
from motcua.deliveries.providers.http import HttpCarrier
from motcua.demo.accounts import account_of
from motcua.demo.history.acting import pay_by_bank
from motcua.demo.history.cast import casts
from motcua.demo.history.effects import at_once, nobody_is_told
from motcua.demo.history.filing import known_of
from motcua.dossiers import actions
from motcua.dossiers.actions.papers_by_post import receive_papers, send_by_post
from motcua.dossiers.actions.wishing import submit_as_wished
from motcua.dossiers.models import Dossier, PostedPapers
from motcua.identity.models import Person
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from motcua.deliveries.base import Wish
    from motcua.demo.history.cast import Cast
    from motcua.kernel.actors import Actor

_SEED = 20261120
_AWAITED_DAYS, _THERE_DAYS, _LATE_DAYS = 8, 5, 12


class _Taken(HttpCarrier):
    """The carrier as it took a parcel days ago: its sandbox begins today and knows nothing."""

    def create(self, wish: Wish) -> Booking:
        return Booking(f"MH{wish.reference[-9:]}VN")


def let_envelopes_travel(now: datetime) -> None:
    """Let three people send papers by post, to the ward of the stage where it takes them; once."""
    if PostedPapers.objects.exclude(dossier=None).exists():
        return
    account = account_of("receptionist")
    stage = account.official.agency_id if account and account.official else None
    for cast in sorted(casts(now), key=lambda one: one.agency.pk != stage):
        found = _by_post(cast)
        if found is not None and cast.citizens and "receptionist" in cast.officials:
            with nobody_is_told():
                _send_three(cast, found, now)
            return


def _by_post(cast: Cast) -> int | None:
    """Give what the agency takes by post, free of a fee where there is such a thing."""
    taken = [
        (pk, code) for pk, code in cast.offerings if Channel.POST in catalogue.offering(pk).channels
    ]
    births = (pk for pk, code in taken if code == "1.001193")
    return next(births, taken[0][0] if taken else None)


def _send_three(cast: Cast, offering: int, now: datetime) -> None:
    awaited, there, late = _filers(cast)
    _file(cast, awaited, offering, _morning(now, _AWAITED_DAYS), is_fetched=False)
    dossier = _file(cast, there, offering, _morning(now, _THERE_DAYS), is_fetched=False)
    came = now - timedelta(hours=2)
    with at_once(cast.agency.pk, came):
        receive_papers(actor=cast.officials["receptionist"], dossier_id=dossier.pk, now=came)
    filed = _morning(now, _LATE_DAYS)
    dossier = _file(cast, late, offering, filed, is_fetched=True)
    paid = filed + timedelta(minutes=10)
    with at_once(cast.agency.pk, paid):
        pay_by_bank(dossier, paid)
    parcel = Parcel.objects.get(subject_kind="dossier", subject_id=dossier.pk)
    booked = filed + timedelta(minutes=20)
    with at_once(cast.agency.pk, booked):
        carrier = _Taken("", "", b"")
        book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=carrier, now=booked)
    fetched = filed + timedelta(days=1)
    with at_once(cast.agency.pk, fetched):
        word = Word(
            f"demo-{parcel.reference}",
            "carry",
            "parcel.picked_up",
            parcel.reference,
            fetched,
            "Bưu cục Ba Đình (minh họa)",
        )
        hear(carrier="post", word=word, now=fetched)
    with at_once(cast.agency.pk, now):
        watch_parcels(carrier=None, now=now)


def _filers(cast: Cast) -> tuple[Actor, Actor, Actor]:
    """Give three who send; the citizen of the stage is the one whose envelope is awaited."""
    account = account_of("citizen")
    first = [one for one in cast.citizens if account and one.account_id == account.pk]
    others = [one for one in cast.citizens if one not in first]
    found = ([*first, *others] * 3)[:3]
    return found[0], found[1], found[2]


def _file(
    cast: Cast, actor: Actor, offering: int, moment: datetime, *, is_fetched: bool
) -> Dossier:
    """File what is prepared online and sent by post."""
    rng = Random(f"{_SEED}:{moment}")  # noqa: S311 - a play, no secrets
    form = catalogue.rules(catalogue.offering(offering).version_id).form
    day = civil_date(moment)
    answers = sample_answers(
        form, seed=rng.getrandbits(32), today=day, fixed=known_of(actor, form, day)
    )
    with at_once(cast.agency.pk, moment):
        draft = actions.start_draft(
            actor=actor, offering_id=offering, language="vi", answers=answers, now=moment
        )
        door = _door(actor) if is_fetched else None
        send_by_post(actor=actor, draft_id=draft.public_id, address=door, now=moment)
        filed = submit_as_wished(actor=actor, draft_id=draft.public_id, now=moment)
    return Dossier.objects.get(pk=filed.dossier_id)


def _door(actor: Actor) -> Address:
    person = Person.objects.get(account=actor.account_id)
    return Address(person.full_name, str(person.phone), str(person.address), "01")


def _morning(now: datetime, days: int) -> datetime:
    return datetime.combine(civil_date(now) - timedelta(days=days), time(9, 20), ZONE)
