"""The answers of judgement: three verdicts, what was found, and why; as values and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Conclusion(StrEnum):
    """The verdict: there is no fourth, and no error leads to `VALID`."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


class Integrity(StrEnum):
    """Whether the signed bytes are those that were signed."""

    INTACT = "intact"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Whether the signer's certificate chains to an anchor and holds."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    UNKNOWN = "unknown"


# The conclusion, and the indication and sub-indication of ETSI EN 319 102-1, of each reason.
REASONS: dict[str, tuple[Conclusion, str, str]] = {
    "valid": (Conclusion.VALID, "TOTAL-PASSED", ""),
    "changed-after-signing": (Conclusion.INVALID, "TOTAL-FAILED", "FORMAT_FAILURE"),
    "content-mismatch": (Conclusion.INVALID, "TOTAL-FAILED", "HASH_FAILURE"),
    "bad-signature": (Conclusion.INVALID, "TOTAL-FAILED", "SIG_CRYPTO_FAILURE"),
    "wrong-coverage": (Conclusion.INVALID, "TOTAL-FAILED", "FORMAT_FAILURE"),
    "unknown-signer": (
        Conclusion.INDETERMINATE,
        "INDETERMINATE",
        "NO_CERTIFICATE_CHAIN_FOUND",
    ),
    "expired": (Conclusion.INDETERMINATE, "INDETERMINATE", "OUT_OF_BOUNDS_NO_POE"),
    "not-yet-valid": (Conclusion.INDETERMINATE, "INDETERMINATE", "OUT_OF_BOUNDS_NO_POE"),
    "wrong-time": (Conclusion.INDETERMINATE, "INDETERMINATE", "SIG_CONSTRAINTS_FAILURE"),
    "revoked": (Conclusion.INDETERMINATE, "INDETERMINATE", "REVOKED_NO_POE"),
    "weak-algorithm": (
        Conclusion.INDETERMINATE,
        "INDETERMINATE",
        "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    "wrong-purpose": (
        Conclusion.INDETERMINATE,
        "INDETERMINATE",
        "CHAIN_CONSTRAINTS_FAILURE",
    ),
    "unsupported": (Conclusion.INDETERMINATE, "INDETERMINATE", "SIG_CONSTRAINTS_FAILURE"),
    "not-signed": (Conclusion.INDETERMINATE, "INDETERMINATE", "FORMAT_FAILURE"),
    "encrypted": (Conclusion.INDETERMINATE, "INDETERMINATE", "FORMAT_FAILURE"),
    "unreadable": (Conclusion.INDETERMINATE, "INDETERMINATE", "FORMAT_FAILURE"),
    "too-slow": (Conclusion.INDETERMINATE, "INDETERMINATE", "GENERIC"),
    "too-large": (Conclusion.INDETERMINATE, "INDETERMINATE", "GENERIC"),
}
_WORST_FIRST = (Conclusion.INVALID, Conclusion.INDETERMINATE, Conclusion.VALID)
# Where several signatures disagree, the first of these that occurs names the file's reason.
GRAVITY = sorted(REASONS, key=lambda reason: _WORST_FIRST.index(REASONS[reason][0]))


_INTEGRITY_WORST_FIRST = (Integrity.BROKEN, Integrity.UNKNOWN, Integrity.INTACT)
_TRUST_WORST_FIRST = (Standing.UNTRUSTED, Standing.UNKNOWN, Standing.TRUSTED)


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """What was found about one signature; times in ISO 8601 with offset, empty where unknown.

    `signed_at` is what the signer claims; `best_signature_time` what a time stamp proves.
    `signed_length` counts the bytes of the file, from the start, that stood when it was signed:
    those bytes are the signed revision. `changes` names what was changed after it. `purpose` is the
    reason the signer gave, under the signature with all else.
    """

    field: str
    kind: str
    reason: str
    integrity: Integrity
    trust: Standing
    signer: str = ""
    organisation: str = ""
    organisation_code: str = ""
    certificate: str = ""
    chain: tuple[str, ...] = ()
    signed_at: str = ""
    best_signature_time: str = ""
    algorithm: str = ""
    coverage: str = ""
    signed_length: int = 0
    changes: tuple[str, ...] = ()
    purpose: str = ""

    @property
    def verdict(self) -> Conclusion:
        """The conclusion that follows from the reason."""
        return REASONS[self.reason][0]

    def as_json(self) -> dict[str, Any]:
        """Give the finding for machines, with the ETSI words beside ours."""
        _, indication, sub_indication = REASONS[self.reason]
        return {
            **asdict(self),
            "verdict": self.verdict,
            "indication": indication,
            "sub_indication": sub_indication,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is worth: `verdict` follows from `reason`, `reason` from the worst signature."""

    format: str
    reason: str
    integrity: Integrity = Integrity.UNKNOWN
    trust: Standing = Standing.UNKNOWN
    signatures: tuple[SignatureFinding, ...] = ()

    @property
    def verdict(self) -> Conclusion:
        """The conclusion that follows from the reason."""
        return REASONS[self.reason][0]

    @property
    def changes(self) -> tuple[str, ...]:
        """What was changed after any of the signatures."""
        return tuple(sorted({change for found in self.signatures for change in found.changes}))

    @property
    def changed_after_signing(self) -> bool:
        """Whether anything but signatures, time stamps and validation data was added."""
        return bool(self.changes)

    def as_json(self) -> dict[str, Any]:
        """Give the verdict for machines."""
        return {
            "format": self.format,
            "verdict": self.verdict,
            "reason": self.reason,
            "integrity": self.integrity,
            "trust": self.trust,
            "changed_after_signing": self.changed_after_signing,
            "changes": list(self.changes),
            "signatures": [found.as_json() for found in self.signatures],
        }

    @classmethod
    def from_json(cls, answer: dict[str, Any]) -> Self:
        """Read back what `as_json` gave, from a process that is not trusted with more than data."""
        return cls(
            format=str(answer["format"]),
            reason=_known(answer["reason"]),
            integrity=Integrity(answer["integrity"]),
            trust=Standing(answer["trust"]),
            signatures=tuple(_finding(found) for found in answer["signatures"]),
        )

    @classmethod
    def of(cls, kind: str, findings: list[SignatureFinding]) -> Self:
        """Conclude about a file from its signatures: as bad as the worst of them."""
        if not findings:
            return cls(kind, "not-signed")
        reasons = {found.reason for found in findings}
        return cls(
            kind,
            next(reason for reason in GRAVITY if reason in reasons),
            min((found.integrity for found in findings), key=_INTEGRITY_WORST_FIRST.index),
            min((found.trust for found in findings), key=_TRUST_WORST_FIRST.index),
            tuple(findings),
        )


def _known(reason: str) -> str:
    if reason not in REASONS:
        message = f"no such reason: {reason!r}"
        raise ValueError(message)
    return reason


def _finding(answer: dict[str, Any]) -> SignatureFinding:
    own = {key: answer[key] for key in SignatureFinding.__slots__}
    return SignatureFinding(
        **{
            **own,
            "reason": _known(own["reason"]),
            "integrity": Integrity(own["integrity"]),
            "trust": Standing(own["trust"]),
            "chain": tuple(map(str, own["chain"])),
            "changes": tuple(map(str, own["changes"])),
            "signed_length": int(own["signed_length"]),
            "purpose": str(own["purpose"]),
        }
    )
