package beatbook

import beatbook.core.LogLevel
import beatbook.core.LogSink
import beatbook.core.sendLogLines

/**
 * Hears the library's log lines from now on, those of all notebooks: codes and numbers, never personal data. Null: nobody hears
 * them. [hear] is called on the thread that works, and must be quick; what it throws is ignored. It must not call a notebook: the
 * line may come from a call that holds its lock, and the library refuses such a call with `already_running`.
 *
 * @throws beatbook.core.BeatbookException `log_taken`: another library of this process took the log before.
 */
public fun takeLogLines(hear: ((level: LogLevel, line: String) -> Unit)?): Unit =
    typed { sendLogLines(hear?.let(::LinesForTheApp)) }

private class LinesForTheApp(private val hear: (LogLevel, String) -> Unit) : LogSink {
    override fun line(level: LogLevel, line: String): Unit = ownPart { hear(level, line) }
}
