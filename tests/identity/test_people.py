"""Persons by their documents: claims find nobody, confirmed numbers name one person."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from motcua.agencies.enums import GrantKind, Role
from motcua.agencies.models import Agency, Grant, Official, Posting
from motcua.agencies.queries import covers, powers_of
from motcua.identity import actions, queries
from motcua.identity.actions import IdentifierFacts, OrganisationFacts, PersonFacts
from motcua.identity.enums import IdentifierType
from motcua.identity.errors import (
    AccountTaken,
    EmailTaken,
    IdentifierMalformed,
    IdentifierTaken,
)
from motcua.identity.models import Person
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.errors import NotAllowed
from tests.identity.doors import NOW, PASSWORD

NUMBER = "001090000017"
PASSPORT = IdentifierFacts(IdentifierType.PASSPORT, "C1234567", "LA")


def register(name="Đỗ Văn Thử", *identifiers, actor=SYSTEM):
    return actions.register_person(
        actor=actor, facts=PersonFacts(full_name=name), identifiers=identifiers, now=NOW
    )


@pytest.mark.django_db
def test_a_person_is_found_by_a_confirmed_number_however_it_is_written(person):
    for written in (NUMBER, "001 090 000 017", "001.090.000.017"):
        assert queries.person_by_identifier(IdentifierType.CITIZEN_NUMBER, written) == person
    assert queries.person_by_identifier(IdentifierType.CITIZEN_NUMBER, "001090000018") is None


@pytest.mark.django_db
def test_a_number_counts_together_with_its_kind_and_country():
    lao = register("Somchai", PASSPORT)
    thai = register("Somsak", IdentifierFacts(IdentifierType.PASSPORT, "C1234567", "TH"))
    assert queries.person_by_identifier("passport", "C1234567", "LA") == lao
    assert queries.person_by_identifier("passport", "c1234567", "TH") == thai
    assert queries.person_by_identifier("residence-card", "C1234567", "LA") is None


@pytest.mark.django_db
def test_a_confirmed_number_names_one_person(person):
    with pytest.raises(IdentifierTaken):
        register("Người Khác", IdentifierFacts(IdentifierType.CITIZEN_NUMBER, NUMBER))
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_claim_becomes_a_name_when_an_official_has_seen_the_paper(citizen, receptionist):
    actor = queries.actor_for(citizen, NOW)
    claim = actions.attach_identifier(actor=actor, person=citizen.person, facts=PASSPORT, now=NOW)
    assert queries.person_by_identifier("passport", "C1234567", "LA") is None
    seen = queries.actor_for(receptionist, NOW)
    actions.confirm_identifier(actor=seen, identifier=claim, now=NOW)
    assert queries.person_by_identifier("passport", "C1234567", "LA") == citizen.person


@pytest.mark.django_db
def test_a_second_claim_to_a_confirmed_number_is_not_confirmed(receptionist):
    register("Người Một", PASSPORT)
    stranger = register("Người Hai", PASSPORT, actor=Actor("citizen"))
    with pytest.raises(IdentifierTaken):
        actions.confirm_identifier(
            actor=queries.actor_for(receptionist, NOW),
            identifier=stranger.identifiers.get(),
            now=NOW,
        )


@pytest.mark.django_db
def test_nobody_adds_documents_to_another_or_confirms_his_own(citizen):
    actor = queries.actor_for(citizen, NOW)
    with pytest.raises(NotAllowed):
        actions.attach_identifier(actor=actor, person=register(), facts=PASSPORT, now=NOW)
    claim = actions.attach_identifier(actor=actor, person=citizen.person, facts=PASSPORT, now=NOW)
    with pytest.raises(NotAllowed):
        actions.confirm_identifier(actor=actor, identifier=claim, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_write_one_number_at_once_one_wins(transactional_db):
    start, outcomes = threading.Barrier(6), []

    def write():
        start.wait()
        try:
            outcomes.append(register("Ai Đó", PASSPORT))
        except IdentifierTaken:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome is not None for outcome in outcomes) == 1
    assert Person.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        IdentifierFacts("citizen-number", "12"),
        IdentifierFacts("unheard-of", "C1234567"),
        IdentifierFacts("passport", "C1234567", "Lào"),
        IdentifierFacts("tax-code", "01000001"),
    ],
)
def test_a_malformed_document_is_refused(facts):
    with pytest.raises(IdentifierMalformed) as refusal:
        register("Ai Đó", facts)
    assert facts.number not in str(refusal.value.details)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("001090000017", "********0017"), ("C1234567", "****4567"), ("1234", "****"), ("", "")],
)
def test_numbers_are_shown_by_their_last_four_signs(number, shown):
    assert queries.mask(number) == shown


@pytest.mark.django_db
def test_a_person_s_documents_are_shown_masked(person):
    shown = queries.shown_identifiers(person)
    assert [(one.type, one.masked, one.is_confirmed) for one in shown] == [
        ("citizen-number", "********0017", True)
    ]
    assert queries.current_identifier(person).number == NUMBER


@pytest.mark.django_db
def test_a_person_goes_by_a_confirmed_document_before_a_claim(person):
    actions.attach_identifier(
        actor=Actor("citizen", person_id=person.pk), person=person, facts=PASSPORT, now=NOW
    )
    assert queries.current_identifier(person).number == NUMBER


@pytest.mark.django_db
def test_where_a_person_lives_is_not_in_the_database_in_the_clear(citizen):
    facts = PersonFacts(full_name="Đỗ Văn Thử", address="Số 7 ngõ Hoa Sữa")
    known = actions.register_person(actor=SYSTEM, facts=facts, now=NOW)
    assert Person.objects.get(pk=known.pk).address == "Số 7 ngõ Hoa Sữa"
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM identity_person WHERE id = %s", [known.pk])
        assert "Hoa Sữa".encode() not in bytes(cursor.fetchone()[0])
    assert "Hoa Sữa" not in repr(facts)


@pytest.mark.django_db
def test_people_are_found_by_name_without_diacritics(person):
    assert person.search_text == "nguyen van mau"
    assert Person.objects.filter(search="nguyen & mau").exists()


@pytest.mark.django_db
def test_a_name_holds_no_sign_that_turns_or_hides_letters():
    hostile = register("\u202eNguyễn\u200b  Văn\x1b\tThử\ufeff", PASSPORT)
    plain = register("Nguyễn Văn Thử", IdentifierFacts(IdentifierType.PASSPORT, "D7654321"))
    assert hostile.full_name == plain.full_name
    assert hostile.search_text == plain.search_text


@pytest.mark.django_db
def test_an_organisation_has_a_tax_code_and_a_representative(person):
    facts = OrganisationFacts(name="Công ty Thử", tax_code="0100 000 019")
    made = actions.register_organisation(actor=SYSTEM, facts=facts, representative=person, now=NOW)
    assert (made.tax_code, made.representative) == ("0100000019", person)
    with pytest.raises(IdentifierTaken):
        actions.register_organisation(actor=SYSTEM, facts=facts, representative=person, now=NOW)


@pytest.mark.django_db
def test_an_address_and_a_person_have_one_account_each(citizen, person):
    with pytest.raises(EmailTaken):
        actions.open_account(
            actor=SYSTEM, person=register(), email="MAU@dan.test", password=PASSWORD, now=NOW
        )
    with pytest.raises(AccountTaken):
        actions.open_account(
            actor=SYSTEM, person=person, email="hai@dan.test", password=PASSWORD, now=NOW
        )


@pytest.mark.django_db
def test_only_an_administrator_of_the_agency_opens_officials_accounts(
    ward, receptionist, administrator
):
    newcomer = Official.objects.create(agency=ward, staff_code="N", full_name="Người Mới")
    with pytest.raises(NotAllowed):
        actions.open_official_account(
            actor=queries.actor_for(receptionist, NOW), official=newcomer, email="n@x.test", now=NOW
        )
    account = actions.open_official_account(
        actor=queries.actor_for(administrator, NOW), official=newcomer, email="n@x.test", now=NOW
    )
    assert queries.account_of_official(newcomer.pk) == account
    assert not account.has_usable_password()


# --- powers -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_powers_are_those_of_postings_and_grants_valid_that_day(
    receptionist, counter, django_assert_num_queries
):
    other = Agency.objects.create(code="000.12.02.H26", kind="commune", name="Phường Khác")
    official = receptionist.official
    Posting.objects.create(
        official=official, unit=counter, role=Role.HEAD, valid_from=date(2027, 1, 1)
    )
    Grant.objects.create(
        official=official,
        kind=GrantKind.RECEIPT,
        agency=other,
        reason="Tiếp nhận thay",
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 12, 1),
    )
    with django_assert_num_queries(1):
        powers = powers_of(official, date(2026, 11, 20))
    assert set(powers) == {
        Power("receptionist", counter.agency_id, f"{counter.pk}/"),
        Power("receptionist", other.pk, ""),
    }
    assert {power.agency_id for power in powers_of(official, date(2026, 12, 1))} == {
        counter.agency_id
    }
    assert "head" in {power.role for power in powers_of(official, date(2027, 1, 1))}


@pytest.mark.django_db
def test_an_official_who_left_holds_nothing(receptionist):
    official = receptionist.official
    official.valid_to = date(2026, 11, 20)
    official.save()
    assert powers_of(official, date(2026, 11, 19))
    assert powers_of(official, date(2026, 11, 20)) == ()


@pytest.mark.django_db
def test_a_unit_without_a_path_is_not_the_whole_agency(receptionist, counter):
    counter.path = ""
    counter.save()
    (power,) = powers_of(receptionist.official, date(2026, 11, 20))
    assert power.unit_path == f"{counter.pk}/"


def test_a_power_covers_its_unit_and_below_and_nothing_beside():
    actor = Actor("official", 1, None, 1, (Power("head", 3, "12/40/"),))
    assert covers(actor, 3, "12/40/")
    assert covers(actor, 3, "12/40/7/", ("head",))
    assert not covers(actor, 3, "12/")
    assert not covers(actor, 3, "12/4/")
    assert not covers(actor, 4, "12/40/")
    assert not covers(actor, 3, "12/40/", ("leader",))
