"""Reads of the proving room: what was proved last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.clock import civil_date
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import find_codes, version_on
from motcua.procedures.queries.at_agency import offered_versions
from motcua.proving.models import Proof

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime

_EVERY = 1_000_000


def last_proof(version_id: int, agency_id: int | None = None) -> Proof | None:
    """Give the last proof of a version: the agency's own where there is one, else anybody's."""
    proofs = Proof.objects.filter(version=version_id).order_by("-proved_at", "-pk")
    own = proofs.filter(agency=agency_id).first() if agency_id else None
    return own or proofs.filter(agency=None).first()


def last_proofs(version_ids: Collection[int], agency_id: int) -> dict[int, Proof]:
    """Give the last proof of each version as `last_proof` does."""
    rows = Proof.objects.filter(version__in=version_ids, agency__in=[agency_id]) | (
        Proof.objects.filter(version__in=version_ids, agency=None)
    )
    found: dict[int, Proof] = {}
    for proof in rows.order_by("proved_at", "pk"):
        before = found.get(proof.version_id)
        if before is None or proof.agency_id or not before.agency_id:
            found[proof.version_id] = proof
    return found


def proved_on(version_id: int, agency_id: int | None = None) -> date | None:
    """Give the day on which a version was last proved, nothing where the last proof failed."""
    proof = last_proof(version_id, agency_id)
    return civil_date(proof.proved_at) if proof is not None and proof.holds else None


def is_proved(version_id: int, agency_id: int | None, since: datetime | None = None) -> bool:
    """Say whether the last proof of a version at an agency holds; or is there, from `since` on."""
    last = (
        Proof.objects.filter(version=version_id, agency=agency_id)
        .order_by("-proved_at", "-pk")
        .only("holds", "proved_at")
        .first()
    )
    if last is None:
        return False
    return last.holds if since is None else last.proved_at >= since


def proved_of(work: Collection[tuple[str, str]], day: date) -> set[tuple[str, str]]:
    """Give what of some (procedure, agency) has a last proof that holds, of the rules of a day."""
    rows = Proof.objects.order_by("version", "agency", "-proved_at", "-pk")
    last = rows.distinct("version", "agency").values_list("version", "agency", "holds")
    held = {(version, agency) for version, agency, holds in last if holds}
    offered = {
        (code, agency)
        for code, agency, agency_id, version in offered_versions(day)
        if (version, agency_id) in held
    }
    anybodys = {version for version, agency in held if agency is None}
    return {
        each
        for each in work
        if each in offered or (not each[1] and anybodys and _in_force(each[0], day) in anybodys)
    }


def _in_force(code: str, day: date) -> int | None:
    try:
        return version_on(code, day)
    except VersionNotPublished:
        return None


def never_proved(day: date) -> list[tuple[str, str]]:
    """Give the offerings whose version in force nobody proved at that agency yet."""
    known = set(Proof.objects.exclude(agency=None).values_list("version_id", "agency_id"))
    return [
        (code, agency)
        for code, agency, agency_id, version in offered_versions(day)
        if (version, agency_id) not in known
    ]


def offered_unproved(day: date) -> list[str]:
    """Give the procedures that agencies take whose version in force was proved for nobody yet.

    What was tried and failed is not among them.
    """
    known = set(Proof.objects.filter(agency=None).values_list("version_id", flat=True))
    rows = ((code, version) for code, _agency, _id, version in offered_versions(day))
    return list(dict.fromkeys(code for code, version in rows if version not in known))


def to_prove(codes: Sequence[str], agency_code: str, day: date) -> Iterator[tuple[str, str]]:
    """Yield what is to be proved, as (procedure, agency): every offering, of every procedure.

    Where nobody offers a procedure the agency is empty: it is proved as any agency could take it.
    With an agency named, only what it takes; or the codes that are named, taken or not.
    """
    offered: dict[str, list[str]] = {}
    for code, agency, _agency_id, _version in offered_versions(day):
        offered.setdefault(code, []).append(agency)
    for code in codes or find_codes("", limit=_EVERY):
        agencies = offered.get(code, [])
        if agency_code:
            agencies = [agency_code] if codes or agency_code in agencies else []
        elif not agencies:
            agencies = [""]
        yield from ((code, agency) for agency in agencies)
