"""Figures as Markdown: the page, and each of its sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from benchmarks.throughput.goals import goals
from benchmarks.throughput.steps import STEPS

Found = Mapping[str, Any]

_HEAD = """# Throughput

How fast archives are labelled, beside what others need for the same pages, how time and memory grow, and what kills do to a
run. Written by the commands below with `--write docs`; do not edit. Machines differ and are busy: ratios within one table
mean more than any figure alone, and each is followed by the range of its rounds where it has one.
"""
_STRAIGHT = 1.05
"""Slope up to which growth is called linear."""


def page(sections: Mapping[str, Found]) -> str:
    """`docs/throughput.md`."""
    return _HEAD + "\n" + markdown(sections)


def markdown(sections: Mapping[str, Found]) -> str:
    """What is owed, and each section with its command; the machine where it is another one than before."""
    parts, machine = ["## What is owed\n", *_owed(sections)], ""
    for name, (title, write) in SECTIONS.items():
        if name in sections:
            section = sections[name]
            parts += [f"## {title}\n", f"`{section['command']}` (load before: {section['load']:g})\n"]
            if machine != (machine := _machine(section["machine"])):
                parts.append(f"Machine: {machine}\n")
            parts += write(section["found"])
    return "\n".join(parts)


def _owed(sections: Mapping[str, Found]) -> Iterator[str]:
    rows = (
        (
            goal.what,
            f"{goal.value:.2f}".rstrip("0").rstrip("."),
            f"{'at most' if goal.most else 'at least'} {goal.owed:g}",
            "" if goal.aim is None else f"{goal.aim:g}",
            "yes" if goal.reached else "**no**",
        )
        for goal in goals(sections)
    )
    yield _table(("figure", "measured", "owed", "aim", "reached"), rows)


def _machine(machine: Found) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in machine["libraries"].items())
    return (
        f"{machine['processors']} × {machine['processor']}, {machine['memory_gb']} GB, {machine['system']}, {machine['python']}; "
        f"{machine.get('program', 'detector')}, {libraries}."
    )


def _contest(found: Found) -> Iterator[str]:
    yield (
        f"{found['pages']:,} pages{found['origin']}, {_size(found['bytes'])} on average, one archive, one processor, by turns, "
        f"rounds: {found['rounds']}, medians. What starting and one page take is told apart and not counted in the other columns.\n"
    )
    rows = (
        (
            one["name"],
            f"{one['cpu_ms']:.2f}",
            f"{one['wall_ms']:.2f}",
            f"{one['pages_a_second']:,.0f}",
            _ratio(one["times_ours"]["cpu"]),
            _ratio(one["times_ours"]["wall"]),
            f"{one['memory_mb']}",
            f"{one['process_mb']}",
            f"{one['start_s']:.1f}",
        )
        for one in found["contestants"]
    )
    head = ("", "ms a page, processor", "ms a page, clock", "pages/s", "time / ours, processor", "time / ours, clock")
    yield _table((*head, "MB, all processes", "MB, largest", "start, s"), rows)
    yield "\n".join(f"- **{one['name']}**: {one['about']}." for one in found["contestants"]) + "\n"
    if found["skipped"]:
        yield "Not compared here:\n"
        yield "\n".join(f"- {name}: {why}" for name, why in found["skipped"].items()) + "\n"


def _cores(found: Found) -> Iterator[str]:
    yield (
        f"{found['pages']:,} pages{found['origin']}, as many processors as workers, so that the process which hands out the work has none of its own; "
        f"rounds: {found['rounds']}, medians, by the clock. Starting is taken off, but for the last factor.\n"
    )
    rows = (
        (
            f"{name} ({layout['archives']:,})",
            workers,
            f"{one['pages_a_second']:,.0f}",
            _ratio(one["factor"]),
            f"{one['factor_with_start']:.2f}",
            f"{one['memory_mb']}",
            f"{one['process_mb']}",
        )
        for name, layout in found["layouts"].items()
        for workers, one in layout["workers"].items()
    )
    head = ("archives", "workers", "pages/s", "× one worker", "× with start", "MB, all processes", "MB, largest")
    yield _table(head, rows)


def _stages(found: Found) -> Iterator[str]:
    yield f"{found['pages']:,} pages, {_size(found['bytes'])} on average, each step alone, garbage collection off, nothing compiled.\n"
    steps = found["steps"]
    rows = ((step, f"{steps[step] * 1e3:,.0f}", text) for step, text in STEPS.items() if step in steps)
    yield _table(("step", "µs a page", "what it does"), rows)
    yield (
        "Nearly all of it is the interpreter: unpacking, lexbor and hashing, which are C, take a tenth. The walk over the tree costs "
        "most; compiled by mypyc it takes a fifth less, as its time goes into dictionaries, strings and regular expressions that "
        "mypyc calls as Python does. What would take most of the rest away is a walk in C over lexbor's own tree, and evidence in "
        "native classes, so that the features, which are many small loops, could be compiled with gain.\n"
    )


def _growth(found: Found) -> Iterator[str]:
    counts = found["counts"]
    yield f"One worker on one processor; starting is taken off. First, more and more pages of {_size(counts['bytes'])}:\n"
    rows = ((f"{row['pages']:,}", f"{row['cpu_s']:.1f}", *_taken(row)) for row in counts["rows"])
    yield _table(("pages", "s", "ms a page", "MB, all processes", "MB, largest"), rows)
    yield f"{_linear(counts['slope'])} in the number of pages: ten times the pages take {10 ** counts['slope']:.1f} times as long.\n"
    yield "Then, larger and larger pages: *mixed* as a site's are, nothing but *text*, nothing but *links*.\n"
    sized = (
        (kind, _size(row["bytes"]), f"{row['pages']:,}", *_taken(row), f"{row['cpu_ms'] / row['bytes'] * 1e6:,.0f}")
        for kind, one in found["sizes"].items()
        for row in one["rows"]
    )
    yield _table(("pages of", "size", "pages", "ms a page", "MB, all processes", "MB, largest", "ms a MB"), sized)
    yield (
        "\n".join(
            f"- **{kind}**: {_linear(one['slope']).lower()} over all sizes (slope {one['slope']:.2f} in logarithms); the steepest "
            f"step has {one['steepest']:.2f}."
            for kind, one in found["sizes"].items()
        )
        + "\n"
    )
    yield (
        "A small page costs more for its size, since every page has a price of its own; a huge one costs less, since no page is "
        "read past [the limits](limits.md).\n"
    )


def _taken(row: Found) -> tuple[str, ...]:
    return f"{row['cpu_ms']:.2f}", f"{row['memory_mb']}", f"{row['process_mb']}"


def _linear(slope: float) -> str:
    """
    >>> _linear(0.4), _linear(1.01), _linear(1.4)
    ('Less than linear', 'Linear', 'More than linear')
    """
    return "Linear" if abs(slope - 1) <= _STRAIGHT - 1 else f"{'More' if slope > 1 else 'Less'} than linear"


def _memory(found: Found) -> Iterator[str]:
    yield (
        f"{found['pages']:,} pages{found['origin']}, in {found['archives']:,} archives ({_size(found['bytes'])} packed), {found['workers']} workers, "
        f"{found['seconds'] / 60:.1f} minutes, {found['pages_a_second']:,.0f} pages a second. "
        f"All processes together took {found['memory_mb']} MB at most, shared memory counted once; the largest {found['process_mb']} MB.\n"
    )
    yield "![Resident memory of each process over the run](memory.svg)\n"
    rows = ((curve["name"], f"{curve['peak_mb']}", f"{curve['growth_mb']:+.1f}") for curve in found["curves"])
    yield _table(("process", "peak, MB", "last quarter over second quarter, MB"), rows)


def _kills(found: Found) -> Iterator[str]:
    yield (
        f"{found['runs']} runs over {found['pages']:,} pages of {_size(found['bytes'])}, to JSON lines (plain, packed, a file an "
        f"archive) and Parquet by turns, killed {sum(found['kills'].values())} times at random moments and started "
        f"{found['starts']} times; left in peace, a run takes {found['seconds']:g} s. What each finished run left was compared byte "
        "by byte with what a run leaves that nobody kills; after every kill all outputs to be seen were read.\n"
    )
    yield _table(("killed", "times"), ((blow, f"{times}") for blow, times in sorted(found["kills"].items())))
    harm = (
        ("rows of a run left in peace / pages", f"{found['rows']:,} / {found['pages']:,}"),
        ("rows lost", f"{found['lost']}"),
        ("rows doubled", f"{found['doubled']}"),
        ("rows changed", f"{found['changed']}"),
        ("files that differ (output, summary, report)", _listed(found["files"])),
        ("files left over", _listed(found["left"])),
        ("outputs that could not be read after a kill", _listed(found["unreadable"])),
        ("starts that failed by themselves, processes that stayed", _listed(found["failures"])),
    )
    yield _table(("harm", "count"), harm)


def _listed(found: Sequence[str]) -> str:
    """How many, and the first.

    >>> _listed([]), _listed(["a", "b"])
    ('0', '2, such as `a`')
    """
    return f"{len(found)}, such as `{found[0]}`" if found else "0"


def _ratio(figure: Found) -> str:
    return f"{figure['value']:.2f} ({figure['low']:.2f}–{figure['high']:.2f})"


def _size(count: float) -> str:
    """
    >>> _size(1_000), _size(10_000_000), _size(5_600_000_000)
    ('1 KB', '10 MB', '5.6 GB')
    """
    for unit in ("KB", "MB"):
        count /= 1_000
        if count < 1_000:
            return f"{count:.3g} {unit}"
    return f"{count / 1_000:.3g} GB"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


SECTIONS: Mapping[str, tuple[str, Callable[[Found], Iterator[str]]]] = MappingProxyType(
    {
        "contest": ("One processor, side by side", _contest),
        "cores": ("Several processors", _cores),
        "stages": ("Where the time goes", _stages),
        "growth": ("Growth", _growth),
        "memory": ("Memory", _memory),
        "kills": ("Kills", _kills),
    }
)
"""Name -> heading and writer, in the order of the page."""
