package beatbook.android

import org.junit.Assert.assertEquals
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

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35])
class KeptProblemsTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val folder by lazy { File(scratch.root, "former") }
    private val problem = FormerProblem("network", "two\nlines of words", 1_757_199_600_000, Tried.SENDING)

    @Test
    fun whatIsKeptIsReadByAnotherLifeOfTheAppAndEachNotebookHasItsOwn() {
        val (one, other) = UUID.randomUUID() to UUID.randomUUID()
        KeptProblems(folder).keep(one, problem)
        assertEquals(problem, KeptProblems(folder).of(one))
        assertNull(KeptProblems(folder).of(other))
        KeptProblems(folder).keep(one, problem.copy(code = "revoked"))
        assertEquals("revoked", KeptProblems(folder).of(one)?.code)
        KeptProblems(folder).keep(one, null)
        assertNull(KeptProblems(folder).of(one))
        KeptProblems(folder).keep(one, null)
    }

    @Test
    fun whatCannotBeReadIsNothing() {
        val notebook = UUID.randomUUID()
        assertTrue(folder.mkdirs())
        for (text in listOf("", "1", "soon\nSENDING\nnetwork\nwords", "1\nTHINKING\nnetwork\nwords", "1\nSENDING\nnetwork")) {
            File(folder, notebook.toString()).writeText(text)
            assertNull(text, KeptProblems(folder).of(notebook))
        }
    }

    @Test
    fun whereNothingCanBeKeptTheAppGoesOn() {
        // A file where the folder should be.
        folder.writeText("")
        val notebook = UUID.randomUUID()
        KeptProblems(folder).keep(notebook, problem)
        assertNull(KeptProblems(folder).of(notebook))
    }
}
