"""Auditors: the whole trail of a dossier, as the log has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel import audit


@pytest.mark.parametrize("role", ["receptionist", "specialist", "head", "leader", "administrator"])
def test_only_auditors_open_the_log(desk_of, filed, role):
    desk = desk_of(role)
    assert desk.open("audit").status == 403
    assert desk.open("trail", filed.public_id).status == 403
    assert desk.client.post(desk.at("audit")).status_code == 403


def test_the_trail_names_every_act_and_every_reader_with_the_purpose(desk_of, world, filed):
    world.receive(filed)
    desk_of("specialist").open("dossier", filed.public_id)
    desk = desk_of("auditor").open("trail", filed.public_id)
    rows = [
        [cell.text_content().strip() for cell in row.xpath("td")[1:4]]
        for row in desk.page.xpath("//tr[@data-row]")
    ]
    assert ["Đọc hồ sơdossiers.read", "Cán bộ specialist", "Giải quyết"] in rows
    assert rows[0] == ["Đọc hồ sơdossiers.read", "Cán bộ auditor", "Kiểm tra"]
    assert [act for act, *_ in rows][-1] == "Nộp hồ sơdossiers.submit"
    assert {"dossiers.accept", "dossiers.hand_over"} < {
        act[act.index("dossiers.") :] for act, *_ in rows
    }


def test_the_trail_of_another_agencys_dossier_is_not_there(desk_of, world, filed):
    type(filed).objects.update(agency=world.other_ward)
    assert desk_of("auditor").open("trail", filed.public_id).status == 404


def test_the_trail_says_as_of_when_a_late_entry_counts(desk_of, world, filed):
    audit.record(
        actor=world.actor("receptionist"),
        action="dossiers.accept",
        subject=("dossier", str(filed.public_id)),
        agency_id=filed.agency_id,
        dossier_id=filed.pk,
        now=world.now,
        data={"as_of": world.now - timedelta(days=1)},
    )
    desk = desk_of("auditor").open("trail", filed.public_id)
    assert "tính từ 09:00 19/11/2026" in desk.text
