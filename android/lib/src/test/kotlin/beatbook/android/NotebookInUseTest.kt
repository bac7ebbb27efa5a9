package beatbook.android

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import java.util.UUID

/** On Android before 11 the system writes such files another way. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26, 30, 31, 34, 35])
class NotebookInUseTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val file by lazy { File(scratch.root, "current") }
    private val one = UUID.randomUUID()
    private val other = UUID.randomUUID()

    @Test
    fun whatIsKeptIsReadByAnotherLifeOfTheApp() {
        assertNull(NotebookInUse(file).last())
        assertTrue(NotebookInUse(file).keep(one))
        assertEquals(one, NotebookInUse(file).last())
        assertTrue(NotebookInUse(file).keep(other))
        assertEquals(other, NotebookInUse(file).last())
        assertEquals("as versions before read it", other.toString(), file.readText())
        assertEquals("nothing is left beside it", listOf("current"), scratch.root.list()?.toList())
    }

    @Test
    fun whatIsNoIdIsNothing() {
        for (text in listOf("", "half", one.toString().take(20), "$one\n$other", "\u0000".repeat(36))) {
            file.writeText(text)
            assertNull(text, NotebookInUse(file).last())
        }
    }

    @Test
    fun aFolderThatTakesNothingIsToldAndWhatWasKeptStays() {
        assertTrue(NotebookInUse(file).keep(one))
        // A file where the folder should be takes nothing, whoever writes.
        val nowhere = File(file, "current")
        assertFalse(NotebookInUse(nowhere).keep(other))
        assertNull(NotebookInUse(nowhere).last())
        assertEquals(one, NotebookInUse(file).last())
    }
}
