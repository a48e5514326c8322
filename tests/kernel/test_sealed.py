"""Sealing: what is sealed opens only with its key and context, and shows itself to nobody."""

from __future__ import annotations

import base64
import json
import secrets

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from hypothesis import given, strategies as st

from motcua.kernel import keys, sealed
from motcua.kernel.rotation import reseal_model
from motcua.kernel.sealed import SealBroken, blind_index, normal_form, reseal, seal, unseal

NUMBER = "001099000017"


class Secret(models.Model):
    number = sealed.SealedTextField(context="secret.number", blank=True)
    answers = sealed.SealedJSONField(context="secret.answers", null=True)

    class Meta:
        app_label = "kernel"
        managed = False
        db_table = "kernel_test_secret"

    def __str__(self):
        return "secret"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Secret)


@pytest.fixture
def ring(settings):
    """Give a way to install a key ring for one test."""

    def install(seal_keys, index_keys):
        document = {
            "seal": [base64.b64encode(key).decode() for key in seal_keys],
            "index": [base64.b64encode(key).decode() for key in index_keys],
        }
        settings.SEAL_KEYS = json.dumps(document)
        keys.forget()

    yield install
    keys.forget()


@given(st.binary(max_size=300), st.text(max_size=30))
def test_what_was_sealed_opens_for_the_same_context(value, context):
    assert unseal(seal(value, context), context) == value


def test_the_same_value_is_sealed_differently_each_time():
    assert seal(b"x", "c") != seal(b"x", "c")


@pytest.mark.parametrize("flipped", range(34))
def test_a_flipped_byte_is_refused(flipped):
    broken = bytearray(seal(b"x", "person.number"))
    broken[flipped] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(broken), "person.number")


@pytest.mark.parametrize("junk", [b"", b"\x01", b"\x01abcd", b"\x02" * 40])
def test_junk_is_refused(junk):
    with pytest.raises(SealBroken):
        unseal(junk, "person.number")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal(b"x", "person.number"), "person.phone")


def test_keys_rotate(ring):
    old, new, index = (secrets.token_bytes(32) for _ in range(3))
    ring([old], [index])
    before = seal(b"x", "c")
    ring([new, old], [index])
    assert unseal(before, "c") == b"x"
    after = reseal(before, "c")
    assert reseal(after, "c") == after
    ring([new], [index])
    assert unseal(after, "c") == b"x"
    with pytest.raises(SealBroken):
        unseal(before, "c")


def test_every_row_is_sealed_again_under_the_new_key(ring, table):
    old, new, index = (secrets.token_bytes(32) for _ in range(3))
    ring([old], [index])
    for number in ("", NUMBER, "038188000099"):
        Secret.objects.create(number=number, answers={"n": number} if number else None)
    ring([new, old], [index])
    assert reseal_model(Secret) == 2
    assert reseal_model(Secret) == 0
    ring([new], [index])
    found = list(Secret.objects.order_by("pk"))
    assert [row.number for row in found] == ["", NUMBER, "038188000099"]
    assert [row.answers for row in found] == [None, {"n": NUMBER}, {"n": "038188000099"}]


def test_while_index_keys_rotate_both_indexes_are_searched(ring):
    one, two, seal_key = (secrets.token_bytes(32) for _ in range(3))
    ring([seal_key], [one])
    before = blind_index("citizen", NUMBER)
    ring([seal_key], [two, one])
    assert sealed.blind_indexes("citizen", NUMBER) == (blind_index("citizen", NUMBER), before)
    assert before != blind_index("citizen", NUMBER)


@pytest.mark.parametrize(
    "text", ["{", "{}", '{"seal": [], "index": []}', '{"seal": 1, "index": 2}']
)
def test_a_malformed_key_ring_is_refused_without_showing_it(text):
    with pytest.raises(ImproperlyConfigured):
        keys.read_ring(text)


def test_a_short_key_is_refused_and_not_shown():
    short = base64.b64encode(b"only-this").decode()
    with pytest.raises(ImproperlyConfigured) as refusal:
        keys.read_ring(json.dumps({"seal": [short], "index": [short]}))
    assert short not in str(refusal.value)


def test_without_keys_nothing_is_sealed(settings, tmp_path):
    settings.DATA, settings.SEAL_KEYS = tmp_path, ""
    keys.forget()
    with pytest.raises(ImproperlyConfigured, match="motcua init"):
        seal(b"x", "c")
    keys.forget()


def test_keys_are_made_once_and_for_the_owner_only(tmp_path):
    made = keys.make_keys(tmp_path / "keys")
    assert [path.stat().st_mode & 0o777 for path in made] == [0o600, 0o600]
    before = [path.read_bytes() for path in made]
    assert keys.make_keys(tmp_path / "keys") == ()
    assert [path.read_bytes() for path in made] == before
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["node.pem", "seal.json"]


def test_a_new_sealing_key_goes_in_front(tmp_path):
    keys.make_keys(tmp_path)
    before = keys.read_ring((tmp_path / "seal.json").read_text())
    keys.add_seal_key(tmp_path)
    after = keys.read_ring((tmp_path / "seal.json").read_text())
    assert after.seal[1:] == before.seal
    assert after.index == before.index
    assert (tmp_path / "seal.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("citizen", " 001 099 000017 ", NUMBER),
        ("citizen", "００１０９９０００017", NUMBER),
        ("passport", "c1234567", "C1234567"),
        ("phone", "+84 912.345.678", "0912345678"),
        ("phone", "0084912345678", "0912345678"),
        ("phone", "84912345678", "0912345678"),
        ("phone", "0912-345-678", "0912345678"),
        ("phone", "(024) 3823 1234", "02438231234"),
        ("email", " An.Nguyen@Example.vn ", "an.nguyen@example.vn"),
    ],
)
def test_one_identifier_has_one_normal_form(kind, value, expected):
    assert normal_form(kind, value) == expected
    assert blind_index(kind, value) == blind_index(kind, expected)


def test_the_same_number_of_another_kind_has_another_index():
    assert blind_index("citizen", NUMBER) != blind_index("phone", NUMBER)


def test_a_sealed_column_holds_no_plain_text(table):
    Secret.objects.create(number=NUMBER, answers={"name": "Đỗ Thị Ánh"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, answers FROM kernel_test_secret")
        row = cursor.fetchone()
    assert all(NUMBER.encode() not in bytes(cell) for cell in row)
    assert "Ánh".encode() not in bytes(row[1])


def test_a_sealed_column_reads_back(table):
    Secret.objects.create(number=NUMBER, answers={"lines": ["bún", "phở"], "n": 2})
    found = Secret.objects.get()
    assert found.number == NUMBER
    assert found.answers == {"lines": ["bún", "phở"], "n": 2}


def test_a_new_instance_shows_its_value_at_once():
    secret = Secret(number=NUMBER)
    assert secret.number == NUMBER
    assert secret.answers is None


def test_a_changed_answer_is_saved(table):
    Secret.objects.create(number="", answers={"n": 1})
    draft = Secret.objects.get()
    draft.answers["n"] = 2
    draft.save()
    again = Secret.objects.get()
    assert again.answers == {"n": 2}
    assert again.number == ""


def test_saving_what_did_not_change_keeps_the_stored_bytes(table):
    Secret.objects.create(number=NUMBER, answers={"n": 1})
    stored = "SELECT number, answers FROM kernel_test_secret"
    with connection.cursor() as cursor:
        cursor.execute(stored)
        before = cursor.fetchone()
        draft = Secret.objects.get()
        assert draft.number == NUMBER
        draft.save()
        cursor.execute(stored)
        assert cursor.fetchone() == before


def test_a_deferred_column_is_read_when_asked(table):
    Secret.objects.create(number=NUMBER)
    assert Secret.objects.defer("number").get().number == NUMBER


def test_a_sealed_value_never_shows_itself(table):
    Secret.objects.create(number=NUMBER, answers={"n": NUMBER})
    found = Secret.objects.get()
    rows = list(Secret.objects.values("number", "answers"))
    assert NUMBER not in f"{vars(found)!r} {found!r} {rows!r}"
    assert rows[0]["number"].reveal() == NUMBER


def test_a_sealed_column_cannot_be_searched_by_its_value(table):
    with pytest.raises(FieldError, match="blind index"):
        Secret.objects.filter(number=NUMBER)
    assert Secret.objects.filter(answers__isnull=True).count() == 0


def test_a_bulk_update_seals_too(table):
    Secret.objects.create(number=NUMBER)
    Secret.objects.update(number="038188000099")
    assert Secret.objects.get().number == "038188000099"


def test_the_context_is_kept_by_migrations():
    _, path, _, arguments = Secret._meta.get_field("number").deconstruct()
    assert path == "motcua.kernel.sealed.SealedTextField"
    assert arguments == {"blank": True, "context": "secret.number"}
