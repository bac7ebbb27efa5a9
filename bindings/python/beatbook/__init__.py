"""An officer's beat book: the phone's library for desk tools and tests.

    import beatbook as bb

    with bb.Notebook.open(places, keys, None, notebook) as book:
        print(book.status().on_duty)

Every call blocks and is safe from any thread. A call that does not do what was asked raises `BeatbookError.Refused` or
`BeatbookError.Incomplete`, each with a stable `code` and a `remedy`; nothing already recorded is lost. Before anything is called a value
of the wrong kind raises `TypeError`, and a number out of range or a text that is none `ValueError`; both name the argument.
"""

from contextlib import contextmanager as _contextmanager
from typing import Any as _Any
from typing import Iterator as _Iterator
from typing import NoReturn as _NoReturn
from typing import Optional as _Optional
from uuid import UUID as _UUID

from . import _calls, _core, _errors, _values
from ._times import monotonic_ms, utc_ms, when

# No caller meets it: see `_errors`.
_core.__all__.remove("InternalError")
_errors.complete(_core)
_values.look_first(_core)
_calls.surround(_core)

from ._core import *  # noqa: E402,F403  every record and call of the library
from ._core import FolderPlaces, KeyStore, Notebook  # noqa: E402


def _is_one(self: object, _protocol: int) -> _NoReturn:
    raise TypeError(f"a {type(self).__name__} is one object of the library: hand it on, it is neither copied nor pickled")


# A copy would be the same object of the library, and close it a second time.
for _one in list(vars(_core).values()):
    if isinstance(_one, type) and hasattr(_one, "_uniffi_clone_handle"):
        setattr(_one, "__reduce_ex__", _is_one)


def _entered(book: Notebook) -> Notebook:
    return book


def _left(book: Notebook, *_raised: _Any) -> None:
    book.shutdown()


# `with` a notebook: it is closed at the end of the block, whatever happened in it. `stub.py` tells type checkers.
setattr(Notebook, "__enter__", _entered)
setattr(Notebook, "__exit__", _left)


class KeyInMemory(KeyStore):
    """A key store for tests and desk tools: one notebook's 32 bytes, kept by whoever made it."""

    def __init__(self, key: bytes) -> None:
        self._key = _values.bytes_of(key, "key: ")

    def key(self, notebook: _Optional[_UUID]) -> bytes:
        return self._key


@_contextmanager
def opened(places: FolderPlaces, keys: KeyStore, notebook: _UUID, boot: _Optional[int] = None) -> _Iterator[Notebook]:
    """Opens a notebook and closes it at the end of the block, as `with Notebook.open(…)` does."""
    with Notebook.open(places, keys, boot, notebook) as book:
        yield book


__all__ = ["KeyInMemory", "monotonic_ms", "opened", "utc_ms", "when"]
__all__ += _core.__all__
