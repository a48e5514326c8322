"""What the pages of a dossier show: the case file, what comes next, and the page of an act."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from motcua.agencies.queries import official_name
from motcua.desk.dossiers.base import WORDS, Words
from motcua.dossiers.enums import PhraseUse
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries.casefiles import CaseFile, case_file
from motcua.dossiers.queries.exemptions import Claim, claims_in
from motcua.dossiers.queries.fee_debts import owed_now
from motcua.dossiers.queries.handling import Act, Standing, standing_of
from motcua.dossiers.queries.holdings import papers_in
from motcua.dossiers.queries.keeping import ReadyPhrase, ready_phrases
from motcua.dossiers.queries.listing import next_of
from motcua.dossiers.queries.narrowing import Filters, filters_from
from motcua.dossiers.queries.presence import others_present
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.queues import may_open, queues_of
from motcua.dossiers.queries.results import draft_seen, result_pictures
from motcua.dossiers.queries.second_hands import others_to_approve, said_instead
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError
from motcua.procedures.base.forms.summary import SummaryPage, summary
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.desk.dossiers.forms import ActForm
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.holdings import HeldPaper
    from motcua.dossiers.queries.marks import Mark
    from motcua.kernel.actors import Actor

AT_ONCE = frozenset({Act.ACCEPT, Act.HAND_OVER, Act.TAKE_UP, Act.RETURN})
"""Acts that need no words: a button on the dossier's page does them."""
OF_STEP = frozenset(
    {
        Act.TAKE_UP,
        Act.DRAFT,
        Act.COMPLETE,
        Act.CONSULT,
        Act.APPROVE,
        Act.SEND_BACK,
        Act.ASK_AGENCY,
        Act.ASSIGN,
        Act.FORWARD,
        Act.BRING_BACK,
    }
)
"""Acts upon a step, which the page names: it may have gone on since."""
SIGNING = frozenset({Act.APPROVE, Act.PART})
"""Acts that sign; they ask for a second factor of their own."""
SEEING = frozenset({Act.DRAFT, Act.APPROVE})
"""Acts upon the draft that the page showed."""
WITH_SLIP = frozenset({Act.SUPPLEMENT, Act.REFUSE, Act.STOP, Act.APOLOGISE})
"""Acts that issue a slip, which can be looked at before."""
_WITH_RESULT = frozenset({Act.COMPLETE, Act.APPROVE, Act.SEND_BACK})
_USES = {
    Act.SUPPLEMENT: PhraseUse.SUPPLEMENT,
    Act.REFUSE: PhraseUse.REFUSAL,
    Act.EXEMPTION: PhraseUse.REFUSAL,
    Act.REJUDGE: PhraseUse.REFUSAL,
    Act.STOP: PhraseUse.REFUSAL,
    Act.COMPLETE: PhraseUse.FINDING,
    Act.NOTE: PhraseUse.NOTE,
}
_PICTURES = frozenset({"image/jpeg", "image/png"})
_FRAMED = frozenset({"application/pdf"})
_SIGNING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DossierPage:
    """The page of a dossier: the case file, the paper that is open, and the way through a queue.

    Attributes:
        trail: the queue the official works through and the step he chose, as the query of an
            address; `queue_trail` without the step.
        token: names the forms of this page, so that each is done once.
        shown_as: `frame`, `picture` or `file`: how the open paper can be shown.
        is_stale: what was refused had been possible on the page the official saw.

    """

    case: CaseFile
    trail: str
    queue_trail: str
    queue: str
    token: str
    now: datetime
    paper: HeldPaper | None = None
    shown_as: str = ""
    marks: tuple[Mark, ...] = ()
    others: tuple[str, ...] = ()
    refusal: str = ""
    is_stale: bool = False

    @property
    def is_signing_slow(self) -> bool:
        """Say whether the signature takes longer than it should; the node tries again by itself."""
        result = self.case.standing.result
        approved = result.approved_at if result else None
        return approved is not None and self.now - approved > _SIGNING


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of an act: what it asks, and what it would put on paper."""

    dossier: Dossier
    standing: Standing
    act: Act
    words: Words
    form: ActForm
    trail: str
    token: str
    refusal: str = ""
    pictures: Sequence[str] = field(default=())
    phrases: Sequence[ReadyPhrase] = field(default=())
    is_judged: bool = False
    others: tuple[str, ...] = ()
    theirs: tuple[SummaryPage, ...] = ()
    claims: tuple[Claim, ...] = ()
    owed: int = 0

    @property
    def seen(self) -> str:
        """The draft that this page shows, so that nobody else's is lost, or signed unseen."""
        result = self.standing.result
        if result is None or self.act not in SEEING:
            return ""
        return draft_seen(result) if self.act is Act.APPROVE else result.drafted_at.isoformat()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        if not self.is_judged:
            return []
        listed = getattr(self.form, "problems", None)
        if listed is not None:
            return list(listed)
        return [problem for section in self.form.sections for problem in section.problems()]

    @property
    def has_slip(self) -> bool:
        """Say whether the act issues a slip that can be looked at before."""
        return self.act in WITH_SLIP

    @property
    def is_grave(self) -> bool:
        """Say whether the act ends the dossier against its applicant."""
        return self.act in {Act.REFUSE, Act.STOP, Act.CORRECT, Act.REOPEN}


def dossier_page(
    actor: Actor, dossier: Dossier, pairs: Mapping[str, str], now: datetime, language: str
) -> DossierPage:
    """Give the page of a dossier that an official opened from some queue."""
    filters = _filters(actor, pairs)
    return DossierPage(
        case=case_file(actor, dossier, now, language, pairs.get("step", "")),
        trail=_trail(filters, pairs),
        queue_trail=urlencode(filters.as_pairs()),
        queue=str(filters.queue.label),
        token=new_token(),
        now=now,
        others=others_present(actor, dossier, now),
    )


def way_on(actor: Actor, public_id: UUID, pairs: Mapping[str, str], now: datetime) -> str:
    """Give the address of the dossier after one in the queue it was opened from.

    Looked for when it is wanted, for most pages are only read. Where no other stands in the queue
    it is the queue's. Raises `DossierNotFound` for who has no queue.
    """
    if not queues_of(actor):
        raise DossierNotFound
    filters = _filters(actor, pairs)
    found = next_of(actor, filters, now, public_id)
    page = reverse("desk:dossier", args=(found,)) if found else reverse("desk:queue")
    return f"{page}?{urlencode(filters.as_pairs())}"


def act_page(
    actor: Actor,
    dossier: Dossier,
    act: Act,
    form: ActForm,
    pairs: Mapping[str, str],
    now: datetime,
) -> ActPage:
    """Give the page of an act, with the drafted result where it is decided upon."""
    standing = standing_of(actor, dossier, now, pairs.get("step", ""))
    pictures, refusal = _result(standing, now) if act in _WITH_RESULT else ((), "")
    if act is Act.APPROVE and standing.run is not None:
        refusal = said_instead(others_to_approve(actor, dossier, standing.run, now)) or refusal
    return ActPage(
        dossier=dossier,
        standing=standing,
        act=act,
        words=WORDS[act],
        form=form,
        trail=_trail(_filters(actor, pairs), pairs),
        token=new_token(),
        phrases=_phrases(actor, dossier, act, now),
        others=others_present(actor, dossier, now),
        refusal=refusal,
        pictures=pictures,
        claims=_claims(dossier) if act in {Act.EXEMPTION, Act.REJUDGE} else (),
        owed=owed_now(dossier) if act is Act.COLLECT else 0,
    )


def _claims(dossier: Dossier) -> tuple[Claim, ...]:
    language = page_language()
    return claims_in(dossier, papers_in(dossier, language), language)


def drafted_by_another(standing: Standing, now: datetime) -> tuple[SummaryPage, ...]:
    """Give the draft as it was saved meanwhile, to be read beside one's own."""
    if standing.result is None:
        return ()
    form = rules_of(standing.dossier).official_form
    return summary(form, standing.result.data, page_language(), today=civil_date(now))


def _phrases(actor: Actor, dossier: Dossier, act: Act, now: datetime) -> tuple[ReadyPhrase, ...]:
    use = _USES.get(act)
    if use is None or actor.official_id is None:
        return ()
    who = official_name(actor.official_id)
    return ready_phrases(actor, dossier, use, now, page_language(), who)


def shown_as(paper: HeldPaper) -> str:
    """Say how a paper can be shown inside a page."""
    kind = paper.file.blob.media_type
    if kind in _FRAMED:
        return "frame"
    return "picture" if kind in _PICTURES else "file"


def drawn(pictures: Sequence[bytes]) -> tuple[str, ...]:
    """Write PNG pictures as addresses that hold them."""
    return tuple(f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pictures)


def new_token() -> str:
    """Make the name of a form, so that it is done once."""
    return secrets.token_urlsafe(16)


def _trail(filters: Filters, pairs: Mapping[str, str]) -> str:
    """Write the queue, and which of several steps was chosen, as the query of an address."""
    step = pairs.get("step", "")[:40]
    return urlencode({**filters.as_pairs(), **({"step": step} if step else {})})


def _filters(actor: Actor, pairs: Mapping[str, str]) -> Filters:
    first = queues_of(actor)[0]
    filters = filters_from(pairs, first)
    return filters if may_open(actor, filters.queue) else Filters(first)


def _result(standing: Standing, now: datetime) -> tuple[tuple[str, ...], str]:
    if standing.result is None:
        return (), ""
    try:
        return drawn(result_pictures(standing.result, now=now)), ""
    except DomainError as refusal:
        return (), refusal.text
