"""The library's times and Python's."""

import datetime
import sys
import time
import unittest
from typing import Any
from unittest import mock

import beatbook as bb

UTC = datetime.timezone.utc


class Times(unittest.TestCase):
    def test_the_clock_that_nobody_sets(self):
        before = time.clock_gettime(time.CLOCK_BOOTTIME)
        now = bb.monotonic_ms()
        self.assertLessEqual(int(before * 1000), now)
        self.assertLessEqual(now, time.clock_gettime(time.CLOCK_BOOTTIME) * 1000)

    def test_another_system_has_another_clock_or_none(self):
        def read(clock):
            return {time.CLOCK_BOOTTIME: 1_000_000, time.CLOCK_MONOTONIC: 2_999_999}[clock]

        with mock.patch.object(time, "clock_gettime_ns", read):
            self.assertEqual(bb.monotonic_ms(), 1)
            with mock.patch.object(sys, "platform", "darwin"):
                self.assertEqual(bb.monotonic_ms(), 2)
        clocks = {name: getattr(time, name) for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC")}
        try:
            for name in clocks:
                delattr(time, name)
            with mock.patch.object(sys, "platform", "win32"), self.assertRaises(NotImplementedError):
                bb.monotonic_ms()
        finally:
            for name, clock in clocks.items():
                setattr(time, name, clock)

    def test_a_moment_is_milliseconds_and_back(self):
        winter = datetime.datetime(2026, 1, 1, 12, 30, 0, 999_999, UTC)
        self.assertEqual(bb.utc_ms(winter), 1_767_270_600_999)
        self.assertEqual(bb.when(1_767_270_600_999), winter.replace(microsecond=999_000))
        east = datetime.timezone(datetime.timedelta(hours=1))
        self.assertEqual(bb.utc_ms(winter.astimezone(east)), bb.utc_ms(winter))
        self.assertEqual(bb.when(0).tzinfo, UTC)
        for ms in (-1, 0, 1, -62_135_596_800_000, 253_402_300_799_999):
            self.assertEqual(bb.utc_ms(bb.when(ms)), ms)
        self.assertEqual(bb.utc_ms(datetime.datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)), -1, "rounded down")

    def test_what_is_no_moment(self):
        with self.assertRaisesRegex(ValueError, "^moment: .*no time zone.*timezone.utc"):
            bb.utc_ms(datetime.datetime(2026, 1, 1))
        wrong: list[Any] = [datetime.date(2026, 1, 1), 7, None]
        for moment in wrong:
            with self.assertRaises(TypeError):
                bb.utc_ms(moment)
        for ms in (2**63, -(2**63), 253_402_300_800_000):
            with self.assertRaises(ValueError):
                bb.when(ms)
        part: Any = 0.5
        with self.assertRaises(TypeError):
            bb.when(part)


if __name__ == "__main__":
    unittest.main(verbosity=2)
