"""Every address of both hosts, every role, one's own and a stranger's: nobody sees too much."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.identity.enums import Door
from tests.identity.doors import NAMES
from tests.security.access import EVERYBODY, NOBODY, OFFICIALS, TABLES
from tests.security.things import of_dossier, strange
from tests.security.urls import addresses

pytestmark = pytest.mark.django_db
ROLES = sorted(EVERYBODY)
# What these say is the same for a thing that exists and for one that does not.
BY_CODE = {"portal:track-code", "portal:issued", "portal:issued-file"}


def test_every_address_is_listed_with_who_may_read_it():
    found = {(each.door, each.name) for each in addresses()}
    listed = {(door, name) for door, table in TABLES.items() for name in table}
    assert found - listed == set(), "list these in tests/security/access.py"
    assert listed - found == set(), "these are gone: take them from tests/security/access.py"


def test_no_role_is_listed_that_nobody_plays():
    for table in TABLES.values():
        for name, roles in table.items():
            assert roles <= EVERYBODY, name


def places(things, role):
    """Give each address that a role comes to, with each of the dossiers it may name.

    At the other door one's session is unknown; one citizen and one official try it there too.
    """
    door = Door.DESK if role in OFFICIALS else Door.PORTAL
    is_roaming = role in {"anonymous", "citizen", "receptionist"}
    for each in addresses():
        if each.door != door and not is_roaming:
            continue
        variants = [things]
        if {"dossier_id", "public_id"} & set(each.parts):
            variants.append(things | of_dossier(things["filed"]))
        for variant in variants:
            yield each, each.path(variant)


def opens(answer):
    if answer.streaming:
        list(answer)  # a file is closed when it was read
    return 200 <= answer.status_code < 300


def rows():
    """Give the dossiers as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM dossiers_dossier d ORDER BY d.id")
        return cursor.fetchall()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_only_what_is_listed_for_it(visit, things, role):
    wrong, broken, browser = [], [], visit(role)
    for each, path in places(things, role):
        answer = browser.get(path, SERVER_NAME=NAMES[Door(each.door)])
        if opens(answer) and role not in TABLES[each.door][each.name]:
            wrong.append((str(each), answer.status_code))
        if answer.status_code >= 500:
            broken.append((str(each), answer.status_code))
    assert wrong == []
    assert broken == []


@pytest.mark.parametrize("role", ["anonymous", "relative", "outsider"])
def test_a_stranger_changes_nothing_by_posting(visit, things, role):
    before, wrong, browser = rows(), [], visit(role)
    for each, path in places(things, role):
        if not each.parts:
            continue
        answer = browser.post(path, SERVER_NAME=NAMES[Door(each.door)])
        allowed = TABLES[each.door][each.name] == EVERYBODY
        if answer.status_code >= 500 or (opens(answer) and not allowed):
            wrong.append((str(each), answer.status_code))
    assert wrong == []
    assert rows() == before


@pytest.mark.parametrize("role", ["relative", "outsider"])
def test_a_strangers_thing_answers_like_one_that_is_not_there(visit, things, role):
    nowhere, different, browser = strange(things), [], visit(role)
    for each in addresses():
        # What an office may be booked for, or is told about, is nobody's own.
        if not set(each.parts) - {"code", "kind", "kind_id", "topic"} or each.name in BY_CODE:
            continue
        if TABLES[each.door][each.name] in (EVERYBODY, NOBODY):
            continue
        server = {"SERVER_NAME": NAMES[Door(each.door)]}
        theirs = browser.get(each.path(things), **server)
        nobodys = browser.get(each.path(nowhere), **server)
        if theirs.status_code != nobodys.status_code:
            different.append((str(each), theirs.status_code, nobodys.status_code))
    assert different == []


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("citizen", "portal:dossier"),
        ("citizen", "portal:draft-papers"),
        ("citizen", "portal:dossier-result"),
        ("citizen", "portal:order"),
        ("anonymous", "portal:procedure"),
        ("anonymous", "portal:issued"),
        ("receptionist", "desk:queue"),
        ("receptionist", "desk:dossier"),
        ("consultant", "desk:dossier"),
        ("consultant", "desk:paper-content"),
        ("auditor", "desk:audit"),
        ("leader", "desk:leading"),
        ("administrator", "console:officials"),
    ],
)
def test_who_should_see_a_page_sees_it(visit, things, role, name):
    (address,) = (each for each in addresses() if each.name == name)
    answer = visit(role).get(address.path(things), SERVER_NAME=NAMES[Door(address.door)])
    assert opens(answer)
