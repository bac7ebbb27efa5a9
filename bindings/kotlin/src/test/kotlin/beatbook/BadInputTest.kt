package beatbook

import beatbook.core.AskWhere
import beatbook.core.Basis
import beatbook.core.BeatbookException
import beatbook.core.BeginEncounter
import beatbook.core.Behaviour
import beatbook.core.EncounterNews
import beatbook.core.NoteTent
import beatbook.core.PaperCopy
import beatbook.core.Provider
import beatbook.core.StartAlone
import beatbook.core.TallyKind
import beatbook.core.TentGround
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.InvocationTargetException
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.coroutines.Continuation
import kotlin.time.Duration.Companion.seconds

/** Half of a pair, as a cut text ends with. */
private const val HALF = "an officer 🚓"

/** What an app can hand over by mistake: each is answered with a typed error, and the notebook goes on. */
class BadInputTest {
    private val half = HALF.dropLast(1)

    @Test
    fun `half a character is no text, wherever it is handed over`() = withPocket {
        refusedWith("text") { phone.found(half) }
        val keys = Keys { throw BeatbookException.Refused("locked", half) }
        refusedWith("platform") { phone(folder, keys = keys).found(server.ticket()) }
        refusedWith("platform") { phone(folder) { error(half) }.found(server.ticket()) }
        refusedWith("text") { Phone(File(folder, half), folder, { randomKey() }).notebooks() }
        found().use { book ->
            refusedWith("text") { book.useCode(half) }
            refusedWith("text") { book.journal.note(half, Basis.FACT) }
            refusedWith("text") { book.journal.note(half.reversed(), Basis.FACT) }
            refusedWith("text") { book.journal.export(File(folder, half)) }
            refusedWith("text") { book.encampments.noteTent(NoteTent(half, TentGround.ASB, AskWhere.Newest)) }
            val encounter = book.encounters.begin(BeginEncounter(place = AskWhere.At(LAT, LON, 5.0)))
            refusedWith("text") {
                val conduct = Behaviour(code = "drinking", text = half, basis = Basis.FACT)
                book.encounters.tell(encounter, listOf(EncounterNews.Conduct(conduct)))
            }
            book.journal.note(HALF, Basis.FACT)
            assertEquals(HALF, book.journal.notes().single().text)
        }
    }

    @Test
    fun `texts that are none, too long, or not what they should be`() = withPocket {
        refusedWith("ticket") { phone.found("") }
        refusedWith("missing_folder") { Phone(File(""), File(""), { randomKey() }).notebooks() }
        found().use { book ->
            refusedWith("text") { book.journal.note("", Basis.FACT) }
            refusedWith("text") { book.journal.note("a".repeat(64_000_000), Basis.FACT) }
            refusedWith("not_found") { book.notices.numbered("") }
            refusedWith("not_found") { book.notices.numbered("N".repeat(1_000_000)) }
            refusedWith("output") { book.journal.export(folder) }
            refusedWith("not_found") { book.encounters.one(UUID(0, 0)) }
            refusedWith("not_found") { book.encounters.one(UUID(-1, -1)) }
            refusedWith("missing") { phone.open(UUID(-1, -1)) }
            book.journal.note("goes on", Basis.FACT)
        }
    }

    @Test
    fun `numbers and times from the edge of what there is`() = withPocket {
        found().use { book ->
            assertTrue(book.journal.notes(ULong.MAX_VALUE, UInt.MAX_VALUE).isEmpty())
            assertTrue(book.journal.entries(1uL shl 63, 0u).isEmpty())
            assertTrue(book.patrol.newest(UInt.MAX_VALUE).isEmpty())
            refusedWith("not_found") { book.journal.erase(ULong.MAX_VALUE, "error") }
            refusedWith("patrol") { book.patrol.tally(mapOf(TallyKind.ARREST to Int.MIN_VALUE)) }
            refusedWith("alone_minutes") { book.alone.start(StartAlone(UShort.MAX_VALUE)) }
            refusedWith("date") { book.briefing.parishes(LocalDate.MAX) }
            refusedWith("date") { book.notices.standings(LocalDate.MIN) }
            for (place in listOf(Double.NaN to LON, LAT to Double.POSITIVE_INFINITY, -91.0 to LON)) {
                refusedWith("no_place") { book.briefing.whatApplies(AskWhere.At(place.first, place.second, 5.0)) }
            }
            // For looking ahead any instant may be asked for, and none ends the app.
            for (instant in listOf(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(Long.MIN_VALUE))) {
                reply { book.briefing.whatApplies(AskWhere.At(LAT, LON, 5.0), whenAt(instant)) }
                val far = fix(LAT, LON, instant, Duration.ofSeconds(Long.MAX_VALUE), Provider.GNSS, Double.NaN)
                refusedWith("off_duty") { book.patrol.recordFixes(listOf(far)) }
            }
            book.journal.note("goes on", Basis.FACT)
        }
    }

    @Test
    fun `keys that are none, and a key store that throws what no app should`() = withPocket {
        for (length in listOf(0, 31, 33, 1_000_000)) {
            refusedWith("key") { phone(folder) { ByteArray(length) }.found(server.ticket()) }
        }
        val thrown = listOf(OutOfMemoryError(), StackOverflowError(), AssertionError(), InterruptedException(), Exception(),
            BeatbookException.Incomplete(emptyList()))
        for (error in thrown) {
            refusedWith("platform") { phone(folder) { throw error }.found(server.ticket()) }
        }
        refusedWith("locked") { phone(folder) { throw BeatbookException.Refused("locked", "unlock") }.found(server.ticket()) }
        assertTrue(phone.notebooks().isEmpty())
    }

    @Test
    fun `a key store that blocks holds up its own call only`() = withPocket {
        val (asked, let) = CountDownLatch(1) to CountDownLatch(1)
        val slow = phone(folder) {
            asked.countDown()
            let.await()
            randomKey()
        }
        found().use { book ->
            val opening = async { slow.found(server.ticket()) }
            withContext(Dispatchers.IO) { asked.await() }
            withTimeout(5.seconds) { book.journal.note("meanwhile", Basis.FACT) }
            let.countDown()
            opening.await().close()
        }
        assertEquals(2, phone.notebooks().size)
    }

    @Test
    fun `a key store may ask the library`() = withPocket {
        val key = randomKey()
        var there = -1
        phone(folder) {
            there = now { phone.notebooks().size }
            key
        }.found(server.ticket()).close()
        assertEquals(0, there)
    }

    @Test
    fun `two objects on one file, and calls after the end, from many threads`() = withPocket {
        val book = found()
        refusedWith("already_open") { phone.open(book.id) }
        val ends = CompletableDeferred<Unit>()
        val codes = ConcurrentLinkedQueue<String>()
        val threads = List(8) {
            thread {
                now {
                    ends.await()
                    repeat(200) { (reply { book.journal.note("late", Basis.FACT) } as? Reply.Refused)?.let { codes.add(it.code) } }
                }
            }
        }
        ends.complete(Unit)
        book.shutdown()
        book.close()
        threads.forEach { it.join() }
        assertEquals(setOf("closed"), codes.toSet())
        refusedWith("closed") { book.status() }
        refusedWith("closed") { book.sync() }
        refusedWith("closed") { book.pause() }
        refusedWith("closed") { book.resume() }
        refusedWith("closed") { book.beginSuccessor() }
        book.cancel()
        phone.open(book.id).close()
    }

    @Test
    fun `closing and pausing from inside a sync would wait for itself`() = withPocket {
        found().use { book ->
            val codes = mutableListOf<String>()
            fun note(call: suspend () -> Unit) = now { (reply { call() } as? Reply.Refused)?.let { codes.add(it.code) } }
            withTimeout(20.seconds) {
                book.sync {
                    note { book.close() }
                    note { book.shutdown() }
                    note { book.pause() }
                    note { book.sync() }
                }
            }
            assertEquals(setOf("already_running"), codes.toSet())
            assertEquals(0, codes.size % 4)
            book.status()
        }
    }

    @Test
    fun `paper asks for what there is`() = withPocket {
        found().use { book ->
            refusedWith("not_found") { book.papers.ofNotice(book.id, PaperCopy.RECIPIENT) }
            refusedWith("not_found") { book.papers.ofSurrender(book.id, 1u, "here", PaperCopy.RECIPIENT) }
            refusedWith("text") { book.papers.ofSurrender(book.id, 1u, half, PaperCopy.RECIPIENT) }
            refusedWith("no_successor_needed") { book.beginSuccessor() }
        }
        for (files in listOf(emptyList(), listOf(ByteArray(0)), listOf("no font".toByteArray()))) {
            refusedWith("font") { Fonts.of(files) }
        }
    }

    @Test
    fun `whoever hears log lines may fail, and is told of nobody`() = withPocket {
        val lines = ConcurrentLinkedQueue<String>()
        takeLogLines { _, line ->
            lines += line
            throw StackOverflowError(half)
        }
        found().use { book ->
            server.stop()
            refusedWith("network") { book.sync() }
            takeLogLines(null)
            val heard = lines.size
            refusedWith("network") { book.sync() }
            assertEquals(heard, lines.size)
        }
        assertTrue(lines.isNotEmpty() && lines.none { "4711" in it || "Officer" in it }, lines.toString())
    }

    @Test
    fun `null from Java is refused before anything is called`() = withPocket {
        found().use { book ->
            val useCode = Beatbook::class.java.getMethod("useCode", String::class.java, Continuation::class.java)
            val thrown = assertThrows(InvocationTargetException::class.java) { useCode.invoke(book, null, null) }
            assertInstanceOf(NullPointerException::class.java, thrown.cause)
        }
    }
}
