"""`motcua receipts prove`, as an administrator runs it: what it says, and how it ends."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.kernel.actors import SYSTEM
from motcua.payments.models import Order
from motcua.receipts.actions import follow_money
from motcua.receipts.models import Counter, Due
from tests.payments.bank import agency
from tests.receipts.making import paid, receipt_of, series
from tests.receipts.test_correcting import book_back

pytestmark = [pytest.mark.usefixtures("in_test_database"), pytest.mark.django_db]


def run(*arguments, language="en"):
    said = ("--language", language, "receipts", "prove", "--year", "2026")
    return CliRunner().invoke(main, [*said, *arguments])


@pytest.fixture
def receipt():
    office = agency()
    series(office)
    return receipt_of(paid(office))


def test_without_a_series_there_is_nothing_to_count(db):
    result = run()
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    assert "No agency has opened a series" in result.output


def test_what_agrees_is_said_by_agency_and_series_and_ends_well(receipt):
    book_back(receipt.order, 5_000, "RF1")
    follow_money(actor=SYSTEM, order_id=receipt.order_id, now=receipt.issued_at)
    paid(receipt.agency, 30_000)
    result = run()
    assert result.exit_code == 0, result.output
    assert "✓ Phường Thử: 1 last receipts, 15000 đ; ledger" in result.output
    assert "✓ 01BLP0-001 AA 2026: 2 numbers given, 2 receipts" in result.output
    assert "1 payments wait for a receipt (30000 đ)" in result.output
    assert "✗" not in result.output
    told = run(language="vi").output
    assert "biên lai còn hiệu lực cuối" in told
    assert "khoản đã thu đang chờ biên lai" in told


def test_machines_get_one_document(receipt):
    result = run("--json")
    told = json.loads(result.output)
    [office] = told["agencies"]
    assert (result.exit_code, told["ok"], told["year"]) == (0, True, 2026)
    assert (office["in_force"], office["kept"], office["difference"]) == (20_000, 20_000, 0)
    assert office["numbers"][0]["last"] == 1


def miss_a_number(_receipt):
    Counter.objects.update(last=2)


def take_money(receipt):
    book_back(receipt.order, 5_000, "RF1")


def pass_over(receipt):
    paid(receipt.agency)
    Due.objects.filter(latest=None).delete()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (miss_a_number, "✗ 01BLP0-001 AA 2026: 2 numbers given, 1 receipts"),
        (take_money, "✗ differs from the ledger by -5000 đ"),
        (pass_over, "✗ 1 payments passed over"),
    ],
)
def test_what_differs_is_named_and_ends_with_1(receipt, harm, said):
    harm(receipt)
    for _ in range(2):
        result = run()
        assert result.exit_code == 1
        assert said in result.output
    assert json.loads(run("--json").output)["ok"] is False


def test_a_year_that_is_none_is_refused(receipt):
    result = CliRunner().invoke(main, ["receipts", "prove", "--year", "1999"])
    assert result.exit_code == 2
    assert Order.objects.count() == 1
