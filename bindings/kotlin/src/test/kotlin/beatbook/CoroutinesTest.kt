package beatbook

import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.core.Duty
import beatbook.core.NotebookState
import beatbook.core.Provider
import beatbook.core.SignOn
import beatbook.core.Status
import beatbook.core.TravelMode
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.Semaphore
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration.Companion.ZERO
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

private const val OWN = "the app's own"

private fun onOneThread(story: (CoroutineDispatcher) -> Unit): Unit =
    Executors.newSingleThreadExecutor { Thread(it, OWN) }.asCoroutineDispatcher().use(story)

private val ON_FOOT = SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u)

/** A phone whose app takes its time to answer the key: what is cancelled meanwhile is under way. */
private class Slow(private val pocket: Pocket) {
    private val begun = Channel<Unit>(1)
    private val let = Semaphore(0)

    @Volatile
    private var key = randomKey()
    val phone = phone(pocket.folder) {
        begun.trySend(Unit)
        let.acquireUninterruptibly()
        key
    }

    fun anotherKey() {
        key = randomKey()
    }

    suspend fun atOnce(call: suspend () -> Beatbook): Beatbook {
        let.release()
        return call().also { begun.receive() }
    }

    /** As an app does it that waits elsewhere: what is answered to a cancelled coroutine reaches nobody. */
    suspend fun cancelled(call: suspend () -> Beatbook) {
        val opening = pocket.async { call() }
        begun.receive()
        opening.cancel()
        let.release()
        assertTrue(runCatching { opening.await() }.exceptionOrNull() is CancellationException)
        opening.join()
    }
}

class CoroutinesTest {
    @Test
    fun `calls wait on the dispatcher that was handed over, and on no other thread`() = onOneThread { own ->
        withPocket {
            var asked = ""
            val phone = phone(folder, own) { randomKey().also { asked = Thread.currentThread().name } }
            phone.found(server.ticket()).use { book ->
                assertTrue(asked.startsWith(OWN), asked)
                val heard = mutableSetOf<String>()
                book.sync { heard += Thread.currentThread().name }
                assertTrue(heard.isNotEmpty() && heard.all { it.startsWith(OWN) }, heard.toString())
            }
            assertFalse(Thread.currentThread().name.startsWith(OWN))
        }
    }

    @Test
    fun `cancelling a sync whose server does not answer ends it within two seconds`() = onOneThread { own ->
        // The sync holds the only thread there is: cancelling must not need another one.
        withPocket(own) {
            found().use { book ->
                server.stop()
                SilentServer(server.port).use { silent ->
                    val syncing = launch(own) { book.sync() }
                    silent.reached.await()
                    val begun = TimeSource.Monotonic.markNow()
                    syncing.cancelAndJoin()
                    assertTrue(begun.elapsedNow() < 2.seconds, "took ${begun.elapsedNow()}")
                    assertTrue(syncing.isCancelled)
                    // It is over, not left behind: the next one may begin. `cancel` from outside is a refusal.
                    val again = async { runCatching { book.sync() }.exceptionOrNull() }
                    while (again.isActive) {
                        delay(100.milliseconds)
                        book.cancel()
                    }
                    assertEquals("cancelled", (again.await() as BeatbookException).code)
                    book.journal.note("goes on", Basis.FACT)
                }
            }
        }
    }

    @Test
    fun `cancelling an enrolment whose server does not answer ends it and leaves nothing behind`() = onOneThread { own ->
        withPocket(own) {
            val ticket = server.ticket()
            server.stop()
            SilentServer(server.port).use { silent ->
                val enrolling = launch(own) { phone.enrol(ticket) }
                silent.reached.await()
                val begun = TimeSource.Monotonic.markNow()
                enrolling.cancelAndJoin()
                assertTrue(begun.elapsedNow() < 2.seconds, "took ${begun.elapsedNow()}")
                assertTrue(enrolling.isCancelled)
                assertEquals(emptyList<Any>(), phone.notebooks())
            }
            server.start()
            // The code is good, and a coroutine that goes on meets no cancel of the one before.
            phone.enrol(ticket).use { book ->
                assertEquals(NotebookState.OPEN, book.status().state)
                assertEquals(listOf(book.id), phone.notebooks())
            }
        }
    }

    @Test
    fun `an enrolment cancelled while the app looks for its key makes nothing`() = withPocket {
        val asked = CompletableDeferred<Unit>()
        val let = CountDownLatch(1)
        val slow = phone(folder) {
            asked.complete(Unit)
            let.await()
            randomKey()
        }
        val enrolling = launch { slow.enrol(server.ticket()) }
        asked.await()
        enrolling.cancel()
        let.countDown()
        enrolling.join()
        assertEquals(emptyList<Any>(), phone.notebooks())
    }

    @Test
    fun `cancelling a call that still waits for a thread ends no other`() = onOneThread { own ->
        withPocket(own) {
            found().use { book ->
                server.stop()
                SilentServer(server.port).use { silent ->
                    val syncing = async { runCatching { book.sync() }.exceptionOrNull() }
                    silent.reached.await()
                    val verifying = launch { book.journal.verify() }
                    yield()
                    verifying.cancel()
                    delay(500.milliseconds)
                    assertTrue(syncing.isActive)
                    book.cancel()
                    assertEquals("cancelled", (syncing.await() as BeatbookException).code)
                    verifying.join()
                }
            }
        }
    }

    @Test
    fun `a cancelled coroutine makes no call, and the answer of one under way is not lost`() = withPocket {
        found().use { book ->
            launch {
                cancel()
                try {
                    book.journal.note("never written", Basis.FACT)
                } catch (_: CancellationException) {
                }
            }.join()
            assertTrue(book.journal.notes().isEmpty())
            var answered = 0
            repeat(60) { attempt ->
                val writing = launch {
                    book.journal.note("written", Basis.FACT)
                    answered++
                }
                yield()
                delay((attempt / 20).milliseconds)
                writing.cancelAndJoin()
            }
            assertTrue(answered > 0, "none was under way")
            assertEquals(answered, book.journal.notes(limit = 100u).size)
        }
    }

    @Test
    fun `a notebook that was founded or opened for a cancelled coroutine is on the phone and open for nobody`() = withPocket {
        val slow = Slow(this)
        slow.cancelled { slow.phone.found(server.ticket()) }
        val book = slow.phone.notebooks().single()
        slow.cancelled { slow.phone.open(book) }
        slow.atOnce { slow.phone.open(book) }.close()
    }

    @Test
    fun `a successor that was begun for a cancelled coroutine is on the phone and open for nobody`() = withPocket {
        val slow = Slow(this)
        val former = slow.atOnce { slow.phone.found(server.ticket()) }.use { it.id }
        // A restore brings the notebook and not its seat.
        assertTrue(folder.resolve("seats").listFiles()!!.all { it.delete() })
        slow.atOnce { slow.phone.open(former) }.use { moved ->
            slow.anotherKey()
            slow.cancelled { moved.beginSuccessor() }
            val next = (slow.phone.notebooks() - former).single()
            slow.atOnce { slow.phone.open(next) }.close()
        }
    }

    @Test
    fun `a cancelled coroutine closes its notebook all the same`() = withPocket {
        val book = found()
        val screen = launch {
            try {
                awaitCancellation()
            } finally {
                book.shutdown()
            }
        }
        yield()
        screen.cancelAndJoin()
        refusedWith("closed") { book.status() }
        phone.open(book.id).close()
    }

    @Test
    fun `a verification that is cancelled ends as cancelled, not as refused`() = withPocket {
        found().use { book ->
            repeat(200) { book.journal.note("entry $it", Basis.FACT) }
            // Before it begins, in the middle, and after its end.
            val failures = (0 until 40).mapNotNull { attempt ->
                var end: Result<Any>? = null
                val verifying = launch(start = CoroutineStart.UNDISPATCHED) { end = runCatching { book.journal.verify() } }
                delay((attempt / 4).milliseconds)
                verifying.cancelAndJoin()
                checkNotNull(end).exceptionOrNull()
            }
            assertTrue(failures.isNotEmpty(), "none was cancelled in time")
            assertTrue(failures.all { it is CancellationException }, failures.toString())
            assertEquals(null, book.journal.verify().firstFault)
        }
    }

    @Test
    fun `a sync that is cancelled while its notebook is closed ends as cancelled, not as refused`() = withPocket {
        val id = found().use { it.id }
        server.stop()
        SilentServer(server.port).use {
            val failures = (0 until 10).map { attempt ->
                val book = phone.open(id)
                var end: Result<Any>? = null
                val syncing = launch(start = CoroutineStart.UNDISPATCHED) { end = runCatching { book.sync() } }
                // Before it has a thread, and while it waits for the server.
                delay((attempt * 20).milliseconds)
                syncing.cancel()
                book.shutdown()
                syncing.join()
                checkNotNull(end).exceptionOrNull()
            }
            assertTrue(failures.all { it is CancellationException }, failures.toString())
        }
    }

    @Test
    fun `an export that is cancelled in its last moment leaves no plain text behind`() = onOneThread { waiting ->
        // Held from the end of the call until it has been cancelled, what waits for it hears of both at once.
        val (armed, cancelled) = AtomicBoolean() to CountDownLatch(1)
        var exporting: Job? = null
        val busy = object : CoroutineDispatcher() {
            override fun dispatch(context: CoroutineContext, block: Runnable) = Dispatchers.IO.dispatch(context) {
                val last = armed.getAndSet(false)
                if (last) waiting.dispatch(context) { cancelled.await() }
                block.run()
                if (last) {
                    exporting?.cancel()
                    cancelled.countDown()
                }
            }
        }
        withPocket(busy) {
            found().use { book ->
                book.journal.note("Mrs Example", Basis.HEARSAY)
                val file = folder.resolve("all.ndjson")
                exporting = launch(waiting, CoroutineStart.LAZY) { book.journal.export(file) }
                armed.set(true)
                exporting?.join()
                assertEquals(true, exporting?.isCancelled)
                assertFalse(file.exists(), "everything an officer wrote")
                book.journal.export(file)
                assertTrue(file.exists())
            }
        }
    }

    @Test
    fun `status is told on sign-on and sign-off at once, ends with the notebook and waits while it is paused`() = withPocket {
        val book = found()
        // Nobody waits for an hour: what comes, comes from the calls.
        val told = Channel<Boolean>(Channel.UNLIMITED)
        val watching = launch {
            book.statuses(every = 1.hours).map { it.onDuty != null }.distinctUntilChanged().collect { told.send(it) }
            told.close()
        }
        withTimeout(10.seconds) {
            assertEquals(false, told.receive())
            book.patrol.signOn(ON_FOOT)
            assertEquals(true, told.receive())
            book.pause()
            book.resume()
            book.patrol.signOff(emptyList())
            assertEquals(false, told.receive())
            book.shutdown()
            watching.join()
        }
    }

    @Test
    fun `only what differs is told, and a look costs no more than asked for`() = withPocket {
        found().use { book ->
            val before = book.status()
            val seen = mutableListOf<Status>()
            val watching = launch { book.statuses(every = ZERO).toList(seen) }
            delay(1.seconds)
            watching.cancelAndJoin()
            assertEquals(listOf(before), seen)
        }
    }

    @Test
    fun `a confirmed visit is told while it lasts`() = withPocket {
        found().use { book ->
            book.sync()
            book.patrol.signOn(ON_FOOT)
            assertEquals(emptyList<String>(), book.visits().first().map { it.code })
            val visit = async { book.visits(every = 1.hours).first { it.isNotEmpty() }.single() }
            delay(1500.milliseconds)
            val (wall, boot) = Instant.now() to sinceBoot()
            book.patrol.recordFixes(
                listOf(1200L, 800, 400, 0).map { fix(LAT, LON, wall.minusMillis(it), boot.minusMillis(it), Provider.GNSS, 5.0) },
            )
            val told = withTimeout(10.seconds) { visit.await() }
            assertEquals("HS", told.code)
            assertTrue(told.inside && told.visitSinceInstant != null)
        }
    }
}
