"""An auditor's check of the log: sound until somebody changes a row behind its back."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.kernel import keys
from motcua.kernel.audit import heads
from motcua.kernel.models import AuditRow
from tests.cast import NOW
from tests.sealing import LONGEST, seal_everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(LONGEST + 300)]


@pytest.fixture(autouse=True)
def _data(settings, tmp_path):
    """Give the node a data folder of its own, so that its tree heads are those of this log."""
    settings.DATA = tmp_path
    keys.forget()
    keys.make_keys(tmp_path / "keys")
    yield
    keys.forget()


def test_a_check_finds_the_row_that_was_changed(desk_of, world):
    dossier = world.file()
    world.receive(dossier)
    seal_everything(NOW)
    heads.export(now=NOW)
    desk = desk_of("auditor").open("audit")
    assert world.ward.name in desk.text
    desk.response = desk.client.post(desk.at("audit"))
    assert "Nhật ký nguyên vẹn" in desk.text
    row = AuditRow.objects.get(action="dossiers.accept")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditrow DISABLE TRIGGER USER")
        cursor.execute("UPDATE kernel_auditrow SET official_id = 987654 WHERE id = %s", (row.pk,))
        cursor.execute("ALTER TABLE kernel_auditrow ENABLE TRIGGER USER")
    desk.response = desk.client.post(desk.at("audit"))
    assert "Nhật ký đã bị can thiệp" in desk.text
    assert "dòng đã bị sửa · vị trí" in desk.text
    assert f"dòng {row.pk}" in desk.text
    for _ in range(6):
        desk.response = desk.client.post(desk.at("audit"))
    assert desk.status == 429
