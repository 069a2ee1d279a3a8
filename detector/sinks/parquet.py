"""Rows as a Parquet table with typed columns, lists and objects."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from detector.errors import UnreadableInput
from detector.sinks.rows import storable
from detector.sinks.schema import Field, Type, fields_of

GROUP_ROWS, GROUP_BYTES = 16_384, 32_000_000
"""A row group has no more rows, and takes no more bytes of memory, unless one chunk alone does."""


@dataclass(frozen=True)
class Parquet:
    """A table whose parts can be read alone: columns, and groups of rows."""

    fields: Sequence[str]
    suffix: str = "parquet"

    def encode(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """A chunk, readable by itself; the same rows are always the same bytes."""
        out = io.BytesIO()
        with _writer(out, self.fields) as writer:
            writer.write_table(_table(rows, self.fields))
        return out.getvalue()

    def merge(self, chunks: Iterable[Path], out: BinaryIO) -> None:
        """Put chunks, or files of many, together in order, holding two row groups. Raises UnreadableInput for a damaged one."""
        with _writer(out, self.fields) as writer:
            for group in _groups(_tables(chunks, self.fields)):
                writer.write_table(group)

    def count(self, path: Path) -> int:
        """Rows of a finished file. Raises UnreadableInput for a damaged one."""
        with _opened(path) as table:
            rows: int = table.metadata.num_rows
        return rows


@cache
def arrow_schema(names: tuple[str, ...]) -> Any:
    """The columns of these fields (a `pyarrow.Schema`). Any may be null, so that no page can stop a run."""
    import pyarrow as pa

    return pa.schema([(field.name, _type(field)) for field in fields_of(names)])


def _type(field: Field) -> Any:
    import pyarrow as pa

    if field.parts:
        parts = pa.struct([(part.name, _type(part)) for part in field.parts])
        return pa.list_(parts) if field.type is Type.LIST else parts
    plain = {Type.TEXT: pa.string, Type.NUMBER: pa.float64, Type.INTEGER: pa.int64, Type.TRUTH: pa.bool_}
    return plain[field.type]()


def _writer(out: BinaryIO, fields: Sequence[str]) -> Any:
    from pyarrow import parquet

    return parquet.ParquetWriter(out, arrow_schema(tuple(fields)), compression="zstd")


def _table(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> Any:
    import pyarrow as pa

    schema = arrow_schema(tuple(fields))
    try:
        table = pa.Table.from_pylist(list(rows), schema)
    except UnicodeEncodeError:  # half pairs of surrogates
        return pa.Table.from_pylist(storable(rows), schema)
    return table if all(map(_finite, table.columns)) else pa.Table.from_pylist(storable(rows), schema)


def _finite(column: Any) -> bool:
    import pyarrow as pa
    from pyarrow import compute

    if pa.types.is_floating(column.type):
        return compute.all(compute.is_finite(column)).as_py() is not False
    if pa.types.is_list(column.type):
        return _finite(compute.list_flatten(column))
    if pa.types.is_struct(column.type):
        return all(_finite(compute.struct_field(column, number)) for number in range(column.type.num_fields))
    return True


def _tables(chunks: Iterable[Path], fields: Sequence[str]) -> Iterator[Any]:
    for path in chunks:
        with _opened(path) as chunk:
            if chunk.schema_arrow != arrow_schema(tuple(fields)):
                raise UnreadableInput(f"{path} does not have the fields that are to be written.")
            for number in range(chunk.num_row_groups):
                yield chunk.read_row_group(number, use_threads=False)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as table:
            yield table
    except (pa.ArrowException, OSError) as error:
        raise UnreadableInput(f"{path} cannot be read as Parquet: {error}.") from error


def _groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Tables put together until they make a row group."""
    import pyarrow as pa

    held: list[Any] = []
    rows = size = 0
    for table in tables:
        if held and (rows + table.num_rows > GROUP_ROWS or size + table.nbytes > GROUP_BYTES):
            yield pa.concat_tables(held)
            held, rows, size = [], 0, 0
        held.append(table)
        rows, size = rows + table.num_rows, size + table.nbytes
    if rows:
        yield pa.concat_tables(held)
