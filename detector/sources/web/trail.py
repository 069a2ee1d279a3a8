"""The way from one address to the next, as servers' redirects lead it."""

from __future__ import annotations

from detector import urls
from detector.errors import UsageError
from detector.page import Hop
from detector.sources.web.answers import Unfetched
from detector.sources.web.bounds import Rules
from detector.sources.web.exchange import Answer

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_SHOWN = 200
"""Characters shown of an address that a server made."""


class Trail:
    """Where a fetch stands, and by which redirects it came there."""

    def __init__(self, url: str, rules: Rules) -> None:
        canonical = urls.resolve(None, url.strip())
        if canonical is None:
            raise UsageError(f"{url[:_SHOWN]!r} is no web address: write it out with https:// or http:// in front.")
        self._rules = rules
        self.here = without_password(canonical)
        self.hops: list[Hop] = []
        self._seen = {_asked(self.here)}

    def goes_on(self, answer: Answer) -> bool:
        """Go where an answer redirects to; False where it does not. Raises Unfetched where it leads nowhere."""
        if answer.status not in REDIRECTS:
            return False
        onward = self._onward(answer)
        self.hops.append(Hop(self.here, answer.status))
        self.here = onward
        if len(self.hops) > self._rules.hops:
            raise Unfetched(f"There are more than {self._rules.hops} redirects.")
        if _asked(onward) in self._seen:
            raise Unfetched("The redirects lead in a circle.")
        self._seen.add(_asked(onward))
        return True

    def told(self, error: Unfetched) -> Unfetched:
        """The error, with the way to the place where it happened."""
        if not self.hops:
            return error
        return Unfetched(
            f"Redirected to {_shown(self.here)}: {error}", error.status, tuple(self.hops), error.retry_after
        )

    def _onward(self, answer: Answer) -> str:
        values = {text(value) for value in answer.values(b"location")}
        if len(values) != 1:
            said = "different places" if values else "no place"
            raise Unfetched(f"The server redirects ({answer.status}) to {said}.", answer.status)
        (location,) = values
        onward = urls.resolve(self.here, location)
        if onward is None:
            raise Unfetched(
                f"The server redirects ({answer.status}) to what is no web address: {_shown(location)}", answer.status
            )
        return without_password(onward)


def without_password(url: str) -> str:
    """A canonical URL without user name and password, which are sent to nobody.

    >>> without_password("https://netflix.com@evil.example/a@b")
    'https://evil.example/a@b'
    """
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def text(value: bytes) -> str:
    """The value of a header field, which may be in UTF-8."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _asked(url: str) -> str:
    """The part of a URL that a server sees."""
    return url.partition("#")[0]


def _shown(url: str) -> str:
    return url if len(url) <= _SHOWN else url[:_SHOWN] + "…"
