"""Every scenario of bindings/contract/scenarios.json, in Python."""

import json
import secrets
import tempfile
import unittest
from pathlib import Path

from contract import Scenario
from force import Server

SCENARIOS = Path(__file__).parents[2] / "contract" / "scenarios.json"


class Contract(unittest.TestCase):
    def test_every_scenario(self):
        for told in json.loads(SCENARIOS.read_text()):
            with self.subTest(told["name"]), tempfile.TemporaryDirectory() as scratch:
                server = Server(Path(scratch))
                try:
                    Scenario(Path(scratch), secrets.token_bytes(32), server).run(told["steps"])
                finally:
                    server.stop()
                print(f"ok  {told['name']}", flush=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
