"""A node that is a merchant of a bank."""

from __future__ import annotations

import pytest

from tests.payments.bank import SECRET


@pytest.fixture(autouse=True)
def _merchant(settings):
    settings.BANK_URL = "http://127.0.0.1:1"
    settings.BANK_MERCHANT = "H26"
    settings.BANK_SECRET = SECRET.decode()
    settings.BANK_ACCOUNT = "970436:1012345678"
