"""Invented names, drawn from common Vietnamese family, middle and given names."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Trịnh",
    "Mai",
    "Lương",
]
_MIDDLE = {
    "male": ["Văn", "Đức", "Hữu", "Quang", "Minh", "Công", "Xuân", "Thành"],
    "female": ["Thị", "Thu", "Ngọc", "Thanh", "Hồng", "Mỹ", "Diệu", "Kim"],
}
_GIVEN = {
    "male": [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đạt",
        "Giang",
        "Hải",
        "Hùng",
        "Khánh",
        "Long",
        "Nam",
        "Phong",
        "Quân",
        "Sơn",
        "Tài",
        "Thắng",
        "Trung",
        "Tuấn",
        "Việt",
        "Vinh",
    ],
    "female": [
        "Ánh",
        "Bích",
        "Chi",
        "Dung",
        "Giang",
        "Hà",
        "Hạnh",
        "Hoa",
        "Hương",
        "Lan",
        "Linh",
        "Mai",
        "Nga",
        "Nhung",
        "Oanh",
        "Phương",
        "Quỳnh",
        "Thảo",
        "Trang",
        "Yến",
    ],
}
# Of a hundred people so many have the family name of the same place above; known roughly.
_FAMILIES_OF_100 = (38, 12, 10, 7, 5, 3, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1)
_WITHOUT_MIDDLE, _WITH_TWO = 0.02, 0.35
_TRADES = (
    "Phở", "Cà phê", "Tạp hóa", "May đo", "Sửa xe", "Văn phòng phẩm", "Hoa tươi", "Bánh mì",
    "Điện lạnh", "Cắt tóc", "Thú cưng", "Đồ gỗ",
)  # fmt: skip
_QUALITIES = [
    "An",
    "Phát",
    "Minh",
    "Tâm",
    "Hòa",
    "Bình",
    "Thịnh",
    "Vượng",
    "Thành",
    "Công",
    "Đại",
    "Lộc",
    "Phú",
    "Quý",
    "Tân",
    "Tiến",
]


class Names:
    """A source of names that gives the same ones for the same seed, and none twice."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._rng = Random(seed)  # noqa: S311 - invented names, no secrets
        self._used: set[str] = set()

    def person(self, sex: str = "", family: str = "") -> str:
        """Give a full name that was not given before."""
        while True:
            kind = sex or self._rng.choice(("male", "female"))
            parts = (
                family or self._rng.choice(_FAMILY),
                self._rng.choice(_MIDDLE[kind]),
                self._rng.choice(_GIVEN[kind]),
            )
            name = " ".join(parts)
            if name not in self._used:
                self._used.add(name)
                return name

    def family(self) -> str:
        """Give a family name."""
        return self._rng.choice(_FAMILY)

    def trade(self) -> str:
        """Give the name of a small business."""
        quality = " ".join(self._rng.sample(_QUALITIES, 2))
        return f"{self._rng.choice(_TRADES)} {quality} {self._rng.randrange(1, 99)}"

    def company(self) -> str:
        """Give the name of an enterprise."""
        quality = " ".join(self._rng.sample(_QUALITIES, 2))
        return f"Công ty TNHH {quality} {self._rng.randrange(10, 999)}"


def people_like(rng: Random) -> Callable[[], tuple[str, str]]:
    """Give a source of (name, sex) in which names come again as often as they do among people.

    Every third has two middle names; few have none.
    """

    def draw() -> tuple[str, str]:
        sex = "male" if rng.random() < 0.5 else "female"
        family = rng.choices(_FAMILY, _FAMILIES_OF_100)[0]
        fate = rng.random()
        middle = [rng.choice(_MIDDLE[sex])] if fate >= _WITHOUT_MIDDLE else []
        if fate > 1 - _WITH_TWO:
            middle.append(rng.choice(_GIVEN[sex]))
        return " ".join((family, *middle, rng.choice(_GIVEN[sex]))), sex

    return draw
