"""Tags that every officials' page uses: the rail, who is signed in, deadlines in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.agencies.queries.counters import units_with_counters
from motcua.counters.queries import compared_files, sits_at_counters
from motcua.desk.addresses import address
from motcua.desk.templatetags.keeping import NAMES
from motcua.dossiers.enums import Urgency
from motcua.dossiers.queries.casefiles import left_in_words
from motcua.dossiers.queries.counting import counts_now
from motcua.dossiers.queries.outage_banners import banner_for_official
from motcua.dossiers.queries.provisional import late_entry_of
from motcua.dossiers.queries.queues import Queue, looks_on
from motcua.dossiers.queries.register import keeps_register
from motcua.dossiers.queries.taking_over import takes_over
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.notifications.queries import unread_notices
from motcua.ui.templatetags.ui import badge, state
from motcua.voice.queries.feedback import queues_of as feedback_queues, to_do
from motcua.voice.queries.helping import HELPING, help_to_do
from motcua.voice.queries.satisfaction import LOOKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.safestring import SafeString

    from motcua.counters.queries.comparing import ComparedFile
    from motcua.dossiers.models import Draft
    from motcua.dossiers.queries.counting import QueueCount
    from motcua.dossiers.queries.holdings import HeldPaper
    from motcua.dossiers.queries.outage_banners import Banner
    from motcua.dossiers.queries.provisional import LateEntry
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

register = template.Library()
# They say how many may book a time, and call one off.
_PLANNING = frozenset({Role.ADMINISTRATOR, Role.HEAD})


@register.inclusion_tag("desk/_rail.html", takes_context=True)
def rail(context: dict[str, Any], current: str = "", page: str = "") -> dict[str, Any]:
    """Draw the queues with their numbers, what is new, and the other pages of his roles.

    `current` is the list that the page is of; `page` what a page of none is called, unless it was
    come to from a list.
    """
    actor = visit(context["request"]).actor
    counts = counts_now(actor) if actor.powers else ()
    here = current or context["request"].GET.get("queue", "")
    return {
        "request": context["request"],
        "counts": tuple(counts),
        "current": current,
        "links": tuple(_links(actor)),
        "unread": unread_notices(actor),
        "home": address("desk:queue"),
        "news": address("desk:notices"),
        "heard": tuple(_heard(actor)),
        "here": _here(here, counts) or {"label": page or _("Hàng đợi")},
    }


def _here(current: str, counts: Iterable[QueueCount]) -> dict[str, Any]:
    """Give the name and number of the list that is shown or came from; what folds the rail says."""
    for entry in counts:
        if entry.queue == current:
            return {"label": entry.queue.label, "count": entry.count}
    if current in Queue:
        return {"label": Queue(current).label}  # behind a figure, or empty just now
    return {"label": NAMES[current]} if current in NAMES else {}


@register.simple_tag(takes_context=True)
def official(context: dict[str, Any]) -> str:
    """Give the name of the official who is signed in; empty for nobody."""
    number = visit(context["request"]).actor.official_id
    return official_name(number) if number is not None else ""


@register.simple_tag(takes_context=True)
def outage_here(context: dict[str, Any]) -> Banner | None:
    """Give what to say to who looks of an outage where he works; None where nothing is wrong."""
    return banner_for_official(visit(context["request"]).actor, clock.now())


@register.simple_tag
def late_entry(draft: Draft) -> LateEntry | None:
    """Give whether what is typed at a counter may be of an outage, and the sheet it is bound to."""
    return late_entry_of(draft, clock.now())


@register.simple_tag
def urgency(value: str) -> SafeString:
    """Draw how near a promised time is; before acceptance nothing is promised."""
    if value == Urgency.WAITING:
        return badge(str(Urgency.WAITING.label), "plain", "clock")
    return state(value)


@register.simple_tag
def left(due_at: datetime | None, now: datetime) -> str:
    """Say how far a promised time is."""
    return left_in_words(due_at, now) if due_at else ""


def _heard(actor: Actor) -> list[tuple[str, str, str, int | None]]:
    """Give (name, address, text, count) of what people say: feedback, help, satisfaction."""
    rows: list[tuple[str, str, str, int | None]] = []
    if feedback_queues(actor):
        rows.append(("voice", address("desk:feedback"), str(NAMES["voice"]), to_do(actor)))
    if actor.agencies(*HELPING):
        rows.append(("help", address("desk:help"), str(NAMES["help"]), help_to_do(actor)))
    if actor.agencies(*LOOKING):
        rows.append(
            ("satisfaction", address("desk:satisfaction"), str(NAMES["satisfaction"]), None)
        )
    return rows


@register.simple_tag
def comparisons(papers: Iterable[HeldPaper]) -> dict[int, ComparedFile]:
    """Give how the files of some papers were held against their originals, by file."""
    return compared_files(paper.file.pk for paper in papers)


@register.filter
def of_file(marks: dict[int, ComparedFile], file: StoredFile) -> ComparedFile | None:
    """Give the mark of one file; None where nobody held it against its original."""
    return marks.get(file.pk) if marks else None


def _links(actor: Actor) -> list[tuple[str, str, str]]:
    """Give (name, address, text) of the pages beside the queues."""
    roles = {power.role for power in actor.powers}
    links = _counter_links(actor)
    if takes_over(actor):
        links.append(("taking-over", address("desk:taking-over"), str(NAMES["taking-over"])))
    if roles & {Role.RECEPTIONIST, Role.CLERK}:
        links.append(("parcels", address("desk:parcels"), str(NAMES["parcels"])))
    links.extend(_money_links(roles))
    if keeps_register(actor):
        links.append(("register", address("desk:register"), str(NAMES["register"])))
    if looks_on(actor):
        links.append(("leading", address("desk:leading"), str(NAMES["leading"])))
    if Role.AUDITOR in roles:
        links.append(("audit", address("desk:audit"), str(NAMES["audit"])))
    if Role.ADMINISTRATOR in roles:
        links.append(("console", address("console:choose"), str(NAMES["console"])))
        links.append(("counter-setup", address("desk:counter-setup"), str(NAMES["counter-setup"])))
    return links


def _money_links(roles: set[str]) -> list[tuple[str, str, str]]:
    """Give the pages of money: the drawer of who takes it, the books of who keeps them."""
    links = []
    if roles & {Role.RECEPTIONIST, Role.ACCOUNTANT}:
        links.append(("drawer", address("desk:drawer"), str(NAMES["drawer"])))
    elif Role.HEAD in roles:
        links.append(("drawer", address("desk:purse"), str(NAMES["purse"])))
    if Role.ACCOUNTANT in roles:
        links.append(("takings", address("desk:takings"), str(NAMES["takings"])))
        links.append(("receipts", address("desk:receipts"), str(NAMES["receipts"])))
    return links


def _counter_links(actor: Actor) -> list[tuple[str, str, str]]:
    """Give the pages of the counter: for who sits there, and for who says how many may book."""
    booked = ("bookings", address("desk:counter-bookings"), str(NAMES["bookings"]))
    if sits_at_counters(actor):
        return [
            ("counter", address("desk:counters"), str(NAMES["counter"])),
            booked,
            ("outages", address("desk:outage-paper"), str(NAMES["outages"])),
        ]
    plans = any(actor.has_role(role) for role in _PLANNING) and units_with_counters(actor)
    return [booked] if plans else []
