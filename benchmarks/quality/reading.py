"""Pages as peers are given them."""

from __future__ import annotations

from base64 import encodebytes
from hashlib import sha256

from detector.errors import UnreadableInput
from detector.page import Document, Page
from detector.parsing import parse
from detector.training.pages import Source


def kind(source: Source) -> str:
    """The page's `Content-Type`."""
    return f"text/{'plain' if source.row.form == 'text' else 'html'}; charset=utf-8"


def visible_text(source: Source) -> str:
    """Title and shown text, as the detector's own parser reads them: a block a line; nothing of an unreadable page."""
    try:
        page = parsed(source)
    except UnreadableInput:
        return ""
    return "\n".join([page.title, *(block.text for block in page.blocks if not block.hidden)])


def parsed(source: Source) -> Page:
    """The page, understood. Raises UnreadableInput where it holds no text."""
    return parse(Document(source.body.encode("utf-8", "replace"), source.url, kind(source)))


def mail(source: Source) -> bytes:
    """The page as the body of a mail. Base64, so that no line of it can look like the head of the next one."""
    page = source.body.encode("utf-8", "replace")
    # Mail filters refuse to learn twice from what looks like one message.
    head = f"Message-ID: <{sha256(page).hexdigest()}@page>\nMIME-Version: 1.0\n"
    head += f"Content-Type: {kind(source)}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + encodebytes(page) + b"\n"
