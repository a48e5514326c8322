"""Sign for a person with a key that a remote signing service keeps for him.

The only service a node has of itself is the demo's, which makes a certificate of the demo authority
for whoever asks; a real one, which asks the person on his own device, takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.signatures.actions.pades import pades_signed
from motcua.signatures.base import KeyAlgorithm
from motcua.signatures.errors import KeyUnavailable
from motcua.signatures.providers import DEMO_AUTHORITY, files
from motcua.signatures.providers.authority import ISSUING, DemoAuthority, Subject

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.signatures.base import HeldKey


def remote_signing_is_open() -> bool:
    """Say whether this node has a remote signing service: where the demo authority was made."""
    return files().has(ISSUING)


def sign_remotely(pdf: bytes, *, holder: str, name: str, reason: str, now: datetime) -> bytes:
    """Sign a PDF as PAdES B-B in the name of a person; `holder` is his account at the service.

    Raises `KeyUnavailable` where there is no service, `NotSignable`.
    """
    if not remote_signing_is_open():
        raise KeyUnavailable
    return pades_signed(
        pdf,
        key=_held(f"remote/{holder}", name, now),
        provider=files(),
        reason=reason,
        signer_name=name,
        now=now,
    )


def _held(reference: str, name: str, now: datetime) -> HeldKey:
    keys = files()
    if keys.has(reference):
        return keys.held(reference)
    subject = Subject(agency="", agency_code="", person=name)
    authority = DemoAuthority(keys, DEMO_AUTHORITY)
    return authority.issue(reference, subject, algorithm=KeyAlgorithm.P256, now=now)
