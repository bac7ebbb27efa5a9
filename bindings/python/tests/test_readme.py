"""The README's programs, run word for word: the quick start as a program of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

from force import Server
from pocket import InAPocket

README = Path(__file__).parents[1] / "README.md"
QUICK_START, IN_A_THREAD = [after.split("```")[0] for after in README.read_text().split("```python\n")[1:]]


class Readme(unittest.TestCase):
    def test_its_quick_start_records_a_patrol(self):
        with tempfile.TemporaryDirectory() as scratch:
            server = Server(Path(scratch))
            try:
                told = f"ticket = {server.ticket()!r}\n{QUICK_START}"
                done = subprocess.run([sys.executable, "-W", "error", "-c", told], cwd=scratch, capture_output=True,
                                      text=True, env=os.environ)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(len(list((Path(scratch) / "pocket/notebooks").glob("*.beatbook"))), 1)
            finally:
                server.stop()


class InAThread(InAPocket):
    def test_a_sync_in_a_thread_is_ended_from_outside(self):
        # Compiled: Python would end itself in the end for a Ctrl-C that comes out of a text it runs.
        program = compile(IN_A_THREAD, "README.md", "exec")
        exec(program, {"book": self.book})
        self.server.silent()
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        begun = time.monotonic()
        try:
            with self.assertRaises(KeyboardInterrupt):
                exec(program, {"book": self.book})
        finally:
            signal.signal(signal.SIGINT, before)
        self.assertLess(time.monotonic() - begun, 2)
        self.server.start()


if __name__ == "__main__":
    unittest.main(verbosity=2)
