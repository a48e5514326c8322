"""Two hundred invented people in households, thirty enterprises, and one foreigner."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.demo.world.agencies import WARDS
from motcua.identity.actions import (
    IdentifierFacts,
    OrganisationFacts,
    PersonFacts,
    open_account,
    register_organisation,
    register_person,
)
from motcua.identity.enums import IdentifierType
from motcua.kernel.actors import SYSTEM
from motcua.kernel.codes import Sex, TaxCodeInvalid, made_citizen_number, made_tax_code

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.demo.world.names import Names
    from motcua.identity.models import Account, Person

PEOPLE = 200
ENTERPRISES = 30
_STREETS = ("Hoa Sữa", "Cây Bàng", "Bằng Lăng", "Phượng Vĩ", "Sấu", "Lộc Vừng", "Cơm Nguội")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody of the made-up world who may file dossiers."""

    person: Person
    account: Account


class Settlement:
    """Invents people household by household."""

    def __init__(self, names: Names, seed: int, now: datetime) -> None:
        """Begin with a seed."""
        self._names = names
        self._rng = Random(seed)  # noqa: S311 - invented people, no secrets
        self._now = now
        self._serial = 1000

    def settle(self) -> list[Neighbour]:
        """Make everybody; adults have accounts."""
        neighbours: list[Neighbour] = [self._foreigner()]
        made = 1
        while made < PEOPLE:
            size = min(self._rng.choice((1, 2, 3, 4, 4, 5)), PEOPLE - made)
            neighbours += self._household(size)
            made += size
        for _ in range(ENTERPRISES):
            self._enterprise(self._rng.choice(neighbours[1:]).person)
        return neighbours

    def _household(self, size: int) -> list[Neighbour]:
        family, home = self._names.family(), uuid.UUID(int=self._rng.getrandbits(128), version=4)
        ward = self._rng.choice(tuple(WARDS))
        address = f"Số {self._rng.randrange(1, 200)} phố {self._rng.choice(_STREETS)}"
        adults = []
        for place in range(size):
            age = self._rng.randrange(25, 70) if place < 2 else self._rng.randrange(1, 24)
            facts = self._facts(age, family if place != 1 else "", ward, address, home)
            person = register_person(
                actor=SYSTEM,
                facts=facts,
                now=self._now,
                identifiers=(self._number(facts),),
                is_invented=True,
            )
            if age >= 18:
                adults.append(self._neighbour(person, facts.email))
        return adults

    def _facts(
        self, age: int, family: str, ward: str, address: str, home: uuid.UUID
    ) -> PersonFacts:
        sex = self._rng.choice(("male", "female"))
        self._serial += 1
        born = self._now.date() - timedelta(days=age * 365 + self._rng.randrange(365))
        return PersonFacts(
            full_name=self._names.person(sex, family),
            birth_date=born,
            sex=sex,
            ethnicity="01",
            place_code=ward,
            address=address,
            household=home,
            # 0900 000 xxx is handed out to nobody in the demo's telephone network.
            phone=f"0900{self._serial:06}",
            email=f"dan.{self._serial}@dan.example",
        )

    def _number(self, facts: PersonFacts) -> IdentifierFacts:
        assert facts.birth_date is not None
        sex = Sex.MALE if facts.sex == "male" else Sex.FEMALE
        number = made_citizen_number("001", sex, facts.birth_date.year, self._serial)
        return IdentifierFacts(IdentifierType.CITIZEN_NUMBER, number)

    def _foreigner(self) -> Neighbour:
        facts = PersonFacts(
            full_name="Alex Example",
            birth_date=date(1988, 4, 30),
            sex="male",
            nationality="AU",
            place_code="00103",
            address="Số 8 phố Bằng Lăng",
            phone="0900000999",
            email="alex@dan.example",
        )
        passport = IdentifierFacts(IdentifierType.PASSPORT, "PX0000001", "AU")
        person = register_person(
            actor=SYSTEM, facts=facts, now=self._now, identifiers=(passport,), is_invented=True
        )
        return self._neighbour(person, facts.email)

    def _neighbour(self, person: Person, email: str) -> Neighbour:
        account = open_account(
            actor=SYSTEM, person=person, email=email, password=None, now=self._now
        )
        return Neighbour(person, account)

    def _enterprise(self, representative: Person) -> None:
        while True:
            try:
                code = made_tax_code(f"01{self._rng.randrange(10**7):07}")
            except TaxCodeInvalid:
                continue  # about one in eleven has no check digit
            break
        register_organisation(
            actor=SYSTEM,
            facts=OrganisationFacts(
                self._names.company(),
                code,
                place_code=representative.place_code,
                address=representative.address,
            ),
            representative=representative,
            now=self._now,
            is_invented=True,
        )
