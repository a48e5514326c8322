"""Judge one CMS signature: does it verify, may its algorithms be trusted, who is its signer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from asn1crypto import cms as asn1_cms
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import UnacceptableSignerError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import (
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

from motcua.signatures.verdicts.chain import (
    PURPOSES,
    context_of,
    is_revoked,
    is_strong_key,
    name_in,
    names,
)
from motcua.signatures.verdicts.findings import Integrity, SignatureFinding, Standing
from motcua.signatures.verdicts.trust import Trust, fingerprint

if TYPE_CHECKING:
    from datetime import datetime

    from asn1crypto import x509 as asn1
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

# Old signatures are told apart from broken ones: whether they verify is found out in any case, and
# that their algorithms are no longer trusted is our own finding.
_VERIFY_EVEN_IF_WEAK = CMSAlgorithmUsagePolicy.lift_policy(
    DisallowWeakAlgorithmsPolicy(  # type: ignore[no-untyped-call]
        weak_hash_algos=frozenset(), rsa_key_size_threshold=512
    )
)
_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
_REASONS_OF_TRUST = {
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "expired",
    AdESIndeterminate.EXPIRED: "expired",
    AdESIndeterminate.NOT_YET_VALID: "not-yet-valid",
    AdESIndeterminate.REVOKED_NO_POE: "revoked",
    AdESIndeterminate.REVOKED_CA_NO_POE: "revoked",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "wrong-purpose",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "weak-algorithm",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "weak-algorithm",
}


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges signatures against one set of anchors as of one moment."""

    context: ValidationContext
    trust: Trust
    at: datetime

    @classmethod
    def of(cls, trust: Trust, at: datetime) -> Self:
        """Make ready; nothing is fetched from anywhere."""
        return cls(context_of(trust, at), trust, at)

    async def judge(self, embedded: EmbeddedPdfSignature) -> SignatureFinding:
        """Judge one signature of a PDF whose coverage has been checked."""
        found = _described(embedded)
        if not _is_whole_container(embedded):
            return replace(found, reason="bad-signature", integrity=Integrity.BROKEN)
        try:
            status = await self._status(embedded)
        except (SignatureValidationError, UnacceptableSignerError, NotImplementedError):
            return replace(found, reason="unsupported")
        return self._concluded(found, embedded, status)

    async def _status(self, embedded: EmbeddedPdfSignature) -> Any:
        if embedded.sig_object_type == "/DocTimeStamp":
            return await async_validate_pdf_timestamp(embedded, self.context, skip_diff=True)
        return await async_validate_pdf_signature(
            embedded,
            self.context,
            key_usage_settings=PURPOSES,
            skip_diff=True,
            algorithm_policy=_VERIFY_EVEN_IF_WEAK,
        )

    def _concluded(
        self, found: SignatureFinding, embedded: EmbeddedPdfSignature, status: Any
    ) -> SignatureFinding:
        if not status.intact:
            return replace(found, reason="content-mismatch", integrity=Integrity.BROKEN)
        if not status.valid:
            return replace(found, reason="bad-signature", integrity=Integrity.BROKEN)
        reason = self._doubt(embedded, status)
        return replace(
            found,
            integrity=Integrity.INTACT,
            trust=Standing.UNTRUSTED if reason else Standing.TRUSTED,
            reason=reason or "valid",
            chain=names(status.validation_path),
            best_signature_time=_proven_time(status),
        )

    def _doubt(self, embedded: EmbeddedPdfSignature, status: Any) -> str:
        """Say why an intact signature is not believed; nothing where it is."""
        if not _is_strong(embedded.signer_info, embedded.signer_cert):
            return "weak-algorithm"
        problem = status.trust_problem_indic
        if problem is not None or status.validation_path is None:
            reason = _REASONS_OF_TRUST.get(problem, "unknown-signer")
            is_early = self.at < embedded.signer_cert.not_valid_before
            has_chain = problem is not AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
            return "not-yet-valid" if is_early and has_chain else reason
        return "revoked" if is_revoked(status.validation_path, self.trust) else ""


def _described(embedded: EmbeddedPdfSignature) -> SignatureFinding:
    certificate = embedded.signer_cert
    claimed = embedded.self_reported_timestamp
    is_stamp = embedded.sig_object_type == "/DocTimeStamp"
    return SignatureFinding(
        field=str(embedded.field_name),
        kind="time-stamp" if is_stamp else "signature",
        reason="unreadable",
        integrity=Integrity.UNKNOWN,
        trust=Standing.UNKNOWN,
        signer=name_in(certificate, "common_name"),
        organisation=name_in(certificate, "organization_name"),
        organisation_code=name_in(certificate, "organization_identifier"),
        certificate=fingerprint(certificate.dump()),
        signed_at=claimed.isoformat() if claimed and claimed.tzinfo else "",
        algorithm=_algorithm(embedded),
    )


def _algorithm(embedded: EmbeddedPdfSignature) -> str:
    key = embedded.signer_cert.public_key
    digest = str(embedded.signer_info["digest_algorithm"]["algorithm"].native).upper()
    return f"{key.algorithm.upper()}-{key.bit_size} {digest}"


def _is_whole_container(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether nothing but padding follows the signature in its container."""
    content = embedded.pkcs7_content
    size = len(asn1_cms.ContentInfo.load(content).dump())
    return not content[size:].strip(b"\x00")


def _is_strong(signer_info: Any, certificate: asn1.Certificate) -> bool:
    digests = {signer_info["digest_algorithm"]["algorithm"].native}
    algorithm = signer_info["signature_algorithm"]
    if algorithm["algorithm"].native not in {"rsassa_pkcs1v15", "rsassa_pss"}:
        digests.add(algorithm.hash_algo)
    elif algorithm["algorithm"].native == "rsassa_pss":
        digests.add(algorithm["parameters"]["hash_algorithm"]["algorithm"].native)
    return is_strong_key(certificate) and digests <= _DIGESTS


def _proven_time(status: Any) -> str:
    stamp = getattr(status, "timestamp_validity", None) or status
    if not hasattr(stamp, "timestamp") or not stamp.trusted:
        return ""
    return str(stamp.timestamp.isoformat())
