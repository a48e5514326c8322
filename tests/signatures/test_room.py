"""Agencies and officials get keys, sign with them, and lose them; the verify page can tell."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from motcua.agencies.enums import AgencyKind
from motcua.agencies.models import Agency, Official
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.kernel.models import AuditRow, OutboxRow
from motcua.signatures import actions, enums, providers, queries
from motcua.signatures.errors import KeyNotUsable, KeyUnavailable, NotSignable
from motcua.signatures.verdicts import findings, roles
from tests.signatures.conftest import AT

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from motcua.signatures.models import SigningKey

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, settings: Any) -> Generator[None]:
    settings.DATA = tmp_path
    providers.files.cache_clear()
    yield
    providers.files.cache_clear()


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        code="H26.11", kind=AgencyKind.COMMUNE, name="Ủy ban nhân dân phường Mẫu"
    )


@pytest.fixture
def official(agency: Agency) -> Official:
    return Official.objects.create(
        agency=agency, staff_code="01", full_name="Trần Văn Mẫu", valid_from=date(2020, 1, 1)
    )


@pytest.fixture
def key(agency: Agency) -> SigningKey:
    actions.make_demo_authority(actor=SYSTEM, now=AT)
    return actions.issue_agency_certificate(actor=SYSTEM, agency=agency, now=AT)


def official_of(agency: Agency, role: str) -> Actor:
    return Actor(kind="official", official_id=1, powers=(Power(role, agency.pk),))


def test_what_the_agency_signs_this_node_verifies(key: SigningKey, unsigned: bytes) -> None:
    signed = actions.sign_pdf(unsigned, key=key, reason="Trả kết quả", now=AT)
    verdict = queries.verify_pdf(signed, trust=queries.node_trust(at=LATER), at=LATER)
    assert verdict.verdict is queries.Conclusion.VALID
    assert verdict.signatures[0].signer == "Ủy ban nhân dân phường Mẫu"
    assert queries.signed_revision(signed, verdict) == signed


def test_the_signed_revision_can_be_served_beside_a_changed_file(
    key: SigningKey, unsigned: bytes
) -> None:
    signed = actions.sign_pdf(unsigned, key=key, reason="Trả kết quả", now=AT)
    verdict = queries.verify_pdf(signed + b"x", trust=queries.node_trust(at=LATER), at=LATER)
    assert verdict.changed_after_signing
    assert queries.signed_revision(signed + b"x", verdict) == signed


def test_signed_data_gives_its_payload_only_where_it_is_valid(key: SigningKey) -> None:
    text = actions.sign_json({"kết quả": "đồng ý"}, key=key, now=AT)
    trust = queries.node_trust(at=LATER)
    verdict = queries.verify_json(text, trust=trust, at=LATER)
    assert queries.signed_data(text, verdict) == '{"kết quả":"đồng ý"}'.encode()
    unknown = queries.verify_json(text, trust=queries.Trust(), at=LATER)
    assert queries.signed_data(text, unknown) is None


def test_an_official_signs_in_his_own_name(
    key: SigningKey, official: Official, unsigned: bytes
) -> None:
    del key  # makes the authority
    own = actions.issue_personal_certificate(actor=SYSTEM, official=official, now=AT)
    found = queries.signing_key(agency_id=official.agency_id, official_id=official.pk, at=LATER)
    assert found == own
    signed = actions.sign_pdf(unsigned, key=own, reason="Phê duyệt", now=AT)
    verdict = queries.verify_pdf(signed, trust=queries.node_trust(at=LATER), at=LATER)
    assert verdict.signatures[0].signer == "Trần Văn Mẫu"
    assert verdict.signatures[0].organisation == "Ủy ban nhân dân phường Mẫu"


def test_a_revoked_key_signs_nothing_and_is_believed_no_more(
    key: SigningKey, unsigned: bytes
) -> None:
    signed = actions.sign_pdf(unsigned, key=key, reason="Trả kết quả", now=AT)
    revoked = actions.revoke_key(actor=SYSTEM, key_id=key.pk, now=LATER)
    with pytest.raises(KeyNotUsable):
        actions.sign_pdf(unsigned, key=revoked, reason="Trả kết quả", now=LATER)
    verdict = queries.verify_pdf(signed, trust=queries.node_trust(at=LATER), at=LATER)
    assert verdict.reason == "revoked"
    assert queries.signing_key(agency_id=key.agency_id, at=LATER) is None
    again = actions.revoke_key(actor=SYSTEM, key_id=key.pk, now=LATER + timedelta(days=1))
    assert again.revoked_at == LATER


def test_keys_lie_sealed_and_for_the_nodes_account_only(key: SigningKey, tmp_path: Path) -> None:
    folder = tmp_path / "keys" / "signing"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert folder / f"{key.reference}.p12" in files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    (folder / "passphrase").write_text("another")
    providers.files.cache_clear()
    with pytest.raises(KeyUnavailable):
        actions.sign_json({}, key=key, now=AT)


def test_the_authority_is_made_once(key: SigningKey) -> None:
    first = actions.make_demo_authority(actor=SYSTEM, now=AT)
    assert actions.make_demo_authority(actor=SYSTEM, now=LATER) == first
    assert AuditRow.objects.filter(action="signatures.anchor_added").count() == 1
    assert key.certificate.startswith("-----BEGIN CERTIFICATE-----")


def test_issuing_and_revoking_are_written_down(key: SigningKey) -> None:
    actions.revoke_key(actor=SYSTEM, key_id=key.pk, now=LATER)
    acts = AuditRow.objects.filter(subject_kind="signing-key").values_list("action", flat=True)
    assert sorted(acts) == ["signatures.key_issued", "signatures.key_revoked"]
    assert OutboxRow.objects.filter(name="signatures.key_issued").count() == 1


def test_only_the_agencys_administrator_or_the_node_handles_keys(
    key: SigningKey, agency: Agency
) -> None:
    administrator = official_of(agency, "administrator")
    assert actions.issue_agency_certificate(actor=administrator, agency=agency, now=AT)
    clerk = official_of(agency, "clerk")
    elsewhere = Actor(kind="official", powers=(Power("administrator", agency.pk + 1),))
    for stranger in (clerk, elsewhere, Actor(kind="citizen")):
        with pytest.raises(NotAllowed):
            actions.issue_agency_certificate(actor=stranger, agency=agency, now=AT)
        with pytest.raises(NotAllowed):
            actions.revoke_key(actor=stranger, key_id=key.pk, now=AT)
    with pytest.raises(NotAllowed):
        actions.make_demo_authority(actor=administrator, now=AT)
    with pytest.raises(NotFound):
        actions.revoke_key(actor=SYSTEM, key_id=0, now=AT)


def test_what_was_issued_is_found_by_its_id_and_by_its_bytes(
    agency: Agency, key: SigningKey, unsigned: bytes
) -> None:
    signed = actions.sign_pdf(unsigned, key=key, reason="Trả kết quả", now=AT)
    paper = actions.Paper(
        verification_id=actions.new_verification_id(),
        content=signed,
        kind=enums.DocumentKind.RESULT,
        title="Giấy khai sinh",
        signer_names=("Trần Văn Mẫu",),
        reference="a1b2",
    )
    entry = actions.register_document(actor=SYSTEM, agency=agency, paper=paper, now=AT)
    again = actions.register_document(actor=SYSTEM, agency=agency, paper=paper, now=LATER)
    assert again == entry
    found = queries.issued_document(paper.verification_id)
    assert found is not None
    assert (found.title, found.agency_id, found.signed_at) == ("Giấy khai sinh", agency.pk, AT)
    assert queries.issued_with_content(signed) == found
    assert queries.issued_with_content(signed + b"x") is None
    assert queries.issued_document("khong-co") is None
    with pytest.raises(NotAllowed):
        actions.register_document(actor=Actor(kind="citizen"), agency=agency, paper=paper, now=AT)


def test_verification_ids_cannot_be_guessed() -> None:
    drawn = {actions.new_verification_id() for _ in range(1000)}
    assert len(drawn) == 1000
    assert {len(each) for each in drawn} == {20}


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\nstartxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_not_signed(key: SigningKey, data: bytes) -> None:
    with pytest.raises(NotSignable):
        actions.sign_pdf(data, key=key, reason="Trả kết quả", now=AT)


def test_every_reason_and_change_has_words_for_people() -> None:
    assert set(enums.Reason.values) == set(findings.REASONS)
    constants = {value for name, value in vars(roles).items() if name in enums.Change.names}
    assert constants == set(enums.Change.values)
