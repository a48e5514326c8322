"""Sign a PDF: PAdES B-B, as an incremental update that changes nothing but the signature."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from motcua.signatures.actions.cms import detached_cms
from motcua.signatures.errors import KeyNotUsable, NotSignable

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.signatures.base import HeldKey, KeyProvider

# PDF/UA wants every widget that shows to be tagged, PDF/A wants it printable. Ours lies off the
# page: the paper itself shows who signed.
_OFF_THE_PAGE = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
# What a signature takes beside its certificates, in bytes.
_BESIDE_CERTIFICATES = 1024


def pades_signed(
    pdf: bytes, *, key: HeldKey, provider: KeyProvider, reason: str, signer_name: str, now: datetime
) -> bytes:
    """Add a PAdES B-B signature made by `key` with signing time `now`; give the longer file.

    The bytes of `pdf` stay at the front as they are, so its PDF/A and PDF/UA marks and every
    earlier signature hold. The visible appearance is the paper's own, drawn before. Raise
    `KeyNotUsable` outside the certificate's validity, `KeyUnavailable` where the provider has no
    such key, `NotSignable` for what is not a PDF that can be signed.
    """
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise KeyNotUsable(subject=certificate.subject.rfc4514_string())
    try:
        writer = _SteadyWriter(io.BytesIO(pdf))
        if writer.prev.encrypted:
            raise NotSignable(reason="encrypted")
        writer.register_extension(ESIC_EXTENSION_1)
        signature = SignatureObject(
            timestamp=now,
            subfilter=SigSeedSubFilter.PADES,
            name=signer_name,
            reason=reason,
            bytes_reserved=_room_for(key),
        )
        embedding = _embedder(writer, signer_name)
        next(embedding)
        embedding.send(SigObjSetup(sig_placeholder=signature))
        prepared, out = embedding.send(SigIOSetup(md_algorithm="sha256"))
        embedding.send(detached_cms(prepared.document_digest, key=key, provider=provider))
    except (PdfError, SigningError) as error:
        raise NotSignable(reason=type(error).__name__) from error
    signed: bytes = out.getvalue()
    return signed


def _room_for(key: HeldKey) -> int:
    """Give the hexadecimal digits to keep free: readers take every one of them in hand."""
    ders = (link.public_bytes(Encoding.DER) for link in (key.certificate, *key.chain))
    return 2 * (sum(map(len, ders)) + _BESIDE_CERTIFICATES)


def _embedder(writer: _SteadyWriter, signer_name: str) -> Any:
    name = f"Signature{len(writer.prev.embedded_signatures) + 1}"
    spec = SigFieldSpec(
        name,
        invis_sig_settings=_OFF_THE_PAGE,
        readable_field_name=f"Chữ ký số: {signer_name}",
    )
    return PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=name, writer=writer)


class _SteadyWriter(IncrementalPdfFileWriter):
    """Leaves the document's description alone: a signature is no change of the document."""

    def _update_meta(self) -> None:
        return
