"""Line icons on a 24 × 24 ground, drawn here; each stands beside a word, never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Mapping

ICONS: Mapping[str, str] = {
    # states
    "circle": '<circle cx="12" cy="12" r="8"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "exclamation": '<path d="M12 4v10"/><circle cx="12" cy="19.5" r=".6" fill="currentColor"/>',
    "bars": '<path d="M8.5 5v14M15.5 5v14"/>',
    "tick": '<path d="M4.5 12.5l5 5 10-11"/>',
    # directions and acts
    "arrow-left": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "arrow-right": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "copy": '<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "edit": '<path d="M4 20l1-5L16 4l4 4L9 19z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"/>',
    "upload": '<path d="M12 16V5M7 9l5-5 5 5M4 20h16"/>',
    # things
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7v5l3.5 2"/>',
    "file": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17c-5-5-5-12 '
    '0-17"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5"/><circle cx="12" cy="8" r=".6" '
    'fill="currentColor"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="1"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<rect x="3" y="6" width="18" height="13" rx="1"/><path d="M3.5 7l8.5 7 8.5-7"/>',
    "money": '<rect x="3" y="6" width="18" height="12" rx="1"/><circle cx="12" cy="12" r="2.5"/>'
    '<path d="M6.5 9.5v5M17.5 9.5v5"/>',
    "offline": '<path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12a10 10 0 0 1 4-2.4M14 9.5a10 10 0 '
    '0 1 4.5 2.5"/><circle cx="12" cy="19" r=".6" fill="currentColor"/>',
    "phone": '<path d="M6 3h3l2 5-2.5 1.500a12 12 0 0 0 6 6L16 13l5 2v3a2 2 0 0 1-2 2A16 16 0 0 1 '
    '4 5a2 2 0 0 1 2-2z"/>',
    "pin": '<path d="M12 21c4-5 7-8 7-11a7 7 0 0 0-14 0c0 3 3 6 7 11z"/><circle cx="12" cy="10" '
    'r="2.5"/>',
    "seal": '<circle cx="12" cy="9" r="5.5"/><path d="M8.5 13.500L7 21l5-2.5 5 2.5-1.5-7.5"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20c1-5 4-7 8-7s7 2 8 7"/>',
    "warning": '<path d="M12 4l9 16H3zM12 10v4.5"/><circle cx="12" cy="17.3" r=".5" '
    'fill="currentColor"/>',
    # life events
    "baby": '<circle cx="12" cy="12" r="8"/><path d="M9 15c2 1.5 4 1.5 6 0M12 4c-1.5 1-1 3 .5 '
    '3"/><circle cx="9.3" cy="11" r=".5"/><circle cx="14.7" cy="11" r=".5"/>',
    "book": '<path d="M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2c2-1.5 5-2 8-2V4c-3 0-6 .5-8 2v14"/>',
    "briefcase": '<rect x="3" y="8" width="18" height="12" rx="1"/><path d="M9 8V5h6v3M3 13h18"/>',
    "candle": '<path d="M9 11h6v9H9zM12 11V8.500M12 3c2 2.5 2 4 0 5.500c-2-1.5-2-3 0-5.5"/>',
    "car": '<path d="M4 16v-4l2-5h12l2 5v4zM4 12h16"/><circle cx="7.5" cy="17" r="2"/><circle '
    'cx="16.5" cy="17" r="2"/>',
    "health": '<path d="M12 20C5 15 3 12 3 9a4.5 4.5 0 0 1 9-1a4.5 4.5 0 0 1 9 1c0 3-2 6-9 11z'
    'M12 9.500v5M9.5 12h5"/>',
    "home": '<path d="M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6"/>',
    "id-card": '<rect x="3" y="5" width="18" height="14" rx="1"/><circle cx="8.5" cy="11" r="2"/>'
    '<path d="M5.5 16c.5-2 1.5-2.5 3-2.500s2.5.5 3 2.500M14 10h4M14 14h4"/>',
    "land": '<path d="M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14"/>',
    "rings": '<circle cx="9" cy="13.5" r="5.5"/><circle cx="15" cy="13.5" r="5.5"/>'
    '<path d="M7 6l2-2 2 2-2 2z"/>',
    "store": '<path d="M5 10v10h14V10M3 10l2-6h14l2 6c0 2-4 2-4.5 0c-.5 2-4 2-4.5 0c-.5 2-4 2-4.5 '
    '0C7 12 3 12 3 10zM10 20v-5h4v5"/>',
    "plane": '<path d="M3 13l18-8-5 15-4-6zM12 14l9-9"/>',
}

_READY: Mapping[str, SafeString] = {
    name: format_html(
        '<svg class="mc-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(shapes),  # noqa: S308 - shapes are the constants above
    )
    for name, shapes in ICONS.items()
}


def icon(name: str) -> SafeString:
    """Return the icon as inline SVG hidden from screen readers; raise KeyError if unknown."""
    return _READY[name]
