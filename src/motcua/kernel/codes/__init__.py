"""The codes of public administration, read and written: dossiers, agencies, people, enterprises."""

from __future__ import annotations

from motcua.kernel.codes.agencies import AgencyCode, agency_code, normalise
from motcua.kernel.codes.cards import CardText, card_text
from motcua.kernel.codes.catalogue import (
    ComponentCode,
    FieldCode,
    ProcedureCode,
    ResultCode,
    component_code,
    field_code,
    procedure_code,
    result_code,
)
from motcua.kernel.codes.dossiers import DossierCode, dossier_code, parse_dossier_code
from motcua.kernel.codes.errors import (
    AgencyCodeInvalid,
    CardTextInvalid,
    CatalogueCodeInvalid,
    CitizenNumberInvalid,
    CodeInvalid,
    CodeUnknown,
    DossierCodeInvalid,
    DossierDateInvalid,
    OldIdentityNumberInvalid,
    TaxCodeInvalid,
)
from motcua.kernel.codes.numbers import (
    CitizenNumber,
    OldIdentityNumber,
    Sex,
    TaxCode,
    citizen_number,
    made_citizen_number,
    made_tax_code,
    old_identity_number,
    tax_code,
)
from motcua.kernel.codes.parsing import CodeKind, ParsedCode, parse

__all__ = [
    "AgencyCode",
    "AgencyCodeInvalid",
    "CardText",
    "CardTextInvalid",
    "CatalogueCodeInvalid",
    "CitizenNumber",
    "CitizenNumberInvalid",
    "CodeInvalid",
    "CodeKind",
    "CodeUnknown",
    "ComponentCode",
    "DossierCode",
    "DossierCodeInvalid",
    "DossierDateInvalid",
    "FieldCode",
    "OldIdentityNumber",
    "OldIdentityNumberInvalid",
    "ParsedCode",
    "ProcedureCode",
    "ResultCode",
    "Sex",
    "TaxCode",
    "TaxCodeInvalid",
    "agency_code",
    "card_text",
    "citizen_number",
    "component_code",
    "dossier_code",
    "field_code",
    "made_citizen_number",
    "made_tax_code",
    "normalise",
    "old_identity_number",
    "parse",
    "parse_dossier_code",
    "procedure_code",
    "result_code",
    "tax_code",
]
