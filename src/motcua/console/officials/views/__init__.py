"""Pages of officials: the list, one official, grants, second factors, lists from spreadsheets."""

from __future__ import annotations

from motcua.console.officials.views.factors import approve_reset, ask_reset, resets
from motcua.console.officials.views.granting import give_grant, grants, revoke
from motcua.console.officials.views.importing import check_import, import_template, write_import
from motcua.console.officials.views.likenesses import alike, note_number, settle_alike
from motcua.console.officials.views.serving import (
    appoint,
    depart,
    end_posting,
    official,
    officials,
    open_account,
    post,
    transfer,
)

__all__ = [
    "alike",
    "appoint",
    "approve_reset",
    "ask_reset",
    "check_import",
    "depart",
    "end_posting",
    "give_grant",
    "grants",
    "import_template",
    "note_number",
    "official",
    "officials",
    "open_account",
    "post",
    "resets",
    "revoke",
    "settle_alike",
    "transfer",
    "write_import",
]
