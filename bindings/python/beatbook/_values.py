"""Looks at what is handed over before the library is called: the wrong kind of value raises TypeError, one that is none ValueError.

A generated call gives away the notebook's handle first and writes the values for it then. Where writing fails, that handle never comes
back and the notebook stays open. So whatever can fail is found by the checks of values, all of which a call makes before.
"""

import datetime
import linecache
import operator
import traceback
import uuid
from collections.abc import Collection, Mapping
from types import ModuleType
from typing import Any, Callable, Optional

_Check = Callable[[Any], Any]

# What checks, reads and writes values of one type, by the start of its name in the generated module.
_CONVERTER = "_UniffiFfiConverter"
_CHECKED = ".check_lower("


def look_first(core: ModuleType) -> None:
    """Has the checks of the generated module find all that writing would stumble over."""
    for name, converter in list(vars(core).items()):
        if name.startswith(_CONVERTER) and hasattr(converter, "check_lower"):
            stricter = _stricter(core, name.removeprefix(_CONVERTER), converter.check_lower)
            if stricter:
                setattr(converter, "check_lower", staticmethod(stricter))
    setattr(vars(core)["_UniffiFfiConverterBytes"], "write", staticmethod(_write_bytes))
    # ctypes takes Python's own numbers only, and says so when the handle is given away.
    setattr(vars(core)["_UniffiConverterPrimitiveInt"], "lower", staticmethod(operator.index))
    setattr(vars(core)["_UniffiConverterPrimitiveFloat"], "lower", staticmethod(float))


def place_of(fault: BaseException, core: ModuleType) -> str:
    """The argument that a check refused, with the fields on the way to the fault: `asked.place`. Empty if no check refused any.

    A generated call checks each argument on a line of its own, and a record each field.
    """
    frames = traceback.walk_tb(fault.__traceback__)
    lines = (linecache.getline(code.co_filename, line) for code, line in ((frame.f_code, line) for frame, line in frames)
             if code.co_filename == core.__file__)
    checked = [line.partition(_CHECKED)[2].strip().removesuffix(")") for line in lines if _CHECKED in line]
    fields = [value.removeprefix("value.") for value in checked[1:] if value.startswith("value.") and "[" not in value]
    return ".".join(checked[:1] + fields)


def bytes_of(value: Any, argument: str = "") -> bytes:
    """The bytes of what holds bytes. A text does not, and of a number there is no saying what it means."""
    try:
        held = memoryview(value)
    except TypeError:
        raise TypeError(f"{argument}must be bytes, not {type(value).__name__}") from None
    return bytes(held)


def _stricter(core: ModuleType, kind: str, check: _Check) -> Optional[_Check]:
    """A check that finds more than the generated one, where that leaves something."""
    made = getattr(core, kind.removeprefix("Type"), None)
    if kind == "String":
        return _check_text
    if kind == "Boolean":
        return _only(bool, "bool", lambda value: None)
    if kind == "Bytes":
        return bytes_of
    if kind.startswith("Sequence"):
        return _only(Collection, "list", check, but=(str, bytes, bytearray, Mapping))
    if kind.startswith("Map"):
        return _only(Mapping, "dict", check)
    if made is uuid.UUID:
        # A text is one kind of id: the library says whether it is one.
        return _only((uuid.UUID, str), "UUID", check)
    if isinstance(made, type) and (made.__module__ == core.__name__ or made in (datetime.date, datetime.time)):
        return _only(made, made.__name__, check)
    return None


def _only(kinds: Any, name: str, check: _Check, but: tuple[type, ...] = ()) -> _Check:
    def check_kind_first(value: Any) -> Any:
        if not isinstance(value, kinds) or isinstance(value, but):
            raise _not_a(name, value)
        return check(value)

    return check_kind_first


def _check_text(value: Any) -> None:
    if not isinstance(value, str):
        raise _not_a("str", value)
    try:
        value.encode()
        return
    except UnicodeEncodeError:
        # What it says holds the text.
        pass
    raise ValueError("half a character is no text: read it again from where it came")


def _write_bytes(value: Any, into: Any) -> None:
    held = bytes_of(value)
    into.write_i32(len(held))
    into.write(held)


def _not_a(name: str, value: Any) -> TypeError:
    return TypeError(f"must be {name}, not {type(value).__name__}")
