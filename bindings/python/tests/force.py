"""A server in a scratch folder: one authority, one officer, one zone. Its program is told by BEATBOOK_SERVER."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

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
    def __init__(self, folder: Path):
        self.home = str(folder / "server")
        self.listen = "127.0.0.1:0"
        self.say("init", "--address", "https://127.0.0.1:0")
        self.say("authority", "add", "MDW", "Medway (test)")
        self.say("officer", "add", "--authority", "MDW", "--code", "4711", "--name", "A. Officer", "--team", "Centre")
        zones = folder / "zones.geojson"
        zones.write_text(json.dumps(ZONES))
        self.say("zones", "import", str(zones), "--authority", "MDW")
        self.process: subprocess.Popen[str] | None = None
        self.mute: socket.socket | None = None
        self.start()

    def start(self):
        if self.mute:
            self.mute.close()
            self.mute = None
        self.process = subprocess.Popen(
            [SERVER, "--home", self.home, "serve", "--listen", self.listen],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline() if self.process.stdout else ""
        assert line, "the server says where it listens"
        # The same port again after a stop: phones know the address.
        self.listen = line.rsplit("https://", 1)[1].strip()

    def say(self, *words: str) -> str:
        done = subprocess.run([SERVER, "--home", self.home, *words], capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def ticket(self) -> str:
        told = self.say("enrol", "--authority", "MDW", "--officer", "4711")
        return next(word for word in told.split() if word.startswith("BEATBOOK1-"))

    def silent(self):
        """What listens here takes connections and says nothing."""
        self.stop()
        host, port = self.listen.rsplit(":", 1)
        self.mute = socket.create_server((host, int(port)))

    def stop(self):
        if self.process:
            self.process.terminate()
            assert self.process.wait(timeout=20) == 0, "the server ends in good order"
            if self.process.stdout:
                self.process.stdout.close()
            self.process = None


def boottime_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
