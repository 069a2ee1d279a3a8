"""Scripts, handlers, states and style sheets of strangers, read without being run."""

from __future__ import annotations

from detector import bounds
from detector.parsing import exits, navigations, records, visibility
from detector.parsing.constants import Constants
from tests.fuzz.cutting import Cut

_READ = (exits.from_script, exits.from_handler, exits.from_state, exits.from_markup, exits.from_target)


def check(given: bytes) -> None:
    """Code, its reader told by the first byte."""
    cut = Cut(given)
    which = cut.number() % (len(_READ) + 4)
    text = cut.rest().decode("utf-8", "replace")
    if which < len(_READ):
        read = _READ[which]
        found = read(text)
        assert read(text) == found
        assert len(found) <= bounds.CODE_EXITS
        assert all(found)
        assert all(isinstance(target, str) and len(target) <= bounds.SCRIPT for target in found)
    elif which == len(_READ):
        constants = Constants(text)
        values = [constants.at(place) for place in range(0, len(text), 3)]
        assert all(len(value) <= 2 * bounds.ATTRIBUTE for value in values)
        assert navigations.unescaped(text) == navigations.unescaped(text)
    elif which == len(_READ) + 1:
        for record in records.from_json(text):
            assert len(record) <= bounds.RECORD_FIELDS
            assert all(
                isinstance(said, str) and len(said) <= bounds.FIELD and said.encode()
                for said in record.values()
                if said
            )
    elif which == len(_READ) + 2:
        hidden = visibility.sheet(text)
        assert visibility.sheet(text) == hidden
        assert all(name[0] in ".#" and reason for name, reason in hidden.items())
    else:
        visibility.hidden({"style": text, "class": text, "width": text, "height": text})
        visibility.applies({"media": text}, "")
