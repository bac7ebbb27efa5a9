package beatbook.android

import beatbook.Beatbook
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.testing.Force
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.util.concurrent.Semaphore

/** An app whose key store can be made to wait, and to fail. */
class WaitingHost : Host() {
    val secrets = WaitingSecrets()
    private var life = lazy { OfficerPhone(this, secrets) }

    override val phone: OfficerPhone
        get() = life.value

    /** The process was ended, and another one begins. */
    fun anotherLife() {
        life = lazy { OfficerPhone(this, secrets) }
    }
}

/** Secrets of a store that takes its time. */
class WaitingSecrets(private val secrets: SecretStore = MemorySecrets()) : SecretStore by secrets {
    private val asked = Semaphore(0)
    private val go = Semaphore(0)

    /** The next question waits for [answers]. */
    @Volatile
    var waits = false

    /** So many more secrets are kept, and then none. */
    @Volatile
    var keeps = Int.MAX_VALUE

    override fun secret(name: String): ByteArray? {
        if (waits) {
            waits = false
            asked.release()
            go.acquireUninterruptibly()
        }
        return secrets.secret(name)?.copyOf()
    }

    override fun keep(name: String, secret: ByteArray) {
        if (keeps-- == 0) throw BeatbookException.Refused("key_store", "try again")
        secrets.keep(name, secret.copyOf())
    }

    fun isAsked(): Unit = asked.acquireUninterruptibly()

    fun answers(): Unit = go.release()
}

/** A screen is left while its call is under way, or the call fails in the middle: no notebook stays open that nobody holds. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = WaitingHost::class)
class CutOffTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as WaitingHost
    private val force by lazy { Force(scratch.newFolder()) }

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    private fun book(): Beatbook = officer { app.phone.book() }

    private fun takesNotes(): Unit = officer { app.phone.book().journal.note("goes on", Basis.FACT) }

    /** The screen is gone while the key store is asked. */
    private fun cutOff(call: suspend () -> Any) = officer {
        app.secrets.waits = true
        val under = async { call() }
        app.secrets.isAsked()
        under.cancel()
        app.secrets.answers()
        under.join()
    }

    private fun killed() {
        officer { (app.phone.standing.value as? Standing.Open)?.book?.shutdown() }
        app.anotherLife()
    }

    private fun restored() {
        officer { app.phone.enrol(force.ticket()) }
        killed()
        assertTrue(File(app.noBackupFilesDir, "beatbook/seats").deleteRecursively())
        assertTrue(officer { app.phone.book().status().state.needsSuccessor })
    }

    @After
    fun end() {
        killed()
        force.close()
    }

    @Test
    fun anEnrolmentThatIsCutOffLeavesItsNotebookInUse() {
        cutOff { app.phone.enrol(force.ticket()) }
        takesNotes()
    }

    @Test
    fun anOpeningThatIsCutOffLeavesTheNotebookInUse() {
        officer { app.phone.enrol(force.ticket()) }
        killed()
        cutOff { app.phone.open() }
        takesNotes()
    }

    @Test
    fun aSuccessorWhoseBeginIsCutOffIsInUse() {
        restored()
        val former = book().id
        cutOff { app.phone.beginSuccessor() }
        takesNotes()
        assertNotEquals(former, book().id)
        killed()
        assertNotEquals(former, book().id)
    }

    @Test
    fun aNotebookIsSetAsideOnlyWhereItStaysShutAndThenThePhoneIsEnrolledAgain() {
        fun refusal() = assertThrows(BeatbookException.Refused::class.java) { officer { app.phone.setAside() } }.code
        assertEquals("missing", refusal())
        officer { app.phone.enrol(force.ticket()) }
        assertEquals("it opens", "already_open", refusal())
        takesNotes()
        val lost = book().id
        killed()
        app.secrets.forget("$lost")
        assertEquals("key_missing", officer { (app.phone.open() as Standing.Shut).code })
        val aside = officer { app.phone.setAside() }
        assertTrue("nothing of it is gone", aside.length() > 0 && "$lost" in aside.name)
        assertEquals(Standing.None, app.phone.standing.value)
        officer { app.phone.enrol(force.ticket()) }
        assertNotEquals(lost, book().id)
        takesNotes()
    }

    @Test
    fun anEnrolmentWhoseKeyCannotBeKeptIsOpenedWhenItCan() {
        cutOffByTheKeyStore { app.phone.enrol(force.ticket()) }
        takesNotes()
    }

    @Test
    fun aSuccessorWhoseKeyCannotBeKeptIsBegunAgain() {
        restored()
        val former = book().id
        cutOffByTheKeyStore { app.phone.beginSuccessor() }
        assertEquals("still in use", former, book().id)
        val next = officer { app.phone.beginSuccessor() }
        assertNotEquals(former, next.id)
        val files = File(app.noBackupFilesDir, "beatbook/notebooks").list { _, name -> name.endsWith(".beatbook") }
        assertEquals("one successor, not two", 2, files?.size)
        takesNotes()
    }

    /** The new key is kept, and cannot be given to its notebook. */
    private fun cutOffByTheKeyStore(call: suspend () -> Any) {
        app.secrets.keeps = 1
        val refused = assertThrows(BeatbookException.Refused::class.java) { officer { call() } }
        assertEquals("key_store", refused.code)
        app.secrets.keeps = Int.MAX_VALUE
    }
}
