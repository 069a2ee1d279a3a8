"""Does time grow in proportion to the input? Told by ratios of processor time, which are the same on every machine.

With four times the input, what is linear takes four times as long and what is quadratic sixteen times. Between them lies
a wide gap, so one limit does for slow machines, fast ones and busy ones: no number here is a duration.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMES = 4
"""How much longer the longer input is."""
LIMIT = 8.0
"""What grows by more is not linear: twice four, and half of sixteen."""
_ROUNDS = 3
_TICKS = 200
"""Steps of the clock that a measurement takes at least."""
_LEAST = max(_TICKS * time.get_clock_info("process_time").resolution, 1e-3)


def spent(do: Callable[[], object]) -> float:
    """Processor seconds of one call, over as many calls as the clock needs to tell."""
    calls = 0
    start = time.process_time()
    while (passed := time.process_time() - start) < _LEAST or not calls:
        do()
        calls += 1
    return passed / calls


def growth(do: Callable[[T], object], make: Callable[[int], T], size: int, enough: float = 0.0) -> float:
    """How many times longer `do` takes for `make(TIMES * size)` than for `make(size)`.

    The least of several rounds on each side: whatever else the machine does makes both sides longer, never shorter. A
    round that ends below `enough` is the last. Inputs are made beforehand, outside of the measurement.
    """
    short, long = make(size), make(TIMES * size)
    gc.collect()
    collecting = gc.isenabled()
    gc.disable()
    try:
        least, most = spent(lambda: do(short)), spent(lambda: do(long))
        for _ in range(_ROUNDS):
            if most / least < enough:
                break
            least, most = min(least, spent(lambda: do(short))), min(most, spent(lambda: do(long)))
    finally:
        if collecting:
            gc.enable()
    return most / least


def assert_linear(do: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Fail where `do` takes more than in proportion to the size of what `make` makes.

    `size` must be so large that a square would show: some thousand characters, or elements. Where the input is cut at a
    bound, choose it so that the bound lies beyond four times the size, else the cut alone is tested.
    """
    ratio = growth(do, make, size, LIMIT)
    assert ratio < LIMIT, f"{TIMES} times the input took {ratio:.1f} times as long"
