"""Tags and filters for any page: icons, states, scripts, dates, money and sizes."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from motcua.ui import icons, numbers
from motcua.ui.language import page_language
from motcua.ui.states import DEADLINES, TONE_ICONS, Deadline, Sign, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

register = template.Library()


class Named(Protocol):
    """Something with a name in each language."""

    def name_in(self, language: str) -> str:
        """Give the name in a language."""


ON_EVERY_PAGE = ("start", "offline", "submit-guard", "error-summary", "copy", "print")
ON_FORMS = ("laid-aside", "autosave", "upload", "groups", "place", "filter", "shown-when")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon `name`; give it a word of its own beside it."""
    return icons.icon(name)


@register.simple_tag
def state(deadline: str) -> SafeString:
    """Draw where something stands against its deadline: `on-time soon late paused done`."""
    sign = DEADLINES[Deadline(deadline)]
    return _badge(sign.tone, sign.icon, str(sign.word))


@register.simple_tag
def badge(text: str, tone: str = "plain", icon: str = "") -> SafeString:
    """Draw any other state: its word, its tone and, unless `icon` names one, the tone's icon."""
    return _badge(Tone(tone), icon or TONE_ICONS[Tone(tone)], str(text))


@register.simple_tag
def deadline_sign(deadline: str) -> Sign:
    """Give the word, icon and tone of a deadline's state."""
    return DEADLINES[Deadline(deadline)]


@register.simple_tag
@lru_cache(maxsize=256)
def behaviours(*names: str) -> SafeString:
    """Load the ES modules named, one file for one behaviour; `page` and `form` name the usual."""
    sets = {"page": ON_EVERY_PAGE, "form": ON_FORMS}
    files = [file for name in names for file in sets.get(name, (name,))]
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(f"js/{f}.js"),) for f in files)
    )


@register.filter
def money(amount: int) -> str:
    """Write whole đồng by the page's language: `20.000 đ`, `20,000 VND`."""
    return numbers.money(amount, page_language())


@register.filter
def number(value: int) -> str:
    """Write a whole number by the page's language: `1.000`, `1,000`."""
    return numbers.whole(value, page_language())


@register.filter
def named(thing: Named | None) -> str:
    """Write the name of an agency or a unit in the page's language, and nothing for None."""
    return thing.name_in(page_language()) if thing else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as `20/11/2026`, local where it is a moment, and nothing for None."""
    if value is None:
        return ""
    return _local(value).strftime("%d/%m/%Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment as `15:30 20/11/2026` in the civil zone, and nothing for None."""
    return "" if value is None else localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def size(count: int) -> str:
    """Write bytes as `340 KB` or `2,4 MB`, in English `2.4 MB`."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{numbers.decimal(count / 1024 / 1024, page_language())} MB"


@register.filter
def up_to(count: int) -> range:
    """Count from 1 to `count`."""
    return range(1, int(count) + 1)


@register.filter
def as_json(values: Iterable[str]) -> str:
    """Write texts as a JSON list for a data attribute."""
    return json.dumps(list(values), ensure_ascii=False)


# A list says the same few words in each line. By type: safe words are not those to be escaped.
@lru_cache(maxsize=512, typed=True)
def _badge(tone: Tone, name: str, text: str) -> SafeString:
    return format_html(
        '<span class="mc-state mc-state--{}">{}{}</span>', tone, icons.icon(name), text
    )


def _local(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) else value
