"""A procedure as a public service of CPSV-AP 3.2, in JSON-LD."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from motcua.kernel.text import fold
from motcua.procedures.base.exchange.costs import costs_of
from motcua.procedures.base.exchange.durations import duration_of, longest
from motcua.procedures.base.exchange.events import events_of
from motcua.procedures.base.exchange.vocabulary import (
    CHANNELS,
    LANGUAGES,
    ROLES,
    SUBJECTS,
    VIET_NAM,
    Node,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from motcua.procedures.base.packs import ChannelSpec, Facts, LegalBasis, Paper
    from motcua.procedures.base.texts import Text

_LONGEST_TITLE = 200
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the catalogue: the address of the portal, and the node's name."""

    portal: str
    name: str

    @property
    def catalogue(self) -> str:
        """Give the address of the whole catalogue."""
        return f"{self.portal}/catalogue.jsonld"

    def page(self, code: str) -> str:
        """Give the address of a procedure's page for people."""
        return f"{self.portal}/procedures/{code}"

    def about(self, code: str, part: str = "service") -> str:
        """Give what a procedure's service, or a part of it, is called; it leads to its data."""
        return f"{self.portal}/catalogue/{code}.jsonld#{part}"

    def concept(self, kind: str, code: str, label: Text) -> Node:
        """Give a concept that procedures share: a field, a subject, a way of filing."""
        return {"@id": self.shared(kind, code), "@type": "Concept", "prefLabel": label}

    def shared(self, kind: str, name: str) -> str:
        """Give what something that procedures share is called, by a word or a name."""
        return f"{self.catalogue}#{kind}-{_slug(name)}"


@lru_cache(maxsize=20_000)
def _slug(name: str) -> str:
    """Write a name as part of an address; a long one ends in a mark of the whole."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return f"{slug[:_LONGEST_SLUG]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def dataset(publisher: Publisher) -> Node:
    """Give the catalogue as a whole."""
    return {
        "@id": publisher.catalogue,
        "@type": "Dataset",
        "title": {"vi": "Danh mục thủ tục hành chính", "en": "Catalogue of procedures"},
        "description": {
            "vi": "Các thủ tục hành chính đang có hiệu lực.",
            "en": "The administrative procedures in force.",
        },
        "publisher": {
            "@id": f"{publisher.catalogue}#publisher",
            "@type": "Agent",
            "identifier": publisher.portal,
            "title": {"vi": publisher.name or publisher.portal},
        },
        "landingPage": {"@id": f"{publisher.portal}/procedures", "@type": "Document"},
    }


def public_service(facts: Facts, day: date, publisher: Publisher) -> Node:
    """Give a procedure as it is on a day."""
    code = facts.code
    page = {"@id": publisher.page(code), "@type": "Document"}
    node: Node = {
        "@id": publisher.about(code),
        "@type": "PublicService",
        "identifier": code,
        "title": facts.name,
        "description": facts.summary,
        "keyword": {language: list(words) for language, words in facts.keywords.items() if words},
        "page": page,
        "isPartOf": publisher.catalogue,
        "language": [LANGUAGES[each] for each in LANGUAGES if each in facts.name],
        "spatial": VIET_NAM,
        "thematicArea": publisher.concept("field", facts.field.code, facts.field.name),
        "audience": [
            publisher.concept("subject", subject, SUBJECTS[subject]) for subject in facts.subjects
        ],
        "hasCompetentAuthority": _organisation(publisher, _competent(facts)),
        "hasParticipation": list(_participations(facts, publisher)),
        "hasLegalResource": [_law(publisher, law) for law in facts.legal_bases],
        "holdsRequirement": list(_requirements(facts, publisher)),
        "hasInput": list(_papers(facts, publisher)),
        "produces": [
            {
                "@id": publisher.about(code, f"result-{row.code}"),
                "@type": "Output",
                "identifier": f"{code}/{row.code}",
                "title": row.name,
            }
            for row in facts.results
        ],
        "follows": list(_rules(facts, publisher)),
        "isGroupedBy": [
            {"@id": publisher.shared("event", event["identifier"]), **event}
            for event in events_of(facts)
        ],
        "hasChannel": [_channel(facts, way, day, publisher) for way in facts.channels],
        "hasCost": costs_of(facts, day, publisher.about),
        "processingTime": longest(facts, day),
        "contactPoint": {
            "@id": publisher.about(code, "contact"),
            "@type": "ContactPoint",
            "contactPage": page,
        },
    }
    return {key: value for key, value in node.items() if value not in (None, [], {})}


def _competent(facts: Facts) -> Text:
    return facts.authority.deciding or facts.authority.name


def _organisation(publisher: Publisher, name: Text) -> Node:
    return {
        "@id": publisher.shared("agency", name["vi"]),
        "@type": "PublicOrganisation",
        "prefLabel": name,
        "spatial": VIET_NAM,
    }


def _participations(facts: Facts, publisher: Publisher) -> Iterator[Node]:
    """Yield the agencies beside the competent one: who carries it out, who coordinates."""
    authority = facts.authority
    carries_out = None if authority.name == _competent(facts) else authority.name
    for role, name in (("carries-out", carries_out), ("coordinates", authority.coordinating)):
        if name is None:
            continue
        yield {
            "@id": publisher.about(facts.code, role),
            "@type": "Participation",
            "identifier": f"{facts.code}/{role}",
            "description": ROLES[role],
            "role": publisher.concept("role", role, ROLES[role]),
            "hasParticipant": {
                "@id": publisher.shared("agent", name["vi"]),
                "@type": "Agent",
                "identifier": publisher.shared("agent", name["vi"]).partition("#")[2],
                "title": name,
            },
        }


def _law(publisher: Publisher, law: LegalBasis) -> Node:
    node: Node = {
        "@id": publisher.shared("law", law.number or law.title["vi"]),
        "@type": "LegalResource",
        "title": law.title,
    }
    if law.number:
        node["localIdentifier"] = law.number
    if law.issued_on:
        node["date_document"] = law.issued_on.isoformat()
    return node


def _requirements(facts: Facts, publisher: Publisher) -> Iterator[Node]:
    for number, row in enumerate(facts.requirements, 1):
        yield {
            "@id": publisher.about(facts.code, f"requirement-{number}"),
            "@type": "Requirement",
            "identifier": f"{facts.code}/requirement/{number}",
            **_titled(row.text),
        }


def _papers(facts: Facts, publisher: Publisher) -> Iterator[Node]:
    """Yield every paper once, with how many of it, and the cases it is for if not for all."""
    cases: dict[str, list[Text]] = {}
    papers: dict[str, Paper] = {}
    for variant, paper in facts.papers():
        papers.setdefault(paper.name["vi"], paper)
        cases.setdefault(paper.name["vi"], []).append(variant.name)
    for number, (name, paper) in enumerate(papers.items(), 1):
        only = cases[name] if len(cases[name]) < len(facts.variants) else []
        yield {
            "@id": publisher.about(facts.code, f"paper-{number}"),
            "@type": "Evidence",
            "identifier": f"{facts.code}/paper/{number}",
            "title": paper.name,
            "description": _of_paper(paper, only),
        }


def _of_paper(paper: Paper, only: list[Text]) -> Text:
    """Say how many of a paper are asked for, of whom, and the help beside it."""
    counts = ((paper.originals, "bản chính", "original"), (paper.copies, "bản sao", "copy"))
    said = {
        "vi": [", ".join(f"{count} {vi}" for count, vi, _en in counts if count)],
        "en": [", ".join(f"{count} {en}" for count, _vi, en in counts if count)],
    }
    if paper.needed == "optional" or paper.when is not None:
        said["vi"].append("Không phải ai cũng cần.")
        said["en"].append("Not asked of everybody.")
    for language, parts in said.items():
        names = [name[language] for name in only if language in name]
        word = "Trường hợp" if language == "vi" else "Case"
        parts.extend(f"{word}: {name}" for name in names)
        parts.append((paper.help or {}).get(language, ""))
    return {language: " · ".join(filter(None, parts)) for language, parts in said.items()}


def _rules(facts: Facts, publisher: Publisher) -> Iterator[Node]:
    """Yield the course of each case, once where all cases have the same."""
    seen = set()
    for number, variant in enumerate(facts.variants, 1):
        steps = _joined(variant.steps)
        if not steps or steps["vi"] in seen:
            continue
        seen.add(steps["vi"])
        yield {
            "@id": publisher.about(facts.code, f"rule-{number}"),
            "@type": "Rule",
            "identifier": f"{facts.code}/rule/{number}",
            "title": {"vi": "Trình tự thực hiện", "en": "Steps"},
            "description": steps,
            "implements": [
                publisher.shared("law", law.number or law.title["vi"]) for law in facts.legal_bases
            ],
        }


def _joined(texts: tuple[Text, ...]) -> Text:
    return {
        language: "\n".join(text[language] for text in texts)
        for language in LANGUAGES
        if texts and all(language in text for text in texts)
    }


def _titled(text: Text) -> Node:
    """Give a text as a title; a long one as description too, with its beginning as the title."""
    if all(len(words) <= _LONGEST_TITLE for words in text.values()):
        return {"title": text}
    return {"title": {each: _short(words) for each, words in text.items()}, "description": text}


def _short(words: str) -> str:
    if len(words) <= _LONGEST_TITLE:
        return words
    return words[:_LONGEST_TITLE].rpartition(" ")[0] + "…"


def _channel(facts: Facts, way: ChannelSpec, day: date, publisher: Publisher) -> Node:
    limits = [limit for limit in way.limits if limit.holds_on(day)]
    said = [limit.words for limit in limits] + ([way.note] if way.note else [])
    node: Node = {
        "@id": publisher.about(facts.code, f"channel-{way.channel}"),
        "@type": "Channel",
        "identifier": f"{facts.code}/{way.channel}",
        "type": publisher.concept("channel", way.channel, CHANNELS[way.channel]),
    }
    if said:
        node["description"] = {
            language: [text[language] for text in said if language in text]
            for language in LANGUAGES
        }
    if limits:
        node["processingTime"] = duration_of(limits)
    return node
