"""Judge one CMS signature: does it verify, may its algorithms be trusted, who is its signer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from asn1crypto import parser
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

# Old signatures are told apart from broken ones: whether they verify is found out in any case, and
# that their algorithms are no longer trusted is our own finding.
_VERIFY_EVEN_IF_WEAK = CMSAlgorithmUsagePolicy.lift_policy(
    DisallowWeakAlgorithmsPolicy(  # type: ignore[no-untyped-call]
        weak_hash_algos=frozenset(), rsa_key_size_threshold=512
    )
)
_LONGEST_PURPOSE = 300
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
    """Judges signatures against one set of anchors as of one moment, each by itself."""

    trust: Trust
    at: datetime

    async def judge(self, embedded: EmbeddedPdfSignature) -> SignatureFinding:
        """Judge one signature of a PDF whose coverage has been checked."""
        found = _described(embedded)
        if not _is_whole_container(embedded.pkcs7_content):
            return replace(found, reason="bad-signature", integrity=Integrity.BROKEN)
        if not _is_consistent(embedded.signed_data, embedded.signer_cert):
            return replace(found, reason="unsupported")
        try:
            status = await self._status(embedded)
        except (SignatureValidationError, UnacceptableSignerError, NotImplementedError):
            return replace(found, reason="unsupported")
        return self._concluded(found, embedded, status)

    async def _status(self, embedded: EmbeddedPdfSignature) -> Any:
        # A context of its own: no signature may lean on the certificates of another.
        context = context_of(self.trust, self.at)
        if embedded.sig_object_type == "/DocTimeStamp":
            return await async_validate_pdf_timestamp(embedded, context, skip_diff=True)
        return await async_validate_pdf_signature(
            embedded,
            context,
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
        purpose=str(embedded.sig_object.get("/Reason", ""))[:_LONGEST_PURPOSE],
    )


def _algorithm(embedded: EmbeddedPdfSignature) -> str:
    key = embedded.signer_cert.public_key
    digest = str(embedded.signer_info["digest_algorithm"]["algorithm"].native).upper()
    return f"{key.algorithm.upper()}-{key.bit_size} {digest}"


def _is_whole_container(content: bytes) -> bool:
    """Tell whether a container's parts fill it, and nothing but padding follows it."""
    size = parser.peek(content)
    return _is_filled(content[:size]) and not content[size:].strip(b"\x00")


def _is_filled(content: bytes) -> bool:
    waiting = [content]
    while waiting:
        rest = waiting.pop()
        while rest:
            kind, method, tag, header, body, trailer = parser.parse(rest)
            if kind == 0 and tag == 0:
                return False
            if method == 1:
                waiting.append(body)
            rest = rest[len(header) + len(body) + len(trailer) :]
    return True


def _is_consistent(signed_data: Any, certificate: asn1.Certificate) -> bool:
    """Tell whether what the signature does not protect says what must follow from the rest."""
    (signer,) = signed_data["signer_infos"]
    digests = [each["algorithm"].native for each in signed_data["digest_algorithms"]]
    by_name = signer["sid"].name == "issuer_and_serial_number"
    issuer = signer["sid"].chosen["issuer"].dump() if by_name else b""
    is_plain = by_name and signed_data["encap_content_info"]["content_type"].native == "data"
    return (
        signer["digest_algorithm"]["algorithm"].native in digests
        and issuer == (certificate.issuer.dump() if by_name else b"")
        and signer["version"].native == ("v1" if by_name else "v3")
        and (not is_plain or signed_data["version"].native == "v1")
    )


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
