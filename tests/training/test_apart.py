"""Measured apart: forms, languages, sites, kinds, and what is out of reach."""

from __future__ import annotations

import numpy as np
import pytest

from detector.features import FEATURES
from detector.training import apart
from detector.training.apart import OUT_OF_REACH, forms, honest_kinds, languages, sites, spam_kinds
from tests.training.scored_pages import judged, page

BANDS = {"spam": 0.6, "review": 0.2}
WHOLE = "whole, of the copies below"


def test_forms_tell_short_pages_and_copies_apart():
    pages = judged([page("a", "spam"), page("b", "spam", form="text"), page("c", "ham")], [0.9, 0.1, 0.1])
    short = np.array(pages.data.dense)
    short[1, [feature.name for feature in FEATURES].index("text.few_words")] = 1
    pages = pages._replace(data=pages.data._replace(dense=short))
    copies = judged([page("a+title only", "spam", variant="title only", parent="a")], [0.3])
    told = {part["name"]: part for part in forms(pages, copies, BANDS)}
    assert list(told) == [
        "all pages",
        "html",
        "text",
        "under 60 words",
        "60 words or more",
        WHOLE,
        "copies: title only",
    ]
    assert told["all pages"]["spam"]["pages"] == 2
    assert told["under 60 words"]["spam"]["pages"] == told["text"]["spam"]["pages"] == 1
    assert told["under 60 words"]["spam"]["review"]["value"] == 0
    assert told["copies: title only"]["spam"]["review"]["value"] == 1
    assert told["html"]["ham"]["pages"] == 1
    # Beside the copy stands the one page it was made of.
    assert told[WHOLE]["spam"]["pages"] == told[WHOLE]["spam"]["spam"]["value"] == 1
    assert told[WHOLE]["ham"] is None


def test_a_form_without_pages_has_no_line():
    told = forms(judged([page("a", "spam")], [0.9]), judged([], []), BANDS)
    assert [part["name"] for part in told] == ["all pages", "html", "60 words or more"]


def test_a_language_flagged_twice_as_often_as_the_average_is_marked():
    """Each page is a source of its own: shares are those of pages."""
    rows = [page(f"en{i}", "ham", lang="en") for i in range(80)] + [page(f"fr{i}", "ham", lang="fr") for i in range(20)]
    rows += [page(f"la{i}", "ham", lang="la") for i in range(10)] + [page("s", "spam")]
    scores = [0.3, *[0.1] * 79, *[0.3] * 5, *[0.1] * 15, *[0.9] * 10, 0.9]
    found = languages(judged(rows, scores), BANDS)
    told = {part["name"]: part for part in found["languages"]}
    average = 16 / 110
    assert told["fr"]["ratio"]["review"] == pytest.approx(0.25 / average, abs=0.01)
    assert told["fr"]["ratio"]["spam"] == 0
    # 1.7 times the average is not enough; ten pages are too few, however often they are flagged.
    assert told["fr"]["uneven"] == []
    assert told["la"]["ratio"]["review"] > apart.UNEVEN
    assert told["la"]["uneven"] == []
    calm = languages(judged(rows, [0.1 if score == 0.9 else score for score in scores]), BANDS)
    told = {part["name"]: part for part in calm["languages"]}
    assert told["fr"]["uneven"] == ["review"]
    assert told["en"]["uneven"] == []
    assert told["en"]["ratio"]["spam"] is None


def test_small_languages_are_no_language_together():
    rows = [page(f"en{i}", "ham", lang="en") for i in range(80)]
    rows += [page(f"x{i}", "ham", lang=f"x{i}") for i in range(20)] + [page("s", "spam", lang="en")]
    *_, others = languages(judged(rows, [0.1] * 80 + [0.3] * 20 + [0.9]), BANDS)["languages"]
    assert others["ham"]["pages"] == apart.FEWEST_PAGES
    assert others["ratio"]["review"] > apart.UNEVEN
    assert others["uneven"] == []


def test_the_worst_sites_are_counted_and_named():
    rows = [page(f"a{i}", "ham", site="large") for i in range(10)]
    rows += [page("b", "ham", site="tiny"), page("c", "ham", site="fine")]
    found = sites(judged(rows, [0.7, 0.7, *[0.3] * 8, 0.9, 0.1]), BANDS)
    assert (found["sites"], found["large"], found["largest"]) == (3, 1, 1.0)
    assert (found["above"], found["large above"], found["large above, either band"]) == (2, 1, 1)
    assert found["worst"] == [
        {"name": "tiny", "pages": 1, "flagged": 1.0},
        {"name": "large", "pages": 10, "flagged": 0.2},
    ]
    assert found["worst large, either band"] == [{"name": "large", "pages": 10, "flagged": 1.0}]


def test_a_site_at_the_limit_is_not_above_it():
    rows = [page(f"a{i}", "ham", site="large") for i in range(10)]
    assert sites(judged(rows, [0.7, *[0.1] * 9]), BANDS)["above"] == 0


def test_honest_pages_go_by_their_group_else_by_their_kind():
    rows = [page(f"a{i}", "ham", kind="review", group="warnings") for i in range(5)]
    rows += [page(f"b{i}", "ham", kind="shop") for i in range(5)] + [page("s", "spam", kind="survey")]
    assert [part["name"] for part in honest_kinds(judged(rows, [0.1] * 11), BANDS)] == ["shop", "warnings"]


def test_what_is_out_of_reach_is_told_apart_and_stays_in_the_figure():
    name = next(iter(OUT_OF_REACH))
    rows = [page("a", "spam", kind="thin-affiliate", source=name), page("b", "spam", kind="thin-affiliate")]
    rows += [page("h", "ham", kind="review")]
    found = spam_kinds(judged(rows, [0.1, 0.9, 0.1]), BANDS)
    kind, every = found["kinds"]
    assert (kind["name"], every["name"]) == ("thin-affiliate", "all")
    for part in (kind, every):
        assert part["spam"]["spam"]["value"] == 0.5
        assert part["within reach"]["pages"] == 1
        assert part["within reach"]["spam"]["value"] == 1
    (beyond,) = found["out of reach"]
    assert (beyond["name"], beyond["reason"]) == (name, OUT_OF_REACH[name])
    assert beyond["spam"]["review"]["value"] == 0


def test_a_kind_that_is_wholly_out_of_reach_has_nothing_within():
    rows = [page("a", "spam", kind="phishing", source="phishing_zphisher")]
    assert [part["within reach"] for part in spam_kinds(judged(rows, [0.9]), BANDS)["kinds"]] == [None, None]
