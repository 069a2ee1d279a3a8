"""What the door asks of the machine it stands on: look-ups, connections, proxies and certificates."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.request import getproxies, proxy_bypass

import certifi
import httpcore


def resolve(host: str, seconds: float) -> Sequence[str]:
    """All addresses of a host. Raises TimeoutError, OSError where it has none."""
    answers: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()
    # A look-up cannot be ended from outside: one that hangs is left behind, and ends with the program.
    threading.Thread(target=_look_up, args=(host, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def _look_up(host: str, answers: SimpleQueue[Sequence[str] | OSError]) -> None:
    try:
        # As bytes: a name of a canonical URL is ASCII, and no codec needs to have its own opinion of it.
        found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
        answers.put(list(dict.fromkeys(str(place[0]) for *_, place in found)))
    except OSError as error:
        answers.put(error)
    except ValueError as error:  # a NUL, or what no name can be
        answers.put(OSError(str(error)))


def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A connection to an address. Raises httpcore.ConnectTimeout and httpcore.ConnectError."""
    return httpcore.SyncBackend().connect_tcp(address, port, seconds)


def proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`)."""
    known = getproxies()
    chosen = known.get(scheme) or known.get("all")
    return None if not chosen or proxy_bypass(host) else chosen


def trust() -> ssl.SSLContext:
    """Certificates are checked against the system's store, or one that `SSL_CERT_FILE` or `SSL_CERT_DIR` names, else certifi's."""
    store = ssl.get_default_verify_paths()
    is_there = store.cafile is not None or (store.capath is not None and any(os.scandir(store.capath)))
    return ssl.create_default_context(cafile=None if is_there else certifi.where())


@dataclass(frozen=True, slots=True)
class Network:
    """The functions above, or others in their place."""

    resolve: Callable[[str, float], Sequence[str]] = resolve
    connect: Callable[[str, int, float], httpcore.NetworkStream] = connect
    proxy: Callable[[str, str], str | None] = proxy
    trust: Callable[[], ssl.SSLContext] = trust
