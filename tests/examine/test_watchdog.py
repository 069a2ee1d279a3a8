"""A page ends at most the process that reads it; the next one has another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import active_children
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

import pytest

from detector import bounds
from detector.errors import DetectorError, PageGivenUp, UnreadableInput
from detector.examine import Bounds, Watchdog, watchdog
from detector.page import Document
from tests.examine.hostile import echo

ROOT = Path(__file__).resolve().parents[2]
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded, and orphans end, on Linux only")
needs_fork = pytest.mark.skipif(not watchdog.FORKS, reason="needs fork")


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How children are started."""
    if request.param == "fork" and not watchdog.FORKS:
        pytest.skip("needs fork")
    monkeypatch.setattr(watchdog, "FORKS", request.param == "fork")
    return str(request.param)


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    assert active_children() == []


def test_one_process_serves_many_pages_with_what_else_is_known(start: str) -> None:
    with Watchdog(echo, Bounds()) as dog:
        answers = [dog.ask(Document(b"a", id=str(number)), landing=number) for number in range(20)]
    assert len({process for process, _, _ in answers}) == 1
    assert [(document.id, found) for _, document, found in answers] == [(str(n), {"landing": n}) for n in range(20)]


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (b"leave", r"The page ended the program that read it \(exit code 7\)\."),
        (b"crash", r"The page ended the program that read it \(SIGSEGV\)\."),
        (b"be_killed", r"The page ended the program that read it \(SIGKILL\)\."),
    ],
)
def test_a_page_that_ends_its_process_ends_nothing_else(start: str, deed: bytes, sentence: str) -> None:
    with Watchdog(echo, Bounds()) as dog:
        first = dog.ask(Document(b"a"))[0]
        with pytest.raises(PageGivenUp, match=sentence):
            dog.ask(Document(deed))
        second = dog.ask(Document(b"b"))[0]
        assert second == dog.ask(Document(b"c"))[0] != first


@pytest.mark.parametrize("deed", [b"hang", b"spin"])
@needs_fork
def test_a_page_without_end_is_given_up(deed: bytes) -> None:
    with Watchdog(echo, Bounds(seconds=3)) as dog:
        first = dog.ask(Document(b"a"))[0]
        with pytest.raises(PageGivenUp, match=r"^The page took longer than 3 seconds\.$"):
            dog.ask(Document(deed))
        assert dog.ask(Document(b"b"))[0] != first


@needs_linux
def test_a_page_that_eats_memory_is_given_up() -> None:
    with Watchdog(echo, Bounds(megabytes=100)) as dog:
        first = dog.ask(Document(b"a"))[0]
        with pytest.raises(PageGivenUp, match="took more memory than one page may"):
            dog.ask(Document(b"eat"))
        assert dog.ask(Document(b"b"))[0] != first


def test_an_error_of_ours_comes_back_as_it_is_and_the_process_stays(start: str) -> None:
    with Watchdog(echo, Bounds()) as dog:
        first = dog.ask(Document(b"a"))[0]
        with pytest.raises(UnreadableInput, match=r"^The page is empty\.$"):
            dog.ask(Document(b"refuse"))
        assert dog.ask(Document(b"b"))[0] == first


def test_a_fault_prints_nothing_of_the_page(capfd: pytest.CaptureFixture[str]) -> None:
    with Watchdog(echo, Bounds()) as dog, pytest.raises(DetectorError, match="a fault of this program: RuntimeError"):
        dog.ask(Document(b"raise_it"))
    assert capfd.readouterr() == ("", "")


def test_the_largest_page_goes_through_the_pipe_and_back(start: str) -> None:
    with Watchdog(echo, Bounds()) as dog:
        for _ in range(2):
            assert len(dog.ask(Document(b"x" * (bounds.BYTES + 1)))[1].body) == bounds.BYTES + 1


def test_no_page_is_blamed_for_a_process_that_ended_between_pages(start: str) -> None:
    with Watchdog(echo, Bounds()) as dog:
        first = dog.ask(Document(b"a"))[0]
        assert dog._child is not None
        dog._child._process.kill()
        dog._child._process.join()
        assert dog.ask(Document(b"x" * bounds.BYTES))[0] != first


class Unloadable:
    """A task that ends the process which it is sent to."""

    def __call__(self, document: Document) -> None: ...

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (5,)


def test_a_process_that_cannot_start_says_so_and_blames_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "FORKS", False)
    with (
        Watchdog(Unloadable(), Bounds()) as dog,
        pytest.raises(watchdog.ReaderFailed, match=r"could not start \(exit code 5\)"),
    ):
        dog.ask(Document(b"a"))


@needs_fork
def test_nothing_is_forked_beside_a_running_thread() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    assert isinstance(watchdog._context(), ForkContext)
    thread.start()
    try:
        assert isinstance(watchdog._context(), SpawnContext)
    finally:
        done.set()
        thread.join()


def program(deed: str, start: str) -> subprocess.CompletedProcess[str]:
    """Run a program whose page does this. Its output is at its end only when the child has ended too."""
    code = f"""
from detector.examine import Bounds, Watchdog, watchdog
from detector.page import Document
from tests.examine.hostile import echo

if __name__ == "__main__":
    watchdog.FORKS = {start == "fork"}
    try:
        with Watchdog(echo, Bounds(seconds=500)) as dog:
            dog.ask(Document(b"a"))
            print("began", flush=True)
            dog.ask(Document({deed.encode()!r}))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_an_interrupt_is_the_parents_and_ends_both(start: str) -> None:
    done = program("interrupt", start)
    assert (done.stdout, done.stderr, done.returncode) == ("began\ninterrupted\n", "", 0)


@needs_linux
def test_a_process_within_a_page_ends_with_its_killed_parent(start: str) -> None:
    done = program("orphan", start)
    assert (done.stdout, done.stderr, done.returncode) == ("began\n", "", -9)


def test_an_idle_process_ends_when_its_parent_does(start: str) -> None:
    """The pipe tells it, on every system."""
    code = f"""
import os
from detector.examine import Bounds, Watchdog, watchdog, serving
from detector.page import Document
from tests.examine.hostile import echo

serving.end_with_parent = lambda: None
if __name__ == "__main__":
    watchdog.FORKS = {start == "fork"}
    dog = Watchdog(echo, Bounds()).__enter__()
    dog.ask(Document(b"a"))
    os._exit(3)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.stderr, done.returncode) == ("", 3)
