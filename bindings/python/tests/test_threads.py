"""One notebook in many threads, and its end."""

import threading
import unittest

import beatbook as bb

from pocket import InAPocket


class Threads(InAPocket):
    def test_calls_from_many_threads_across_the_end(self):
        start, strange = threading.Barrier(17), []
        codes: set[str] = set()

        def work(number):
            start.wait()
            for turn in range(200):
                try:
                    match (number + turn) % 4:
                        case 0:
                            self.book.note("at once", bb.Basis.FACT)
                        case 1:
                            self.book.status()
                        case 2:
                            self.book.notes(None, 10)
                        case 3:
                            self.book.cancel()
                except bb.BeatbookError as error:
                    codes.add(error.code)
                except BaseException as error:
                    strange.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        start.wait()
        self.book.note("before the end", bb.Basis.FACT)
        self.book.shutdown()
        for thread in threads:
            thread.join(60)
        self.assertFalse(any(thread.is_alive() for thread in threads))
        self.assertEqual(strange, [])
        self.assertIn("closed", codes)
        self.assertLessEqual(codes, {"closed", "cancelled"})
        for call in (self.book.status, self.book.resume, self.book.verify, lambda: self.book.sync(None)):
            self.refused("closed", call)
        self.book.shutdown()
        self.assert_is_let_go()
        self.assertIsNone(self.book.verify().first_fault)

    def test_a_notebook_is_closed_while_it_syncs_in_another_thread(self):
        self.server.silent()
        codes, begun = [], threading.Event()

        def sync():
            begun.set()
            try:
                self.book.sync(None)
            except bb.BeatbookError as error:
                codes.append(error.code)

        other = threading.Thread(target=sync)
        other.start()
        begun.wait()
        self.book.shutdown()
        other.join(20)
        self.assertFalse(other.is_alive())
        self.assertIn(codes, (["cancelled"], ["closed"]))
        self.server.start()

    def test_one_sync_at_a_time(self):
        self.write_much()
        codes: list[str] = []

        def sync():
            try:
                self.book.sync(None)
            except bb.BeatbookError as error:
                codes.append(error.code)

        threads = [threading.Thread(target=sync) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(set(codes), {"already_running"})
        self.assertEqual(self.book.status().outbox.waiting, 0)

    def test_a_block_closes_its_notebook_whatever_happens_in_it(self):
        with bb.Notebook.found(self.places, self.keys, None, self.server.ticket()) as book:
            notebook = book.id()
        self.refused("closed", book.status)
        with self.assertRaises(ZeroDivisionError), bb.Notebook.open(self.places, self.keys, None, notebook) as book:
            1 / 0
        self.refused("closed", book.status)
        with bb.opened(self.places, self.keys, notebook) as book:
            book.shutdown()


if __name__ == "__main__":
    unittest.main(verbosity=2)
