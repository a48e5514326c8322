"""The floor under filing files for real: the statement straight, with fresh keys and ids."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.demo.prove import floor
from motcua.demo.prove.filings import Filer, Pattern
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from tests.cast import BIRTH

pytestmark = pytest.mark.django_db


def test_the_floor_files_a_dossier_at_each_call(world):
    filing = world.filing(BIRTH, now=clock.now())
    account = world.actor("citizen").account_id
    filer = Filer(account, "", tuple(str(upload) for _code, upload in filing.papers))
    codes = tuple(code for code, _upload in filing.papers)
    batch = floor._batch(filer, [Pattern(filing.offering_id, "", filing.answers, codes)])
    caller = floor._Caller("", batch)
    for number in range(2):
        caller._file(connection.connection, number)
    filed = Dossier.objects.filter(submission_key__startswith="floor:")
    assert filed.count() == 2
    assert {dossier.papers.count() for dossier in filed} == {len(codes)}
