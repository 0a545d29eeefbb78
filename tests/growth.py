"""How the work of a function grows with its input: linear, or worse.

exponent(lambda n: parse("[" * n), 500) < LINEAR
"""

from __future__ import annotations

import gc
import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 8
RUNS = (
    3  # of the small one, the first of which pays for what is imported; fewer of the large
)
LINEAR = 1.5  # anything below it; what is quadratic has 2


def exponent(work: Callable[[int], object], size: int) -> float:
    """Return e, where the processor time of work grows as its size to the e.

    Eight times the size takes 8 times as long where it is linear, and 64 times where it is
    quadratic; processor time is off by less than that, whatever else the machine does.
    """
    small = min(_seconds(work, size) for _ in range(RUNS))
    large = min(_seconds(work, size * TIMES) for _ in range(RUNS - 1))
    return math.log(large / small, TIMES)


def _seconds(work: Callable[[int], object], size: int) -> float:
    gc.disable()
    start = time.process_time()
    try:
        work(size)
    finally:
        gc.enable()
    return time.process_time() - start
