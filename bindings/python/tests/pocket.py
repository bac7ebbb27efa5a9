"""A phone in a scratch folder with a notebook in it, and the server it belongs to: what most tests begin with."""

import secrets
import tempfile
import unittest
from pathlib import Path

import beatbook as bb

from contract import Scenario
from force import Server


class InAPocket(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        self.server = Server(self.folder)
        self.scenario = Scenario(self.folder, secrets.token_bytes(32), self.server)
        self.scenario.run([{"do": "found"}])
        self.places, self.keys = self.scenario.places, self.scenario.keys

    def tearDown(self):
        if "first" in self.scenario.books:
            self.book.shutdown()
        self.server.stop()
        self.scratch.cleanup()

    @property
    def book(self) -> bb.Notebook:
        return self.scenario.books["first"]

    def refused(self, code, call, *arguments):
        with self.assertRaises(bb.BeatbookError.Refused) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(caught.exception.remedy)

    def write_much(self):
        """More than one exchange with the server takes."""
        for _ in range(60):
            self.book.note("n" * 20_000, bb.Basis.FACT)

    def assert_is_let_go(self):
        """The notebook's last name is gone, and with it the notebook: nothing keeps it open."""
        notebook = self.book.id()
        del self.scenario.books["first"]
        self.scenario.books["first"] = bb.Notebook.open(self.places, self.keys, None, notebook)
