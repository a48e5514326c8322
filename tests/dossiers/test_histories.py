"""The history that officials read: in the order in which one thing led to the other."""

from __future__ import annotations

from motcua.dossiers.queries.histories import history_of


def test_acts_of_one_moment_are_told_in_the_order_of_cause_and_effect(world):
    dossier = world.finish(world.receive(world.file()))

    titles = [each.title for each in reversed(history_of(dossier, "vi"))]

    assert {each.at for each in history_of(dossier, "vi")} == {world.now}
    approved, signed = titles.index("Duyệt ký kết quả"), titles.index("Đã ký kết quả")
    steps = [place for place, title in enumerate(titles) if title.startswith("Xong bước")]
    assert titles.index("Soạn dự thảo kết quả") < min(steps)
    assert approved < signed
    assert max(steps) < signed == len(titles) - 1
