"""Files of a draft that come in pieces, so that a cut line costs no more than the last piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.urls import reverse

from motcua.dossiers.actions.shelves import OwnShelf
from motcua.dossiers.queries import draft_for
from motcua.dossiers.queries.parts import waiting_in
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in_script
from motcua.kernel import clock, tus
from motcua.procedures.base.papers import paper_code
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.queries.parts import Waiting


@signed_in_script
def parts(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Begin a file for a paper or a question of one's draft (tus 1.0).

    Reading it lists the files that can go on, for whoever chooses one of them again.
    """
    if request.method == "GET":
        draft = draft_for(visit(request).actor, draft_id)
        waiting = waiting_in(draft, clock.now())
        return JsonResponse({"parts": [_listed(draft_id, row) for row in waiting]})
    return tus.collection(request, _shelf(request, draft_id))


@signed_in_script
def part(request: HttpRequest, draft_id: UUID, part_id: UUID) -> HttpResponse:
    """Go on with a file, say how much of it has come, or give it up (tus 1.0)."""
    return tus.resource(request, _shelf(request, draft_id), part_id)


def _listed(draft_id: UUID, row: Waiting) -> dict[str, object]:
    return row.as_row(reverse("portal:draft-part", args=[draft_id, row.id]))


def _shelf(request: HttpRequest, draft_id: UUID) -> OwnShelf:
    draft = draft_for(visit(request).actor, draft_id)
    return OwnShelf(
        actor=visit(request).actor,
        address_of=lambda part: reverse("portal:draft-part", args=[draft_id, part]),
        draft_of=lambda: draft,
        paper_of=lambda name: _paper_of(draft.version_id, name),
    )


def _paper_of(version_id: int, name: str) -> str:
    """Give the paper's code by the name of its place, be that a question or the paper itself."""
    code = paper_code(name)
    return code if code in rules(version_id).sent_as_answers else name
