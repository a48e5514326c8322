"""Exemptions that a paper has to show, as a kept fee claims them: each is judged by itself.

A kept fee holds `claims`, what leaves least to pay first, each with the fee as it is due by that
exemption, and `ordinary`, the fee as it is due by none of them. What counts is the first that was
not refused. `raises` are debts of their own: what the fee came to more after it had fallen due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.enums import ClaimState, FeeDue

if TYPE_CHECKING:
    from collections.abc import Mapping

# What is noted of a fee beside what it comes to.
_NOTED = frozenset({"claims", "ordinary", "raises", "raised", "back", "lessened"})


def claims_of(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what a kept fee claims, what leaves least to pay first; empty for nothing."""
    found: list[dict[str, Any]] = unfolded(line).get("claims", [])
    return found


def key_of(claim: Mapping[str, Any]) -> str:
    """Give what names a claim within its dossier: one answer holds for every fee that claims it."""
    return f"{claim['proof']}:{claim['exemption']}"


def raises_of(line: Mapping[str, Any]) -> list[dict[str, int]]:
    """Give what a kept fee came to more after it had fallen due, the oldest first.

    Each with its number `no`, its `amount` in đồng, and what of that went `back` since.
    """
    found: list[dict[str, int]] = unfolded(line).get("raises", [])
    return found


def judged(line: Mapping[str, Any], verdicts: Mapping[str, bool]) -> dict[str, Any]:
    """Give a kept fee as it is due after some of its claims were judged, by their keys."""
    kept = unfolded(line)
    if "claims" not in kept:
        return kept
    claims = [
        {**claim, "state": str(_STATES[verdicts[key_of(claim)]])}
        if key_of(claim) in verdicts
        else claim
        for claim in kept["claims"]
    ]
    noted = {name: kept[name] for name in _NOTED if name in kept}
    return {**_counting(claims, kept["ordinary"]), **noted, "claims": claims}


def raised(line: Mapping[str, Any], amount: int) -> dict[str, Any]:
    """Give a kept fee with a debt of its own for what it came to more."""
    number = line.get("raised", 0) + 1
    debts = [*line.get("raises", []), {"no": number, "amount": amount}]
    return {**line, "raises": debts, "raised": number}


def unfolded(line: Mapping[str, Any]) -> dict[str, Any]:
    """Give a kept fee as fees are kept now, also one of before several claims were known.

    Until then a fee had one `claim`; refused, it held what was due without it, the fee as claimed
    lay within the claim, and so did what was due `more`.
    """
    if "claim" not in line:
        return dict(line)
    claim = line["claim"]
    is_refused = claim["state"] == ClaimState.REFUSED
    by_it = _plain(_as_claimed(line)) if is_refused else _plain(line)
    told = {name: claim[name] for name in ("proof", "state", "official") if name in claim}
    is_apart = line["due"] == FeeDue.AT_FILING or claim.get("is_apart")
    more, number = claim.get("more", 0), claim.get("refusals", int(is_refused))
    noted = {name: line[name] for name in ("back", "lessened") if name in line}
    return {
        **_plain(line),
        **noted,
        "claims": [{**told, "exemption": by_it.get("exemption", ""), "line": by_it}],
        "ordinary": _plain(line if is_refused else line["ordinary"]),
        "raises": [{"no": number, "amount": more}] if more and is_apart else [],
        "raised": number,
    }


_STATES = {True: ClaimState.GRANTED, False: ClaimState.REFUSED}


def _counting(claims: list[dict[str, Any]], ordinary: dict[str, Any]) -> dict[str, Any]:
    lines = (claim["line"] for claim in claims if claim["state"] != ClaimState.REFUSED)
    return next(lines, ordinary)


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in _NOTED | {"claim"}}


def _as_claimed(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a refused fee as it was claimed; the oldest are put together from what there is."""
    claim = line["claim"]
    least = {**line, "total": line["total"] - claim.get("more", 0), "exempt_as": claim["exempt_as"]}
    found: Mapping[str, Any] = claim.get("claimed") or least
    return found
