"""How figures are set as tables, and the sections that not every run has."""

from __future__ import annotations

from detector.training.figures import kind_confusion
from detector.training.report_sections import kinds_said, languages, worst_site
from detector.training.report_tables import Section, Table, markdown_of, text_of


def test_a_table_in_markdown_and_for_a_terminal():
    section = Section("Films", ["Told first.", Table(["name", "pages"], [["a|b", "1"], ["映画", "10"]])])
    assert (
        markdown_of(section) == "## Films\n\nTold first.\n\n| name | pages |\n|---|---|\n| a\\|b | 1 |\n| 映画 | 10 |\n"
    )
    assert text_of(section) == "Films\n\nTold first.\n\n  name  pages\n  a|b   1\n  映画  10"


def test_a_stranger_s_name_cannot_steer_the_terminal():
    shown = text_of(Section("Sites", [Table(["site"], [["evil\x1b[2J.example"]]), "evil\x1b]0;\x07"]))
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_kinds_said_of_each_true_kind():
    rows = kind_confusion(["gambling", "gambling", "survey"], [["gambling"], ["survey", "gambling"], []])
    shown = markdown_of(kinds_said(rows))
    assert "| kind | pages | right | gambling | none | survey |" in shown
    assert "| gambling | 2 | 100.0% | 2 |  | 1 |" in shown
    assert "| survey | 1 | 0.0% |  | 1 |  |" in shown


def test_a_kind_said_twice_of_a_page_counts_once():
    assert kind_confusion(["survey"], [["survey", "survey"]])[0]["said"] == {"survey": 1}


def test_the_line_about_sites():
    found = {"pages": "dev", "sites": 241, "large": 21, "largest": 1.0, "above": 1, "large above": 0}
    found["large above, either band"] = 2
    assert worst_site(found) == (
        "No site above 10 %, dev: no (1 of 241 sites; the largest share is 100.0%). "
        "Among sites of 10 pages or more: yes (0 of 21; in either band 2)."
    )


def test_languages_that_are_flagged_too_often_are_named():
    share = {"value": 0.5, "low": 0.1, "high": 0.9}
    side = {"pages": 30, "groups": 3, "spam": share, "review": share}
    part = {"name": "fr", "spam": None, "ham": side, "ratio": {"spam": 4.0, "review": None}, "uneven": ["spam"]}
    shown = markdown_of(languages([{"pages": "dev", "all": {**part, "name": "all"}, "languages": [part]}]))
    assert "| fr | – | – | – | – | 30 | 3 | 50.00% (10.00–90.00) | 50.00% (10.00–90.00) | 4.0 / – | spam |" in shown
    assert "dev: fr (spam)." in shown
