"""The phone library as a stranger calls it from Python: the real library, a real server, a real patrol.

Run by `cargo xtask test python`, which builds both and tells where they are:
BEATBOOK_SERVER is the server's program; the generated module `beatbook` is on PYTHONPATH.
"""

import json
import os
import secrets
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import beatbook as bb

SERVER = os.environ["BEATBOOK_SERVER"]
# A square of about 400 m in Chatham, and its middle.
LAT, LON = 51.3826, 0.5265
SQUARE = [[LON - 0.003, LAT - 0.002], [LON + 0.003, LAT - 0.002], [LON + 0.003, LAT + 0.002],
          [LON - 0.003, LAT + 0.002], [LON - 0.003, LAT - 0.002]]
ZONES = {
    "type": "FeatureCollection",
    "features": [{
        "type": "Feature",
        "properties": {"code": "HS", "name": "High Street", "kind": "hotspot", "illustrative": True},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }],
}


class Server:
    """A server in a scratch folder, with one authority, one officer and one zone."""

    def __init__(self, folder: Path):
        self.home = str(folder / "server")
        self.say("init", "--address", "https://127.0.0.1:0")
        self.say("authority", "add", "MDW", "Medway (test)")
        self.say("officer", "add", "--authority", "MDW", "--code", "4711", "--name", "A. Officer", "--team", "Centre")
        zones = folder / "zones.geojson"
        zones.write_text(json.dumps(ZONES))
        self.say("zones", "import", str(zones), "--authority", "MDW")
        self.process = subprocess.Popen(
            [SERVER, "--home", self.home, "serve", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout.readline(), "the server says where it listens"

    def say(self, *words: str) -> str:
        done = subprocess.run([SERVER, "--home", self.home, *words], capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def ticket(self) -> str:
        told = self.say("enrol", "--authority", "MDW", "--officer", "4711")
        return next(word for word in told.split() if word.startswith("BEATBOOK1-"))

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0, "the server ends in good order"
        self.process.stdout.close()


def boottime_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def fix(wall: int, mono: int, north: float = 0.0) -> bb.RawFix:
    return bb.RawFix(lat=LAT + north, lon=LON, time=wall, mono=mono, accuracy=5.0, speed=None,
                     bearing=None, provider=bb.Provider.GNSS)


class Keys(bb.KeyStore):
    """A key store that keeps one key in memory."""

    def __init__(self, key: bytes):
        self.kept = key

    def key(self, notebook):
        return self.kept


class Smoke(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = Path(self.scratch.name)
        for name in ("notebooks", "seats"):
            (self.folder / name).mkdir()
        self.places = bb.FolderPlaces(notebooks=str(self.folder / "notebooks"), seats=str(self.folder / "seats"))
        self.key = Keys(secrets.token_bytes(32))
        self.server = Server(self.folder)

    def tearDown(self):
        self.server.stop()
        self.scratch.cleanup()

    def found(self) -> bb.Notebook:
        return bb.Notebook.found(self.places, self.key, None, self.server.ticket())

    def refused(self, code, call, *arguments):
        with self.assertRaises(bb.BeatbookError.Refused) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(caught.exception.remedy)

    def test_a_shift_is_recorded_closed_opened_and_synced(self):
        book = self.found()
        self.assertGreater(book.sync(None).pulled, 0)
        self.assertTrue(book.status().has_briefing)
        self.refused("off_duty", book.record_fixes, [fix(int(time.time() * 1000), boottime_ms())])

        choices = bb.SignOn(duty=bb.Duty.TASKED_CORE, mode=bb.TravelMode.FOOT, colleagues=[],
                                   others=0, operation=None)
        patrol = book.sign_on(choices)
        self.refused("patrol", book.sign_on, choices)
        time.sleep(0.3)
        wall, mono = int(time.time() * 1000), boottime_ms()
        report = book.record_fixes([fix(wall - 200, mono - 200), fix(wall, mono), fix(wall, mono),
                                    fix(wall, mono, north=float("nan"))])
        self.assertEqual((report.accepted, report.duplicates, report.refused), (2, 1, 1))
        self.assertEqual(report.outcomes[3][0].code, "lat")

        book.shutdown()
        self.refused("closed", book.status)
        notebook = bb.list_notebooks(self.places)[0]
        self.refused("wrong_key", bb.Notebook.open, self.places, Keys(secrets.token_bytes(32)), None, notebook)
        self.refused("key", bb.Notebook.open, self.places, Keys(b"short"), None, notebook)
        book = bb.Notebook.open(self.places, self.key, None, notebook)
        self.assertTrue(book.status().on_duty is not None)

        time.sleep(0.3)
        signed_off = book.sign_off([fix(int(time.time() * 1000), boottime_ms())])
        self.assertEqual(signed_off.record, patrol)
        [zone] = signed_off.result.zones
        self.assertEqual(zone.code, "HS")
        self.assertGreater(zone.foot, 0)
        self.assertLessEqual(zone.certain, zone.foot)
        self.assertLessEqual(zone.foot, zone.possible)

        self.assertEqual(book.sync(None).left, 0)
        status = book.status()
        self.assertEqual(status.receipt, status.last_entry)
        book.shutdown()

    def test_recording_goes_on_without_a_server(self):
        book = self.found()
        self.server.stop()
        try:
            self.refused("network", book.sync, None)
            choices = bb.SignOn(duty=bb.Duty.SELF_INITIATED, mode=bb.TravelMode.FOOT,
                                       colleagues=[], others=1, operation="Op Irradiate")
            book.sign_on(choices)
            self.assertTrue(book.status().on_duty is not None)
            book.shutdown()
        finally:
            self.server = Server(Path(tempfile.mkdtemp(dir=self.folder)))

    def test_a_text_that_is_no_code_is_told(self):
        self.refused("ticket", bb.Notebook.found, self.places, self.key, None, "hello")


if __name__ == "__main__":
    unittest.main(verbosity=2)
