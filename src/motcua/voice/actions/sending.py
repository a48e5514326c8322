"""A form that is sent twice is one: feedback and requests for help, by the form's own key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.idempotency import Answer, as_body, once

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.kernel.idempotency import Claim


def claim_form(name: str, key: str, said: object, *, actor: Actor, now: datetime) -> Claim | None:
    """Claim a form's key within the caller's transaction; None where the sender gave none.

    Raises `KeyReused` where the same form came with other words.
    """
    if not key:
        return None
    scope = f"voice.{name}:{actor.account_id or ''}"
    return once(scope=scope, key=key, body=as_body(said), now=now)


def made_before(claim: Claim | None) -> str:
    """Give the public id of what the same form made before; empty where it made nothing yet."""
    return claim.answer.body.decode() if claim is not None and claim.answer is not None else ""


def keep_made(claim: Claim | None, public_id: object) -> None:
    """Keep what a form made, for the same form sent again."""
    if claim is not None:
        claim.keep(Answer(201, "text/plain", str(public_id).encode()))
