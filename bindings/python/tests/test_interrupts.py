"""What is meant for the program and not for the library comes out of the call it was thrown in: Ctrl-C and `sys.exit()`."""

import os
import signal
import sys
import threading
import time
import unittest
from typing import Any

import beatbook as bb

from pocket import InAPocket
from test_own_parts import Answering, Doing


def interrupt():
    signal.raise_signal(signal.SIGINT)


class Sink(bb.LogSink):
    def __init__(self, act):
        self.act = act

    def line(self, level, line):
        self.act()


class Interrupts(InAPocket):
    def setUp(self):
        super().setUp()
        # A program started in the background does not hear Ctrl-C.
        self.before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def tearDown(self):
        bb.send_log_lines(None)
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)
        self.assertEqual(signal.set_wakeup_fd(-1), -1)
        signal.signal(signal.SIGINT, self.before)
        super().tearDown()

    def test_ctrl_c_in_progress_ends_the_sync(self):
        self.write_much()
        progress = Doing(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            self.book.sync(progress)
        self.assertEqual(progress.told, 1)
        self.assertGreater(self.book.status().outbox.waiting, 0)
        self.assertEqual(self.book.sync(None).left, 0)

    def test_an_exit_in_progress_ends_the_sync_on_any_thread(self):
        self.write_much()
        raised: list[BaseException] = []

        def run():
            try:
                self.book.sync(progress)
            except BaseException as thrown:
                raised.append(thrown)

        progress = Doing(lambda: sys.exit(3))
        run()
        other = threading.Thread(target=run)
        other.start()
        other.join(20)
        self.assertEqual([(type(one), getattr(one, "code", None)) for one in raised], [(SystemExit, 3)] * 2)
        self.assertEqual(progress.told, 2)
        self.assertGreater(self.book.status().outbox.waiting, 0)

    def test_ctrl_c_on_the_way_to_progress_is_not_lost(self):
        way: Any = vars(bb._core)["_uniffi_trait_interface_call_with_error"]

        def interrupted_on_the_way(*given):
            interrupt()
            way(*given)

        self.write_much()
        progress = Doing(lambda: None)
        setattr(bb._core, "_uniffi_trait_interface_call_with_error", interrupted_on_the_way)
        try:
            with self.assertRaises(KeyboardInterrupt):
                self.book.sync(progress)
        finally:
            setattr(bb._core, "_uniffi_trait_interface_call_with_error", way)
        self.assertEqual(progress.told, 0)
        self.assertGreater(self.book.status().outbox.waiting, 0)

    def test_ctrl_c_ends_a_call_that_waits_for_a_server(self):
        self.server.silent()
        for call in (self.book.sync_when_due, lambda: self.book.sync(None), lambda: self.book.sync(Doing(lambda: None))):
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
            begun = time.monotonic()
            with self.assertRaises(KeyboardInterrupt):
                call()
            self.assertLess(time.monotonic() - begun, 2)
        self.server.start()
        self.assertEqual(self.book.sync(None).left, 0)

    def test_ctrl_c_ends_an_enrolment(self):
        ticket = self.server.ticket()
        self.server.silent()
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        begun = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            bb.Notebook.enrol(self.places, bb.KeyInMemory(bytes(32)), None, ticket, None)
        self.assertLess(time.monotonic() - begun, 2)
        self.server.start()

    def test_ctrl_c_in_a_key_store_opens_nothing(self):
        def leave():
            sys.exit("no key")

        for act, kind in ((interrupt, KeyboardInterrupt), (leave, SystemExit)):
            with self.assertRaises(kind):
                bb.Notebook.found(self.places, Answering(act), None, self.server.ticket())
        self.assertEqual(bb.list_notebooks(self.places), [self.book.id()])

    def test_ctrl_c_in_a_log_sink_comes_out_of_the_call_that_told_the_line(self):
        bb.send_log_lines(Sink(interrupt))
        with self.assertRaises(KeyboardInterrupt):
            self.book.erase(2**40, "reason")
        bb.send_log_lines(Sink(lambda: sys.exit(3)))
        progress = Doing(lambda: self.book.erase(2**40, "reason"))
        with self.assertRaises(SystemExit):
            self.book.sync(progress)
        self.assertEqual(progress.told, 1, "what a call inside progress raises ends the sync, too")

    def test_whoever_hears_ctrl_c_in_a_way_of_their_own_goes_on_doing_so(self):
        heard = []
        signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
        try:
            self.assertEqual(self.book.sync(Doing(interrupt)).left, 0)
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.assertTrue(heard)

    def test_the_calls_that_can_be_ended_are_those_that_say_so(self):
        calls = {name: getattr(bb.Notebook, name) for name in dir(bb.Notebook) if not name.startswith("_")}
        said = {name for name, call in calls.items() if "`cancel" in (call.__doc__ or "") and name != "cancel"}
        self.assertEqual({name for name in said | {"sync_when_due"}}, bb._calls.LONG)
        self.assertEqual({name for name, call in calls.items() if "keys" in call.__annotations__}, bb._calls.ASKING)


if __name__ == "__main__":
    unittest.main(verbosity=2)
