package beatbook

import beatbook.core.AskWhere
import beatbook.core.Basis
import beatbook.core.FfiConverterTypeKeyStore
import beatbook.core.FfiConverterTypeSyncProgress
import beatbook.core.FolderPlaces
import beatbook.core.NoteTent
import beatbook.core.Notebook
import beatbook.core.TentGround
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File

private const val TIMES = 1_000
private const val WARM_UP = 300

/** 16 kB for each opening. Java's own tables and compiled code grow by a third of that, more slowly the longer it runs. */
private const val ALLOWED_MB = 16.0

class LifetimeTest {
    @Test
    fun `a notebook is opened and closed a thousand times without growth`() {
        assumeTrue(File("/proc/self/fd").isDirectory, "needs Linux: memory and handles are read from /proc")
        withPocket {
            val book = found().use { it.journal.note("first", Basis.FACT); it.id }
            suspend fun once() = phone.open(book).use { it.status() }
            repeat(WARM_UP) { once() }
            val before = measured()
            repeat(TIMES) { once() }
            val after = measured()
            println("opened $TIMES times: before $before, after $after")
            assertEquals(before.handles, after.handles, "open files")
            assertTrue(after.threads <= before.threads + 2, "threads: $before, $after")
            assertTrue(after.megabytes - before.megabytes < ALLOWED_MB, "memory: $before, $after")
            assertEquals(0, FfiConverterTypeKeyStore.handleMap.size, "key stores that the library still holds")
        }
    }

    @Test
    fun `the library gives back what it was lent for one call`() = withPocket {
        found().use { book ->
            repeat(5) { book.sync { error("an error of the app's own") } }
            refusedWith("text") { phone.found("\ud83d") }
            refusedWith("ticket") { phone.found("hello") }
        }
        assertEquals(0, FfiConverterTypeSyncProgress.handleMap.size)
        assertEquals(0, FfiConverterTypeKeyStore.handleMap.size)
    }

    @Test
    fun `a text that is none leaves nothing behind that keeps the notebook open`() = withPocket {
        val id = found().use { it.id }
        val places = FolderPlaces(File(folder, "notebooks").path, File(folder, "seats").path)
        val notebook = Notebook.open(places, phone.keyStore(), null, id)
        val book = Beatbook(notebook, id, phone)
        refusedWith("text") { book.journal.note("\ud83d", Basis.FACT) }
        refusedWith("text") { book.patrol.startAbstraction("court", "\ud83d") }
        refusedWith("text") { book.encampments.noteTent(NoteTent("\ud83d", TentGround.ASB, AskWhere.Newest)) }
        // Let go of, and not shut down: whatever else still held it would keep its file.
        notebook.close()
        phone.open(id).close()
    }

    private data class Measured(val megabytes: Double, val handles: Int, val threads: Int)

    private fun measured(): Measured {
        System.gc()
        Thread.sleep(200)
        val pages = File("/proc/self/statm").readText().split(' ')[1].toLong()
        return Measured(pages * 4096 / 1e6, File("/proc/self/fd").list()!!.size, File("/proc/self/task").list()!!.size)
    }
}
