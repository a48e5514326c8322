"""The certificate that a machine makes for its local network."""

from __future__ import annotations

import datetime as dt
import stat
from typing import TYPE_CHECKING

import pytest
import time_machine
from cryptography import x509

from motcua.cli import lan

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@time_machine.travel(NOW, tick=False)
def test_the_certificate_names_the_address_and_its_key_is_private(tmp_path: Path) -> None:
    made = lan.certificate(tmp_path, "192.168.1.7", ["localhost", "desk.localhost"])

    found = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "desk.localhost"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.7"]
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("days", "names", "kept"),
    [(1, "localhost", "same"), (360, "localhost", "other"), (1, "localhost new", "other")],
)
def test_it_is_made_anew_when_it_runs_out_or_names_change(
    tmp_path: Path, days: int, names: str, kept: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        before = lan.certificate(tmp_path, "192.168.1.7", ["localhost"]).certificate.read_bytes()
    with time_machine.travel(NOW + dt.timedelta(days=days), tick=False):
        after = lan.certificate(tmp_path, "192.168.1.7", names.split()).certificate.read_bytes()

    assert ("same" if before == after else "other") == kept
