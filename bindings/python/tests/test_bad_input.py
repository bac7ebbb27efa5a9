"""What an app hands over that it should not: each a typed error, never a crash, and the notebook goes on."""

import copy
import datetime
import gc
import os
import pickle
import secrets
import tempfile
import unittest
from pathlib import Path
from typing import Any

import beatbook as bb

from contract import Scenario
from force import LAT, LON, Server, boottime_ms


class BadInput(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.server = Server(Path(self.scratch.name))
        self.scenario = Scenario(Path(self.scratch.name), secrets.token_bytes(32), self.server)
        self.scenario.run([{"do": "found"}])
        self.book = self.scenario.books["first"]

    def tearDown(self):
        self.book.shutdown()
        self.server.stop()
        self.scratch.cleanup()

    def refused(self, code, call, *arguments):
        with self.assertRaises(bb.BeatbookError.Refused) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(caught.exception.remedy)

    def test_half_a_character_is_no_text(self):
        with self.assertRaises(ValueError):
            self.book.note("a \ud800 b", bb.Basis.FACT)
        self.assertEqual(self.book.notes(None, 10), [])

    def test_numbers_out_of_range_are_refused_before_the_call(self):
        for entry in (-1, 2**64):
            with self.assertRaises(ValueError):
                self.book.erase(entry, "reason")
        with self.assertRaises(ValueError):
            self.book.start_alone(bb.StartAlone(minutes=2**16, words=None))
        self.refused("not_found", self.book.erase, 2**63, "reason")
        self.book.note("one", bb.Basis.FACT)
        for after in (2**63 - 1, 2**63, 2**64 - 1):
            self.assertEqual(self.book.entries(after, 10), [])
            self.assertEqual(self.book.notes(after, 10), [])
            self.assertEqual(self.book.access_log(after, 10).rows, [])

    def test_the_wrong_kind_of_value_is_refused_before_the_call(self):
        wrong: list[Any] = [None, 7, b"bytes"]
        for text in wrong:
            with self.assertRaises(TypeError):
                self.book.note(text, bb.Basis.FACT)

    def test_a_day_is_a_date_and_nothing_else(self):
        wrong: list[Any] = [None, 7, "2026-01-01"]
        for day in wrong:
            with self.assertRaises(TypeError):
                self.book.access(day)
        moment = datetime.datetime(2026, 1, 1, 12, 30)
        self.assertEqual(self.book.access(moment), self.book.access(datetime.date(2026, 1, 1)))

    def test_what_is_one_object_of_the_library_is_neither_copied_nor_pickled(self):
        for one in (self.book, bb.Cancel()):
            for another in (copy.copy, copy.deepcopy, pickle.dumps):
                with self.assertRaises(TypeError):
                    another(one)
        gc.collect()
        self.book.note("one", bb.Basis.FACT)
        [note] = self.book.notes(None, 10)
        self.assertEqual(copy.deepcopy(note), note, "what it answers is copied")
        self.assertEqual(pickle.loads(pickle.dumps(note)), note)

    def test_a_text_that_is_none_of_what_is_asked_is_told(self):
        self.refused("id", self.book.annotate, "no id", "text")
        self.refused("not_found", self.book.notice_numbered, "hello")

    def test_no_place_on_earth(self):
        nowhere = bb.AskWhere.AT(lat=float("nan"), lon=LON, accuracy_m=5.0)
        self.refused("no_place", self.book.what_applies, nowhere, bb.AskWhen.NOW())
        self.refused("no_place", self.book.what_applies, bb.AskWhere.NEWEST(), bb.AskWhen.NOW())

    def test_times_far_away_are_refused_one_by_one(self):
        self.book.sign_on(bb.SignOn(duty=bb.Duty.ON_CALL, mode=bb.TravelMode.FOOT, others=0))
        far = [bb.RawFix(lat=LAT, lon=LON, time=time, mono=mono, accuracy=5.0, provider=bb.Provider.GNSS)
               for time, mono in ((-(2**63), boottime_ms()), (2**63 - 1, 2**63 - 1))]
        report = self.book.record_fixes(far)
        self.assertEqual((report.accepted, report.refused), (0, 2))

    def test_an_export_writes_over_nothing(self):
        path = str(Path(self.scratch.name) / "export")
        self.assertGreater(self.book.export(path).entries, 0)
        self.refused("output", self.book.export, path)
        self.refused("output", self.book.export, "")

    def test_paper_asks_for_what_there_is(self):
        self.refused("not_found", self.book.paper, self.book.id(), bb.PaperCopy.RECIPIENT)
        self.refused("font", bb.FontSet, [])
        self.refused("font", bb.FontSet, [b"no font"])

    def test_a_log_line_names_nobody(self):
        class Sink(bb.LogSink):
            def __init__(self):
                self.lines = []

            def line(self, level, line):
                self.lines.append((level, line))
                raise RuntimeError("a sink that fails")

        sink = Sink()
        bb.send_log_lines(sink)
        self.server.stop()
        self.refused("network", self.book.sync, None)
        bb.send_log_lines(None)
        self.server.start()
        self.assertTrue(sink.lines)
        self.assertTrue(all("4711" not in line for _, line in sink.lines), sink.lines)

    def test_opened_and_closed_a_thousand_times(self):
        self.book.shutdown()
        [notebook] = bb.list_notebooks(self.scenario.places)

        def open_and_close(times):
            for _ in range(times):
                with bb.opened(self.scenario.places, self.scenario.keys, notebook) as book:
                    book.status()
            gc.collect()
            return len(os.listdir("/proc/self/fd")), int(Path("/proc/self/statm").read_text().split()[1]) * 4096

        files, bytes_before = open_and_close(200)
        files_after, bytes_after = open_and_close(1000)
        grown = (bytes_after - bytes_before) / 1_000_000
        print(f"opened 1,000 times: {grown:+.1f} MB, {files_after - files:+} files", flush=True)
        self.assertEqual(files_after, files)
        self.assertLess(grown, 8, "megabytes")


if __name__ == "__main__":
    unittest.main(verbosity=2)
