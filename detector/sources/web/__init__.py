"""Pages of the live web, through one door: the only place of the program that reaches the network.

A stranger decides every byte behind an address. So each host is looked up once, each of its addresses is checked, and only
a checked one is connected to; redirects are followed here, each checked anew; time and size are bounded whatever a server
does (`bounds.Rules`). No cookie, no referrer, no password is sent.
"""

from __future__ import annotations

from detector.errors import UsageError
from detector.sources.web.answers import Chain, Fetched, Unfetched
from detector.sources.web.bounds import Rules

try:
    from detector.sources.web.door import Door
except ModuleNotFoundError as error:
    raise UsageError("Fetching pages needs the extra web: in a checkout, run pip install '.[web]'.") from error

__all__ = ["Chain", "Door", "Fetched", "Rules", "Unfetched"]
