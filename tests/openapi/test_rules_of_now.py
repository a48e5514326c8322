"""A filing in one call is judged by the rules that hold now, whatever this process remembers."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import pytest
from django.db import connection, transaction
from PIL import Image

from motcua.console.workshop.actions import undo
from motcua.dossiers import actions
from motcua.dossiers.errors import PapersUnfit
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.models import Blob
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import publish_pack
from motcua.procedures.errors import VersionInUse, VersionNotPublished
from motcua.procedures.models import ProcedureVersion
from tests.cast import BIRTH, BUSINESS, NOW, PDF

pytestmark = pytest.mark.django_db
TODAY = civil_date(NOW)


def submit(world, filing, key="key-0001"):
    return actions.submit(actor=world.actor("citizen"), filing=filing, key=key, now=NOW)


def next_version(code=BUSINESS):
    """Publish the next version of a procedure from today."""
    pack = catalogue.pack_of(catalogue.version_on(code, TODAY))
    newer = pack.model_copy(update={"summary": {"vi": "Mới.", "en": "New."}})
    publish_pack(actor=SYSTEM, pack=newer, valid_from=TODAY, now=NOW)
    return ProcedureVersion.objects.filter(procedure__code=code).latest("number").pk


def test_what_is_filed_after_the_rules_changed_stands_on_the_new_ones(world):
    filing = world.filing(BUSINESS)
    newer = next_version()
    assert catalogue.offering(filing.offering_id).version_id != newer
    filed = submit(world, filing)
    assert Dossier.objects.get(pk=filed.dossier_id).version_id == newer


def test_nothing_is_filed_under_rules_that_were_taken_back(world):
    older = catalogue.version_on(BUSINESS, TODAY)
    newer = next_version()
    forget_all()
    filing = world.filing(BUSINESS)
    assert catalogue.offering(filing.offering_id).version_id == newer
    undo(actor=world.actor("administrator"), version_id=newer, now=NOW)
    filed = submit(world, filing)
    assert Dossier.objects.get(pk=filed.dossier_id).version_id == older


def test_an_office_whose_rules_ended_takes_nothing(world):
    filing = world.filing(BUSINESS)
    assert catalogue.offering(filing.offering_id).is_open(TODAY)
    ProcedureVersion.objects.filter(pk=catalogue.version_on(BUSINESS, TODAY)).update(valid_to=TODAY)
    with pytest.raises(VersionNotPublished):
        submit(world, filing)
    assert not Dossier.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_rules_back_waits_for_who_is_filing_and_sees_him(world):
    newer = next_version()
    filing, told = world.filing(BUSINESS), []

    def take_back():
        try:
            undo(actor=world.actor("administrator"), version_id=newer, now=NOW)
        except VersionInUse as refusal:
            told.append(refusal)
        finally:
            connection.close()

    with transaction.atomic():
        submit(world, filing)
        other = threading.Thread(target=take_back)
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join(timeout=60)
    assert len(told) == 1
    assert ProcedureVersion.objects.get(pk=newer).status == "published"


def photograph():
    content = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(content, "PNG")
    return content.getvalue()


def with_first(world, upload):
    """Give a filing whose first paper is another file."""
    filing = world.filing(BIRTH)
    (code, _file), *rest = filing.papers
    return replace(filing, papers=((code, upload.public_id), *rest)), code


def narrowed(world, code, **changes):
    """Let a paper of the birth registration take less."""
    pack = catalogue.pack_of(catalogue.version_on(BIRTH, TODAY))
    variants = [
        variant.model_copy(
            update={
                "papers": tuple(
                    paper.model_copy(update=changes) if paper.code == code else paper
                    for paper in variant.papers
                )
            }
        )
        for variant in pack.variants
    ]
    newer = pack.model_copy(update={"variants": tuple(variants)})
    publish_pack(actor=SYSTEM, pack=newer, valid_from=TODAY, now=NOW)


def test_a_file_of_a_kind_its_paper_does_not_take_is_refused(world):
    upload = world.upload(content=photograph(), media_type="image/png")
    filing, code = with_first(world, upload)
    narrowed(world, code, types=("pdf",))
    with pytest.raises(PapersUnfit) as refusal:
        submit(world, filing)
    assert refusal.value.details["papers"] == [code]
    assert not Dossier.objects.exists()


def test_a_file_larger_than_its_paper_takes_is_refused(world):
    upload = world.upload(content=PDF + b"large")
    filing, code = with_first(world, upload)
    Blob.objects.filter(pk=upload.file.blob_id).update(size=200 * 1024 * 1024)
    with pytest.raises(PapersUnfit) as refusal:
        submit(world, filing)
    assert refusal.value.details["papers"] == [code]


def test_a_file_that_its_paper_takes_is_filed(world):
    filing, _code = with_first(world, world.upload(content=PDF + b"fits"))
    assert submit(world, filing).is_new
