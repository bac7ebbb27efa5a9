"""Ctrl-C during a call on the main thread.

Python raises KeyboardInterrupt wherever the main thread is. Between native code and the app's own part that is where nobody can catch
it, and it would be lost; and as long as native code runs, a server keeps it waiting, say, Python hears of nothing. So for the time of
a call Ctrl-C is told to the call, and where the call can be ended, a thread that the system wakes ends it at once.
"""

import signal
import socket
import threading
from types import TracebackType
from typing import Callable, Optional

_NOBODY = -1
# Seconds.
_TELL_AGAIN = 0.05


class Interrupts:
    """Tells Ctrl-C to `tell`, and calls `end` from another thread, for as long as it is entered.

    On any other thread than the main one, and where the program hears Ctrl-C in a way of its own, it does nothing.
    """

    def __init__(self, tell: Callable[[], None], end: Optional[Callable[[], None]]) -> None:
        self._tell, self._end = tell, end
        self._entered = False
        self._watch: Optional[tuple[threading.Thread, socket.socket, socket.socket]] = None

    def __enter__(self) -> None:
        main = threading.current_thread() is threading.main_thread()
        if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return
        try:
            signal.signal(signal.SIGINT, self._heard)
        except ValueError:
            # An interpreter inside another program hears no signals.
            return
        self._entered = True
        try:
            if self._end:
                self._begin_watch(self._end)
        except (OSError, RuntimeError):
            # No file or no thread is left: it is heard when the library comes back.
            pass

    def __exit__(self, kind: Optional[type[BaseException]], raised: Optional[BaseException], at: Optional[TracebackType]) -> None:
        if not self._entered:
            return
        if self._watch:
            signal.set_wakeup_fd(_NOBODY)
            self._end_watch()
        # The app's own part may have put another in its place.
        if signal.getsignal(signal.SIGINT) == self._heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _heard(self, _number: int, _frame: object) -> None:
        self._tell()

    def _begin_watch(self, end: Callable[[], None]) -> None:
        listening, woken = socket.socketpair()
        woken.setblocking(False)
        watch = threading.Thread(target=self._wait, args=(listening, end), name="beatbook: Ctrl-C", daemon=True)
        watch.start()
        self._watch = (watch, listening, woken)
        before = signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        if before != _NOBODY:
            # An event loop is woken there, and comes first.
            signal.set_wakeup_fd(before)
            self._end_watch()

    def _end_watch(self) -> None:
        if self._watch:
            watch, listening, woken = self._watch
            self._watch = None
            woken.close()
            watch.join()
            listening.close()

    @staticmethod
    def _wait(listening: socket.socket, end: Callable[[], None]) -> None:
        pressed = False
        while True:
            try:
                signals = listening.recv(64)
            except TimeoutError:
                signals = b""
            else:
                if not signals:
                    return
            pressed = pressed or signal.SIGINT in signals
            if pressed:
                end()
                # A call that was on its way into the library has not heard it: it is told until it is back.
                listening.settimeout(_TELL_AGAIN)
