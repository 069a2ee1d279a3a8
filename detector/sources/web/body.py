"""The answer of a server -> the page in it, if it is one."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime

from detector.parsing import markup
from detector.sources.codings import CODINGS, UNPACK, listed, undoable
from detector.sources.web.answers import Unfetched
from detector.sources.web.bounds import Rules
from detector.sources.web.exchange import Answer
from detector.sources.web.trail import text

_PAGES = frozenset(
    "text/html application/xhtml+xml text/plain text/markdown text/xml application/xml application/vnd.wap.xhtml+xml".split()
)
_SHOWN = 200
"""Characters shown of an address that a server made."""
_SECONDS = re.compile(r"[0-9]{1,9}")
_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+")


def check(answer: Answer) -> None:
    """Raise Unfetched where the answer is no page, by its status."""
    status = answer.status
    if status in (204, 205):
        raise Unfetched(f"The server answered {status}: there is no page.", status)
    if not 200 <= status < 300:
        raise Unfetched(f"The server answered {status}, not with the page.", status, retry_after=_retry_after(answer))


def _retry_after(answer: Answer) -> float | None:
    """Seconds after which the server asks to be asked again (RFC 9110, 10.2.3), None where it says nothing of sense."""
    values = answer.values(b"retry-after")
    said = text(values[0]).strip() if values else ""
    if _SECONDS.fullmatch(said):
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def content_type(answer: Answer) -> str | None:
    """What the answer says it is, as received; None where it says nothing of sense. Raises Unfetched where that is no page."""
    values = answer.values(b"content-type")
    said = text(values[-1]).strip() if values else ""
    name = said.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(name):
        # Then browsers look at the bytes, and so does the parser.
        return None
    if name not in _PAGES:
        raise Unfetched(f"The server sent no page but {name[:100]}.", answer.status)
    return said


def refresh(answer: Answer) -> str | None:
    """Where the answer, not the page, sends visitors on to, as received."""
    values = answer.values(b"refresh")
    return text(values[0]) if values else None


def read(answer: Answer, rules: Rules) -> bytes:
    """The first `rules.decoded` bytes of the page, unpacked. Raises Unfetched."""
    # What has no name here is left as it is, as browsers do.
    names = [name for name in listed(b",".join(answer.values(b"content-encoding"))) if name in UNPACK]
    packed = _received(answer, rules if not names else None)
    if not packed:
        onward = markup.refresh(refresh(answer) or "")
        said = f", and sends visitors on to {onward[:_SHOWN]}" if onward else ""
        raise Unfetched(f"The server sent an empty page{said}.", answer.status)
    return _unpacked(packed, names, rules)


def _received(answer: Answer, rules: Rules | None) -> bytes:
    """The body as sent; no more of it than `rules` want of one that is not packed."""
    body = bytearray()
    for part in answer.body:
        body += part
        if rules is not None and len(body) >= rules.decoded:
            return bytes(body[: rules.decoded])
    return bytes(body)


def _unpacked(packed: bytes, names: Sequence[bytes], rules: Rules) -> bytes:
    if len(names) > CODINGS:
        raise Unfetched(f"The page is packed {len(names)} times over.")
    body = packed
    for left, name in reversed(list(enumerate(names))):
        unpack = UNPACK[name]
        if name.decode() not in ("x-gzip", *undoable()):
            raise Unfetched(f"The page is packed with {name.decode()}: reading it needs the extra crawl.")
        unpacked = unpack(body, rules.decoded)
        # What is cut within its packing is not the beginning of a page.
        if len(unpacked) >= rules.decoded and (left or _swells(unpack, body, rules)):
            raise Unfetched(f"The page is a bomb: few bytes that unpack to more than {rules.decoded - 1:,}.")
        body = unpacked
    return body


def _swells(unpack: Callable[[bytes, int], bytes], packed: bytes, rules: Rules) -> bool:
    """Do already the first bytes unpack to more than is read of a page?"""
    return len(unpack(packed[: rules.decoded // rules.ratio], rules.decoded)) >= rules.decoded
