"""Parquet files -> records: only the wanted columns, a few rows at a time.

Parquet is unpacked data page by data page, so that one of them is held, too, and its dictionary. Writers mostly begin a
new one after 1 MB, but some only after 1,024 values, which can be 50 MB of HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from detector.errors import UnreadableInput, UsageError
from detector.sources import columns
from detector.sources.record import START, Input, Place, Record
from detector.sources.remote import said
from detector.sources.streams import open_binary

_BATCH = 8_000_000
"""Bytes of rows of the usual size that are read at once."""
_ROWS = 16
"""Rows that are read at once, at most: each may be far larger than is usual."""
_BUFFER = 1 << 20


def read(found: Input, start: Place = START) -> Iterator[Record]:
    """The records from a place on, one for each row; row groups before it are skipped.

    Strings are taken as UTF-8, binary columns as received, with their `content_type`. All rows of a row group from one
    on that cannot be read are losses. Raises UsageError where a column is missing or of another type, or a library is
    missing, UnreadableInput where the file cannot be read.
    """
    with _opened(found) as file:
        there = _there(file, found)
        first = 0
        for group in range(file.metadata.num_row_groups):
            following = first + file.metadata.row_group(group).num_rows
            if start.number < following:
                yield from _group(file, group, range(max(first, start.number), following), first, there)
            first = following


def places(found: Input, every: int) -> Iterator[Place]:
    """The places of records 0, `every`, 2 x `every` and so on, last the end. Raises what `read` raises."""
    with _opened(found) as file:
        rows = file.metadata.num_rows
    for number in (*range(0, rows, every), rows):
        yield Place(number, number)


def check(found: Input) -> None:
    """Raise UsageError where a column is missing or of another type, UnreadableInput where the file is damaged."""
    with _opened(found) as file:
        _there(file, found)


def _group(file: Any, group: int, rows: range, first: int, there: Mapping[str, str]) -> Iterator[Record]:
    """The records of these rows of a row group that begins with row `first`."""
    number = first
    try:
        for batch in _batches(file, group, there):
            following = number + batch.num_rows
            for row in range(max(number, rows.start), following):
                yield _record(batch, row - number, row, there)
            number = following
    except UnreadableInput:
        raise
    except Exception as error:  # damage shows in many ways
        for row in range(max(number, rows.start), rows.stop):
            yield Record(Place(row, row), None, loss=f"Row {row} cannot be read: {said(error)}.")


def _batches(file: Any, group: int, there: Mapping[str, str]) -> Any:
    metadata = file.metadata.row_group(group)
    chunks = [metadata.column(index) for index in range(metadata.num_columns)]
    size = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema in there.values())
    rows = min(_ROWS, _BATCH * metadata.num_rows // max(size, 1))
    wanted = list(dict.fromkeys(there.values()))
    return file.iter_batches(max(rows, 1), row_groups=[group], columns=wanted, use_threads=False)


def _record(batch: Any, index: int, row: int, there: Mapping[str, str]) -> Record:
    where = f"Row {row}"
    try:
        values = {field: batch.column(column)[index].as_py() for field, column in there.items()}
    except UnicodeDecodeError:
        return Record(Place(row, row), None, loss=f"{where} is not UTF-8.")
    return columns.record(Place(row, row), values, where)


def _there(file: Any, found: Input) -> Mapping[str, str]:
    """The columns that are there, by field. Raises UsageError where one is missing or of another type."""
    import pyarrow.types as types

    schema = file.schema_arrow
    columns.check(schema.names, found.columns, found.name)
    there = {field: column for field, column in found.columns.items() if column in schema.names}
    for field, column in there.items():
        if schema.names.count(column) > 1:
            raise UsageError(f"{found.name}: There are several columns called {column}.")
        kind = schema.field(column).type
        if types.is_dictionary(kind):
            kind = kind.value_type
        if not _is_text(kind) and not (field == "id" and types.is_integer(kind)):
            raise UsageError(
                f"{found.name}: The column {column} is of the type {kind}; {field} must be string or binary."
            )
    return there


def _is_text(kind: Any) -> bool:
    import pyarrow.types as types

    known = (
        types.is_string,
        types.is_large_string,
        types.is_string_view,
        types.is_binary,
        types.is_large_binary,
        types.is_binary_view,
        types.is_fixed_size_binary,
        types.is_null,
    )
    return any(is_kind(kind) for is_kind in known)


@contextmanager
def _opened(found: Input) -> Iterator[Any]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UsageError("Parquet needs the extra crawl: in a checkout, run pip install '.[crawl]'.") from error
    with open_binary(found.path) as stream:
        try:
            # With a buffer, and nothing fetched ahead, a row group is read page by page instead of whole columns.
            file = ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        except (ArrowException, OSError) as error:
            raise UnreadableInput(f"{found.name}: This Parquet file cannot be read: {said(error)}.") from error
        with file:
            yield file
