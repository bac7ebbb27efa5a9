"""The library's times and Python's: UTC milliseconds, and the clock that nobody sets."""

import operator
import sys
import time
from datetime import datetime, timedelta, timezone

_START = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)


def monotonic_ms() -> int:
    """The clock that the library measures with, for `RawFix.mono`: milliseconds since this machine's start, sleep included.

    It is `CLOCK_BOOTTIME` on Linux and Android and `CLOCK_MONOTONIC` on macOS and other Unix systems, as in the library.
    `time.monotonic()` is another one: it stands still while the machine sleeps. Where there is neither, as on Windows, the library
    counts from its own start in this process, which nobody else can read: NotImplementedError.
    """
    name = "CLOCK_BOOTTIME" if sys.platform in ("linux", "android") else "CLOCK_MONOTONIC"
    clock = getattr(time, name, None)
    if clock is None:
        raise NotImplementedError("the library's clock cannot be read on this system: record positions on Linux, macOS or a phone")
    return time.clock_gettime_ns(clock) // 1_000_000


def utc_ms(moment: datetime) -> int:
    """UTC milliseconds, rounded down, of a datetime that knows its time zone. Of any other nobody can say which moment it is: ValueError."""
    if not isinstance(moment, datetime):
        raise TypeError(f"moment: must be datetime, not {type(moment).__name__}")
    if moment.utcoffset() is None:
        raise ValueError("moment: it has no time zone; take datetime.now(timezone.utc), or .astimezone() if it is this machine's time")
    return (moment - _START) // _MILLISECOND


def when(ms: int) -> datetime:
    """The datetime, in UTC, of UTC milliseconds. A time before the year 1 or after 9999 is none: ValueError."""
    try:
        return _START + operator.index(ms) * _MILLISECOND
    except OverflowError:
        raise ValueError(f"ms: {ms} is no time between the years 1 and 9999") from None
