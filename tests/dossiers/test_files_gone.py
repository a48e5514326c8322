"""A file taken out of a draft is gone from the store, unless something else names it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Draft, Paper
from motcua.kernel.files import store, sweep
from motcua.kernel.models import Blob
from tests.cast import NOW, PDF

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def draft(world):
    """A draft with the answers of a valid filing, and a file for one of its papers."""
    filing = world.filing()
    draft = actions.start_draft(
        actor=world.actor("citizen"),
        offering_id=filing.offering_id,
        language="vi",
        answers=filing.answers,
        now=NOW,
    )
    draft.code = filing.papers[0][0]
    return draft


def attach(world, draft, content):
    kept = store(
        io.BytesIO(content),
        name="a.pdf",
        now=NOW,
        limit_bytes=10**6,
        accept=frozenset({"application/pdf"}),
    )
    return actions.attach_file(
        actor=world.actor("citizen"),
        draft_id=draft.public_id,
        paper_code=draft.code,
        file=kept,
        now=NOW,
    )


def is_swept(upload):
    sweep(now=LATER)
    return not Blob.objects.filter(pk=upload.file.blob_id).exists()


def test_a_removed_file_is_swept(world, draft):
    upload = attach(world, draft, PDF + b"one")
    actions.remove_file(
        actor=world.actor("citizen"),
        draft_id=draft.public_id,
        upload_id=upload.public_id,
        now=NOW,
    )
    assert is_swept(upload)


def test_files_of_a_discarded_draft_are_swept(world, draft):
    uploads = [attach(world, draft, PDF + name) for name in (b"one", b"two")]
    actions.discard_draft(actor=world.actor("citizen"), draft_id=draft.public_id)
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert all(map(is_swept, uploads))


def test_the_same_file_sent_twice_leaves_one(world, draft):
    first, second = (attach(world, draft, PDF + b"one") for _ in range(2))
    assert first == second
    actions.discard_draft(actor=world.actor("citizen"), draft_id=draft.public_id)
    assert is_swept(first)


def test_a_file_that_a_dossier_names_stays(world, draft):
    dossier = world.file()
    upload = attach(world, draft, PDF + b"one")
    Paper.objects.create(dossier=dossier, code=draft.code, file=upload.file, added_at=NOW)
    actions.discard_draft(actor=world.actor("citizen"), draft_id=draft.public_id)
    assert not is_swept(upload)
