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
import java.io.File
import java.util.concurrent.ConcurrentHashMap

/** Whoever asks gets a copy: keys are wiped when they have been used. */
private class CopiedSecrets : SecretStore {
    private val all = ConcurrentHashMap<String, ByteArray>()

    override fun secret(name: String): ByteArray? = all[name]?.copyOf()

    override fun keep(name: String, secret: ByteArray) {
        all[name] = secret.copyOf()
    }

    override fun forget(name: String) {
        all.remove(name)
    }
}

/** What the server holds does not stay on the phone for ever: the regular job drops it when its time is over. */
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
        assertFalse(RunningJob(app, SyncJobs.REGULAR).finish().wantsToRunAgain)
    }

    @Test
    fun aPatrolWhoseTimeIsOverLeavesThePhoneAfterTheNextRegularJobAndANoteStays() {
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
        assertEquals("and what was sent waits with it", 0, purged(book))
        officer {
            book.sync()
            book.pause()
            app.phone.purge(book)
            book.resume()
        }
        assertTrue("a paused notebook takes no call", isHere(book, note))
        laterSync(book)
        assertFalse("it goes with the next regular job", isHere(book, note))
    }

    @Test
    fun noOtherJobAndNoOfficerWaitsUntilSomethingIsDropped() {
        app.keeping = Keeping(tracks = 0, counts = 0, records = 0)
        val book = patrolSent()
        officer { app.phone.sync() }
        SyncJobs.urgent(app)
        RunningJob(app, SyncJobs.URGENT).finish()
        assertEquals(0, purged(book))
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
    fun whatAFormerNotebookHasSentLeavesThePhoneToo() = officer {
        val (folder, secrets) = scratch.newFolder() to CopiedSecrets()
        fun life() = OfficerPhone(app, secrets, folder, keeping = Keeping(tracks = 0, counts = 0, records = 0))
        val before = life().enrol(force.ticket())
        val former = before.id
        before.sync()
        before.journal.note("the gate is open", Basis.FACT)
        repeat(2) { before.sync() }
        before.shutdown()
        // Restored: the notebook is here, its seat is not.
        assertTrue(File(folder, "seats").deleteRecursively())
        val phone = life()
        val next = phone.beginSuccessor()
        phone.purgeAll()
        next.shutdown()
        val bodies = Phone(File(folder, "notebooks"), File(folder, "seats"), KeyRing(secrets)).open(former).use { book ->
            book.journal.entries().map { it.body }
        }
        assertTrue("$bodies", BodyState.Purged in bodies)
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
