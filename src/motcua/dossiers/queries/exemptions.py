"""Exemptions that a paper has to show, as whoever receives reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from motcua.dossiers.queries.wording import paper_name, papers_of
from motcua.kernel.money import show
from motcua.procedures.base.claims import claims_of, judged, key_of, unfolded
from motcua.procedures.base.texts import say
from motcua.procedures.enums import ClaimState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.holdings import HeldPaper


_JUDGED = {
    ClaimState.GRANTED: gettext_lazy("Đã công nhận"),
    ClaimState.REFUSED: gettext_lazy("Không công nhận"),
}


@dataclass(frozen=True, slots=True)
class ClaimedFee:
    """A fee by its name, in đồng: as it is due by a claimed exemption, and by none."""

    name: str
    claimed: int
    ordinary: int


@dataclass(frozen=True, slots=True)
class Claim:
    """An exemption that is claimed, and how far it was judged.

    `key` names it within its dossier; `fees` are those it is claimed of; `files` the public ids of
    what was sent to show it, none where the registries' data are to; `stands` says how it was
    judged, empty while some of the dossier's claims were not.
    """

    key: str
    exemption: str
    proof: str
    fees: tuple[ClaimedFee, ...]
    files: tuple[UUID, ...]
    stands: str = ""


def claims_in(dossier: Dossier, papers: Iterable[HeldPaper], language: str) -> tuple[Claim, ...]:
    """Give the exemptions that a dossier claims: those not judged yet, else those that were."""
    known, held = papers_of(dossier), tuple(papers)
    found = _by_key(dossier)
    waiting = {key: rows for key, rows in found.items() if rows[0][1]["state"] == ClaimState.ASKED}
    names = claims_named(dossier, language)
    return tuple(
        Claim(
            key=key,
            exemption=names[key],
            proof=paper_name(rows[0][1]["proof"], known, language),
            fees=tuple(_fee(line, claim, language) for line, claim in rows),
            files=tuple(one.public_id for one in held if one.code == rows[0][1]["proof"]),
            stands="" if waiting else str(_JUDGED[rows[0][1]["state"]]),
        )
        for key, rows in (waiting or found).items()
    )


def claims_named(dossier: Dossier, language: str) -> dict[str, str]:
    """Give what each exemption that a dossier claims is called, by the claim's key."""
    return {
        key: say(rows[0][1]["line"].get("exempt_as") or {}, language)
        for key, rows in _by_key(dossier).items()
    }


def judged_changes(
    dossier: Dossier, *, is_granted: bool, language: str, claim: str = ""
) -> tuple[tuple[str, str, str], ...]:
    """Give each fee that judging anew would change: its name, how it stands, how it would.

    `claim` is the key of what is judged, empty for everything.
    """
    wanted = ClaimState.GRANTED if is_granted else ClaimState.REFUSED
    names, found = claims_named(dossier, language), []
    for key, rows in _by_key(dossier).items():
        for line, one in rows:
            if one["state"] not in _JUDGED.keys() - {wanted} or key != (claim or key):
                continue
            after = judged(line, {key: is_granted})
            name = say(line["name"], language)
            called = f"{name} ({names[key]})" if len(names) > 1 else name
            before = _stands(line, ClaimState(one["state"]), language)
            found.append((called, before, _stands(after, wanted, language)))
    return tuple(found)


def _by_key(dossier: Dossier) -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Give the fees and their claims by the claim's key, in the order of the fees."""
    found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for line in dossier.fee_lines:
        for claim in claims_of(line):
            found.setdefault(key_of(claim), []).append((unfolded(line), claim))
    return found


def _fee(line: Mapping[str, Any], claim: Mapping[str, Any], language: str) -> ClaimedFee:
    return ClaimedFee(
        say(line["name"], language), claim["line"]["total"], line["ordinary"]["total"]
    )


def _stands(line: Mapping[str, Any], state: ClaimState, language: str) -> str:
    return f"{_JUDGED[state]}: {show(line['total'], language)}"
