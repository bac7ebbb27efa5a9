"""The program's own parts that the library asks and tells: a key store, progress, a log sink. Each may answer wrongly, fail or block."""

import secrets
import threading
import unittest
from typing import Any, Callable

import beatbook as bb

from pocket import InAPocket


class Answering(bb.KeyStore):
    """A key store that does what the test says."""

    def __init__(self, answer: Callable[[], Any]):
        self.answer = answer

    def key(self, notebook):
        return self.answer()


class Doing(bb.SyncProgress):
    """Progress that does what the test says."""

    def __init__(self, act: Callable[[], object]):
        self.act, self.told = act, 0

    def progress(self, so_far):
        self.told += 1
        self.act()


class OwnParts(InAPocket):
    def found(self, answer: Callable[[], Any]) -> bb.Notebook:
        return bb.Notebook.found(self.places, Answering(answer), None, self.server.ticket())

    def test_a_key_is_bytes_and_a_text_is_none(self):
        for answer in (secrets.token_hex(16), 32, None, [0] * 32, object()):
            with self.subTest(type(answer).__name__):
                self.refused("platform", self.found, lambda: answer)
        self.assertEqual(bb.list_notebooks(self.places), [self.book.id()])

    def test_a_key_has_thirty_two_bytes(self):
        for length in (0, 31, 33, 1_000_000):
            self.refused("key", self.found, lambda: bytes(length))
        self.assertEqual(bb.list_notebooks(self.places), [self.book.id()])

    def test_what_holds_bytes_is_a_key(self):
        key = secrets.token_bytes(32)
        for answer in (bytearray(key), memoryview(key), memoryview(b"".join(bytes([one, 0]) for one in key))[::2]):
            book = self.found(lambda: answer)
            notebook = book.id()
            book.shutdown()
            with bb.opened(self.places, bb.KeyInMemory(key), notebook) as again:
                self.assertEqual(again.id(), notebook)

    def test_a_key_in_memory_is_bytes(self):
        wrong: list[Any] = [32, None, "k" * 32, [0] * 32]
        for key in wrong:
            with self.assertRaisesRegex(TypeError, "^key: must be bytes, not "):
                bb.KeyInMemory(key)

    def test_what_a_key_store_says_of_itself_is_told_if_it_is_told_rightly(self):
        wrong: Any = 7
        for error, code in (
            (bb.BeatbookError.Refused(code="locked", remedy="unlock the phone"), "locked"),
            (bb.BeatbookError.Refused(code="locked", remedy="\ud800"), "platform"),
            (bb.BeatbookError.Refused(code=wrong, remedy="unlock the phone"), "platform"),
            (MemoryError(), "platform"),
            (RuntimeError("Mary Smith \ud800"), "platform"),
        ):
            def answer(error=error):
                raise error

            self.refused(code, self.found, answer)

    def test_a_key_store_that_blocks_holds_up_its_own_call_only(self):
        asked, let, founded = threading.Event(), threading.Event(), []

        def answer():
            asked.set()
            self.assertTrue(let.wait(20))
            return secrets.token_bytes(32)

        other = threading.Thread(target=lambda: founded.append(self.found(answer)))
        other.start()
        self.assertTrue(asked.wait(20))
        self.book.note("meanwhile", bb.Basis.FACT)
        self.assertEqual(founded, [])
        let.set()
        other.join(20)
        founded.pop().shutdown()
        self.assertEqual(len(bb.list_notebooks(self.places)), 2)

    def test_a_key_store_may_ask_the_library(self):
        heard = []

        def answer():
            heard.append((bb.list_notebooks(self.places), self.book.status().state))
            return secrets.token_bytes(32)

        self.found(answer).shutdown()
        self.assertEqual(heard, [([self.book.id()], bb.NotebookState.ENROLLING)])

    def test_closing_and_pausing_from_inside_a_sync_would_wait_for_itself(self):
        codes = []

        def act():
            for call in (self.book.shutdown, self.book.pause, self.book.sync_when_due, lambda: self.book.sync(None)):
                with self.assertRaises(bb.BeatbookError.Refused) as caught:
                    call()
                codes.append(caught.exception.code)

        progress = Doing(act)
        self.book.sync(progress)
        self.assertGreater(progress.told, 0)
        self.assertEqual(codes, ["already_running"] * 4 * progress.told)
        self.book.note("goes on", bb.Basis.FACT)

    def test_progress_that_fails_changes_nothing_of_the_sync(self):
        def act():
            raise RuntimeError("an error of the program's own")

        self.write_much()
        progress = Doing(act)
        self.assertEqual(self.book.sync(progress).left, 0)
        self.assertGreater(progress.told, 1)

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

    def test_what_was_lent_for_one_call_is_given_back(self):
        self.book.sync(Doing(lambda: None))
        self.found(lambda: secrets.token_bytes(32)).shutdown()
        for name in ("KeyStore", "SyncProgress", "LogSink"):
            self.assertEqual(len(vars(bb._core)[f"_UniffiFfiConverterType{name}"]._handle_map), 0, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
