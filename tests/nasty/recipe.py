"""What a nasty page is: a name, bytes, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detector.page import Document

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Recipe:
    """One nasty page."""

    name: str
    make: Make
    content_type: str | None = "text/html; charset=utf-8"
    url: str | None = "https://films.example/12130"
    id: str | None = None
    cut: bool = False
    """It passes a bound, which its page must say."""
    big: bool = False
    """It takes long: it is read once, by the fast reader."""

    def document(self) -> Document:
        """As it is received."""
        return Document(self.make(), self.url, self.content_type, self.id or self.name)


def of(name: str, text: str | bytes | Make, **said: object) -> Recipe:
    """A recipe of a text, of bytes, or of a function that makes bytes."""
    if callable(text):
        return Recipe(name, text, **said)  # type: ignore[arg-type]
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Recipe(name, lambda: body, **said)  # type: ignore[arg-type]


def big(name: str, make: Callable[[], str | bytes], **said: object) -> Recipe:
    """A recipe of a page of megabytes, made when it is needed."""

    def made() -> bytes:
        text = make()
        return text.encode() if isinstance(text, str) else text

    return Recipe(name, made, **{"big": True, **said})  # type: ignore[arg-type]
