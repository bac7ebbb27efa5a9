package beatbook.android

import android.os.Handler
import android.os.Looper
import beatbook.core.Basis
import beatbook.testing.Force
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A phone whose main thread waits for a network stands still, and the system ends the app after five seconds. Android's own guard sees
 * no socket of a native library: here the server does not answer, and the main thread is asked what it does meanwhile.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = FieldHost::class)
class MainThreadTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }
    private val screen = CoroutineScope(SupervisorJob() + Dispatchers.Main)

    @Before
    fun withSomethingToSend() = runBlocking(Dispatchers.Default) {
        val book = app.phone.enrol(force.ticket())
        book.sync()
        book.journal.note("the gate is open", Basis.FACT)
        Unit
    }

    @After
    fun end() {
        screen.cancel()
        runBlocking(Dispatchers.Default) { app.phone.book().shutdown() }
        force.close()
    }

    /** Whether a tap is heard within a second. */
    private fun answers(): Boolean {
        val begin = System.nanoTime()
        var isHeard = false
        Handler(Looper.getMainLooper()).post { isHeard = true }
        idle()
        return isHeard && System.nanoTime() - begin < 1_000_000_000
    }

    @Test
    fun aSyncAskedForOnTheMainThreadDoesNotHoldItUpWhileTheServerDoesNotAnswer() {
        force.hang()
        val sync = screen.launch { runCatching { app.phone.sync() } }
        repeat(10) {
            assertTrue("the main thread goes on", answers())
            Thread.sleep(100)
        }
        assertTrue("and the sync waits for the server", sync.isActive)
        sync.cancel()
        soon("it ends") { sync.isCompleted }
        force.goOn()
    }

    @Test
    fun aJobWaitsForTheServerElsewhere() {
        force.hang()
        SyncJobs.urgent(app)
        val job = RunningJob(app, SyncJobs.URGENT)
        repeat(10) {
            assertTrue("the main thread goes on", answers())
            Thread.sleep(100)
        }
        assertEquals(false, job.hasFinished)
        force.goOn()
        job.finish()
    }

    @Test
    fun theLibrarysOwnWorkIsDoneOnAnotherThread() {
        val on = CopyOnWriteArrayList<Thread>()
        val sync = screen.launch { app.phone.sync { on += Thread.currentThread() } }
        soon("it is sent") { sync.isCompleted }
        assertTrue("it tells how far it is", on.isNotEmpty())
        assertTrue(on.none { it == Looper.getMainLooper().thread })
    }
}
