"""The same exits, built by scripts: written out, joined at run time, encoded, or kept in the page's state."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from html import escape

from benchmarks.evasion.edits import Anchor, at_end, replaced
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import trick

_BUTTON = '<span class="btn" role="link" id="x{number}">{words}</span>'
_ON_CLICK = "document.getElementById('x{number}').onclick=function(){{{code}}};"


def _coded(target: str) -> str:
    return b64encode(target.encode()).decode()


def _scripted(page: Written, code: Callable[[str], str]) -> str:
    """The exits as words that a script at the end of the page makes into buttons."""
    scripts = []

    def button(anchor: Anchor) -> str:
        scripts.append(_ON_CLICK.format(number=anchor.start, code=code(anchor.target)))
        return _BUTTON.format(number=anchor.start, words=anchor.inner)

    html = replaced(page, button)
    return at_end(html, f"<script>{''.join(scripts)}</script>") if scripts else html


def _cut(target: str, size: int) -> list[str]:
    return [target[start : start + size] for start in range(0, len(target), size)]


# -- in attributes


@trick("scripts")
def javascript_address(page: Written) -> str:
    """The exits are `javascript:` addresses that set the location."""
    return replaced(page, lambda anchor: anchor.leading(f"javascript:void(window.location='{anchor.target}')"))


@trick("scripts")
def click_handler(page: Written) -> str:
    """The exits are click handlers on plain elements."""
    return replaced(
        page, lambda anchor: f"<div onclick=\"location.href='{escape(anchor.target)}'\">{anchor.inner}</div>"
    )


@trick("scripts")
def handler_joined(page: Written) -> str:
    """The exits are click handlers that join their address from pieces."""
    return replaced(
        page,
        lambda anchor: (
            f"<div onclick=\"window.open('{escape(chr(39) + '+' + chr(39)).join(map(escape, _cut(anchor.target, 5)))}')\">"
            f"{anchor.inner}</div>"
        ),
    )


@trick("scripts")
def data_attribute(page: Written) -> str:
    """The exits stand in `data-href` of plain elements."""
    return replaced(page, lambda anchor: f'<div class="go" data-href="{escape(anchor.target)}">{anchor.inner}</div>')


@trick("scripts")
def data_attribute_of_any_name(page: Written) -> str:
    """The exits stand in a `data-` attribute of any name."""
    return replaced(page, lambda anchor: f'<span class="go" data-q7="{escape(anchor.target)}">{anchor.inner}</span>')


@trick("scripts")
def data_attribute_coded(page: Written) -> str:
    """The exits stand in base64 in a `data-` attribute of any name."""
    return replaced(page, lambda anchor: f'<span class="go" data-q7="{_coded(anchor.target)}">{anchor.inner}</span>')


@trick("scripts")
def data_attributes_in_halves(page: Written) -> str:
    """The exits stand in base64 in two `data-` attributes, half in each."""

    def element(anchor: Anchor) -> str:
        half = len(anchor.target) // 2
        first, second = _coded(anchor.target[:half]), _coded(anchor.target[half:])
        return f'<span data-k="{first}" data-l="{second}">{anchor.inner}</span>'

    return replaced(page, element)


# -- in scripts


@trick("scripts")
def script_location(page: Written) -> str:
    """A script sets the location when the words are clicked."""
    return _scripted(page, lambda target: f"window.location.href='{target}'")


@trick("scripts")
def script_window(page: Written) -> str:
    """A script opens a window when the words are clicked."""
    return _scripted(page, lambda target: f"var w='{target}';window.open(w,'_blank')")


@trick("scripts", keeps="exits")
def document_write(page: Written) -> str:
    """A script writes the exits, words and all."""
    return replaced(
        page,
        lambda anchor: (
            "<script>document.write('"
            + page.html[anchor.start : anchor.end]
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("</", "<\\/")
            .replace("\n", " ")
            + "')</script>"
        ),
    )


@trick("scripts")
def strings_joined(page: Written) -> str:
    """A script joins the address from strings with plus signs."""
    return _scripted(page, lambda target: "location=" + "+".join(f"'{piece}'" for piece in _cut(target, 4)))


@trick("scripts")
def variables_joined(page: Written) -> str:
    """A script joins the address from variables that hold its parts."""

    def code(target: str) -> str:
        scheme, _, rest = target.partition("://")
        host, _, path = rest.partition("/")
        return f"var a='{scheme}:',b='//{host}';var c=b+'/{path}';window.location.href=a+c"

    return _scripted(page, code)


@trick("scripts")
def array_joined(page: Written) -> str:
    """A script joins the address from an array."""
    return _scripted(page, lambda target: f"location.assign({_cut(target, 6)!r}.join(''))")


@trick("scripts")
def parts_in_template(page: Written) -> str:
    """A script fills the host into a template string."""

    def code(target: str) -> str:
        scheme, _, rest = target.partition("://")
        host, _, path = rest.partition("/")
        return f"const h='{host}';window.open(`{scheme}://${{h}}/{path}`)"

    return _scripted(page, code)


@trick("scripts")
def reversed_string(page: Written) -> str:
    """A script turns the reversed address round."""
    return _scripted(page, lambda target: f"location='{target[::-1]}'.split('').reverse().join('')")


@trick("scripts")
def character_codes(page: Written) -> str:
    """A script makes the address from character codes."""
    return _scripted(page, lambda target: f"location=String.fromCharCode({','.join(str(ord(c)) for c in target)})")


@trick("scripts")
def base64_location(page: Written) -> str:
    """A script decodes the address from base64."""
    return _scripted(page, lambda target: f"location.href=atob('{_coded(target)}')")


@trick("scripts")
def base64_in_pieces(page: Written) -> str:
    """A script decodes the address from pieces of base64."""
    return _scripted(page, lambda target: "location=atob(" + "+".join(f"'{p}'" for p in _cut(_coded(target), 7)) + ")")


@trick("scripts")
def escaped_string(page: Written) -> str:
    """A script holds the address in hexadecimal escapes."""
    return _scripted(page, lambda target: "location='" + "".join(f"\\x{ord(c):02x}" for c in target) + "'")


# -- in the page's state


def _state(page: Written, name: str, write: Callable[[str], str]) -> str:
    """The exits as buttons, and a JSON script that holds where they lead."""
    targets = []

    def button(anchor: Anchor) -> str:
        targets.append(anchor.target)
        return _BUTTON.format(number=anchor.start, words=anchor.inner)

    html = replaced(page, button)
    state = json.dumps({"props": {"pageProps": {"gates": [{name: write(target)} for target in targets]}}})
    script = f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    return at_end(html, script) if targets else html


@trick("scripts")
def json_state(page: Written) -> str:
    """The exits are buttons whose addresses stand in the page's JSON state."""
    return _state(page, "targetUrl", str)


@trick("scripts")
def json_state_coded(page: Written) -> str:
    """The exits are buttons whose addresses stand in base64 in the page's JSON state."""
    return _state(page, "gate", _coded)
