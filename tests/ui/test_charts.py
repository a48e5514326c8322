"""Charts show their figures, in the drawing and beside it."""

from __future__ import annotations

from hypothesis import given, strategies as st

from motcua.ui import charts

ROWS = [("T1", (3, 1)), ("T2", (0, 84))]


def test_a_bar_chart_writes_each_figure_at_its_bar() -> None:
    chart = charts.bar("Hồ sơ", "Phường", "Số hồ sơ", [("Cửa Nam", 1096), ("<b>", 0)])
    assert "1.096" in chart.svg
    assert "&lt;b&gt;" in chart.svg
    assert chart.rows == (("Cửa Nam", (1096,)), ("<b>", (0,)))


def test_columns_and_lines_share_a_round_scale() -> None:
    for draw in (charts.stacked, charts.line):
        chart = draw("Hồ sơ", "Tháng", ("Đúng hạn", "Quá hạn"), ROWS)
        assert ">100<" in chart.svg
        assert "style=" not in chart.svg


def test_nothing_to_show_is_still_a_chart() -> None:
    assert "<svg" in charts.bar("Hồ sơ", "Phường", "Số", []).svg
    assert "<svg" in charts.stacked("Hồ sơ", "Tháng", ("Đúng hạn",), []).svg
    assert "<svg" in charts.line("Hồ sơ", "Tháng", ("Đúng hạn",), []).svg


@given(st.integers(min_value=0, max_value=10**9))
def test_a_scale_holds_its_greatest_value_and_divides_into_four(value: int) -> None:
    top = charts.round_up(value)
    assert top >= max(value, 4)
    assert top % 4 == 0
    assert top <= max(2 * value, 4)
