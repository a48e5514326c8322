"""Writes of the identity room."""

from __future__ import annotations

from motcua.identity.actions.accounts import (
    choose_language,
    close_account,
    close_accounts_of_leavers,
    hold_account,
    open_account,
    open_client_account,
    open_official_account,
    sign_out_everywhere,
)
from motcua.identity.actions.factors import (
    approve_second_factor_reset,
    ask_second_factor_reset,
)
from motcua.identity.actions.indexing import index_phones
from motcua.identity.actions.people import (
    IdentifierFacts,
    OrganisationFacts,
    PersonFacts,
    attach_identifier,
    check_identifier,
    confirm_identifier,
    register_organisation,
    register_person,
)
from motcua.identity.actions.sessions import (
    end_other_sessions,
    purge_sessions,
    purge_unproved_accounts,
    sign_in_demo,
)
from motcua.identity.actions.tokens import (
    ClientCredentials,
    IssuedToken,
    create_client_secret,
    exchange_client_secret,
    issue_access_token,
    revoke_client_secret,
)

__all__ = [
    "ClientCredentials",
    "IdentifierFacts",
    "IssuedToken",
    "OrganisationFacts",
    "PersonFacts",
    "approve_second_factor_reset",
    "ask_second_factor_reset",
    "attach_identifier",
    "check_identifier",
    "choose_language",
    "close_account",
    "close_accounts_of_leavers",
    "confirm_identifier",
    "create_client_secret",
    "end_other_sessions",
    "exchange_client_secret",
    "hold_account",
    "index_phones",
    "issue_access_token",
    "open_account",
    "open_client_account",
    "open_official_account",
    "purge_sessions",
    "purge_unproved_accounts",
    "register_organisation",
    "register_person",
    "revoke_client_secret",
    "sign_in_demo",
    "sign_out_everywhere",
]
