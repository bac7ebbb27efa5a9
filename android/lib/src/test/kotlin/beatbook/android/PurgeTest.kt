package beatbook.android

import beatbook.Beatbook
import beatbook.Phone
import beatbook.core.Basis
import beatbook.core.BodyState
import beatbook.core.Keeping
import beatbook.testing.Force
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** What the server holds does not stay on the phone for ever: the job that syncs drops it when its time is over. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = FieldHost::class)
class PurgeTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as FieldHost
    private val force by lazy { Force(scratch.newFolder()) }

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    @After
    fun end() = officer {
        (app.phone.standing.value as? Standing.Open)?.book?.shutdown()
        force.close()
    }

    /** A patrol that the server holds. */
    private fun patrolSent(): Beatbook {
        val book = officer { app.phone.enrol(force.ticket()) }
        RunningJob(app, SyncJobs.URGENT).finish()
        officer {
            app.phone.signOn(ON_FOOT)
            app.phone.signOff()
        }
        RunningJob(app, SyncJobs.SOON).finish()
        return book
    }

    private fun purged(book: Beatbook): Int = officer { book.journal.entries().count { it.body == BodyState.Purged } }

    private fun laterSync(book: Beatbook) {
        Thread.sleep(2_200)
        officer { book.journal.note("the gate is open", Basis.FACT) }
        SyncJobs.urgent(app)
        assertFalse(RunningJob(app, SyncJobs.URGENT).finish().wantsToRunAgain)
    }

    @Test
    fun aPatrolWhoseTimeIsOverLeavesThePhoneAfterTheNextSyncAndANoteStays() {
        app.keeping = Keeping(tracks = 2_000, counts = 1_000_000, records = 1_000_000)
        val book = patrolSent()
        assertEquals("the server has it since now", 0, purged(book))
        laterSync(book)
        assertTrue("the patrol", purged(book) > 0)
        assertEquals("the note", listOf("the gate is open"), officer { book.journal.notes() }.map { it.text })
    }

    @Test
    fun byTheLibrarysOwnTimesNothingGoesBeforeAMonthIsOver() {
        val book = patrolSent()
        laterSync(book)
        assertEquals(0, purged(book))
    }

    @Test
    fun nothingGoesWhileSomethingWaitsToBeSentAndWhatCannotGoNowIsNoFailure() {
        app.keeping = Keeping(tracks = 0, counts = 0, records = 0)
        val book = patrolSent()
        val note = officer { book.journal.note("the light is out", Basis.FACT).also { app.phone.purge(book) } }
        assertTrue("it waits to be sent", isHere(book, note))
        officer {
            book.sync()
            book.pause()
            app.phone.purge(book)
            book.resume()
        }
        assertTrue("a paused notebook takes no call", isHere(book, note))
        laterSync(book)
        assertFalse("it goes after the next sync", isHere(book, note))
    }

    private fun isHere(book: Beatbook, entry: ULong): Boolean =
        officer { book.journal.entries().any { it.seq == entry && it.body == BodyState.Present } }

    @Test
    fun aFormerNotebookMeetsTheServerAgainWhenItsTracksAreAMonthOld() = officer {
        val phone = Phone(scratch.newFolder(), scratch.newFolder(), { ByteArray(32) { 7 } })
        val id = phone.found(force.ticket()).use { book ->
            repeat(2) { book.sync() }
            book.id
        }
        var met = 0
        suspend fun meetsAfter(days: Long) {
            val then = System.currentTimeMillis() + days * 24 * 3_600_000
            FormerNotebooks(phone, scratch.newFolder(), now = { then }).each(listOf(id)) {
                met++
                true
            }
        }
        meetsAfter(days = 30)
        assertEquals(0, met)
        meetsAfter(days = 32)
        assertEquals(1, met)
        // The test's end looks for the app's own.
        app.phone.open()
        Unit
    }

    @Test
    fun aFormerNotebookThatHasNothingToSendAndCannotMeetTheServerIsNoFault() = officer {
        val phone = Phone(scratch.newFolder(), scratch.newFolder(), { ByteArray(32) { 7 } })
        val id = phone.found(force.ticket()).use { book ->
            repeat(2) { book.sync() }
            book.id
        }
        force.stop()
        val then = System.currentTimeMillis() + 32L * 24 * 3_600_000
        val former = FormerNotebooks(phone, scratch.newFolder(), now = { then })
        var tried = 0
        former.each(listOf(id)) {
            tried++
            it.sync().exchanges > 0u
        }
        assertEquals(1, tried)
        assertNull("nothing is left behind", former.problem.first())
    }
}
