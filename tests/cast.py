"""The fixed cast: one ward with its people, another agency's official, two citizens."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import override_settings

from motcua.agencies.actions import (
    appoint_official,
    open_unit,
    post_official,
    register_agency,
    seed_calendar,
)
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.models import Place
from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.fee_debts import claims_open
from motcua.identity.actions import (
    IdentifierFacts,
    PersonFacts,
    open_account,
    open_official_account,
    register_person,
)
from motcua.identity.queries import actor_for
from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.files import store
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import OfferingFacts, open_offering, publish_pack
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.signatures.actions import issue_agency_certificate, make_demo_authority
from motcua.signatures.queries import signing_key

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
BIRTH, RESIDENCE, BUSINESS = "1.001193", "1.004222", "1.001612"
PASSWORD = "mat-khau-rat-dai-2026"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)
ROLES = {
    "receptionist": "MC",
    "specialist": "CM",
    "head": "CM",
    "clerk": "MC",
    "accountant": "MC",
    "leader": "LD",
}


@dataclass
class World:
    """Everybody and everything the tests know by name."""

    now: datetime
    ward: object
    other_ward: object
    offerings: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, object] = field(default_factory=dict)

    def actor(self, name, now=None):
        return actor_for(self.accounts[name], now or self.now)

    def upload(self, name="citizen", content=PDF, now=None, media_type="application/pdf"):
        stored = store(
            io.BytesIO(content),
            name="giấy tờ.pdf",
            now=now or self.now,
            limit_bytes=10**6,
            accept=frozenset({media_type}),
        )
        return actions.keep_upload(actor=self.actor(name), file=stored, now=now or self.now)

    def filing(self, code=BIRTH, *, name="citizen", seed=3, now=None, fixed=None):
        now = now or self.now
        rules = catalogue.rules(catalogue.offering(self.offerings[code]).version_id)
        today = civil_date(now)
        answers = sample_answers(rules.form, seed=seed, today=today, fixed=fixed or {})
        asked = [row for row in rules.papers(answers, "online", civil_date(now)) if row.is_required]
        given, groups = [], set()
        for row in asked:
            if row.paper.one_of in groups:
                continue
            groups |= {row.paper.one_of} - {None}
            given.append((row.code, self.upload(name, PDF + row.code.encode()).public_id))
        return actions.Filing(self.offerings[code], "online", "vi", answers, tuple(given))

    def file(self, code=BIRTH, *, key="key-0001", name="citizen", seed=3, now=None, fixed=None):
        filed = actions.submit(
            actor=self.actor(name),
            filing=self.filing(code, name=name, seed=seed, now=now, fixed=fixed),
            key=key,
            now=now or self.now,
        )
        return Dossier.objects.get(pk=filed.dossier_id)

    def settle(self, now=None):
        """Let the outbox do what follows."""
        while not outbox.drain(now=now or self.now).idle:
            pass

    def grant(self, dossier, now=None):
        """Let the receptionist see what proves an exemption, where one is claimed."""
        if claims_open(dossier):
            actions.judge_exemption(
                actor=self.actor("receptionist"),
                dossier_id=dossier.pk,
                is_granted=True,
                now=now or self.now,
            )

    def receive(self, dossier, now=None):
        now = now or self.now
        self.grant(dossier, now)
        actions.accept(actor=self.actor("receptionist"), dossier_id=dossier.pk, now=now)
        actions.hand_over(actor=self.actor("receptionist"), dossier_id=dossier.pk, now=now)
        dossier.refresh_from_db()
        return dossier

    def give_a_key(self):
        """Let the ward sign; a key takes a quarter of a second, so only who signs makes one."""
        founded = datetime(2026, 1, 1, tzinfo=UTC)
        if signing_key(agency_id=self.ward.pk, at=self.now) is None:
            make_demo_authority(actor=SYSTEM, now=founded)
            issue_agency_certificate(actor=SYSTEM, agency=self.ward, now=founded)

    def draft(self, dossier, now=None):
        now = now or self.now
        form = catalogue.rules(dossier.version_id).official_form
        data = sample_answers(form, seed=1, today=civil_date(now))
        actions.draft_result(
            actor=self.actor("specialist"), dossier_id=dossier.pk, data=data, now=now
        )

    def finish(self, dossier, now=None):
        """Draft, check, approve and sign."""
        now = now or self.now
        self.give_a_key()
        self.draft(dossier, now)
        for name in ("specialist", "head"):
            actions.complete_step(
                actor=self.actor(name), dossier_id=dossier.pk, now=now, note="Đủ điều kiện."
            )
        actions.approve_result(actor=self.actor("leader"), dossier_id=dossier.pk, now=now)
        self.settle(now)
        dossier.refresh_from_db()
        return dossier


def build(now):
    """Build the cast in the test's database."""
    places = build_places()
    seed_calendar()
    for pack in _packs():
        publish_pack(actor=SYSTEM, pack=pack, valid_from=civil_date(now), now=now)
    ward = _agency("H26.101", "Ủy ban nhân dân phường Ba Đình", places["00004"], now)
    other = _agency("H26.102", "Ủy ban nhân dân phường Hoàn Kiếm", places["00070"], now)
    world = World(now, ward, other)
    units = _units(ward, now)
    for role, unit in ROLES.items():
        world.accounts[role] = _official(ward, units[unit], role, now)
    world.accounts["administrator"] = _official(ward, units["LD"], "administrator", now)
    world.accounts["auditor"] = _official(ward, units["LD"], "auditor", now)
    world.accounts["outsider"] = _official(other, _units(other, now)["MC"], "receptionist", now)
    world.accounts["citizen"] = _citizen("Nguyễn Thị An", "001190000123", "0912345678", now)
    world.accounts["relative"] = _citizen("Trần Văn Bình", "001085000456", "0987654321", now)
    for code in (BIRTH, RESIDENCE, BUSINESS):
        facts = OfferingFacts({role: units[unit].pk for role, unit in ROLES.items()})
        world.offerings[code] = open_offering(
            actor=SYSTEM, agency=ward, procedure_code=code, facts=facts, opened_from=SINCE, now=now
        ).pk
    return world


@cache
def _packs():
    """Give the procedures the ward offers; publishing all that is shipped would take seconds."""
    offered = {BIRTH, RESIDENCE, BUSINESS}
    return [read_pack(folder) for folder in pack_folders() if folder.name in offered]


def build_places():
    made = {}
    city = Place.objects.create(
        code="01",
        level="province",
        name="Thành phố Hà Nội",
        kind="thành phố",
        valid_from=SINCE,
        search_text="thanh pho ha noi",
    )
    for code, name in (("00004", "Phường Ba Đình"), ("00070", "Phường Hoàn Kiếm")):
        made[code] = Place.objects.create(
            code=code,
            level="commune",
            name=name,
            kind="phường",
            parent=city,
            valid_from=SINCE,
            search_text=name.lower(),
        )
    return made


def _agency(code, name, place, now):
    facts = AgencyFacts(code, "commune", name, phone="024 0000 0101", is_invented=True)
    return register_agency(actor=SYSTEM, facts=facts, now=now, valid_from=SINCE, place=place)


def _units(agency, now):
    names = {"LD": "Lãnh đạo", "MC": "Trung tâm Phục vụ hành chính công", "CM": "Chuyên môn"}
    made = {}
    for code, name in names.items():
        made[code] = open_unit(
            actor=SYSTEM,
            agency=agency,
            facts=UnitFacts(code, name),
            now=now,
            valid_from=SINCE,
            parent=made.get("LD"),
        )
    return made


def _official(agency, unit, role, now, post=None):
    email = f"{role}.{agency.pk}@co-quan.example"
    official = appoint_official(
        actor=SYSTEM,
        agency=agency,
        facts=OfficialFacts(role[:20], f"Cán bộ {role}", email=email),
        now=now,
        valid_from=SINCE,
    )
    post_official(
        actor=SYSTEM, official=official, unit=unit, role=post or role, now=now, valid_from=SINCE
    )
    return _with_password(
        open_official_account(actor=SYSTEM, official=official, email=email, now=now)
    )


def _citizen(name, number, phone, now):
    facts = PersonFacts(
        full_name=name,
        birth_date=date(1990, 1, 2),
        phone=phone,
        email=f"{phone}@dan.example",
        place_code="00004",
        address="Số 1 phố Hoa Sữa",
    )
    person = register_person(
        actor=SYSTEM,
        facts=facts,
        now=now,
        identifiers=(IdentifierFacts("citizen-number", number),),
        is_invented=True,
    )
    return _with_password(
        open_account(
            actor=SYSTEM, person=person, email=f"{phone}@dan.example", password=None, now=now
        )
    )


def _with_password(account):
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        account.password = make_password(PASSWORD)
    account.save(update_fields=["password"])
    return account
