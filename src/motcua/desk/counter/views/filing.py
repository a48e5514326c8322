"""Filing for somebody on one page: who, the form, the papers, the fee; filed, accepted, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.counters import actions
from motcua.counters.queries import counter_for
from motcua.counters.queries.filings import filing_for
from motcua.counters.queries.filling import filled_in, noted
from motcua.counters.queries.knowing import who_of
from motcua.desk.counter import queries
from motcua.desk.counter.forms import (
    FILL,
    LEFT,
    SWAP,
    ReceiveForm,
    marks_in,
    named_in,
    people_in,
    people_of,
    who_form,
)
from motcua.desk.counter.views.opening import at_counter, language_of_page
from motcua.desk.counter.views.papers import papers_pressed, take_files
from motcua.desk.counter.views.sitting import CAMERA, shown
from motcua.dossiers.actions import Typed, remove_file
from motcua.dossiers.enums import State
from motcua.dossiers.queries.holdings import slips_in
from motcua.dossiers.queries.processes import open_runs
from motcua.dossiers.queries.uploads import upload_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.kernel.files import open_stored
from motcua.procedures.enums import Channel
from motcua.ui.fields import Press, control_id
from motcua.ui.posted import controls_of, pressed, sending_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from motcua.counters.models import CounterFiling
    from motcua.counters.queries.filling import Filled
    from motcua.counters.queries.knowing import Helper, Who
    from motcua.desk.counter.forms import People
    from motcua.desk.counter.queries.filings import Judged
    from motcua.ui.posted import Pressed

_STAYS = {Press.SAVE, Press.ADD, Press.REMOVE, Press.LOOKUP, Press.DROP, Press.FIND}
_LIVE = {"form": "sections", "papers": "papers", "fee": "fee"}


@require_POST
@at_counter
def begin(request: HttpRequest, counter: int) -> HttpResponse:
    """Begin to file for whoever stands there: what his card says, and what he came for."""
    actor, now = visit(request).actor, clock.now()
    place = counter_for(actor, counter)
    offerings = queries.offerings_here(place, now, language_of_page())
    form = ReceiveForm(offerings, request.POST)
    if not form.is_valid():
        return shown(request, counter, form=form)
    try:
        filing = actions.start_filing(
            actor=actor,
            counter_id=counter,
            offering_id=int(form.cleaned_data["offering"]),
            who=form.who,
            now=now,
            channel=Channel.POST if form.cleaned_data["by_post"] else Channel.COUNTER,
        )
        if form.helper is not None:
            actions.save_helper(
                actor=actor,
                filing_id=filing.public_id,
                helper=form.helper,
                authority=None,
                now=now,
            )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return shown(request, counter, form=form, refusal=refusal)
    return redirect("desk:counter-filing", filing.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@at_counter
def filing(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Show what is being filed; posting keeps everything, and files it when that was pressed."""
    found = filing_for(visit(request).actor, filing_id)
    if found.dossier_id is not None:
        return _filed(request, found)
    if found.draft.supplement_id is not None:
        return redirect("desk:counter-completion", filing_id)
    if request.method != "POST":
        return _shown(request, found, people_of(found))
    if "_discard" in request.POST:
        actions.discard_filing(actor=visit(request).actor, filing_id=filing_id, now=clock.now())
        return redirect("desk:counter", found.counter_id)
    return _posted(request, found)


@require_safe
@at_counter
def file(request: HttpRequest, filing_id: UUID, upload_id: UUID) -> FileResponse:
    """Give a file back byte for byte, as an attachment."""
    kept = upload_of(filing_for(visit(request).actor, filing_id).draft, upload_id).file
    return FileResponse(
        open_stored(kept), as_attachment=True, filename=kept.name, content_type=kept.media_type
    )


def _posted(request: HttpRequest, filing: CounterFiling) -> HttpResponse:
    """Keep who, answers, files and marks; then do what the button says."""
    actor, now, button = visit(request).actor, clock.now(), pressed(request.POST)
    people = people_in(request, filing)
    who, helper = named_in(request, people)
    kept, typed = _keep(request, filing, who, button)
    actions.see_proofs(
        actor=actor, filing_id=filing.public_id, codes=request.POST.getlist("seen"), now=now
    )
    kept.draft.refresh_from_db(fields=["seen"])
    if button.press is Press.AUTOSAVE:
        actions.save_helper(
            actor=actor, filing_id=filing.public_id, helper=helper, authority=None, now=now
        )
        return _told(request, kept, people, typed)
    refused = [*_keep_helper(request, kept, people, helper), *_refused_files(request, kept)]
    actions.compare_files(
        actor=actor, filing_id=filing.public_id, marks=marks_in(request.POST), now=now
    )
    if button.press is Press.DROP:
        _drop(request, kept, button.target)
    kept.draft.refresh_from_db()
    if refused or "card" in people.who.errors:
        return _shown(request, kept, _as_kept(kept, people), errors=refused, status=422)
    anchor = _stays_at(request, kept, people, button)
    if anchor is not None:
        return _here(request, anchor)
    kept.refresh_from_db(fields=["helper", "authority"])
    return _judged(request, kept, people)


def _stays_at(
    request: HttpRequest, filing: CounterFiling, people: People, button: Pressed
) -> str | None:
    """Do what a button within the page says, and give where it leads there; None for no such."""
    if papers_pressed(request, filing):
        return "papers-title"
    if people.who.read or FILL in request.POST or SWAP in request.POST:
        return "who-title"
    if button.press in _STAYS:
        return control_id(button.target.partition(".")[0]) if button.target else ""
    return None


def _keep(
    request: HttpRequest, filing: CounterFiling, who: Who, button: Pressed
) -> tuple[CounterFiling, Filled]:
    """Keep who and answers; a press puts him into the form too, what the script saves does not.

    While somebody types, half a name is on the page.
    """
    now, draft = clock.now(), filing.draft
    answers = queries.answers_in(draft, request.POST, button, now)
    fill = noted if button.press is Press.AUTOSAVE else filled_in
    typed = fill(draft, who, answers, now)
    kept = actions.save_filing(
        actor=visit(request).actor,
        filing_id=filing.public_id,
        who=who,
        typed=Typed("", typed.answers, typed.origins, sending_of(request.POST)),
        now=now,
    )
    return kept, filled_in(draft, who, answers, now) if LEFT in request.POST else typed


def _told(
    request: HttpRequest, filing: CounterFiling, people: People, filled: Filled
) -> JsonResponse:
    """Tell the script when it was kept; where a field was left, what it puts into the form too.

    What follows from the answers comes drawn: pages of the form, papers, fee.
    """
    now = clock.now()
    controls = queries.controls_put(filing.draft, filled, now, language_of_page())
    if people.who.read is not None:
        controls |= controls_of(who_form(who_of(filing)).section)
    told: dict[str, object] = {"saved_at": clock.civil(now).strftime("%H:%M")}
    if controls:
        told["filled"] = controls
    if LEFT in request.POST:
        page = queries.filing_page(filing, people_of(filing), now, language_of_page())
        told["live"] = {
            name: render_to_string(f"desk/counter/_{part}.html", {"page": page}, request)
            for name, part in _LIVE.items()
        }
    return JsonResponse(told)


def _as_kept(filing: CounterFiling, people: People) -> People:
    """Give the forms as they were kept, but for a card that could not be read."""
    return people if "card" in people.who.errors else people_of(filing)


def _judged(request: HttpRequest, filing: CounterFiling, people: People) -> HttpResponse:
    """File what is right; say what is not, and offer slips 02 and 03 where only papers lack."""
    now = clock.now()
    found = queries.judged(filing.draft, now, language_of_page())
    lacking = frozenset(row.code for row in found.missing)
    for name, next_page in (("_lacking", "desk:supplement"), ("_refuse", "desk:refuse")):
        if name in request.POST and people.is_valid and not found.errors:
            return _try(
                request,
                filing,
                people,
                found,
                lambda: _incomplete(request, filing, lacking),
                next_page,
            )
    if not people.is_valid or found.errors or found.missing or found.unseen:
        return _shown(request, filing, people, found=found, status=422)
    return _try(request, filing, people, found, lambda: _complete(request, filing))


def _try(
    request: HttpRequest,
    filing: CounterFiling,
    people: People,
    found: Judged,
    do: Callable[[], CounterFiling],
    next_page: str = "",
) -> HttpResponse:
    try:
        done = do()
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        errors = [("main", refusal.text)]
        return _shown(request, filing, people, found=found, errors=errors, status=refusal.status)
    assert done.dossier is not None
    if next_page:
        return redirect(next_page, done.dossier.public_id)
    return redirect("desk:counter-filing", filing.public_id)


def _complete(request: HttpRequest, filing: CounterFiling) -> CounterFiling:
    is_paid = request.POST.get("cash") == "on"
    if "_over" in request.POST:
        do = actions.file_paid_and_hand_over if is_paid else actions.file_and_hand_over
    else:
        do = actions.file_paid_and_accept if is_paid else actions.file_and_accept
    return do(actor=visit(request).actor, filing_id=filing.public_id, now=clock.now())


def _incomplete(
    request: HttpRequest, filing: CounterFiling, lacking: frozenset[str]
) -> CounterFiling:
    return actions.file_incomplete(
        actor=visit(request).actor, filing_id=filing.public_id, lacking=lacking, now=clock.now()
    )


def _keep_helper(
    request: HttpRequest, filing: CounterFiling, people: People, helper: Helper | None
) -> list[tuple[str, str]]:
    """Keep who files for the applicant and his paper; give why the paper was refused."""
    form = people.helper
    by: dict[str, Any] = {
        "actor": visit(request).actor,
        "filing_id": filing.public_id,
        "helper": helper,
        "now": clock.now(),
    }
    try:
        actions.save_helper(**by, authority=form.cleaned_data.get("authority"))
    except DomainError as refusal:
        actions.save_helper(**by, authority=None)
        return [(control_id(form.add_prefix("authority")), refusal.text)]
    return []


def _refused_files(request: HttpRequest, filing: CounterFiling) -> list[tuple[str, str]]:
    refused = take_files(request, filing)
    return [(control_id(code), said) for code, all_ in refused.items() for said in all_]


def _drop(request: HttpRequest, filing: CounterFiling, key: str) -> None:
    try:
        upload = UUID(key)
    except ValueError:
        return
    remove_file(
        actor=visit(request).actor,
        draft_id=filing.draft.public_id,
        upload_id=upload,
        now=clock.now(),
    )


def _shown(
    request: HttpRequest,
    filing: CounterFiling,
    people: People,
    *,
    found: Judged | None = None,
    errors: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    page = queries.filing_page(filing, people, clock.now(), language_of_page(), found)
    can_ask = found is not None and not found.errors and bool(found.missing)
    context = {
        "page": page,
        "problems": [*errors, *page.problems],
        "can_ask": can_ask,
        "form_id": "questions",
        "form_enter": "_save",
    }
    response = render(request, "desk/counter/filing.html", context, status=status)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def _filed(request: HttpRequest, filing: CounterFiling) -> HttpResponse:
    """Show what was filed: the code, slip 01 to print, and the way to the next person."""
    dossier = filing.dossier
    assert dossier is not None
    runs = open_runs(dossier) if dossier.state == State.IN_PROCESS else []
    context = {
        "filing": filing,
        "dossier": dossier,
        "slips": slips_in(dossier),
        "handed": runs[0] if runs else None,
    }
    return render(request, "desk/counter/filed.html", context)


def _here(request: HttpRequest, anchor: str) -> HttpResponse:
    address = "/" + request.path.lstrip("/")
    return redirect(f"{address}#{anchor}" if anchor else address)
