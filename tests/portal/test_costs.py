"""What a procedure costs, in a few words, before anything is known of the case."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.portal.catalogue.queries.costs import cost_of
from tests.procedures.packs import means_of, pack_of

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
