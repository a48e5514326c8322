"""Reads of the identity room: persons by their numbers, who acts, what a token opens."""

from __future__ import annotations

from motcua.identity.queries.acting import (
    STRANGER,
    actor_for,
    admitted,
    bearer,
    client_address,
    has_left,
    has_proved_second_factor,
    has_second_factor,
    is_fully_signed_in,
    read_access,
    read_access_token,
)
from motcua.identity.queries.confirming import has_confirmed, require_confirmed
from motcua.identity.queries.filers import Filer, filer, filers
from motcua.identity.queries.people import (
    ShownIdentifier,
    account_of_official,
    account_of_person,
    current_identifier,
    language_of_person,
    languages_of_officials,
    mask,
    person_by_identifier,
    shown_identifiers,
)

__all__ = [
    "STRANGER",
    "Filer",
    "ShownIdentifier",
    "account_of_official",
    "account_of_person",
    "actor_for",
    "admitted",
    "bearer",
    "client_address",
    "current_identifier",
    "filer",
    "filers",
    "has_confirmed",
    "has_left",
    "has_proved_second_factor",
    "has_second_factor",
    "is_fully_signed_in",
    "language_of_person",
    "languages_of_officials",
    "mask",
    "person_by_identifier",
    "read_access",
    "read_access_token",
    "require_confirmed",
    "shown_identifiers",
]
