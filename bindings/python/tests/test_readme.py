"""The README's quick start, run word for word as a program of its own."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from force import Server

README = Path(__file__).parents[1] / "README.md"


class Readme(unittest.TestCase):
    def test_its_quick_start_records_a_patrol(self):
        program = README.read_text().split("```python\n")[1].split("```")[0]
        with tempfile.TemporaryDirectory() as scratch:
            server = Server(Path(scratch))
            try:
                told = f"ticket = {server.ticket()!r}\n{program}"
                done = subprocess.run([sys.executable, "-W", "error", "-c", told], cwd=scratch, capture_output=True,
                                      text=True, env=os.environ)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(len(list((Path(scratch) / "pocket/notebooks").glob("*.beatbook"))), 1)
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
