"""What a code is: every kind it can be read as, with its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from motcua.kernel.codes.agencies import agency_code
from motcua.kernel.codes.cards import card_text
from motcua.kernel.codes.catalogue import component_code, field_code, procedure_code, result_code
from motcua.kernel.codes.dossiers import parse_dossier_code
from motcua.kernel.codes.errors import CodeInvalid, CodeUnknown
from motcua.kernel.codes.numbers import citizen_number, old_identity_number, tax_code
from motcua.kernel.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class CodeKind(StrEnum):
    """The kinds of code that are read."""

    DOSSIER = "dossier"
    AGENCY = "agency"
    CITIZEN_NUMBER = "citizen-number"
    OLD_IDENTITY_NUMBER = "old-identity-number"
    TAX_CODE = "tax-code"
    PROCEDURE = "procedure"
    FIELD = "field"
    COMPONENT = "component"
    RESULT = "result"
    CARD = "card"


class Reading(Protocol):
    """A code read as one kind: its proper writing and its parts, ready for JSON."""

    @property
    def text(self) -> str:
        """The code in its proper writing."""

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts of the code."""


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """All readings of a code, the likeliest first."""

    readings: Mapping[CodeKind, Reading]

    @property
    def kinds(self) -> tuple[CodeKind, ...]:
        """Every kind the code can be."""
        return tuple(self.readings)

    @property
    def kind(self) -> CodeKind:
        """The likeliest kind."""
        return self.kinds[0]

    @property
    def text(self) -> str:
        """The code in the proper writing of its likeliest kind."""
        return self.readings[self.kind].text

    @property
    def fields(self) -> Mapping[str, object]:
        """The parts of the likeliest reading, ready for JSON."""
        return self.readings[self.kind].facts


# How each kind looks from afar: wide enough that a near miss is told what is wrong with it.
_LOOKS: Final[tuple[tuple[CodeKind, str, Callable[[str], Reading]], ...]] = (
    (CodeKind.CARD, r".*\|.*", card_text),
    (CodeKind.DOSSIER, r"[0-9A-Z.]+-\d+-\d+", parse_dossier_code),
    (CodeKind.RESULT, r"KQ\..+", result_code),
    (CodeKind.COMPONENT, r"[0-9A-Z.]+-[A-Z]{2}\d{4,}", component_code),
    (CodeKind.FIELD, r"[A-Z]\d{2}-[A-Z]{2}\d{0,3}", field_code),
    (CodeKind.PROCEDURE, r"\d\.\d{6}(\..+)?", procedure_code),
    (CodeKind.AGENCY, r"(\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(\..*)?|Z\d{2}.+", agency_code),
    (CodeKind.CITIZEN_NUMBER, r"\d{12}", citizen_number),
    (CodeKind.OLD_IDENTITY_NUMBER, r"\d{9}", old_identity_number),
    (CodeKind.TAX_CODE, r"\d{10}(-?\d{3})?", tax_code),
)


def parse(code: str) -> ParsedCode:
    """Read a code of any known kind; letters may be small, blanks around it do not count.

    Raises the error of the kind it looks like, or `CodeUnknown`; all are `CodeInvalid`.
    """
    text = nfc(code).strip()
    seen = text.upper()
    likely = [(kind, read) for kind, look, read in _LOOKS if re.fullmatch(look, seen, re.ASCII)]
    readings: dict[CodeKind, Reading] = {}
    refused: CodeInvalid = CodeUnknown()
    for kind, read in reversed(likely):
        try:
            readings = {kind: read(text), **readings}
        except CodeInvalid as error:
            refused = error
    if not readings:
        raise refused
    return ParsedCode(readings)
