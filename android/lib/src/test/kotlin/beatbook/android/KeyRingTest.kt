package beatbook.android

import beatbook.Phone
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.testing.Force
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.util.UUID

/** A key store in memory, with what it is asked to do. */
private class Drawer : SecretStore {
    val secrets = mutableMapOf<String, ByteArray>()
    var isLocked = false

    /** The app is ended at the next call of this name. */
    var endsAt: String? = null

    override fun secret(name: String): ByteArray? {
        if (isLocked) throw BeatbookException.Refused("locked", "unlock the phone once")
        return secrets[name]?.copyOf()
    }

    override fun keep(name: String, secret: ByteArray) {
        perhapsEnd("keep")
        check(name !in secrets) { "$name would be lost" }
        secrets[name] = secret.copyOf()
    }

    override fun forget(name: String) {
        perhapsEnd("forget")
        secrets.remove(name)
    }

    private fun perhapsEnd(call: String) {
        if (endsAt == call) {
            endsAt = null
            throw ProcessEnded()
        }
    }
}

private class ProcessEnded : Error()

/** Each notebook gets its key, and none is lost when the app ends at the wrong moment. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35])
class KeyRingTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val drawer = Drawer()
    private val notebooks by lazy { scratch.newFolder() }
    private val seats by lazy { scratch.newFolder() }

    private fun phone(ring: KeyRing = KeyRing(drawer)) = Phone(notebooks, seats, ring)

    @Test
    fun everyNotebookOfAPhoneHasAKeyOfItsOwnAndOpensWithIt(): Unit = runBlocking {
        Force(scratch.newFolder()).use { force ->
            val ring = KeyRing(drawer)
            repeat(2) {
                phone(ring).found(force.ticket()).close()
                ring.settle(phone().notebooks())
            }
            val all = phone().notebooks()
            assertEquals(all.map { it.toString() }.toSet(), drawer.secrets.keys)
            assertEquals(2, drawer.secrets.values.map { it.toList() }.toSet().size)
            all.forEach { phone().open(it).close() }
        }
    }

    @Test
    fun anAppThatEndsBeforeItSettlesOrInTheMiddleOfItStillOpensItsNotebook(): Unit = runBlocking {
        Force(scratch.newFolder()).use { force ->
            phone().found(force.ticket()).close()
            val notebook = phone().notebooks().single()
            phone().open(notebook).close()
            for (moment in listOf("keep", "forget")) {
                drawer.endsAt = moment
                assertThrows(ProcessEnded::class.java) { KeyRing(drawer).settle(listOf(notebook)) }
                phone().open(notebook).close()
            }
            KeyRing(drawer).settle(listOf(notebook))
            phone().open(notebook).close()
            assertEquals(setOf(notebook.toString()), drawer.secrets.keys)
        }
    }

    @Test
    fun aKeyIsForgottenOnlyWhenANotebookHasIt() {
        val ring = KeyRing(drawer)
        val waiting = ring.key(null)
        assertArrayEquals("enrolling again asks with the same key", waiting, ring.key(null))
        ring.settle(emptyList())
        assertArrayEquals(waiting, ring.key(null))
        val (one, other) = UUID.randomUUID() to UUID.randomUUID()
        ring.settle(listOf(one, other))
        assertArrayEquals("nobody knows whose it is", waiting, drawer.secrets["waiting"])
        drawer.keep(other.toString(), ByteArray(32))
        drawer.keep(one.toString(), waiting)
        ring.settle(listOf(one, other))
        assertEquals(setOf("$one", "$other"), drawer.secrets.keys)
        assertArrayEquals(waiting, ring.key(one))
    }

    @Test
    fun aKeyThatIsNotThereOrLockedIsToldByItsCode(): Unit = runBlocking {
        val missing = assertThrows(BeatbookException.Refused::class.java) { KeyRing(drawer).key(UUID.randomUUID()) }
        assertEquals("key_missing", missing.code)
        Force(scratch.newFolder()).use { force ->
            drawer.isLocked = true
            val locked = runCatching { phone().found(force.ticket()) }.exceptionOrNull() as BeatbookException
            assertEquals("locked", locked.code)
            assertEquals(emptyList<UUID>(), phone().notebooks())
        }
    }
}
