"""The process of a draft taken from what others share: a template, or another procedure's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.console.gate import acting, today
from motcua.console.workshop.views.opening import of_version, page_of
from motcua.procedures import actions
from motcua.procedures.base.processes.svg import shown
from motcua.procedures.base.processes.templates import process_templates
from motcua.procedures.base.texts import say
from motcua.procedures.errors import DraftMoved, NotADraft
from motcua.procedures.queries import find_procedures
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.queries import Draft
    from motcua.procedures.base.processes.spec import Process
    from motcua.procedures.base.processes.svg import ProcessShown

_MOST_FOUND = 3


@dataclass(frozen=True, slots=True)
class Offered:
    """A process that may be taken: the word a button posts, its name, and itself."""

    code: str
    name: str
    process: Process

    @property
    def drawn(self) -> ProcessShown:
        """The process drawn, with the list that says the same."""
        return shown(self.process, page_language())


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def sequences(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Offer processes that many procedures share; posting puts one in the place of the draft's."""
    words = request.GET.get("q", "").strip()[:100]
    if request.method == "POST":
        return _take(request, agency, draft, words)
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "words": words,
        "templates": list(_templates()),
        "others": list(_of_others(words, draft)),
    }
    return render(request, "console/workshop/sequences.html", page)


def _take(request: HttpRequest, agency: Agency, draft: Draft, words: str) -> HttpResponse:
    if not draft.is_open:
        raise NotADraft
    wanted = request.POST.get("take", "")
    offered = (*_templates(), *_of_others(words, draft))
    chosen = next((one.process for one in offered if one.code == wanted), None)
    is_as_seen = request.POST.get("revision") == str(draft.version.revision)
    if chosen is None or not is_as_seen:
        messages.error(request, _("Bản nháp vừa thay đổi. Hãy xem lại rồi chọn."))
        return redirect(request.get_full_path())
    own = draft.pack.process
    process = chosen.model_copy(update={"basis": own.basis, "mark": own.mark})
    by = acting(request, version_id=draft.id, revision=draft.version.revision)
    try:
        actions.save_draft(**by, pack=draft.pack.model_copy(update={"process": process}))
    except DraftMoved as moved:
        messages.error(request, moved.text)
        return redirect(request.get_full_path())
    messages.success(request, _("Đã thay quy trình của bản nháp."))
    return redirect(page_of(agency, draft.id, "process"))


def _templates() -> Iterator[Offered]:
    for row in process_templates():
        yield Offered(f"template-{row.code}", say(row.name, page_language()), row.process)


def _of_others(words: str, draft: Draft) -> Iterator[Offered]:
    """Give the processes of procedures that are found by name or code; nothing for no words."""
    found = find_procedures(words, today(), limit=_MOST_FOUND + 1) if words else ()
    others = [row for row in found if row.code != draft.version.code]
    for row in others[:_MOST_FOUND]:
        name = f"{row.code} · {say(row.pack.name, page_language())}"
        yield Offered(f"procedure-{row.code}", name, row.pack.process)
