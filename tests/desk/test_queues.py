"""Queues: each role's, scoped, sorted, filtered, found by name, cut into pages."""

from __future__ import annotations


def test_smoke(desk_of, filed):
    desk = desk_of("receptionist").open("queue")
    assert desk.status == 200, desk.response.content[:3000]
    assert desk.codes == [filed.code]
    desk.open("dossier", filed.public_id)
    assert desk.status == 200
    print(desk.text)
    print(desk.acts)
