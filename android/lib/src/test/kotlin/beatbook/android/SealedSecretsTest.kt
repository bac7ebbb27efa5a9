package beatbook.android

import android.app.Application
import android.content.Context
import beatbook.Phone
import beatbook.code
import beatbook.core.BeatbookException
import beatbook.core.NotebookState
import beatbook.testing.Force
import beatbook.testing.PhoneKeyStore
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
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
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread

/** Keys of notebooks on the phone's storage: what is kept is found, and what is not ours is told and left alone. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [30, 31, 34, 35], application = Application::class)
class SealedSecretsTest {
    @get:Rule
    val keyStore = PhoneKeyStore()

    @get:Rule
    val scratch = TemporaryFolder()

    private val context: Context = RuntimeEnvironment.getApplication()
    private val files = File(context.noBackupFilesDir, "beatbook/keys")
    private val key = ByteArray(32) { (it + 1).toByte() }

    /** As after a new start of the app: nothing is remembered in memory. */
    private fun secrets(alias: String = "beatbook.secrets") = SealedSecrets(context, alias)

    private fun refusal(call: () -> Unit): String = assertThrows(BeatbookException.Refused::class.java) { call() }.code

    @Test
    fun aSecretIsThereAfterANewStartUntilItIsForgotten() {
        assertNull(secrets().secret("waiting"))
        secrets().keep("waiting", key)
        assertArrayEquals(key, secrets().secret("waiting"))
        secrets().forget("waiting")
        assertNull(secrets().secret("waiting"))
        secrets().forget("waiting")
    }

    @Test
    fun theFileTellsNothingAndTwoOfTheSameSecretDiffer() {
        secrets().keep("one", key)
        secrets().keep("other", key)
        val (one, other) = File(files, "one").readBytes() to File(files, "other").readBytes()
        assertFalse(one.contentEquals(other))
        for (from in 0..one.size - 4) {
            assertFalse(key.toList().windowed(4).contains(one.toList().subList(from, from + 4)))
        }
    }

    @Test
    fun noSecretIsWrittenOverAnother() {
        secrets().keep("waiting", key)
        assertEquals("key_exists", refusal { secrets().keep("waiting", ByteArray(32)) })
        assertArrayEquals(key, secrets().secret("waiting"))
    }

    @Test
    fun anAppThatIsEndedWhileItWritesHasNoSecretAndKeepsTheNextOne() {
        // Ended before the rename: some of the file is there, under the name that nobody reads.
        files.mkdirs()
        File(files, "waiting.new").writeBytes(byteArrayOf(1, 2, 3))
        assertNull(secrets().secret("waiting"))
        secrets().keep("waiting", key)
        assertArrayEquals(key, secrets().secret("waiting"))
        assertEquals(listOf("waiting"), files.list()?.toList())
    }

    @Test
    fun oneBitThatChangedIsToldAndTheFileStays() {
        secrets().keep("waiting", key)
        val file = File(files, "waiting")
        val whole = file.readBytes()
        for (place in whole.indices) {
            file.writeBytes(whole.copyOf().also { it[place] = (it[place].toInt() xor 1).toByte() })
            assertEquals("byte $place", "key_unreadable", refusal { secrets().secret("waiting") })
        }
        for (length in whole.indices) {
            file.writeBytes(whole.copyOf(length))
            assertEquals("cut to $length", "key_unreadable", refusal { secrets().secret("waiting") })
        }
        assertTrue(file.exists())
        file.writeBytes(whole)
        assertArrayEquals(key, secrets().secret("waiting"))
    }

    @Test
    fun filesThatWereSwappedOpenNothing() {
        secrets().keep("one", key)
        secrets().keep("other", ByteArray(32))
        File(files, "one").renameTo(File(files, "third"))
        File(files, "other").renameTo(File(files, "one"))
        assertEquals("key_unreadable", refusal { secrets().secret("one") })
        assertEquals("key_unreadable", refusal { secrets().secret("third") })
    }

    @Test
    fun onAPhoneThatNeverSealedTheFilesTheyAreToldAsLostAndNoNewKeyTakesTheirPlace() {
        secrets().keep("waiting", key)
        val before = File(files, "waiting").readBytes()
        keyStore.lose()
        assertEquals("key_store_lost", refusal { secrets().secret("waiting") })
        assertEquals("key_store_lost", refusal { secrets().keep("other", key) })
        assertArrayEquals(before, File(files, "waiting").readBytes())
        // An app that cleared its storage begins anew.
        files.deleteRecursively()
        secrets().keep("waiting", key)
        assertArrayEquals(key, secrets().secret("waiting"))
    }

    @Test
    fun aKeyOfAnotherNameDoesNotOpenTheFiles() {
        secrets().keep("waiting", key)
        assertEquals("key_store_lost", refusal { secrets("another").secret("waiting") })
        files.renameTo(File(files.path + ".away"))
        secrets("another").keep("other", key)
        File(files.path + ".away", "waiting").copyTo(File(files, "waiting"))
        assertEquals("key_unreadable", refusal { secrets("another").secret("waiting") })
    }

    @Test
    fun aKeyStoreThatDoesNotAnswerIsToldAndAnswersLater() {
        secrets().keep("waiting", key)
        keyStore.works = false
        assertEquals("key_store", refusal { secrets().secret("waiting") })
        assertEquals("key_store", refusal { secrets().keep("other", key) })
        keyStore.works = true
        assertArrayEquals(key, secrets().secret("waiting"))
    }

    @Test
    fun theSealingKeyLiesInAChipOfItsOwnWhereThereIsOneAndAsksForNoUnlockedScreen() {
        secrets().keep("waiting", key)
        val asked = keyStore.asked.single()
        assertTrue(asked.isStrongBoxBacked)
        assertEquals(256, asked.keySize)
        assertTrue(asked.isRandomizedEncryptionRequired)
        assertFalse(asked.isUserAuthenticationRequired)
        assertFalse(asked.isUnlockedDeviceRequired)
    }

    @Test
    fun aPhoneWithoutSuchAChipUsesItsProcessorsKeyStore() {
        keyStore.hasStrongBox = false
        secrets().keep("waiting", key)
        assertEquals(listOf(true, false), keyStore.asked.map { it.isStrongBoxBacked })
        assertArrayEquals(key, secrets().secret("waiting"))
    }

    @Test
    fun manyThreadsThatUseItForTheFirstTimeMakeOneSealingKey() {
        val begin = CountDownLatch(1)
        val threads = List(8) { number ->
            thread {
                begin.await()
                secrets().keep("secret-$number", ByteArray(32) { number.toByte() })
            }
        }
        begin.countDown()
        threads.forEach { it.join() }
        assertEquals(1, keyStore.asked.size)
        repeat(8) { number -> assertArrayEquals(ByteArray(32) { number.toByte() }, secrets().secret("secret-$number")) }
    }

    @Test
    fun aNotebookOpensWithItsSealedKeyAfterANewStart(): Unit = runBlocking {
        Force(scratch.newFolder()).use { force ->
            val folders = scratch.newFolder() to scratch.newFolder()
            val ring = KeyRing(secrets())
            val id = Phone(folders.first, folders.second, ring).found(force.ticket()).use { it.id }
            val again = Phone(folders.first, folders.second, KeyRing(secrets()))
            KeyRing(secrets()).settle(again.notebooks())
            again.open(id).use { assertEquals(NotebookState.ENROLLING, it.status().state) }
        }
    }
}
