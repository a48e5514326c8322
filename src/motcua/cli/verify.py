"""`motcua verify`: what a signed file is worth, with or without a database."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click
import orjson
import psycopg

from motcua.cli import database, django
from motcua.cli.moments import moment_written
from motcua.cli.reasons import reason
from motcua.cli.speech import Refused, say
from motcua.cli.usage import OneSentence
from motcua.config import env
from motcua.kernel import clock
from motcua.kernel.postgres import Server
from motcua.signatures.verdicts.pool import Pool
from motcua.signatures.verdicts.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.signatures.verdicts.findings import SignatureFinding, Verdict

_NO_CERTIFICATE = ("có tệp không phải chứng thư", "a file there is no certificate")
_VERDICTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "valid": ("✓ HỢP LỆ", "✓ VALID"),
        "invalid": ("✗ KHÔNG HỢP LỆ", "✗ INVALID"),
        "indeterminate": ("? CHƯA KẾT LUẬN ĐƯỢC", "? CANNOT TELL"),
    }
)
_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "valid": ("nguyên vẹn từ khi ký", "unchanged since it was signed"),
        "changed-after-signing": ("đã bị thay đổi sau khi ký", "changed after signing"),
        "content-mismatch": ("nội dung không khớp chữ ký", "the content is not what was signed"),
        "bad-signature": ("chữ ký sai", "the signature does not verify"),
        "wrong-coverage": ("chữ ký không bao trùm đúng tệp", "the signature covers other bytes"),
        "unknown-signer": ("chưa rõ người ký", "unknown signer"),
        "expired": ("chứng thư đã hết hạn", "the certificate has expired"),
        "not-yet-valid": ("chứng thư chưa có hiệu lực", "the certificate is not valid yet"),
        "revoked": ("chứng thư đã bị thu hồi", "the certificate was revoked"),
        "weak-algorithm": ("thuật toán không còn đủ an toàn", "algorithm no longer trusted"),
        "wrong-purpose": ("chứng thư không dùng để ký", "a certificate for another purpose"),
        "unsupported": ("kiểu chữ ký chưa được hỗ trợ", "a kind that is not supported"),
        "not-signed": ("tệp không có chữ ký số", "the file has no signature"),
        "encrypted": ("tệp có mật khẩu", "the file is encrypted"),
        "unreadable": ("không đọc được tệp", "the file cannot be read"),
        "too-slow": ("tệp quá phức tạp", "the file takes too long"),
        "too-large": ("tệp quá lớn", "the file is too large"),
    }
)


@click.command(cls=OneSentence)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--trust",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục chứng thư được tin thêm · Folder of further certificates to believe.",
)
@click.option(
    "--at",
    "moment",
    default="",
    help="Xét theo lúc này (ISO 8601) · Judge as of this time.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON, nhiều tệp thì mỗi dòng một · One JSON document; JSON Lines for several.",
)
def verify(files: tuple[Path, ...], folder: Path | None, moment: str, *, as_json: bool) -> None:
    """Kiểm tra chữ ký số của tệp PDF và JSON · Verify signed PDF and JSON files.

    Mã thoát 0 chỉ khi mọi tệp đều hợp lệ và nguyên vẹn từ khi ký · Exit code 0 only if every file
    is valid and unchanged since it was signed.
    """
    at = _moment(moment)
    trust = _given_trust(folder).joined(_node_trust(at))
    is_every_valid = True
    with closing(Pool(size=1)) as pool:
        for path in files:
            verdict = _judged(pool, path, trust, at)
            is_every_valid = is_every_valid and verdict.verdict == "valid"
            click.echo(_as_json(path, verdict) if as_json else "\n".join(_as_text(path, verdict)))
    sys.exit(0 if is_every_valid else 1)


def _moment(text: str) -> datetime:
    if not text:
        return clock.system_now()
    return moment_written(text)


def _given_trust(folder: Path | None) -> Trust:
    if folder is None:
        return Trust()
    try:
        return Trust.from_folder(folder)
    except (OSError, ValueError) as error:
        vi, en = reason(error) if isinstance(error, OSError) else _NO_CERTIFICATE
        raise Refused(
            f"Không đọc được chứng thư trong {folder}: {vi}.",
            f"A certificate in {folder} cannot be read: {en}.",
        ) from error


def _node_trust(at: datetime) -> Trust:
    """Give what the node believes, where its database answers; nothing where there is none."""
    url = _reachable()
    if not url:
        return Trust()
    django.setup(url)
    from motcua.signatures.queries import node_trust  # noqa: PLC0415 - needs Django

    return node_trust(at=at)


def _reachable() -> str:
    named = database.named()
    server = Server(env.data_folder())
    url = named.app if named else server.urls.app if server.is_running() else ""
    if not url:
        return ""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("SELECT 1 FROM signatures_trustanchor LIMIT 1")
    except psycopg.Error:
        message = say(
            "Không đọc được kho chứng thư của hệ thống: chỉ tin các chứng thư trong --trust.",
            "The node's trust store does not answer: only certificates in --trust are believed.",
        )
        click.echo(message, err=True)
        return ""
    return url


def _judged(pool: Pool, path: Path, trust: Trust, at: datetime) -> Verdict:
    data = path.read_bytes()
    is_json = data[:64].lstrip()[:1] == b"{"
    return pool.judge(data, kind="json" if is_json else "pdf", trust=trust, at=at)


def _as_json(path: Path, verdict: Verdict) -> bytes:
    return orjson.dumps({"file": str(path), **verdict.as_json()})


def _as_text(path: Path, verdict: Verdict) -> Iterator[str]:
    yield f"{say(*_VERDICTS[verdict.verdict])}  {path}: {say(*_REASONS[verdict.reason])}"
    for found in verdict.signatures:
        yield f"    {_signature_as_text(found)}"
        if found.changes:
            what = say("thay đổi", "changed")
            yield f"      {what}: {', '.join(found.changes)}"


def _signature_as_text(found: SignatureFinding) -> str:
    signed = found.best_signature_time or found.signed_at
    when = clock.civil(datetime.fromisoformat(signed)).strftime("%H:%M %d/%m/%Y") if signed else "?"
    issuer = " ← ".join(reversed(found.chain[:-1]))
    parts = (
        found.signer or found.field,
        issuer,
        when,
        found.algorithm,
        say(*_REASONS[found.reason]),
    )
    return " · ".join(part for part in parts if part)
