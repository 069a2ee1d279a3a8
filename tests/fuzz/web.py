"""What servers answer: robots.txt, header fields, redirects and bodies, without a network."""

from __future__ import annotations

from itertools import islice

from detector.errors import DetectorError
from detector.sources.web import body as received
from detector.sources.web import robots
from detector.sources.web.addresses import kind_of, kind_of_name, literal
from detector.sources.web.bounds import Rules
from detector.sources.web.exchange import Answer
from detector.sources.web.trail import Trail
from tests.fuzz.cutting import Cut

_STATUSES = (200, 301, 302, 307, 204, 206, 404, 429, 503, 999)
_NAMES = (b"location", b"content-type", b"content-encoding", b"refresh", b"retry-after", b"x")
_RULES = Rules()


def check(given: bytes) -> None:
    """A robots.txt, or an answer whose header ends at the first empty line; told by the first byte."""
    cut = Cut(given)
    if cut.number() % 3 == 0:
        _robots(cut.rest())
    else:
        _answer(cut.one_of(_STATUSES), cut.rest())


def _robots(body: bytes) -> None:
    rules = robots.read(body)
    assert 0 <= rules.delay <= robots.LONGEST_DELAY
    judge = rules.judge()
    for url in ("https://a.example/", "https://a.example/private/1?b=%00#c", "https://a.example/" + "a" * 3_000):
        said = judge(url)
        assert said is None or str(said).endswith(".")
        assert (rules.judge()(url) is None) == (said is None)


def _answer(status: int, body: bytes) -> None:
    head, _, payload = body.partition(b"\n\n")
    fields = [(_NAMES[line[0] % len(_NAMES)], line[1:]) for line in islice(head.split(b"\n"), 50) if line]
    trail = Trail("https://films.example/a?b#c", _RULES)
    try:
        for _ in range(3):
            if not trail.goes_on(Answer(status, fields, iter(()))):
                break
        answer = Answer(status, fields, iter((payload[:100], payload[100:])))
        received.check(answer)
        received.content_type(answer)
        assert len(received.read(answer, _RULES)) <= _RULES.decoded
    except DetectorError as error:
        trail.told(error)  # type: ignore[arg-type]  # all that is raised here is of the web
    assert trail.here.startswith(("http://", "https://"))
    assert "@" not in trail.here.split("/")[2]
    _reached(trail.here.split("/")[2].rpartition(":")[0] or trail.here.split("/")[2])


def _reached(host: str) -> None:
    """What may be asked is told without an error."""
    address = literal(host)
    if address is not None:
        kind_of(address)
    kind_of_name(host)
