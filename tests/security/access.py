"""Who may open what: every address of both hosts, with the roles that may read it (GET).

A new address fails `test_access.py` until it is listed here. The roles are an upper bound: nobody
else may ever get a 2xx. An address for writing only has NOBODY, for it shows nothing when read.
"""

from __future__ import annotations

OFFICIALS = frozenset(
    {
        "receptionist",
        "specialist",
        "head",
        "clerk",
        "accountant",
        "leader",
        "administrator",
        "auditor",
        "outsider",
        "consultant",
    }
)
OWNER = frozenset({"citizen"})
CITIZENS = frozenset({"citizen", "relative"})
SIGNED_IN = CITIZENS | OFFICIALS
EVERYBODY = SIGNED_IN | {"anonymous"}
NOBODY: frozenset[str] = frozenset()
ADMINISTRATOR = frozenset({"administrator"})
# Whoever works on the ward's dossiers; what each of them sees of one is the scope's business.
# An administrator manages officials and sees no dossier.
WARD = OFFICIALS - {"outsider", "administrator", "consultant"}
# The consultant is another ward's official whom this one consults: he reads, and does nothing.
READING = WARD | {"consultant"}
RECEIVING = frozenset({"receptionist"})
HANDLING = frozenset({"specialist"})
AUDIT = frozenset({"auditor"})

_ACCOUNT = {
    "account_login": EVERYBODY,
    "account_logout": SIGNED_IN,
    "account_signup": EVERYBODY,
    "account_email_verification_sent": EVERYBODY,
    "account_email": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": NOBODY,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_login_webauthn": EVERYBODY,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "identity:token": NOBODY,
    "ui:language": NOBODY,
    "motcua.config.health.healthz": EVERYBODY,
    "motcua.config.health.readyz": EVERYBODY,
}
PORTAL = _ACCOUNT | {
    # The test's requests come from this machine.
    "motcua.config.health.metrics": EVERYBODY,
    "token": NOBODY,
    "payments:bank-webhook": NOBODY,
    "catalogue": EVERYBODY,
    "catalogue-linked": EVERYBODY,
    "catalogue-context": EVERYBODY,
    "catalogue-service": EVERYBODY,
    "openapi:openapi-json": EVERYBODY,
    "openapi:api-root": NOBODY,
    "openapi:find": EVERYBODY,
    "openapi:procedure": EVERYBODY,
    "openapi:send_file": NOBODY,
    "openapi:file_dossier": NOBODY,
    "openapi:dossier_state": NOBODY,  # a cookie is no token; tests/openapi has the tokens
    "portal:home": EVERYBODY,
    "portal:help": EVERYBODY,
    "portal:privacy": EVERYBODY,
    "portal:schema": EVERYBODY,
    "portal:procedures": EVERYBODY,
    "portal:suggestions": EVERYBODY,
    "portal:life-events": EVERYBODY,
    "portal:life-event": EVERYBODY,
    "portal:procedure": EVERYBODY,
    "portal:blank-form": EVERYBODY,
    "portal:places": EVERYBODY,
    "portal:track": EVERYBODY,
    "portal:track-code": EVERYBODY,  # asks for more than the code; tests/portal has what it shows
    "portal:verify": EVERYBODY,
    "portal:issued": EVERYBODY,
    "portal:issued-file": EVERYBODY,
    "portal:start": CITIZENS,
    "portal:my": CITIZENS,
    "portal:draft": OWNER,
    "portal:draft-papers": OWNER,
    "portal:draft-check": OWNER,
    "portal:draft-discard": OWNER,
    "portal:draft-files": OWNER,
    "portal:draft-form": OWNER,
    "portal:draft-pictures": OWNER,
    "portal:draft-file": OWNER,
    "portal:draft-page": OWNER,
    "portal:dossier": OWNER,
    "portal:filed": OWNER,
    "portal:dossier-receipt": OWNER,
    "portal:dossier-answers": OWNER,
    "portal:dossier-slip": OWNER,
    "portal:dossier-paper": OWNER,
    "portal:dossier-pictures": OWNER,
    "portal:dossier-result": OWNER,
    "portal:dossier-supplement": OWNER,
    "portal:dossier-supplement-check": OWNER,
    "portal:dossier-supplement-files": NOBODY,
    "portal:dossier-supplement-file": OWNER,
    "portal:dossier-withdraw": OWNER,
    "portal:dossier-rating": OWNER,
    "portal:dossier-pay": OWNER,
    "portal:order": OWNER,
    "portal:order-card": NOBODY,
    "portal:order-return": OWNER,
}
DESK = _ACCOUNT | {
    "desk:queue": OFFICIALS - ADMINISTRATOR,
    "desk:dossier": READING,
    "desk:paper": READING,
    "desk:paper-content": READING,
    "desk:paper-file": READING,
    "desk:slip": READING,
    "desk:result": READING,
    "desk:accept": RECEIVING,
    "desk:hand-over": RECEIVING,
    "desk:take-up": HANDLING,
    "desk:draft": HANDLING,
    "desk:complete": HANDLING | {"head"},
    "desk:send-back": frozenset({"head", "leader"}),
    "desk:approve": frozenset({"leader"}),
    "desk:return": RECEIVING | {"clerk"},
    "desk:supplement": RECEIVING | HANDLING,
    "desk:payment": RECEIVING | HANDLING | {"accountant"},
    "desk:refuse": RECEIVING | HANDLING,
    "desk:stop": RECEIVING | HANDLING | {"head", "leader"},
    "desk:note": WARD - {"auditor"},
    "desk:leading": frozenset({"leader", "head", "auditor"}),
    "desk:audit": AUDIT,
    "desk:trail": AUDIT,
    "console:choose": ADMINISTRATOR,
    **dict.fromkeys(
        [
            "console:agency",
            "console:amend",
            "console:units",
            "console:open-unit",
            "console:close-unit",
            "console:open-counter",
            "console:hours",
            "console:set-hours",
            "console:days",
            "console:set-day",
            "console:remove-day",
            "console:officials",
            "console:appoint",
            "console:import",
            "console:import-write",
            "console:import-template",
            "console:official",
            "console:post",
            "console:transfer",
            "console:depart",
            "console:open-account",
            "console:ask-reset",
            "console:end-posting",
            "console:grants",
            "console:give-grant",
            "console:revoke-grant",
            "console:resets",
            "console:approve-reset",
            "console:offerings",
            "console:awaiting",
            "console:awaiting-of",
        ],
        ADMINISTRATOR,
    ),
}
TABLES = {"portal": PORTAL, "desk": DESK}
