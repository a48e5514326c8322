"""The frame around every page, and pages that say no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from motcua_sandbox import web
from motcua_sandbox.markup import Markup, markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/sandbox.css">
</head>
<body class="{kind}">
<a class="skip" href="#main">{skip}</a>
<p class="mark"><strong>{name}</strong> <span>{warning}</span></p>
<header>{nav}<p class="language">{languages}</p></header>
<main id="main">
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class House:
    """A sandbox as people see it: its kind for the style sheet, its name, its pages."""

    kind: str
    name: tuple[str, str]
    warning: tuple[str, str]
    links: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Extras:
    """What differs for one page: seconds after which it reloads (0: never), CSP, status."""

    reload: int = 0
    csp: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


PLAIN = Extras()
NOWHERE = House("plain", ("Thử nghiệm", "Sandbox"), ("", ""))


def page(
    request: web.Request, house: House, title: str, body: Markup, extras: Extras = PLAIN
) -> web.Response:
    """Put a page's body into the frame, in the reader's language."""
    text = markup(
        _PAGE,
        language=request.language(),
        title=title,
        name=request.say(*house.name),
        warning=request.say(*house.warning),
        kind=house.kind,
        skip=request.say("Đến nội dung chính", "Skip to content"),
        nav=_nav(request, house),
        languages=_languages(request),
        body=body,
    )
    return web.Response(
        text.encode(), extras.status, headers=_headers(request, extras), csp=extras.csp
    )


def refusal(request: web.Request, error: web.RefusedError) -> web.Response:
    """Say no: as JSON to machines, as a page to browsers."""
    if "text/html" not in request.header("accept"):
        answer = {"error": error.code, "message": error.message}
        return web.json_response(answer, error.status, **error.extra)
    body = markup('<p class="problem" role="alert">{text}</p>', text=error.message)
    title = request.say("Không thực hiện được", "That did not work")
    framed = page(request, NOWHERE, title, body, Extras(status=error.status))
    headers = {**framed.headers, **error.extra}
    return web.Response(framed.body, error.status, headers=headers)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> Markup:
    """Draw a table that becomes cards on a phone; without rows say `empty` instead."""
    if not rows:
        return markup('<p class="empty">{text}</p>', text=empty)
    return markup(
        "<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>",
        heads=[markup('<th scope="col">{text}</th>', text=text) for text in heads],
        rows=[_table_row(heads, row) for row in rows],
    )


def money(amount: int) -> str:
    """Write whole đồng for people: `20.000 đ`."""
    return f"{amount:,}".replace(",", ".") + " đ"


def _table_row(heads: Sequence[str], row: Sequence[object]) -> Markup:
    cells = [
        markup('<td data-name="{head}">{value}</td>', head=head, value=value)
        for head, value in zip(heads, row, strict=True)
    ]
    return markup("<tr>{cells}</tr>", cells=cells)


def _nav(request: web.Request, house: House) -> Markup:
    items = [
        markup(
            '<li><a href="{path}"{here}>{text}</a></li>',
            path=path,
            here=Markup(' aria-current="page"') if path == request.path else "",
            text=request.say(vi, en),
        )
        for path, vi, en in house.links
    ]
    return markup("<nav><ul>{items}</ul></nav>", items=items) if items else Markup("")


def _languages(request: web.Request) -> Markup:
    if request.method == "POST":
        return Markup("")
    other, text = ("en", "English") if request.language() == "vi" else ("vi", "Tiếng Việt")
    address = request.with_query(lang=other)
    return markup('<a href="{to}" lang="{code}">{text}</a>', to=address, code=other, text=text)


def _headers(request: web.Request, extras: Extras) -> dict[str, str]:
    headers = {}
    if extras.reload:
        headers["Refresh"] = str(extras.reload)
    if "lang=" in request.query_string:
        value = f"{web.LANGUAGE_COOKIE}={request.language()}; Path=/; HttpOnly; SameSite=Lax"
        headers["Set-Cookie"] = value
    return headers
