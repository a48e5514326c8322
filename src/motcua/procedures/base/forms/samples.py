"""Valid answers made from a form itself: for the demo world, the documentation, tests and proofs.

Everything is invented. The same seed, day and fixed answers give the same answers.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from motcua.kernel import codes
from motcua.procedures.base.forms.agreeing import compared_numbers, number_in
from motcua.procedures.base.forms.questions import (
    UNANSWERED,
    Asked,
    ChoiceQuestion,
    ChoicesQuestion,
    CompoundQuestion,
    DateQuestion,
    DeclarationQuestion,
    FilesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
    LongTextQuestion,
    MoneyQuestion,
    NumberQuestion,
    PartialDateQuestion,
    PersonNumberQuestion,
    TextQuestion,
)
from motcua.procedures.base.forms.values import day_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from motcua.procedures.base.forms.answering import CompiledForm

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE = ("Thị", "Văn", "Minh", "Thu", "Đức", "Ngọc", "Quang", "Hải", "Thanh", "Gia")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Hà", "Hương", "Khánh", "Lan", "Nam", "Oanh", "Quân", "Vy")
_STREETS = (
    "phố Hàng Bông",
    "đường Láng",
    "ngõ 12 Kim Mã",
    "đường Trần Phú",
    "thôn Đông",
    "phố Huế",
)
_TEXTS = ("Nội dung minh họa", "Theo hồ sơ gửi kèm", "Bổ sung sau")
_DAYS_AGO = (0, 1, 7, 30, 59, 60, 61, 90, 365, 3650, 7000, 9500, 12500, 16000, 24000)
_DAYS_TO_COME = (7, 20, 200, 500, 900)
_ANEW = 15
_PLACE = ("01", "00004")
_POINTS = (
    {"system": "wgs84", "north": "21.028511", "east": "105.804817"},
    {"system": "vn2000", "north": "2325000", "east": "583000", "meridian": "105-00"},
)

_NEVER_SAID = UNANSWERED | {"calculated"}

_LONG_AGO = "1700-01-01"
_FAR = "2100-01-01"
_NO_EDGES: Mapping[str, Collection[int | str | date]] = {}
_AT_AN_EDGE = 0.6
_MOST_ROWS, _MOST_DAYS, _MOST_YEARS = 50, 40_000, 130
# Ways to be wrong that every kind must refuse, beside its own.
_WRONG_ALWAYS: tuple[Any, ...] = (1.5, {"x": "y"}, "a\u202eb\x00")
_WRONG: Mapping[str, tuple[Any, ...]] = {
    "text": (7, "x" * 600, "a\x00b"),
    "long-text": (7, "x" * 10_500),
    "name": (7, "<script>", "12345", "x" * 300),
    "name-parts": ("An", {"family": "Lê", "given": "4"}),
    "date": ("2026-02-30", "x", 20260101),
    "partial-date": ("2026-13", "26"),
    "number": ("1", True),
    "money": ("1", 0.5),
    "choice": ("no-such-answer", 1, ["x"]),
    "choices": ("x", ["no-such-answer"]),
    "yes-no": ("yes", 1, "true"),
    "declaration": ("true",),
    "place": ("x", {"province": "01", "commune": "x"}, {"province": "01"}),
    "address": ("x", {"line": "Số 1"}, {"line": "", "province": "01", "commune": "00004"}),
    "citizen-number": ("123", 1, "000190000001", "00109000000a"),
    "identity-document": ("x", {"type": "citizen-number", "number": "1"}),
    "phone": ("12", 1, "0abcdefghi"),
    "email": ("x", "a@b", "a b@example.vn"),
    "tax-code": ("0100109107", "1", 1),
    "quantity": ("1", True),
    "map-point": (
        "x",
        {"north": "21.03"},
        {"north": "105.8", "east": "21.03"},
        {"system": "vn2000", "north": "2325000", "east": "583000"},
    ),
    "person": ("x", {"no_such_part": "x"}, {"full_name": "12345"}),
    "enterprise": ("x", {"no_such_part": "x"}, {"code": "0100109107"}),
    "table": ("x", [1], [{"no_such_question": 1}]),
    "files": ("x", ["../x"], [1]),
    "group": ("x", [1], [{"no_such_question": 1}]),
}


def sample_answers(
    form: CompiledForm,
    *,
    seed: int,
    today: date,
    fixed: Mapping[str, Any] | None = None,
    wanted: Collection[str] = (),
    edges: Mapping[str, Collection[int | str | date]] = _NO_EDGES,
) -> dict[str, Any]:
    """Make valid answers; `fixed` ones are used where they are asked.

    `wanted` are labels of branches (`KEY=VALUE`) to prefer where a choice is open; `edges` are, by
    question, values that are often taken because conditions turn there. Raise `RuntimeError` where
    no valid answers are found: the form contradicts itself, or a pattern has no example.
    """
    rng = Random(seed)  # noqa: S311 - invented answers, no secrets
    kept: dict[str, Any] = {}
    for attempt in range(60):
        if attempt % _ANEW == 0:  # a choice made early may leave no way for what comes after
            kept = dict(fixed or {})
        answers = _Maker(form, rng, today, wanted, edges).make(kept)
        validated = form.validate(answers, today=today)
        if validated.is_valid:
            return validated.clean
        wrong = {item.path.split(".")[0] for item in validated.errors}
        # A number tells the birth and sex beside it: it goes where they go.
        wrong |= {
            question.key
            for _group, question in compared_numbers(form.spec)
            if {question.born, question.sex} & wrong
        }
        kept = {key: value for key, value in answers.items() if key not in wrong}
        kept.update({key: value for key, value in (fixed or {}).items() if key in wrong})
    reasons = ", ".join(sorted({f"{item.path}: {item.code}" for item in validated.errors}))
    raise RuntimeError(f"no valid answers found ({reasons})")


def wrong_answers(
    form: CompiledForm, answers: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """Give answers with one thing made wrong each, with the key that must be complained of."""
    cases: list[tuple[str, dict[str, Any]]] = [("no_such_key", {**answers, "no_such_key": "x"})]
    for key in answers:
        question = form.questions[key]
        kind: str = getattr(question, "kind", "")
        if kind == "calculated":
            continue
        wrong = (*_WRONG[kind], *_wrong_here(question), *_WRONG_ALWAYS)
        cases.extend((key, {**answers, key: value}) for value in wrong)
        if question.required and kind not in {"group", "table"}:
            cases.append((key, {name: given for name, given in answers.items() if name != key}))
    return cases


def _wrong_here(question: Asked) -> Iterator[Any]:
    """Yield what is wrong by how a question is written, though it may be right elsewhere."""
    if isinstance(question, NumberQuestion | MoneyQuestion):
        yield from (question.min - 1, question.max + 1)
    elif isinstance(question, DeclarationQuestion) and question.required:
        yield False
    elif isinstance(question, DateQuestion) and question.earliest > _LONG_AGO:
        yield _LONG_AGO
    elif isinstance(question, PartialDateQuestion) and question.earliest > _LONG_AGO:
        yield _LONG_AGO[:4]


class _Maker:
    """Walks a form and answers what is asked."""

    def __init__(
        self,
        form: CompiledForm,
        rng: Random,
        today: date,
        wanted: Collection[str],
        edges: Mapping[str, Collection[int | str | date]],
    ) -> None:
        self._form = form
        self._edges = edges
        self._rng = rng
        self._today = today
        self._wanted = wanted
        self._makers: dict[str, Callable[[Any], Any]] = {
            "text": lambda _: rng.choice(_TEXTS),
            "long-text": lambda _: "\n".join(rng.sample(_TEXTS, 2)),
            "name": lambda _: " ".join(self._name()),
            "name-parts": lambda _: dict(
                zip(("family", "middle", "given"), self._name(), strict=True)
            ),
            "date": lambda question: self._day(question).isoformat(),
            "partial-date": lambda question: str(self._day(question).year),
            "number": self._quantity,
            "quantity": self._quantity,
            "money": self._quantity,
            "choice": self._choice,
            "choices": self._choices,
            "yes-no": lambda question: self._flag(question.key),
            "declaration": lambda _: True,
            "place": lambda _: self._place(),
            "address": lambda _: {"line": self._street(), **self._place()},
            "citizen-number": self._number_of,
            "identity-document": self._document,
            "phone": lambda _: f"09{rng.randrange(10**8):08d}",
            "email": lambda _: f"nguoi.dan.{rng.randrange(10**4):04d}@example.vn",
            "tax-code": lambda _: tax_code(rng),
            "files": self._files,
            "map-point": lambda _: dict(rng.choice(_POINTS)),
            "person": self._compound,
            "enterprise": self._compound,
            "group": self._rows,
            "table": self._rows,
        }

        self._beside: Mapping[str, Any] = {}

    def make(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        kept = {**self._told_by(kept), **kept}
        self._beside = answers = dict[str, Any]()
        for key, question in self._form.questions.items():
            kind: str = getattr(question, "kind", "")
            if kind in UNANSWERED or not self._form.is_asked(key, answers, self._today):
                continue
            if kind == "calculated":
                answers.update(self._form.filled(answers, self._today))
            elif key in kept:
                answers[key] = kept[key]
            elif question.required or self._rng.random() < 0.6:
                answers[key] = self._answer(question)
        return answers

    def _answer(self, question: Asked, within: str = "") -> Any:
        edge = self._edge(question, within)
        if edge is not None and not isinstance(question, GroupQuestion):
            return edge
        if question.examples and not isinstance(question, GroupQuestion):
            return self._rng.choice(question.examples)
        return self._makers[getattr(question, "kind", "")](question)

    def _edge(self, question: Asked, within: str = "") -> Any:
        """Give an answer at which a condition turns, where there is one and more often than not."""
        edges = self._edges.get(f"{within}{question.key}", ())
        fitting = sorted(self._fitting(question, edges)) if edges else []
        return self._rng.choice(fitting) if fitting and self._rng.random() < _AT_AN_EDGE else None

    def _fitting(
        self, question: Asked, edges: Collection[int | str | date]
    ) -> Iterator[int] | Iterator[str]:
        if isinstance(question, NumberQuestion | MoneyQuestion | GroupQuestion):
            most = min(question.max, _MOST_ROWS) if isinstance(question, GroupQuestion) else None
            return (
                edge
                for edge in edges
                if type(edge) is int and question.min <= edge <= (most or question.max)
            )
        if isinstance(question, TextQuestion | LongTextQuestion):
            return (edge for edge in edges if type(edge) is str)
        if isinstance(question, DateQuestion | PartialDateQuestion):
            return (day.isoformat() for day in self._turning_days(question, edges))
        return iter(())

    def _turning_days(
        self, question: DateQuestion | PartialDateQuestion, edges: Collection[int | str | date]
    ) -> Iterator[date]:
        """Yield days that are held against, or as many days or years away as is held against."""
        bounds = (question.earliest, question.latest or _FAR)
        earliest, latest = (day_bound(bound)(self._today) for bound in bounds)
        for edge in edges:
            days = [edge] if isinstance(edge, date) else []
            if type(edge) is int and abs(edge) < _MOST_DAYS:
                days += [self._today + timedelta(days=way * edge) for way in (-1, 1)]
            if type(edge) is int and 0 <= edge < _MOST_YEARS:
                birthday = day_bound(f"today-{edge}y")(self._today)
                days += [birthday + timedelta(days=off) for off in (-1, 0, 1)]
            yield from (day for day in days if earliest <= day <= latest)

    def _name(self) -> tuple[str, str, str]:
        pick = self._rng.choice
        return pick(_FAMILY), pick(_MIDDLE), pick(_GIVEN)

    def _day(self, question: DateQuestion | PartialDateQuestion) -> date:
        earliest = day_bound(question.earliest)(self._today)
        latest = day_bound(question.latest)(self._today) if question.latest else self._today
        away = (*(-ago for ago in _DAYS_AGO), *_DAYS_TO_COME)
        days = [self._today + timedelta(days=count) for count in away]
        fitting = [day for day in days if earliest <= day <= latest]
        return self._rng.choice(fitting or [latest])

    def _quantity(self, question: NumberQuestion | MoneyQuestion) -> int:
        steps = (0, 1, 2, 9) if isinstance(question, NumberQuestion) else (0, 10**5, 10**7)
        return min(question.min + self._rng.choice(steps), question.max)

    def _choice(self, question: ChoiceQuestion) -> str:
        values = [option.value for option in self._form.options(question)]
        if question.list:
            return values[0] if self._rng.random() < 0.8 else self._rng.choice(values)
        fresh = [value for value in values if f"{question.key}={value}" in self._wanted]
        # Without anything to choose no answer is right, which is for the judges to say.
        return self._rng.choice(fresh if fresh and self._rng.random() < 0.7 else values or [""])

    def _flag(self, key: str) -> bool:
        fresh = [value for value in (True, False) if f"{key}={value}" in self._wanted]
        return self._rng.choice(fresh or [True, False])

    def _choices(self, question: ChoicesQuestion) -> list[str]:
        values = [option.value for option in question.options]
        most = min(len(values), question.max)
        count = self._rng.randint(min(question.min, most), most)
        return self._rng.sample(values, count)

    def _place(self) -> dict[str, str]:
        book = self._form.places
        if book is None:
            return dict(zip(("province", "commune"), _PLACE, strict=True))
        province = self._rng.choice(book.provinces("vi"))[0]
        return {"province": province, "commune": self._rng.choice(book.communes(province, "vi"))[0]}

    def _street(self) -> str:
        return f"Số {self._rng.randrange(1, 200)} {self._rng.choice(_STREETS)}"

    def _document(self, question: IdentityDocumentQuestion) -> dict[str, str]:
        if "passport" in question.types and self._rng.random() < 0.15:
            number = f"B{self._rng.randrange(10**7):07d}"
            return {"type": "passport", "number": number, "country": "FR"}
        kind = question.types[0]
        number = self._number_of(question) if kind == "citizen-number" else "012345678"
        return {"type": kind, "number": number, "country": "VN"}

    def _files(self, question: FilesQuestion) -> list[str]:
        return [f"mau-{index:08d}" for index in range(max(question.min, 1))]

    def _rows(self, group: GroupQuestion) -> list[dict[str, Any]]:
        most = min(group.min + 2, group.max, len(group.examples) or group.max)
        edge = self._edge(group)
        count = self._rng.randint(min(group.min, most), most) if edge is None else edge
        has_examples = 0 < count <= len(group.examples)
        examples = self._rng.sample(group.examples, count) if has_examples else ()
        rows = [dict(row) for row in examples] or [self._row(group) for _ in range(count)]
        # Groups often have exactly one row that is the main one.
        main = self._rng.randrange(count) if count else 0
        for index, row in enumerate(rows):
            row.update({key: index == main for key, value in row.items() if type(value) is bool})
        return rows

    def _row(self, group: GroupQuestion) -> dict[str, Any]:
        outside, row = self._beside, dict[str, Any]()
        self._beside = row
        for question in group.questions:
            if question.kind not in _NEVER_SAID:
                row[question.key] = self._answer(question)
        self._beside = outside
        return row

    def _compound(self, question: CompoundQuestion) -> dict[str, Any]:
        outside, answer = self._beside, dict[str, Any]()
        self._beside = answer
        for part in question.parts:
            if part.required or self._rng.random() < 0.6:
                answer[part.key] = self._answer(part, f"{question.key}.")
        self._beside = outside
        return answer

    def _number_of(self, question: PersonNumberQuestion) -> str:
        """Make a number that fits the birth and sex answered beside it."""
        born, sex = (self._beside.get(key or "") for key in (question.born, question.sex))
        year = int(born[:4]) if isinstance(born, str) else self._rng.randrange(1950, 2020)
        fits = [one for one in codes.Sex if one == sex]
        return citizen_number(self._rng, self._rng.choice(fits or tuple(codes.Sex)), year)

    def _told_by(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Give the birth and sex that numbers fixed beforehand tell, in answers that fit."""
        told: dict[str, Any] = {}
        for group, question in compared_numbers(self._form.spec):
            number = None if group else number_in(kept.get(question.key))
            if number is not None and question.born:
                told[question.born] = f"{number.birth_year}-06-15"
            if number is not None and question.sex:
                told[question.sex] = number.sex.value
        return told


def citizen_number(rng: Random, sex: codes.Sex, year: int) -> str:
    """Make twelve digits as a citizen's number is formed; invented."""
    place = rng.choice(("001", "004", "024", "038", "048", "079", "092"))
    return codes.made_citizen_number(place, sex, year, rng.randrange(10**6))


def tax_code(rng: Random) -> str:
    """Make ten digits with a right check digit; invented."""
    while True:
        with suppress(codes.TaxCodeInvalid):
            return codes.made_tax_code(f"{rng.randrange(10**9):09d}")
