"""Tables that are in Spark already: columns with a page's score and evidence beside those that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from detector.crawl.spark.session import loaded, packed, unpacked
from detector.errors import UsageError
from detector.model.judging import judge_document
from detector.model.parts import Part
from detector.model.store import find, read_manifest
from detector.page import Document
from detector.sinks.parquet import arrow_schema
from detector.sinks.rows import storable
from detector.sinks.schema import fields_of
from detector.sinks.tables import PARTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FIELDS = ("score", "band", "kind", "reasons", "links", "error")
"""Columns that are added where nothing else is said."""


def score(
    df: DataFrame,
    html_col: str = "html",
    url_col: str | None = "url",
    *,
    fields: Sequence[str] = FIELDS,
    model: str | None = None,
    reader: str = "lexbor",
) -> DataFrame:
    """The same rows with the verdict's `fields` as further columns.

    `html_col` holds pages as strings or as bytes; `url_col` their addresses, None where there are none. A page that
    cannot be read has an error and no score; a row without a page has neither. Nothing is computed before Spark asks
    for it. Raises UsageError for columns that are missing or there already, ModelError for a damaged model.
    """
    _check(df.columns, html_col, url_col, fields)
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    folder = find(model)
    files = df.sparkSession.sparkContext.broadcast(packed(str(folder)))
    digest: str = read_manifest(folder)["digest"]
    added = from_arrow_schema(arrow_schema(tuple(fields)))
    schema = StructType([*df.schema.fields, *added.fields])
    return df.mapInArrow(partial(_scored, files, digest, html_col, url_col, tuple(fields), reader), schema)


def _check(columns: Sequence[str], html_col: str, url_col: str | None, fields: Sequence[str]) -> None:
    for name in (html_col, url_col):
        if name is not None and name not in columns:
            raise UsageError(f"The table has no column {name}: it has {', '.join(columns)}.")
    for name in fields:
        if name not in PARTS:
            raise UsageError(f"There is no field {name}: there are {', '.join(PARTS)}.")
        if name in columns:
            raise UsageError(f"The table has a column {name} already: rename it, or leave {name} out of the fields.")


def _scored(
    files: Any,
    digest: str,
    html_col: str,
    url_col: str | None,
    fields: tuple[str, ...],
    reader: str,
    batches: Iterable[Any],
) -> Iterator[Any]:
    """Runs on the cluster, over batches (`pyarrow.RecordBatch`)."""
    import pyarrow as pa

    judge = _judge(unpacked(files.value, digest), fields, reader)
    schema = arrow_schema(fields)
    for batch in batches:
        pages = batch.column(html_col).to_pylist()
        addresses = batch.column(url_col).to_pylist() if url_col is not None else [None] * len(pages)
        rows = [judge(page, url) for page, url in zip(pages, addresses, strict=True)]
        added = pa.RecordBatch.from_pylist(rows, schema)
        yield pa.RecordBatch.from_arrays(
            [*batch.columns, *added.columns], schema=pa.schema([*batch.schema, *added.schema])
        )


def _judge(folder: str, fields: Sequence[str], reader: str) -> Callable[[Any, str | None], dict[str, Any]]:
    """What makes a page's columns of it."""
    model = loaded(folder)
    asked = frozenset("kinds" if name == "kind" else name for name in fields)
    parts = frozenset(part for part in Part if part in asked)
    nothing = {field.name: None for field in fields_of(fields)}

    def judge(page: Any, url: str | None) -> dict[str, Any]:
        if page is None:
            return nothing
        coded = isinstance(page, str)
        body = page.encode("utf-8", "replace") if coded else bytes(page)
        document = Document(body, url, "text/html; charset=utf-8" if coded else None)
        verdict = judge_document(model, document, reader, parts)
        row: dict[str, Any] = storable({name: PARTS[name](verdict) for name in fields})
        return row

    return judge
