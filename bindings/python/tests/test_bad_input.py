"""What an app hands over that it should not: each a typed error, never a crash, and the notebook goes on."""

import copy
import datetime
import gc
import os
import pickle
import unittest
from pathlib import Path
from typing import Any

import beatbook as bb

from force import LAT, LON, boottime_ms
from pocket import InAPocket


class BadInput(InAPocket):
    def test_half_a_character_is_no_text(self):
        with self.assertRaisesRegex(ValueError, "^text: half a character") as caught:
            self.book.note("a \ud800 b", bb.Basis.FACT)
        self.assertIsNone(caught.exception.__context__, "what Python says of it holds the text")
        with self.assertRaisesRegex(ValueError, "^sign_on.operation: "):
            self.book.sign_on(bb.SignOn(duty=bb.Duty.ON_CALL, mode=bb.TravelMode.FOOT, others=0, operation="\ud800"))
        self.assertEqual(self.book.notes(None, 10), [])
        self.assert_is_let_go()

    def test_half_a_character_opens_nothing(self):
        held = vars(bb._core)["_UniffiFfiConverterTypeKeyStore"]._handle_map
        before = len(held)
        with self.assertRaisesRegex(ValueError, "^ticket: "):
            bb.Notebook.found(self.places, self.keys, None, "\ud800")
        with self.assertRaisesRegex(ValueError, "^places.seats: "):
            bb.Notebook.found(bb.FolderPlaces(notebooks="", seats="\ud800"), self.keys, None, "hello")
        self.assertEqual(len(held), before, "key stores that the library still holds")
        self.assertEqual(len(bb.list_notebooks(self.places)), 1)

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
            with self.assertRaisesRegex(TypeError, "^text: must be str, not "):
                self.book.note(text, bb.Basis.FACT)
        self.wrong_kinds(self.book)
        self.assert_is_let_go()

    def wrong_kinds(self, book: Any):
        fix = bb.RawFix(lat=LAT, lon=LON, time=0, mono=0, accuracy=None, provider=bb.Provider.GNSS)
        for told, call in {
            "sign_on: must be SignOn, not NoneType": lambda: book.sign_on(None),
            "place: must be AskWhere, not NoneType": lambda: book.what_applies(None, bb.AskWhen.NOW()),
            "when: must be AskWhen, not type": lambda: book.what_applies(bb.AskWhere.NEWEST(), bb.AskWhen.NOW),
            "sign_on.duty: must be Duty, not str": lambda: book.sign_on(
                bb.SignOn(duty="on call", mode=bb.TravelMode.FOOT, others=0)),  # type: ignore[arg-type]
            "fixes: must be list, not generator": lambda: book.record_fixes(fix for _ in range(2)),
            "fixes: must be list, not NoneType": lambda: book.record_fixes(None),
            "fixes: must be RawFix, not str": lambda: book.record_fixes(["fix"]),
            "fixes.lat: must be real number, not str": lambda: book.record_fixes([
                bb.RawFix(lat="51", lon=LON, time=0, mono=0, accuracy=None, provider=bb.Provider.GNSS)]),  # type: ignore[arg-type]
            "add: must be dict, not list": lambda: book.tally([]),
            "encounter: must be UUID, not NoneType": lambda: book.encounter(None),
            "places: must be FolderPlaces, not str": lambda: bb.list_notebooks("here"),  # type: ignore[arg-type]
            "keys: must be KeyStore, not bytes": lambda: book.begin_successor(bytes(32)),
            "files: must be bytes, not str": lambda: bb.FontSet(["font"]),  # type: ignore[list-item]
            "photo: must be bytes, not str": lambda: book.clean_photo("photo"),
        }.items():
            with self.subTest(told), self.assertRaises(TypeError) as caught:
                call()
            self.assertEqual(str(caught.exception), told)

    def test_yes_is_no_bool(self):
        wrong: list[Any] = ["yes", None, 2]
        for training in wrong:
            asked = bb.NoticeAsked(
                encounter=self.book.id(), person=1, about=bb.NoticeAbout.OFFENCE("LIT"), place="", particulars="",
                service=bb.ServiceMethod.HAND, six=bb.SixAsked(), training=training)
            with self.assertRaisesRegex(TypeError, "^asked.training: must be bool, not "):
                self.book.check_notice(asked)
        self.assert_is_let_go()

    def test_whatever_counts_as_a_number_is_one(self):
        class Seven:
            def __index__(self):
                return 7

            def __float__(self):
                return 7.0

        seven: Any = Seven()
        self.assertEqual(self.book.notes(seven, seven), [])
        self.refused("not_found", self.book.erase, seven, "reason")
        self.assert_is_let_go()

    def test_texts_longer_than_anybody_writes(self):
        huge = "N" * 64_000_000
        self.refused("text", self.book.note, huge, bb.Basis.FACT)
        self.refused("ticket", self.book.use_code, huge)
        self.refused("not_found", self.book.notice_numbered, huge)
        self.refused("output", self.book.export, huge)
        self.refused("tent_text", self.book.note_tent, bb.NoteTent(
            land=huge, ground=bb.TentGround.COMMUNITY_IMPACT, place=bb.AskWhere.AT(lat=LAT, lon=LON, accuracy_m=5.0)))
        self.refused("ticket", bb.Notebook.found, self.places, self.keys, None, huge)
        self.assertIsNone(self.book.card(huge).card)
        self.book.note("goes on", bb.Basis.FACT)

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

    def test_opened_and_closed_a_thousand_times(self):
        self.book.shutdown()
        [notebook] = bb.list_notebooks(self.places)

        def open_and_close(times):
            for _ in range(times):
                with bb.opened(self.places, self.keys, notebook) as book:
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
