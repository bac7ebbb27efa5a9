package beatbook

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

/** The quick start of README.md compiles, runs twice, and is what is run here. */
class ReadmeTest {
    private val told = File("README.md").readText().substringAfter("```kotlin\n").substringBefore("\n```")
    private val compiled = File("src/test/kotlin/beatbook/QuickStart.kt").readText()

    @Test
    fun `it is word for word what is compiled`() {
        val body = compiled.substringAfter("    // begin\n").substringBefore("    // end\n").trimIndent()
        assertEquals(body.trim(), told.lines().filter { !it.startsWith("import ") }.joinToString("\n").trim())
        val imports = told.lines().filter { it.startsWith("import ") && it.substringBeforeLast('.') != "import beatbook" }
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
}
