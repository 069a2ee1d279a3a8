"""`detector scan --resolve`: who is asked, and what is shown of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examine.redirecting import Site, site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as found:
        found.redirects = {"/go": (301, "/on"), "/on": (302, "/end")}
        yield found


@pytest.fixture
def page(tmp_path: Path, server: Site) -> Path:
    path = tmp_path / "page.html"
    body = f"""<title>Alita 2 (2025)</title><h1>Alita 2</h1><p><a href="{server.url}/go"><img alt="Watch Full Movie"></a></p>
    <p><a href="https://www.google.com/url?q=https://192.0.2.1/a">Watch full movie here</a></p>"""
    path.write_text(body, "utf-8")
    return path


def defanged(url: str) -> str:
    return url.replace("http", "hxxp").replace(".", "[.]")


@pytest.mark.parametrize("options", [(), ("--verbose",), ("--json",)])
def test_nobody_is_asked_unless_it_is_wanted(run, toy_model, page, server, options):
    assert "127" in run("scan", "--model", toy_model, *options, page).stdout
    assert server.asked == []


def test_what_an_address_itself_says_is_shown_without_asking(run, toy_model, page):
    assert "→ hxxps://192[.]0[.]2[.]1/a\n" in run("scan", "--model", toy_model, page).stdout


def test_own_networks_are_not_asked(run, toy_model, page, server):
    shown = run("scan", "--model", toy_model, "--resolve", page).stdout
    assert "not followed: " in shown
    assert server.asked == []


def test_redirects_are_followed_and_shown_where_it_is_wanted(run, toy_model, page, server):
    result = run("scan", "--model", toy_model, "--resolve", "--allow-private", "--verbose", page)
    lines = [line.strip() for line in result.stdout.split("\n")]
    place = lines.index(f"301 {defanged(server.url)}/go")
    assert lines[place + 1 : place + 3] == [
        f"302 {defanged(server.url)}/on",
        f"→ {defanged(server.url)}/end (2 redirects)",
    ]
    assert server.asked[:3] == [("HEAD", "/go"), ("HEAD", "/on"), ("HEAD", "/end")]


def test_programs_get_every_redirect(run, toy_model, page, server):
    found = json.loads(run("scan", "--model", toy_model, "--resolve", "--allow-private", "--json", page).stdout)
    link = next(link for link in found["links"] if link["url"] == f"{server.url}/go")
    assert link["landing"] == f"{server.url}/end"
    assert link["hops"] == [{"url": f"{server.url}/go", "status": 301}, {"url": f"{server.url}/on", "status": 302}]
    assert link["error"] is None


def test_each_address_is_asked_once_in_a_scan(run, toy_model, page, server):
    page.with_name("twin.html").write_bytes(page.read_bytes())
    run("scan", "--model", toy_model, "--resolve", "--allow-private", page.parent)
    assert server.asked.count(("HEAD", "/go")) == 1


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_scan_that_follows_nothing_loads_nothing_that_could(toy_model, page, options):
    probe = "import atexit, sys; atexit.register(lambda: print(sorted(sys.modules), file=sys.stderr)); from detector.cli import main; main()"
    command = [sys.executable, "-c", probe, "scan", "--model", str(toy_model), *options, str(page)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "'detector.examine'" in done.stderr
    for name in ("httpcore", "ssl", "detector.sources.web", "detector.examine.resolving"):
        assert f"'{name}'" not in done.stderr
