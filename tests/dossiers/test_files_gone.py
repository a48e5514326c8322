"""Files nobody can reach any more are gone from the store, unless something else names them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.actions.sweeping import sweep_answers, sweep_sent_ahead
from motcua.dossiers.models import Draft, Paper, Upload
from motcua.dossiers.queries.supplements import draft_of_answer
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


def test_a_file_sent_ahead_and_never_filed_is_gone_after_thirty_days(world):
    upload = world.upload(content=PDF + b"ahead")
    sweep_sent_ahead(now=NOW + timedelta(days=30))
    assert not is_swept(upload)
    assert sweep_sent_ahead(now=NOW + timedelta(days=31)) == 1
    assert is_swept(upload)


def test_a_file_sent_ahead_and_filed_stays_with_its_dossier(world):
    dossier = world.file()
    papers = list(Paper.objects.filter(dossier=dossier))
    sweep_sent_ahead(now=NOW + timedelta(days=31))
    sweep(now=NOW + timedelta(days=40))
    assert not Upload.objects.exists()
    assert papers
    assert all(Blob.objects.filter(pk=paper.file.blob_id).exists() for paper in papers)


def test_filing_again_with_the_same_key_gives_the_first_answer_after_the_sweep(world):
    filing, actor = world.filing(), world.actor("citizen")
    first = actions.submit(actor=actor, filing=filing, key="key-0001", now=NOW)
    sweep_sent_ahead(now=NOW + timedelta(days=31))
    again = actions.submit(actor=actor, filing=filing, key="key-0001", now=NOW)
    assert (again.code, again.is_new) == (first.code, False)


def test_a_draft_s_files_stay_as_long_as_the_draft(world, draft):
    upload = attach(world, draft, PDF + b"one")
    sweep_sent_ahead(now=NOW + timedelta(days=400))
    sweep_answers(now=NOW + timedelta(days=400))
    assert not is_swept(upload)


@pytest.fixture
def answering(world):
    """A dossier sent back for a paper, and what its filer has begun to answer with."""
    dossier = world.file()
    code = Paper.objects.filter(dossier=dossier).first().code
    item = actions.SupplementItem("paper", code, "Ảnh mờ")
    actions.ask_supplement(
        actor=world.actor("receptionist"), dossier_id=dossier.pk, items=[item], now=NOW
    )
    draft = actions.start_answering(actor=world.actor("citizen"), dossier_id=dossier.pk, now=NOW)
    draft.code = code
    return dossier, draft


def test_an_answer_begun_and_never_given_is_swept_once_its_dossier_has_ended(world, answering):
    dossier, draft = answering
    upload = attach(world, draft, PDF + b"answer")
    sweep_answers(now=NOW + timedelta(days=31))
    assert not is_swept(upload)
    actions.withdraw(actor=world.actor("citizen"), dossier_id=dossier.pk, reason="Đổi ý", now=NOW)
    sweep_answers(now=NOW + timedelta(days=29))
    assert draft_of_answer(dossier) is not None
    sweep_answers(now=NOW + timedelta(days=31))
    assert draft_of_answer(dossier) is None
    assert is_swept(upload)


def test_files_of_an_answer_that_was_given_otherwise_are_swept(world, answering):
    dossier, draft = answering
    unused = attach(world, draft, PDF + b"unused")
    given = world.upload(content=PDF + b"given")
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={draft.code: [given.public_id]},
        now=NOW,
    )
    assert is_swept(unused)
    assert not is_swept(given)
