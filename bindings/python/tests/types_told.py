"""What a type checker says of a caller's program: it is read by one, never run.

What is right must be taken without a word, and with the types told here; a line that ends in `type: ignore` is wrong, and must be found
to be (a mark on a line without that fault is an error, too).
"""

import datetime
import uuid
from typing import assert_type

import beatbook as bb


def a_shift(places: bb.FolderPlaces, ticket: str) -> None:
    with bb.Notebook.found(places, bb.KeyInMemory(bytes(32)), None, ticket) as book:
        assert_type(book, bb.Notebook)
    book.sign_on(bb.SignOn(duty=bb.Duty.TASKED_CORE, mode=bb.TravelMode.FOOT, others=0))
    book.sign_on("on foot")  # type: ignore[arg-type]
    bb.SignOn(duty=bb.Duty.TASKED_CORE, mode="foot", others=0)  # type: ignore[arg-type]
    bb.SignOn(duty=bb.Duty.TASKED_CORE)  # type: ignore[call-arg]
    book.sign_in()  # type: ignore[attr-defined]
    with bb.opened(places, bb.KeyInMemory(bytes(32)), bb.list_notebooks(places)[-1]) as again:
        assert_type(again, bb.Notebook)
        assert_type(again.id(), uuid.UUID)
        assert_type(again.status().last_sync, int | None)


def the_cases_of_an_enum_are_of_it(book: bb.Notebook, why: bb.WhyNot) -> None:
    book.what_applies(bb.AskWhere.AT(lat=51.0, lon=0.5, accuracy_m=5.0), bb.AskWhen.NOW())
    book.what_applies(bb.AskWhere.AT(lat="51", lon=0.5, accuracy_m=5.0), bb.AskWhen.NOW())  # type: ignore[arg-type]
    book.what_applies(bb.AskWhen.NOW(), bb.AskWhere.NEWEST())  # type: ignore[arg-type]
    if isinstance(why, bb.WhyNot.ENDED):
        assert_type(why[0], datetime.date)
        why[1]  # type: ignore[index]
    elif isinstance(why, bb.WhyNot.HOURS):
        assert_type(why.next, int | None)
        why.code  # type: ignore[attr-defined]


def times_are_datetimes(book: bb.Notebook, entry: bb.EntryView) -> bb.RawFix:
    assert_type(bb.when(entry.wall), datetime.datetime)
    bb.utc_ms(datetime.date(2026, 1, 1))  # type: ignore[arg-type]
    now = bb.utc_ms(datetime.datetime.now(datetime.timezone.utc))
    return bb.RawFix(lat=51.0, lon=0.5, time=now, mono=bb.monotonic_ms(), accuracy=5.0, provider=bb.Provider.GNSS)


def errors_say_what_they_hold(book: bb.Notebook) -> str:
    try:
        book.sync(None)
    except bb.BeatbookError.Incomplete as error:
        assert_type(error.missing, list[bb.Missing])
        assert_type(error.code, str)
    except bb.BeatbookError as error:
        return f"{error.code}: {error.remedy}"
    except bb.InternalError:  # type: ignore[attr-defined]
        pass
    return ""


class Keys(bb.KeyStore):
    def key(self, notebook: uuid.UUID | None) -> bytes:
        return bytes(32)


class WrongKeys(bb.KeyStore):
    def key(self, notebook: uuid.UUID | None) -> str:  # type: ignore[override]
        return "key"
