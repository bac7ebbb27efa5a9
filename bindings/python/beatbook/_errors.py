"""Makes the one error whole: a code and a remedy in each case of it, copies, and nothing that a fault of the library may quote."""

from types import ModuleType
from typing import Any


def complete(core: ModuleType) -> None:
    """Gives the generated errors what they lack, and lets no other error out of the library."""
    refused, incomplete = core.BeatbookError.Refused, core.BeatbookError.Incomplete
    setattr(incomplete, "code", "incomplete")
    setattr(incomplete, "remedy", property(_remedies))
    # An exception is copied and pickled by the words it was raised with: these have one for each field.
    setattr(refused, "__reduce__", lambda error: (type(error), (error.code, error.remedy), vars(error)))
    setattr(incomplete, "__reduce__", lambda error: (type(error), (error.missing,), vars(error)))
    of_a_call = core._uniffi_check_call_status
    succeeded = core._UniffiRustCallStatus.CALL_SUCCESS
    failed = core._UniffiRustCallStatus.CALL_ERROR

    def check_call_status(error_converter: Any, status: Any) -> None:
        if status.code == succeeded or (status.code == failed and error_converter is not None):
            of_a_call(error_converter, status)
            return
        # What a panic says may hold what an officer wrote: it is given back unread.
        status.error_buf.free()
        raise internal(core)

    setattr(core, "_uniffi_check_call_status", check_call_status)


def internal(core: ModuleType) -> Exception:
    """What a caller is told of a fault of the library."""
    told: Exception = core.BeatbookError.Refused(
        code="internal", remedy="a fault of the library: nothing recorded is lost; report it with what was done")
    return told


def _remedies(error: Any) -> str:
    return "\n".join(point.remedy for point in error.missing)
