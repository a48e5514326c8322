"""Another system that calls the API in somebody's name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.identity.actions import issue_access_token
from motcua.kernel import clock
from tests.cast import BIRTH, PDF

ALL = ("dossiers:file", "dossiers:read")


def token_of(account, scopes=ALL, *, at=None):
    return issue_access_token(account=account, scopes=scopes, now=at or clock.system_now()).token


@dataclass
class Caller:
    """Speaks JSON with a token; answers of any status are given back, never raised."""

    token: str = ""
    client: Client = field(
        default_factory=lambda: Client(SERVER_NAME="localhost", raise_request_exception=False)
    )

    def get(self, path, **headers):
        return self.client.get(f"/api/v1{path}", headers=self._headers(headers))

    def post(self, path, body, *, key="", content_type="application/json"):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self._headers({"Idempotency-Key": key} if key else {})
        return self.client.post(
            f"/api/v1{path}", data=raw, content_type=content_type, headers=headers
        )

    def file(self, body, key="key-00001"):
        return self.post("/dossiers", body, key=key)

    def send(self, content=PDF, name="giấy tờ.pdf", media_type="application/pdf"):
        file = SimpleUploadedFile(name, content, media_type)
        return self.client.post("/api/v1/files", {"file": file}, headers=self._headers({}))

    def _headers(self, more):
        return {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}


def body_of(world, code=BIRTH, seed=3, **changes):
    """Give what a caller posts to file: sample answers, and papers sent ahead."""
    filing = world.filing(code, seed=seed)
    papers = [{"code": paper, "file": str(file)} for paper, file in filing.papers]
    return {
        "offering": filing.offering_id,
        "language": "vi",
        "answers": filing.answers,
        "papers": papers,
    } | changes
