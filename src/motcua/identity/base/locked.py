"""How a lock on signing in is said in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from motcua.identity.errors import TooManyTries


def locked(refusal: TooManyTries) -> ValidationError:
    """Say a lock in a form: the sentence, and the seconds to wait as `params`."""
    return ValidationError(refusal.text, code="locked", params=dict(refusal.details))
