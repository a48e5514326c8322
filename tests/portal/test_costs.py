"""What a procedure costs, in a few words, before anything is known of the case."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.portal.catalogue.queries.costs import cost_of
from motcua.portal.drafts.queries.dues import Due, said_in_all
from motcua.procedures.actions import OfferingFacts, open_offering, publish_pack
from motcua.procedures.models import Offering
from tests.cast import BUSINESS, RESIDENCE, SINCE
from tests.procedures.packs import means_of, pack_of, rules_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1.000894", "Không mất tiền"),  # copies are extra
        ("1.004873", "Theo mức của tỉnh, thành phố"),
        ("1.000656", "Không mất tiền hoặc theo mức của tỉnh, thành phố, tùy trường hợp"),
        ("2.000635", "8.000 đ mỗi bản"),
        ("2.000815", "Từ 1.000 đ mỗi trang"),
        ("2.000884", "10.000 đ mỗi văn bản"),
        ("1.003197", "Không mất tiền"),
    ],
)
def test_what_is_paid_by_the_piece_is_never_called_free(code, words):
    assert cost_of(pack_of(code).channels, TODAY, "vi").words == words


def test_a_province_s_amount_is_told_where_it_is_set():
    pack = pack_of("1.004873")
    cost = cost_of(pack.channels, TODAY, "vi", means_of(pack).overrides)
    assert cost.words == "10.000 đ"


def test_a_page_tells_what_the_province_has_not_set_apart_from_what_is_known():
    known = Due("Bản sao", 16_000, is_confirmed=True, is_exempt=False)
    free = Due("Đúng hạn", 0, is_confirmed=True, is_exempt=False)
    open_due = Due("Quá hạn", 0, is_confirmed=False, is_exempt=False, is_known=False)
    assert said_in_all((free,), "vi") == "Không mất tiền"
    assert said_in_all((known, free), "vi") == "16.000 đ"
    assert said_in_all((open_due,), "vi") == "Theo mức của tỉnh, thành phố"
    assert said_in_all((known, open_due), "vi").startswith("16.000 đ, chưa kể khoản")


def test_a_fee_is_not_called_free_before_its_quantity_is_known():
    one = Due("Bản sao", 8_000, is_confirmed=True, is_exempt=False, is_counted=False, unit="bản")
    paid = Due("Lệ phí", 16_000, is_confirmed=True, is_exempt=False)
    assert said_in_all((one,), "vi") == "8.000 đ mỗi bản"
    assert said_in_all((one, one), "vi") == "Tùy số lượng, câu trả lời"
    assert said_in_all((paid, one), "vi") == "16.000 đ, chưa kể khoản tùy số lượng, câu trả lời"


def test_a_fee_waits_only_for_what_is_still_asked():
    rules = rules_of("2.000884")
    assert [fee.code for fee in rules.open_fees("counter", TODAY, {})]
    counted = {"cases": 2}
    quantities = {line.code for line in rules.fees("counter", TODAY, counted)}
    still = {fee.code for fee in rules.open_fees("counter", TODAY, counted)}
    assert quantities
    assert not quantities & still


def test_what_the_province_has_not_set_is_open_on_the_last_look():
    answers = {"fee_group": "none"}
    (line,) = rules_of("1.004873").fees("online", TODAY, answers)
    assert (line.total, line.is_known) == (0, False)


def test_nobody_begins_online_what_is_only_taken_at_the_counter(world, citizen):
    units = Offering.objects.get(pk=world.offerings[BUSINESS]).units
    pack = pack_of("2.000815")
    publish_pack(actor=SYSTEM, pack=pack, valid_from=TODAY, now=world.now)
    offering = open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=pack.code,
        facts=OfferingFacts(units, (), ("counter",)),
        opened_from=SINCE,
        now=world.now,
    )
    citizen.go(f"/procedures/{pack.code}/start?office={offering.pk}")
    assert citizen.status == 404
    citizen.go(f"/procedures/{pack.code}?office={offering.pk}")
    assert "Từ 1.000 đ mỗi trang" in citizen.text
    assert "Bắt đầu nộp hồ sơ" not in citizen.text


def test_an_open_amount_stays_open_in_the_dossier_until_the_office_asks_for_it(world):
    units = Offering.objects.get(pk=world.offerings[BUSINESS]).units
    pack = pack_of("1.004873")
    publish_pack(actor=SYSTEM, pack=pack, valid_from=TODAY, now=world.now)
    world.offerings[pack.code] = open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=pack.code,
        facts=OfferingFacts(units),
        opened_from=SINCE,
        now=world.now,
    ).pk
    dossiers = [world.file(pack.code, key=f"key-{seed}", seed=seed) for seed in range(6)]
    lines = [line for dossier in dossiers for line in dossier.fee_lines]
    assert {line["total"] for line in lines} == {0}
    opened = {bool(line.get("is_open")) for line in lines if not line["exemption"]}
    assert opened == {True}
    assert not any(line.get("is_open") for line in lines if line["exemption"])


def test_the_page_of_a_procedure_names_each_group_that_is_exempt_in_one_line(world, citizen):
    citizen.go(f"/procedures/{RESIDENCE}")
    said = "Miễn cho: Trẻ em; Người cao tuổi; Người khuyết tật;"
    assert said in citizen.text
    assert citizen.text.count("có giấy tờ chứng minh") == 2, "once a fee, of which there are two"
