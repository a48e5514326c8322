"""Writes of the signatures room: issue and revoke keys, sign, enter into the register."""

from motcua.signatures.actions.keys import (
    issue_agency_certificate,
    issue_passing_key,
    issue_personal_certificate,
    make_demo_authority,
    revoke_key,
)
from motcua.signatures.actions.register import (
    Paper,
    new_verification_id,
    register_document,
    register_documents,
)
from motcua.signatures.actions.remote import remote_signing_is_open, sign_remotely
from motcua.signatures.actions.sign import sign_json, sign_pdf, sign_xml

__all__ = [
    "Paper",
    "issue_agency_certificate",
    "issue_passing_key",
    "issue_personal_certificate",
    "make_demo_authority",
    "new_verification_id",
    "register_document",
    "register_documents",
    "remote_signing_is_open",
    "revoke_key",
    "sign_json",
    "sign_pdf",
    "sign_remotely",
    "sign_xml",
]
