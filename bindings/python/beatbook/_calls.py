"""What surrounds each call of the library: faults that name their argument, and whatever the app's own part throws inside.

Key store, progress and log sink run in the midst of a call, and what they throw cannot pass through native code. An `Exception` is told
to the library as the failure of that part, without its words. Anything else – Ctrl-C, `sys.exit()`, a task's end – is meant for
the program: it is kept, the call ends as soon as it can, and raises it.
"""

import functools
import threading
from types import FunctionType, ModuleType
from typing import Any, Callable, Optional

from . import _errors, _values
from ._interrupts import Interrupts

# Calls that wait or work for long: `cancel` of the notebook ends them, that of its `Cancel` an enrolment.
LONG = {"sync", "sync_when_due", "verify", "rebuild", "export", "purge", "own_hours", "enrol"}
# Calls that ask the key store.
ASKING = {"found", "enrol", "open", "begin_successor"}


class Call:
    """A call under way, as its thread knows it."""

    # What ends it, if it may be long.
    end: Optional[Callable[[], None]] = None
    # Whether the app's own part runs, where anything may be raised.
    inside = False
    # What it is to raise.
    kept: Optional[BaseException] = None

    def keep(self, thrown: BaseException) -> None:
        """Keeps what was thrown, if it is the first, and ends the call."""
        if self.kept is None:
            self.kept = thrown
        if self.end:
            self.end()


class _Thread(threading.local):
    def __init__(self) -> None:
        # The innermost last: progress may call the library.
        self.calls: list[Call] = []


_thread = _Thread()


def surround(core: ModuleType) -> None:
    """Surrounds all calls of the generated module."""
    setattr(core, "_uniffi_trait_interface_call_with_error", functools.partial(_own_part, core._UniffiRustCallStatus))
    for name in core.__all__:
        made = getattr(core, name)
        if isinstance(made, FunctionType):
            setattr(core, name, _surrounded(core, made))
        elif hasattr(made, "_uniffi_clone_handle"):
            for called, how in list(vars(made).items()):
                if called == "enrol":
                    setattr(made, called, classmethod(_cancellable(core, _surrounded(core, how.__func__))))
                elif isinstance(how, classmethod) and not called.startswith("_"):
                    setattr(made, called, classmethod(_surrounded(core, how.__func__)))
                elif isinstance(how, FunctionType) and (called == "__init__" or not called.startswith("_")):
                    setattr(made, called, _surrounded(core, how))


def _surrounded(core: ModuleType, generated: Any) -> Any:
    long, asking = generated.__name__ in LONG, generated.__name__ in ASKING
    sinks = vars(core)["_UniffiFfiConverterTypeLogSink"]._handle_map._map

    @functools.wraps(generated)
    def call(*given: Any, **named: Any) -> Any:
        calls = _thread.calls
        outer, this = len(calls), Call()
        try:
            calls.append(this)
            if long:
                ends = (one.cancel for one in (*given, *named.values()) if isinstance(one, (core.Notebook, core.Cancel)))
                this.end = next(ends, None)
            if not (long or asking or sinks):
                return generated(*given, **named)
            with Interrupts(_interrupted, this.end):
                return generated(*given, **named)
        except core.InternalError:
            # Its words may quote what was read.
            fault = _errors.internal(core)
        except (TypeError, ValueError) as refused:
            place = _values.place_of(refused, core)
            if not place:
                raise
            fault = (TypeError if isinstance(refused, TypeError) else ValueError)(f"{place}: {refused}")
        finally:
            del calls[outer:]
            if this.kept is not None:
                try:
                    raise this.kept
                finally:
                    # What was thrown knows this frame, and the frame is not to know it.
                    this.kept = None
        raise fault

    return call


def _cancellable(core: ModuleType, enrol: Any) -> Any:
    """An enrolment that Ctrl-C ends, too, where the caller has no `Cancel` for it."""

    @functools.wraps(enrol)
    def call(cls: Any, places: Any, keys: Any, boot: Any, ticket: Any, cancel: Any) -> Any:
        return enrol(cls, places, keys, boot, ticket, core.Cancel() if cancel is None else cancel)

    return call


def _own_part(status: Any, of_call: Any, make_call: Any, write_answer: Any, error_type: Any, lower_error: Any) -> None:
    """Runs the app's own part for the library, in place of what the generated module does."""
    # Until all is well it is not, whatever is thrown where.
    of_call.code = status.CALL_UNEXPECTED_ERROR
    call = _thread.calls[-1] if _thread.calls else None
    try:
        try:
            write_answer(_run(call, make_call))
            of_call.code = status.CALL_SUCCESS
        except error_type as refused:
            of_call.error_buf = lower_error(refused)
            of_call.code = status.CALL_ERROR
    except Exception:
        # The library tells its caller that this part failed; what it said is not told on, for it may name a person.
        pass
    except BaseException as thrown:
        if call is None:
            raise
        call.keep(thrown)


def _run(call: Optional[Call], make_call: Callable[[], Any]) -> Any:
    if call is None:
        return make_call()
    if call.kept is not None:
        # The call is at its end: not a word more to the app.
        raise call.kept
    try:
        call.inside = True
        return make_call()
    finally:
        call.inside = False


def _interrupted() -> None:
    """Ctrl-C on the main thread: goes off in the app's own part, and anywhere else in a call at its end."""
    if not _thread.calls:
        raise KeyboardInterrupt
    call = _thread.calls[-1]
    if call.inside:
        call.inside = False
        raise KeyboardInterrupt
    call.keep(KeyboardInterrupt())
