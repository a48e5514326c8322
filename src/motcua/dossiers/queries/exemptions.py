"""Exemptions that a paper has to show, as whoever receives reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries.wording import paper_name, papers_of
from motcua.procedures.base.texts import say
from motcua.procedures.enums import ClaimState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.holdings import HeldPaper


@dataclass(frozen=True, slots=True)
class Claim:
    """An exemption that is claimed and not judged yet.

    `claimed` is what the fee comes to with it, `ordinary` without, in đồng; `files` are the public
    ids of what was sent to show it, none where the registries' data are to.
    """

    fee: str
    exemption: str
    proof: str
    claimed: int
    ordinary: int
    files: tuple[UUID, ...]


def claims_in(dossier: Dossier, papers: Iterable[HeldPaper], language: str) -> tuple[Claim, ...]:
    """Give the exemptions of a dossier that wait for somebody to judge their proof."""
    known, held = papers_of(dossier), tuple(papers)
    waiting = (
        line for line in dossier.fee_lines if line.get("claim", {}).get("state") == ClaimState.ASKED
    )
    return tuple(
        Claim(
            fee=say(line["name"], language),
            exemption=say(line["exempt_as"], language),
            proof=paper_name(line["claim"]["proof"], known, language),
            claimed=line["total"],
            ordinary=line["ordinary"]["total"],
            files=tuple(one.public_id for one in held if one.code == line["claim"]["proof"]),
        )
        for line in waiting
    )
