"""One signed result: made through the usual steps, judged by us and by a tool of others."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.demo import scenes
from motcua.dossiers.actions import hear_payment
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.kernel.files import content_of
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from motcua.signatures.queries import node_trust, verify_pdf

if TYPE_CHECKING:
    from datetime import datetime

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Judged:
    """What others say of a file: the tool's name (empty for none) and whether it holds."""

    tool: str
    holds: bool


def signed_result(now: datetime) -> bytes:
    """File, receive, handle and sign one dossier; give the PDF."""
    session: dict[str, Any] = {}
    scenes.file(session, now)
    dossier = Dossier.objects.get(pk=scenes.played(session)["file"]["dossier"])
    for order in orders_of("dossier", dossier.pk):
        hear(provider="bank", word=paid(order.reference, order.amount), body=b"{}", now=now)
        hear_payment(actor=SYSTEM, dossier_id=dossier.pk, order_id=order.pk, now=now)
    scenes.sign(session, now)
    dossier.refresh_from_db()
    assert dossier.result.pdf is not None
    return content_of(dossier.result.pdf)


def paid(reference: str, amount: int) -> Word:
    """Give the bank's word that an order was paid."""
    return Word(
        event_id=f"prove-{reference}",
        kind="received",
        name="transfer.received",
        reference=reference,
        amount=amount,
        transaction=f"PROVE{reference}",
    )


def our_verdicts(pdf: bytes, now: datetime) -> tuple[str, str]:
    """Give our verdict of a PDF, and of the same with one byte flipped."""
    trust, place = node_trust(at=now), len(pdf) // 3
    forged = pdf[:place] + bytes((pdf[place] ^ 1,)) + pdf[place + 1 :]
    right, wrong = (verify_pdf(one, trust=trust, at=now) for one in (pdf, forged))
    return str(right.verdict), str(wrong.verdict)


def others_verdict(pdf: bytes) -> Judged:
    """Ask pdfsig, else openssl, whether the signature fits the content; who signed is ours to say.

    Where neither is installed, the tool's name is empty.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        path = Path(folder) / "result.pdf"
        path.write_bytes(pdf)
        if program := shutil.which("pdfsig"):
            said = _run([program, "-nocert", str(path)])
            return Judged("pdfsig", "Signature is Valid" in said)
        if program := shutil.which("openssl"):
            return Judged("openssl", _by_openssl(program, pdf, Path(folder)))
    return Judged("", holds=False)


def _by_openssl(program: str, pdf: bytes, folder: Path) -> bool:
    found = _RANGE.search(pdf)
    if found is None:
        return False
    start, first, after, rest = map(int, found.groups())
    (folder / "content").write_bytes(pdf[start : start + first] + pdf[after : after + rest])
    sealed = pdf[start + first : after].strip(b"<>")
    (folder / "signature").write_bytes(bytes.fromhex(sealed.decode()))
    command = [program, "cms", "-verify", "-binary", "-inform", "DER", "-noverify"]
    files = ["-in", str(folder / "signature"), "-content", str(folder / "content")]
    return "successful" in _run([*command, *files, "-out", str(folder / "out")])


def _run(command: list[str]) -> str:
    answer = subprocess.run(  # noqa: S603 - a tool found on the path
        command, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    return answer.stdout + answer.stderr
