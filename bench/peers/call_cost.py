"""What `record_fixes` costs from Python: the figure call-cost of docs/performance.md.

`call_cost.py FOLDER TICKET` founds a notebook with an officer on duty. Each line it reads is a turn, answered with one line of JSON:
microseconds of a call that does nearly nothing, of `record_fixes` with one fix (both a median), and with a thousand.
"""

import json
import secrets
import sys
import time
from pathlib import Path
from statistics import median

import beatbook as bb


def monotonic_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class Walk:
    """An officer on duty, and how far the officer's fixes have come."""

    def __init__(self, folder: Path, ticket: str):
        for name in ("notebooks", "seats"):
            (folder / name).mkdir(parents=True)
        places = bb.FolderPlaces(notebooks=str(folder / "notebooks"), seats=str(folder / "seats"))
        self.book = bb.Notebook.found(places, bb.KeyInMemory(secrets.token_bytes(32)), None, ticket)
        self.book.sign_on(bb.SignOn(duty=bb.Duty.TASKED_CORE, mode=bb.TravelMode.FOOT))
        self.last = monotonic_ms()

    def fixes(self, count: int) -> list[bb.RawFix]:
        """The next `count` reports, a millisecond apart."""
        wall = time.time_ns() // 1_000_000 - monotonic_ms()
        times = range(self.last + 1, self.last + 1 + count)
        self.last += count
        return [bb.RawFix(lat=51.3826 + mono % 1000 * 1e-7, lon=0.5265, time=wall + mono, mono=mono, accuracy=5.0,
                          speed=1.4, bearing=90.0, provider=bb.Provider.GNSS) for mono in times]

    def wait(self, milliseconds: int) -> None:
        """Until so many reports lie between the last one and now."""
        time.sleep(max(0, self.last + milliseconds - monotonic_ms()) / 1000)

    def record(self, count: int) -> float:
        """Microseconds of one call."""
        fixes = self.fixes(count)
        begun = time.perf_counter_ns()
        report = self.book.record_fixes(fixes)
        took = time.perf_counter_ns() - begun
        if report.accepted != count:
            raise SystemExit(f"{report.accepted} of {count} fixes were accepted")
        return took / 1000

    def id(self) -> float:
        begun = time.perf_counter_ns()
        self.book.id()
        return (time.perf_counter_ns() - begun) / 1000


walk = Walk(Path(sys.argv[1]), sys.argv[2])
for _ in sys.stdin:
    walk.wait(1_050)
    print(json.dumps({
        "id": median(walk.id() for _ in range(200)),
        "one": median(walk.record(1) for _ in range(50)),
        "thousand": walk.record(1_000),
    }), flush=True)
walk.book.sign_off([])
walk.book.shutdown()
