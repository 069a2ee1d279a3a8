"""Tables that are in Spark already: columns with a page's score and evidence beside those that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detector.crawl.labelling import Labelling
from detector.crawl.spark.carried import loaded, packed, unpacked
from detector.crawl.spark.guard import Guard, Row
from detector.crawl.wanted import Wanted
from detector.errors import UsageError
from detector.examine.process import Bounds
from detector.model.store import find, read_manifest
from detector.page import Document
from detector.parsing import READERS
from detector.sinks.parquet import arrow_schema
from detector.sinks.rows import storable
from detector.sinks.schema import fields_of
from detector.sinks.tables import PARTS
from detector.sources.record import START, Record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FIELDS = ("score", "band", "kind", "reasons", "links", "error")
"""Columns that are added where nothing else is said."""
BOUNDS = Bounds()
"""What one page may take where nothing else is said."""
_SLICE = 64
"""Rows that are scored and passed on at once, however many Spark hands over."""


def score(
    df: DataFrame,
    html_col: str = "html",
    url_col: str | None = "url",
    *,
    fields: Sequence[str] = FIELDS,
    model: str | None = None,
    reader: str = "lexbor",
    bounds: Bounds = BOUNDS,
) -> DataFrame:
    """The same rows with the verdict's `fields` as further columns, of the types that Parquet output has.

    `html_col` holds pages as strings or as bytes (binary: the encoding is found as in a saved page); `url_col` their
    addresses, None where there are none. A page that cannot be read, or that takes more than `bounds`, has an error and
    no score; a row without a page has neither. Nothing is computed before Spark asks for it. Raises UsageError for
    columns that are missing or there already, ModelError for a damaged model.
    """
    _check(df.columns, html_col, url_col, fields)
    if reader not in READERS:
        raise UsageError(f"There is no reader called {reader!r}; choose one of {', '.join(READERS)}.")
    from pyspark.errors import PySparkAttributeError
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructType

    folder = find(model)
    try:
        files = df.sparkSession.sparkContext.broadcast(packed(str(folder)))
    except PySparkAttributeError as error:
        raise UsageError("Spark Connect cannot carry the model: use a session at the cluster's own master.") from error
    digest: str = read_manifest(folder)["digest"]
    scoring = Scoring(files, digest, html_col, url_col, tuple(fields), reader, bounds)
    added = from_arrow_schema(arrow_schema(tuple(fields)))
    return df.mapInArrow(scoring.scored, StructType([*df.schema.fields, *added.fields]))


def _check(columns: Sequence[str], html_col: str, url_col: str | None, fields: Sequence[str]) -> None:
    for name in (html_col, url_col):
        if name is not None and name not in columns:
            raise UsageError(f"The table has no column {name}: it has {', '.join(columns)}.")
    taken = {column.lower() for column in columns}  # Spark makes no difference of it
    for name in fields:
        if name not in PARTS:
            raise UsageError(f"There is no field {name}: there are {', '.join(PARTS)}.")
        if name in taken:
            raise UsageError(f"The table has a column {name} already: rename it, or leave {name} out of the fields.")


@dataclass(frozen=True)
class Scoring:
    """What makes columns of pages, as it is sent to the machines of a cluster."""

    files: Any
    """The files of the model, a broadcast (`Packed`)."""
    digest: str
    html_col: str
    url_col: str | None
    fields: tuple[str, ...]
    reader: str
    bounds: Bounds

    def scored(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Runs on the cluster, over batches (`pyarrow.RecordBatch`); those it yields are small ones."""
        folder = unpacked(self.files.value, self.digest)
        with closing(self._guard(folder)) as guard:
            for batch in batches:
                for start in range(0, batch.num_rows, _SLICE):
                    yield self._widened(batch.slice(start, _SLICE), guard)

    def _widened(self, batch: Any, guard: Guard) -> Any:
        import pyarrow as pa

        pages = batch.column(self.html_col).to_pylist()
        addresses = batch.column(self.url_col).to_pylist() if self.url_col is not None else [None] * len(pages)
        rows = guard.rows(list(zip(pages, addresses, strict=True)))
        added = pa.RecordBatch.from_pylist(rows, arrow_schema(self.fields))
        schema = pa.schema([*batch.schema, *added.schema])
        return pa.RecordBatch.from_arrays([*batch.columns, *added.columns], schema=schema)

    def _guard(self, folder: str) -> Guard:
        labelling = Labelling(loaded(folder), Wanted(), self.fields, self.reader, summarised=False)
        nothing = {field.name: None for field in fields_of(self.fields)}

        def judge(page: Any, url: str | None, given_up: str) -> Row:
            if page is None:
                return nothing
            coded = isinstance(page, str)
            body = page.encode("utf-8", "replace") if coded else bytes(page)
            document = Document(body, url, "text/html; charset=utf-8" if coded else None)
            verdict = labelling.label(Record(START, document), given_up).verdict
            assert verdict is not None  # nothing is left out
            columns: Row = storable({name: PARTS[name](verdict) for name in self.fields})
            return columns

        return Guard(judge, self.bounds)
