"""`detector features`."""

from __future__ import annotations

import json

from detector.features import FEATURES
from detector.features.measures import MEASURES
from detector.features.vector import FIELDS
from detector.model.weights import SUMMARY
from detector.sinks import reference


def test_everything_a_score_rests_on_is_listed_once(run):
    names = [json.loads(line)["name"] for line in run("features", "--json").stdout.splitlines()]
    expected = {
        *(feature.name for feature in FEATURES),
        *SUMMARY,
        *MEASURES,
        *(f"token.{field}" for field in FIELDS),
        "way.token",
    }
    assert len(names) == len(set(names))
    assert set(names) == expected


def test_every_group_is_introduced():
    assert {entry.group for entry in reference.entries()} == set(reference.GROUP_TEXT)


def test_a_group_alone(run):
    shown = run("features", "--group", "site").stdout
    assert "site.has_query" in shown
    assert "text.words" not in shown


def test_an_unknown_group_names_those_there_are(run):
    result = run("features", "--group", "colour")
    assert result.exit_code == 2
    assert "choose one of links, markup, site, text, ways, way, token" in result.stderr


def test_the_reference_page_is_written_whole(run):
    assert run("features", "--markdown").stdout == reference.markdown()
    assert run("features", "--markdown", "--group", "site").exit_code == 2
