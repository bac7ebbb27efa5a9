package beatbook

import beatbook.core.NoticeAbout
import beatbook.core.NoticeAsked
import beatbook.core.ServiceMethod
import beatbook.core.SixAsked
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** The examples of README.md compile, run, and are what is run here. */
class ReadmeTest {
    private val told = File("README.md").readText().split("```kotlin\n").drop(1).map { it.substringBefore("\n```") }
    private val compiled = File("src/test/kotlin/beatbook/QuickStart.kt").readText()

    @Test
    fun `they are word for word what is compiled`() {
        val bodies = compiled.split("    // begin\n").drop(1).map { it.substringBefore("    // end\n").trimIndent().trim() }
        assertEquals(bodies, told.map { block -> block.lines().filter { !it.startsWith("import ") }.joinToString("\n").trim() })
        val imports = told.flatMap { it.lines() }
            .filter { it.startsWith("import ") && it.substringBeforeLast('.') != "import beatbook" }
        assertTrue(imports.isNotEmpty() && imports.all { it in compiled.lines() }, "$imports")
    }

    @Test
    fun `a patrol is recorded with the first notebook and with the same one the next time`() = withPocket {
        val (context, keys) = AppContext(folder) to AppKeys()
        phone.notebooks()
        quickStart(context, keys, server.ticket())
        quickStart(context, keys, "the code is not asked for again")
        val book = phone.notebooks().single()
        phone(folder) { keys.keyOf(it) }.open(book).use { assertEquals(2, it.patrol.newest().size) }
    }

    @Test
    fun `a notice about nothing is refused in words for a person`() = withPocket {
        found().use { book ->
            val screen = Screen()
            screen.issue(
                book,
                NoticeAsked(
                    encounter = book.id, person = 1u, about = NoticeAbout.Offence("LIT"), place = "", particulars = "",
                    service = ServiceMethod.HAND, six = SixAsked(), training = false,
                ),
            )
            assertTrue(screen.told.single().isNotEmpty())
        }
    }
}
