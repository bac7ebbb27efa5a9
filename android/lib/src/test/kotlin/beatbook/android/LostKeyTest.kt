package beatbook.android

import beatbook.code
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.testing.Force
import beatbook.testing.PhoneKeyStore
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Assert.fail
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File

/** An app whose keys are sealed as on a phone. */
class SealedHost : Host() {
    private var life = lazy { OfficerPhone(this) }

    override val phone: OfficerPhone
        get() = life.value

    /** The process was ended, and another one begins. */
    fun anotherLife() {
        life = lazy { OfficerPhone(this) }
    }
}

/** The key that seals all others is gone, or the file of one is broken: the officer sets the notebook aside, and works. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [30, 31, 34, 35], application = SealedHost::class)
class LostKeyTest {
    @get:Rule
    val keyStore = PhoneKeyStore()

    @get:Rule
    val scratch = TemporaryFolder()

    private val app = RuntimeEnvironment.getApplication() as SealedHost
    private val folder = File(app.noBackupFilesDir, "beatbook")
    private val force by lazy { Force(scratch.newFolder()) }

    private fun <T> officer(does: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, does)

    /** In an earlier life of the app. */
    @Before
    fun enrolled() {
        officer { app.phone.enrol(force.ticket()).shutdown() }
    }

    @After
    fun end() = officer {
        (app.phone.standing.value as? Standing.Open)?.book?.shutdown()
        force.close()
    }

    private fun shut(): Standing.Shut {
        app.anotherLife()
        return officer { app.phone.open() } as Standing.Shut
    }

    private fun keysOf(name: String) = File(folder, name).list().orEmpty().toSet()

    private fun putAway() = folder.listFiles().orEmpty().filter { it.name.startsWith("keys.set-aside-") }

    private fun setsAsideAndWorks() = officer {
        val aside = app.phone.setAside()
        assertTrue("the notebook is kept", aside.isFile)
        assertEquals(Standing.None, app.phone.standing.value)
        app.phone.enrol(force.ticket())
        assertEquals("4711", app.phone.run { sync(); book().status().officerCode })
    }

    @Test
    fun aPhoneThatLostItsSealingKeySetsTheNotebookAsideKeepsBothAndIsEnrolledAgain() {
        val sealed = keysOf("keys")
        keyStore.lose()
        val shut = shut()
        assertEquals("key_store_lost", shut.code)
        assertTrue("trying again does not help", shut.staysShut)
        assertFalse("the file that is to be kept would be lost: ${shut.remedy}", "clear" in shut.remedy)
        setsAsideAndWorks()
        assertEquals("sealed keys are kept as they were", sealed, keysOf(putAway().single().name))
    }

    @Test
    fun aBrokenKeyFileIsPutAwayWithItsNotebookAndTheOthersStay() {
        val broken = File(folder, "keys").listFiles().orEmpty().single()
        broken.writeBytes(byteArrayOf(1, 2, 3))
        val shut = shut()
        assertEquals("key_unreadable", shut.code)
        assertTrue(shut.staysShut)
        setsAsideAndWorks()
        assertEquals(setOf(broken.name), keysOf(putAway().single().name))
        assertEquals("and the new one opens", 1, keysOf("keys").size)
    }

    /** The officer sets it aside, and it opens: nothing of the notebook is put away, and [keys] alone are. */
    private fun opensAfterAll(vararg keys: String) {
        val shut = shut()
        assertEquals("key_unreadable", shut.code)
        assertTrue(shut.staysShut)
        try {
            officer { app.phone.setAside() }
            fail("it opens")
        } catch (refused: BeatbookException) {
            assertEquals("already_open", refused.code)
        }
        assertEquals(setOf(*keys), keysOf(putAway().single().name))
        val open = app.phone.standing.value as Standing.Open
        assertEquals("its own key, and none that waits", setOf("${open.book.id}"), keysOf("keys"))
        officer { open.book.journal.note("the gate is open", Basis.FACT) }
    }

    @Test
    fun aBrokenKeyThatWaitsBesideAWholeOneIsPutAwayAndTheNotebookOpens() {
        SealedSecrets(app).keep("waiting", ByteArray(32))
        File(folder, "keys/waiting").writeBytes(byteArrayOf(1, 2, 3))
        opensAfterAll("waiting")
    }

    @Test
    fun aBrokenKeyWhoseTwinStillWaitsIsPutAwayAndTheNotebookOpens() {
        val own = keysOf("keys").single()
        SealedSecrets(app).run { keep("waiting", checkNotNull(secret(own))) }
        File(folder, "keys/$own").writeBytes(byteArrayOf(1, 2, 3))
        opensAfterAll(own)
    }

    @Test
    fun aSuccessorsKeyThatWaitsIsNotGivenToTheNotebookThatIsSetAside() {
        app.anotherLife()
        assertTrue(File(folder, "seats").deleteRecursively())
        val (former, begun) = officer {
            val former = app.phone.book()
            // The app is ended before it takes it into use.
            val begun = former.beginSuccessor()
            begun.shutdown()
            former.shutdown()
            former.id to begun.id
        }
        File(folder, "keys/$former").writeBytes(byteArrayOf(1, 2, 3))
        assertEquals("key_unreadable", shut().code)
        assertTrue(officer { app.phone.setAside() }.isFile)
        assertEquals(setOf("$former"), keysOf(putAway().single().name))
        assertEquals(begun, officer { app.phone.book().id })
    }

    @Test
    fun anAppThatWasEndedBetweenKeyAndNotebookGoesOn() {
        keyStore.lose()
        shut()
        // Keys were put away, the notebook was not yet.
        SealedSecrets(app).setAside()
        val again = shut()
        assertEquals("key_missing", again.code)
        assertTrue(again.staysShut)
        setsAsideAndWorks()
    }

    @Test
    fun keysOfNoNotebookThatNothingOpensDoNotKeepThePhoneFromBeingEnrolled() {
        keyStore.lose()
        assertTrue(File(folder, "notebooks").deleteRecursively())
        assertTrue(File(folder, "notebooks").mkdirs())
        app.anotherLife()
        officer {
            assertEquals(Standing.None, app.phone.open())
            app.phone.enrol(force.ticket())
        }
        assertEquals(1, putAway().size)
    }

    @Test
    fun aKeyStoreThatDoesNotAnswerIsNoReasonToPutAnythingAway() {
        val sealed = keysOf("keys")
        keyStore.works = false
        val shut = shut()
        assertEquals("key_store", shut.code)
        assertFalse(shut.staysShut)
        try {
            officer { app.phone.setAside() }
            fail("it may open later")
        } catch (refused: BeatbookException) {
            assertEquals("key_store", refused.code)
        }
        assertEquals(sealed, keysOf("keys"))
        keyStore.works = true
        app.anotherLife()
        assertTrue(officer { app.phone.open() } is Standing.Open)
    }
}
