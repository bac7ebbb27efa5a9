package beatbook

import beatbook.core.BeatbookException
import beatbook.core.Notebook
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** How often a long call is told again to end: on its way into the library it cannot hear. */
private val TELL_AGAIN = 50.milliseconds

/** A screen gains nothing from being told more often, and the phone's battery loses. */
private val SHORTEST_PERIOD = 100.milliseconds

/** One notebook's blocking calls, run where the app wants them and answered with typed errors only. */
internal class Calls(private val notebook: Notebook, private val dispatcher: CoroutineDispatcher) {
    private val closed = AtomicBoolean()

    /** Moves on with every call that changed something, so that whoever watches looks again. */
    private val changes = MutableStateFlow(0L)

    /** A call that changes nothing that is watched. */
    suspend fun <T> ask(call: Notebook.() -> T): T = blocking(dispatcher) { notebook.call() }

    /** A call of something that came from the notebook and outlives it. */
    suspend fun <T> beside(call: () -> T): T = blocking(dispatcher, call)

    /** A call that changes what is watched. */
    suspend fun <T> tell(call: Notebook.() -> T): T = ask(call).also { changed() }

    /** A call that may take minutes: cancelling the coroutine ends it, and the coroutine waits for that end. */
    suspend fun <T> long(call: Notebook.() -> T): T {
        currentCoroutineContext().ensureActive()
        return coroutineScope {
            val begun = AtomicBoolean()
            val ended = AtomicBoolean()
            // Unconfined, so that it acts on the thread that cancels: the dispatcher's only thread may be in the call.
            val watch = launch(Dispatchers.Unconfined, CoroutineStart.UNDISPATCHED) {
                try {
                    awaitCancellation()
                } finally {
                    withContext(NonCancellable) {
                        while (!ended.get()) {
                            // One that still waits for a thread must not end those that have one.
                            if (begun.get()) cancel()
                            delay(TELL_AGAIN)
                        }
                    }
                }
            }
            try {
                tell {
                    begun.set(true)
                    call()
                }
            } catch (refused: BeatbookException) {
                // Cancelled on purpose is no failure, whatever the call says of its end.
                ensureActive()
                throw refused
            } finally {
                ended.set(true)
                watch.cancel()
            }
        }
    }

    /** Ends running long calls. Never waits. */
    fun cancel() {
        // A notebook that is closed has no running calls.
        if (closed.get()) return
        try {
            typed { notebook.cancel() }
        } catch (refused: BeatbookException) {
            // Closed in between: whoever cancels hears of no failure.
            if (!closed.get()) throw refused
        }
    }

    /** Lets go of the file until `resume`. */
    suspend fun pause() {
        refuseInsideProgress()
        tell { pause() }
    }

    /** Closes for good; the second time it does nothing. Blocks until running calls have ended. */
    @Synchronized
    fun close() {
        refuseInsideProgress()
        if (!closed.compareAndSet(false, true)) return
        try {
            typed { notebook.shutdown() }
        } finally {
            notebook.close()
            changed()
        }
    }

    /**
     * What [call] answers: now, at least [every] so often, and after each own call that changed something; only what differs
     * from before. It ends when the notebook is closed, and says nothing while it is paused.
     */
    fun <T : Any> watch(every: Duration, call: Notebook.() -> T): Flow<T> = flow {
        while (true) {
            val seen = changes.value
            val now = try {
                ask(call)
            } catch (refused: BeatbookException.Refused) {
                when (refused.code) {
                    "paused" -> null
                    "closed" -> return@flow
                    else -> throw refused
                }
            }
            if (now != null) emit(now)
            withTimeoutOrNull(every.coerceAtLeast(SHORTEST_PERIOD)) { changes.first { it != seen } }
        }
    }.distinctUntilChanged()

    private fun changed(): Unit = changes.update { it + 1 }
}

/**
 * Runs a blocking call on [dispatcher]. One that has not begun when the coroutine is cancelled is not made; one that has is
 * waited for, and what it did is answered: a record that was written, a notebook that was opened must not be lost.
 */
internal suspend fun <T> blocking(dispatcher: CoroutineDispatcher, call: () -> T): T {
    var answer: Result<T>? = null
    try {
        withContext(dispatcher) { answer = runCatching { typed(call) } }
    } catch (cancelled: CancellationException) {
        if (answer?.isSuccess != true) throw cancelled
    }
    return checkNotNull(answer).getOrThrow()
}
