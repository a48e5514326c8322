"""A node whose key of blind indexes is changed while what it made before still holds."""

from __future__ import annotations

import base64
import json
import secrets
from contextlib import contextmanager

from motcua.kernel import keys


@contextmanager
def newer_index_key(settings):
    """Put a new index key in front for the length of a block; the older ones stay behind it."""
    ring = keys.ring()
    document = {
        "seal": [base64.b64encode(key).decode() for key in ring.seal],
        "index": [base64.b64encode(key).decode() for key in (secrets.token_bytes(32), *ring.index)],
    }
    before, settings.SEAL_KEYS = settings.SEAL_KEYS, json.dumps(document)
    keys.forget()
    try:
        yield
    finally:
        settings.SEAL_KEYS = before
        keys.forget()
