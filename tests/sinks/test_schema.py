"""The table of fields: what it says is what rows have, and what `--fields` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.errors import UsageError
from detector.sinks.schema import FIELDS, NAMES, Field, Type, chosen_fields, markdown
from tests.sinks.records import rows

PLAIN = {Type.TEXT: str, Type.NUMBER: float, Type.INTEGER: int, Type.TRUTH: bool}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "label-output.md"


def fits(value: object, field: Field) -> bool:
    if value is None:
        return field.null
    if field.type is Type.LIST:
        assert isinstance(value, list)
        return all(has_parts(one, field) for one in value)
    return has_parts(value, field) if field.type is Type.OBJECT else type(value) is PLAIN[field.type]


def has_parts(value: object, field: Field) -> bool:
    assert isinstance(value, dict)
    assert list(value) == [part.name for part in field.parts]
    return all(fits(value[part.name], part) for part in field.parts)


def test_rows_have_the_fields_in_their_order():
    for row in rows():
        assert tuple(row) == NAMES


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_values_are_what_the_table_says(field):
    found = [row[field.name] for row in rows()]
    assert all(fits(value, field) for value in found)
    assert any(found), "no row of this test has such a value"


def test_fields_are_chosen_and_ordered():
    assert chosen_fields("status,id , score") == ("status", "id", "score")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("id,scor", "There is no field “scor”: did you mean score?"),
        ("id,,url", "There is no field “”: there are id, url, "),
        ("", "There is no field “”"),
        ("id,url,id", "The field id is named twice"),
    ],
)
def test_what_is_no_choice_is_told(said, sentence):
    with pytest.raises(UsageError, match=sentence):
        chosen_fields(said)


def test_the_reference_page_has_the_table():
    assert markdown() in PAGE.read_text("utf-8"), "put `detector.sinks.schema.markdown()` there"
