"""The words of CPSV-AP 3.2 as a JSON-LD context, and the concepts of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from motcua.procedures.enums import Channel, Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

Node = dict[str, Any]

EU_TABLE = "http://publications.europa.eu/resource/authority"
VIET_NAM: Node = {"@id": f"{EU_TABLE}/country/VNM", "@type": "Location"}
DONG: Node = {"@id": f"{EU_TABLE}/currency/VND", "@type": "Concept"}
LANGUAGES: Mapping[str, Node] = {
    code: {"@id": f"{EU_TABLE}/language/{name}", "@type": "LinguisticSystem"}
    for code, name in (("vi", "VIE"), ("en", "ENG"))
}

_PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CLASSES = (
    "cpsv:PublicService",
    "cpsv:Rule",
    *(f"cv:{name}" for name in ("PublicOrganisation", "Channel", "Cost", "Evidence", "Output")),
    *(f"cv:{name}" for name in ("Requirement", "Participation", "ContactPoint")),
    *(f"cv:{name}" for name in ("Event", "LifeEvent", "BusinessEvent")),
    "dcat:Dataset",
    "dct:LinguisticSystem",
    "dct:Location",
    "eli:LegalResource",
    "foaf:Agent",
    "foaf:Document",
    "hydra:Collection",
    "hydra:PartialCollectionView",
    "skos:Concept",
)
_LINKS = (
    *(f"cv:{name}" for name in ("hasCompetentAuthority", "hasChannel", "hasCost", "isGroupedBy")),
    *(f"cv:{name}" for name in ("hasLegalResource", "holdsRequirement", "hasParticipation")),
    *(f"cv:{name}" for name in ("hasParticipant", "role", "contactPoint", "contactPage")),
    *(f"cv:{name}" for name in ("thematicArea", "currency", "ifAccessedThrough", "isDefinedBy")),
    *(f"cpsv:{name}" for name in ("hasInput", "produces", "follows", "implements")),
    *(f"dct:{name}" for name in ("isPartOf", "language", "spatial", "audience", "type")),
    "dct:publisher",
    "dcat:landingPage",
    "foaf:page",
    *(f"hydra:{name}" for name in ("member", "view", "first", "previous", "next", "last")),
)
_TEXTS = ("dct:title", "dct:description", "dcat:keyword", "skos:prefLabel")
_TYPED = (
    ("cv:processingTime", "xsd:duration"),
    ("cv:hasValue", "xsd:double"),
    ("dct:modified", "xsd:date"),
    ("eli:date_document", "xsd:date"),
    ("hydra:totalItems", "xsd:integer"),
)


def _bare(term: str) -> str:
    return term.partition(":")[2]


CONTEXT: Final[Node] = {
    "@version": 1.1,
    **_PREFIXES,
    "identifier": "dct:identifier",
    "localIdentifier": "eli:id_local",
    **{_bare(term): term for term in _CLASSES},
    **{_bare(term): {"@id": term, "@type": "@id"} for term in _LINKS},
    **{_bare(term): {"@id": term, "@container": "@language"} for term in _TEXTS},
    **{_bare(term): {"@id": term, "@type": kind} for term, kind in _TYPED},
}
"""What every document of the catalogue means by its keys; texts are maps by language."""

SUBJECTS: Mapping[Subject, dict[str, str]] = {
    Subject.CITIZEN: {"vi": "Công dân Việt Nam", "en": "Vietnamese citizens"},
    Subject.OVERSEAS_VIETNAMESE: {
        "vi": "Người Việt Nam định cư ở nước ngoài",
        "en": "Vietnamese who live abroad",
    },
    Subject.FOREIGNER: {"vi": "Người nước ngoài", "en": "Foreigners"},
    Subject.HOUSEHOLD_BUSINESS: {"vi": "Hộ kinh doanh", "en": "Household businesses"},
    Subject.ENTERPRISE: {"vi": "Doanh nghiệp", "en": "Enterprises"},
    Subject.ORGANISATION: {"vi": "Tổ chức", "en": "Organisations"},
}
CHANNELS: Mapping[Channel, dict[str, str]] = {
    Channel.ONLINE: {"vi": "Trực tuyến", "en": "Online"},
    Channel.COUNTER: {"vi": "Trực tiếp", "en": "At the counter"},
    Channel.POST: {"vi": "Bưu chính", "en": "By post"},
}
ROLES: Mapping[str, dict[str, str]] = {
    "carries-out": {"vi": "Cơ quan thực hiện", "en": "Carries the procedure out"},
    "coordinates": {"vi": "Cơ quan phối hợp", "en": "Coordinates"},
}
