"""The local network: this machine's address there, and a certificate made by itself."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from pathlib import Path

_DAYS = 365
# Reserved for documentation: choosing a route to it sends nothing.
_ANYWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its key, as files."""

    certificate: Path
    key: Path


def address() -> str:
    """Give this machine's address on the local network; raise Refused when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANYWHERE)
        except OSError as error:
            raise _no_network() from error
        found = str(probe.getsockname()[0])
    if ipaddress.ip_address(found).is_loopback:
        raise _no_network()
    return found


def _no_network() -> Refused:
    return Refused(
        "Máy này không ở trong mạng nội bộ nào; hãy nối mạng hoặc bỏ LAN=1.",
        "This machine is on no local network; connect it or leave LAN=1 out.",
    )


def certificate(folder: Path, found: str, names: list[str]) -> Certificate:
    """Give a certificate for an address and names, made anew when they changed or it runs out."""
    files = Certificate(folder / f"lan-{found}.crt", folder / f"lan-{found}.key")
    if not files.key.exists() or not _covers(files.certificate, names):
        _make(files, found, names)
    return files


def _covers(path: Path, names: list[str]) -> bool:
    if not path.exists():
        return False
    found = x509.load_pem_x509_certificate(path.read_bytes())
    alternative = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    is_fresh = found.not_valid_after_utc > _now() + timedelta(days=7)
    return is_fresh and set(names) <= set(alternative.get_values_for_type(x509.DNSName))


def _make(files: Certificate, found: str, names: list[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, found)])
    alternatives: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address(found))]
    alternatives += [x509.DNSName(host) for host in names]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(_now() - timedelta(days=1))
        .not_valid_after(_now() + timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with open(files.key, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target:
        target.write(secret)
    files.certificate.write_bytes(made.public_bytes(Encoding.PEM))


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the machine's time: the demo's clock is another
