package beatbook

import beatbook.core.Duty
import beatbook.core.FixReport
import beatbook.core.FolderPlaces
import beatbook.core.KeyStore
import beatbook.core.Notebook
import beatbook.core.Provider
import beatbook.core.RawFix
import beatbook.core.SignOn
import beatbook.core.TravelMode
import kotlinx.coroutines.runBlocking
import java.io.File
import java.util.UUID

// What `record_fixes` costs from Kotlin: the figure call-cost of docs/performance.md. Started as `CallCostKt FOLDER TICKET`; each
// line it reads is a turn, answered with one line of JSON: microseconds of a call that does nearly nothing, of `recordFixes` with
// one fix (both a median) and with a thousand; then the last two through the suspend function that apps call.

private val bootMs: Long by lazy {
    // Java's own clock does not tell the time since the phone's start: read once, and counted on from there.
    val upSeconds = File("/proc/uptime").readText().substringBefore(' ').toDouble()
    (upSeconds * 1000).toLong() - System.nanoTime() / 1_000_000
}

private fun monotonicMs() = bootMs + System.nanoTime() / 1_000_000

private fun inMicroseconds(call: () -> Unit): Double {
    val begun = System.nanoTime()
    call()
    return (System.nanoTime() - begun) / 1000.0
}

private fun median(values: List<Double>) = values.sorted().let { (it[(it.size - 1) / 2] + it[it.size / 2]) / 2 }

/** An officer on duty, and how far the officer's fixes have come. */
private class Walk(private val call: (List<RawFix>) -> FixReport) {
    private var last = monotonicMs()

    /** The next reports, a millisecond apart. */
    private fun fixes(count: Int): List<RawFix> {
        val wall = System.currentTimeMillis() - monotonicMs()
        val from = last + 1
        last += count
        return (from..last).map {
            RawFix(51.3826 + it % 1000 * 1e-7, 0.5265, wall + it, it, 5.0, 1.4, 90.0, Provider.GNSS)
        }
    }

    /** Until so many reports lie between the last one and now. */
    fun await(milliseconds: Long) = Thread.sleep(maxOf(0, last + milliseconds - monotonicMs()))

    /** Microseconds of one call. */
    fun record(count: Int): Double {
        val fixes = fixes(count)
        var report: FixReport? = null
        val took = inMicroseconds { report = call(fixes) }
        check(report?.accepted == count.toUInt()) { "${report?.accepted} of $count fixes were accepted" }
        return took
    }
}

private val choices = SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT)

private fun folders(folder: File) = listOf("notebooks", "seats").map { File(folder, it).apply { mkdirs() } }

private fun bound(folder: File, ticket: String): Notebook {
    val (notebooks, seats) = folders(folder)
    val key = randomKey()
    val keys = object : KeyStore {
        override fun key(notebook: UUID?): ByteArray = key
    }
    val book = Notebook.found(FolderPlaces(notebooks.path, seats.path), keys, null, ticket)
    book.signOn(choices)
    return book
}

private suspend fun layered(folder: File, ticket: String): Beatbook {
    val (notebooks, seats) = folders(folder)
    val key = randomKey()
    val book = Phone(notebooks, seats, { key }).found(ticket)
    book.patrol.signOn(choices)
    return book
}

internal fun main(told: Array<String>): Unit = runBlocking {
    val (folder, ticket) = told
    val book = bound(File(folder, "binding"), ticket)
    val layer = layered(File(folder, "layer"), ticket)
    val ofBinding = Walk { book.recordFixes(it) }
    // As an app does from a coroutine: the call waits on another thread.
    val ofLayer = Walk { fixes -> runBlocking { layer.patrol.recordFixes(fixes) } }
    while (readlnOrNull() != null) {
        ofBinding.await(1_050)
        val id = median(List(200) { inMicroseconds { book.id() } })
        val one = median(List(50) { ofBinding.record(1) })
        val thousand = ofBinding.record(1_000)
        ofLayer.await(1_050)
        val layerOne = median(List(50) { ofLayer.record(1) })
        val layerThousand = ofLayer.record(1_000)
        println(
            """{"id":$id,"one":$one,"thousand":$thousand,"layer one":$layerOne,"layer thousand":$layerThousand}""",
        )
    }
    layer.patrol.signOff(emptyList())
    layer.shutdown()
    book.signOff(emptyList())
    book.shutdown()
    book.close()
}
