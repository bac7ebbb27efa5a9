"""One scenario of the contract, step by step, in Python. bindings/contract/README.md says what each call is.

Started as a program it does the steps of `killed`: it reads them with folders and key from standard input, says `done`, and waits for
its end.
"""

import json
import math
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import beatbook as bb

from force import LAT, LON, Server, boottime_ms

HELD_UP = "written while a sync was held up"


class Keys(bb.KeyStore):
    def __init__(self, right: bytes):
        self.right, self.are = right, "right"

    def key(self, notebook):
        match self.are:
            case "right":
                return self.right
            case "another":
                return secrets.token_bytes(32)
            case "short":
                return b"short"
            case "refusing":
                raise bb.BeatbookError.Refused(code="locked", remedy="unlock the phone")
        raise RuntimeError("an error of the app's own")


class Progress(bb.SyncProgress):
    """Does to a running sync what the step says."""

    def __init__(self, kind: str, book: bb.Notebook):
        self.kind, self.book, self.told, self.noted = kind, book, 0, False

    def progress(self, so_far):
        self.told += 1
        match self.kind:
            case "throws":
                raise RuntimeError("an error of the app's own")
            case "calls":
                self.book.status()
            case "blocks" if not self.noted:
                other = threading.Thread(target=lambda: self.book.note(HELD_UP, bb.Basis.FACT))
                other.start()
                other.join(timeout=20)
                self.noted = not other.is_alive()


def fixes(told: dict) -> list[bb.RawFix]:
    # One look at the clocks for all of them, so that two reports of one moment are the same report.
    wall, mono = int(time.time() * 1000), boottime_ms()

    def fix(ago: int, **given) -> bb.RawFix:
        return bb.RawFix(**{"lat": LAT, "lon": LON, "time": wall - ago, "mono": mono - ago, "accuracy": 5.0, "speed": None,
                            "bearing": None, "provider": bb.Provider.GNSS, **given})

    if "walk" in told:
        # Ten metres there and back, so that it is a walk.
        return [fix(told["walk"] - 1 - step, lat=LAT + (step % 100) * 1e-6) for step in range(told["walk"])]
    numbers = {"NaN": math.nan, "Infinity": math.inf}
    return [fix(**{"ago": 0, **{name: numbers.get(value, value) for name, value in one.items()}})
            for one in told.get("fixes", [])]


def at(told: dict) -> bb.AskWhere:
    return bb.AskWhere.AT(lat=told["lat"], lon=told["lon"], accuracy_m=5.0)


class OneTicket:
    """What a process knows of a server that another one runs."""

    def __init__(self, ticket: str):
        self.kept = ticket

    def ticket(self) -> str:
        return self.kept


class Scenario:
    def __init__(self, folder: Path, key: bytes, server: Server | OneTicket):
        self.folder, self.key, self.server = folder, key, server
        self.places = bb.FolderPlaces(notebooks=str(folder / "notebooks"), seats=str(folder / "seats"))
        for name in ("notebooks", "seats"):
            (folder / name).mkdir(exist_ok=True)
        self.keys = Keys(key)
        self.books: dict[str, bb.Notebook] = {}
        self.kept: dict[str, object] = {}

    def run(self, steps: list[dict]):
        for number, step in enumerate(steps):
            self.step(f"step {number + 1}, {step['do']}", step)

    def step(self, where: str, step: dict):
        told = {name: self.meant(value) for name, value in step.get("with", {}).items()}
        try:
            answer = getattr(self, f"do_{step['do']}")(step.get("book", "first"), told)
        except bb.BeatbookError as error:
            code = error.code if isinstance(error, bb.BeatbookError.Refused) else "incomplete"
            assert step.get("refused") == code, f"{where}: {error}"
            return
        assert "refused" not in step, f"{where}: should have been refused with {step['refused']}"
        if "keep" in step:
            self.kept[step["keep"]] = answer
        for name, wanted in step.get("gives", {}).items():
            found, wanted = answer[name], self.meant(wanted)
            if isinstance(wanted, str) and wanted.startswith(">"):
                assert found > int(wanted[1:]), f"{where}: {name} is {found}"
            elif name == "grid":
                assert found.startswith(wanted), f"{where}: {name} is {found}"
            else:
                assert found == wanted, f"{where}: {name} is {found!r}, not {wanted!r}"

    def meant(self, value):
        if isinstance(value, str) and value.startswith("$"):
            return self.kept[value[1:]]
        return value

    # Notebooks.

    def do_keys(self, book, told):
        self.keys.are = told["are"]

    def do_found(self, book, told):
        ticket = told["ticket"] if "ticket" in told else self.server.ticket()
        self.books[book] = bb.Notebook.found(self.places, self.keys, None, ticket)

    def do_ticket(self, book, told):
        return self.server.ticket()

    def do_enrol(self, book, told):
        cancel = bb.Cancel() if "cancel" in told else None
        begun = time.monotonic()
        if cancel and told["cancel"] == 0:
            cancel.cancel()
        elif cancel:
            threading.Timer(told["cancel"] / 1000, cancel.cancel).start()
        try:
            self.books[book] = bb.Notebook.enrol(self.places, self.keys, None, told["ticket"], cancel)
        finally:
            assert not cancel or time.monotonic() - begun < 2 + told["cancel"] / 1000

    def do_open(self, book, told):
        [notebook] = bb.list_notebooks(self.places)
        self.books[book] = bb.Notebook.open(self.places, self.keys, None, notebook)

    def do_list(self, book, told):
        return {"count": len(bb.list_notebooks(self.places))}

    def do_pause(self, book, told):
        self.books[book].pause()

    def do_resume(self, book, told):
        self.books[book].resume()

    def do_cancel(self, book, told):
        self.books[book].cancel()

    def do_shutdown(self, book, told):
        self.books[book].shutdown()

    def do_server(self, book, told):
        assert isinstance(self.server, Server)
        {"stopped": self.server.stop, "started": self.server.start, "silent": self.server.silent}[told["is"]]()

    def do_wait(self, book, told):
        time.sleep(told["ms"] / 1000)

    def do_killed(self, book, told):
        child = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        given = {"folder": str(self.folder), "key": self.key.hex(), "ticket": self.server.ticket(), "steps": told["steps"]}
        assert child.stdin and child.stdout
        child.stdin.write(json.dumps(given) + "\n")
        child.stdin.flush()
        assert child.stdout.readline().strip() == "done", "the other process does its steps"
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdin.close()
        child.stdout.close()

    # A patrol.

    def do_sign_on(self, book, told):
        return self.books[book].sign_on(bb.SignOn(
            duty=bb.Duty[told["duty"].upper()], mode=bb.TravelMode[told["mode"].upper()],
            others=told.get("others", 0), operation=told.get("operation")))

    def do_record_fixes(self, book, told):
        report = self.books[book].record_fixes(fixes(told))
        reasons = [outcome[0].code for outcome in report.outcomes if isinstance(outcome, bb.FixOutcome.REFUSED)]
        return {"accepted": report.accepted, "late": report.late, "duplicates": report.duplicates,
                "off_duty": report.off_duty, "refused": report.refused, "reasons": " ".join(reasons)}

    def do_sign_off(self, book, told):
        done = self.books[book].sign_off(fixes(told))
        zones = done.result.zones
        kept = done.result.fixes
        return {"record": done.record, "zones": len(zones), "zone": zones[0].code if zones else None,
                "foot": zones[0].foot if zones else 0,
                "fixes_kept": kept.accepted + kept.inaccurate + kept.excursion + kept.late + kept.mock}

    def do_status(self, book, told):
        status = self.books[book].status()
        return {"on_duty": status.on_duty is not None, "has_briefing": status.has_briefing,
                "state": status.state.name.lower(), "waiting": status.outbox.waiting,
                "receipt_is_last": status.receipt is not None and status.receipt == status.last_entry}

    def do_note(self, book, told):
        text = told["letter"] * told["times"] if "letter" in told else told["text"]
        return {"entry": self.books[book].note(text, bb.Basis.FACT)}

    def do_notes(self, book, told):
        notes = self.books[book].notes(None, 1000)
        return {"count": len(notes), "last": notes[-1].text if notes else None}

    def do_patrols(self, book, told):
        return {"count": len(self.books[book].patrols(100))}

    def do_sync(self, book, told):
        kind = told.get("progress")
        progress = Progress(kind, self.books[book]) if kind else None
        report = self.books[book].sync(progress)
        return {"left": report.left, "told": progress.told if progress else 0,
                "noted_meanwhile": progress.noted if progress else False}

    def do_at_once(self, book, told):
        def write():
            for _ in range(told["times"]):
                self.books[book].note(told["text"], bb.Basis.FACT)
        threads = [threading.Thread(target=write) for _ in range(told["threads"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def do_verify(self, book, told):
        found = self.books[book].verify()
        return {"sound": found.first_fault is None and not found.damaged_file}

    def do_export(self, book, told):
        return {"entries": self.books[book].export(str(self.folder / f"export-{uuid.uuid4()}")).entries}

    # Records.

    def do_what_applies(self, book, told):
        return {"conditions": len(self.books[book].what_applies(at(told), bb.AskWhen.NOW()).conditions)}

    def do_begin_encounter(self, book, told):
        return self.books[book].begin_encounter(bb.BeginEncounter(place=at(told)))

    def do_tell_encounter(self, book, told):
        seen = bb.Behaviour(code=told["code"], person=1, text=told["text"], basis=bb.Basis.FACT)
        self.books[book].tell_encounter(told["encounter"], [
            bb.EncounterNews.PERSON(person=1, known=bb.PersonKnown()), bb.EncounterNews.CONDUCT(seen)])

    def do_encounter(self, book, told):
        conducts = self.books[book].encounter(as_id(told["encounter"])).encounter.conducts
        return {"conducts": len(conducts), "text": conducts[0].text if conducts else None}

    def do_check_notice(self, book, told):
        asked = bb.NoticeAsked(
            encounter=told["encounter"], person=told["person"], about=bb.NoticeAbout.OFFENCE("LIT"), place="", particulars="",
            service=bb.ServiceMethod.HAND, six=bb.SixAsked(), training=False)
        return {"missing": len(self.books[book].check_notice(asked).missing)}

    def do_begin_welfare(self, book, told):
        return self.books[book].begin_welfare(bb.BeginWelfare(about=bb.WelfareAbout.CONTACT(), place=at(told)))

    def do_tell_welfare(self, book, told):
        step = bb.CareStep.DANGER(immediate=told["danger"], called=None, text=told["text"])
        self.books[book].tell_welfare(told["welfare"], [bb.WelfareNews.STEP(person=None, time=None, step=step)])

    def do_emergency_card(self, book, told):
        card = self.books[book].emergency_card(at(told)).card
        return {"grid": card.reference if card else None}

    def do_start_alone(self, book, told):
        self.books[book].start_alone(bb.StartAlone(minutes=told["minutes"], words=told["place"]))

    def do_lone_worker(self, book, told):
        now = self.books[book].lone_worker()
        kinds = {bb.LoneState.OFF: "off", bb.LoneState.RUNNING: "running", bb.LoneState.OVERDUE: "overdue"}
        return {"state": kinds[type(now.state)], "sound": now.sound}

    def do_stop_alone(self, book, told):
        self.books[book].stop_alone()

    def do_tasks(self, book, told):
        return {"count": len(self.books[book].tasks())}

    def do_note_tent(self, book, told):
        self.books[book].note_tent(bb.NoteTent(land=told["text"], ground=bb.TentGround.COMMUNITY_IMPACT, place=at(told)))

    def do_tents(self, book, told):
        return {"count": len(self.books[book].tents())}

    def do_access_log(self, book, told):
        return {"rows": len(self.books[book].access_log(None, 1000).rows)}


def as_id(value) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


def main():
    given = json.loads(sys.stdin.readline())
    scenario = Scenario(Path(given["folder"]), bytes.fromhex(given["key"]), OneTicket(given["ticket"]))
    scenario.run(given["steps"])
    print("done", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main()
