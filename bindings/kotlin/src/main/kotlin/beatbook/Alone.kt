package beatbook

import beatbook.core.AloneAlarm
import beatbook.core.LoneWorker
import beatbook.core.StartAlone

/** The timer of an officer who works alone. */
public class AloneCalls internal constructor(private val calls: Calls) {
    /**
     * Starts the timer; one that runs is replaced.
     *
     * @throws beatbook.core.BeatbookException `alone_minutes`, `alone_words`; `moved`, `retired`, storage errors:
     * nothing was stored.
     */
    public suspend fun start(start: StartAlone): Unit = calls.tell { startAlone(checked(start)) }

    /**
     * "I am well": the timer begins again. It ends an alarm on all phones once both have met the network.
     *
     * @throws beatbook.core.BeatbookException `alone_not_running`; `moved`, `retired`, storage errors: nothing was
     * stored.
     */
    public suspend fun check(): Unit = calls.tell { checkAlone() }

    /**
     * The officer is well and not alone any more.
     *
     * @throws beatbook.core.BeatbookException As [check].
     */
    public suspend fun stop(): Unit = calls.tell { stopAlone() }

    /**
     * How the officer's own timer stands. To be asked every few seconds while one runs, and when the app starts; it
     * works within milliseconds and stores nothing.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun now(): LoneWorker = calls.ask { loneWorker() }

    /**
     * Timers of the own team that ran out, as far as the server has told: all that are still overdue, then of each
     * officer the newest that has ended. That a colleague's was shown is in the phone's access log.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun alarms(): List<AloneAlarm> = calls.ask { aloneAlarms() }
}
