package beatbook.android

import beatbook.Beatbook
import beatbook.Phone
import beatbook.code
import beatbook.core.BeatbookException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.io.File
import java.util.UUID

/**
 * The notebooks of this phone that are not in use any more: restored, copied or found twice, and gone on from. They take nothing new,
 * and what the server has not signed for is still sent. Each is open for as long as it is looked at.
 *
 * @param folder where it is kept why one of them was not sent: a sync in the background fails while nobody looks.
 */
internal class FormerNotebooks(private val phone: Phone, folder: File, private val now: () -> Long = System::currentTimeMillis) {
    private val kept = KeptProblems(folder)

    /** By notebook: entries without a receipt when it was last looked at. */
    private val left = MutableStateFlow(emptyMap<UUID, ULong>())

    /** By notebook: why it was not opened or not sent when that was last tried. */
    private val problems = MutableStateFlow(emptyMap<UUID, FormerProblem>())
    private val oneAtATime = Mutex()

    /** Entries without a receipt, of all of them. */
    val toSend: Flow<ULong> = left.map { it.values.sum() }.distinctUntilChanged()

    /** What is wrong with the first of them that could not be opened or sent; null if nothing is. */
    val problem: Flow<FormerProblem?> = problems.map { it.values.firstOrNull() }.distinctUntilChanged()

    /** Finds out what is left in these, and why the last try to send it failed, also in another life of the app. */
    suspend fun look(former: List<UUID>): Unit = each(former) { false }

    /**
     * Calls [send] with each of these that has something to send, or something to drop by the server's clock, and finds out what is left.
     * One that does not open, or that [send] is refused for, keeps what it has, and is tried again the next time.
     *
     * @param send answers whether the server was heard; false where it was not asked, which changes nothing of what is known.
     */
    suspend fun each(former: List<UUID>, send: suspend (Beatbook) -> Boolean): Unit = oneAtATime.withLock {
        for (id in former) {
            val book = try {
                phone.open(id)
            } catch (refused: BeatbookException) {
                know(id, problem(refused, Tried.OPENING))
                continue
            }
            try {
                know(id, sent(book, send))
            } finally {
                closed(book)
            }
        }
    }

    /** Calls [purge] with each of these that opens; between two of them whoever waits to send has its turn. */
    suspend fun purge(former: List<UUID>, purge: suspend (Beatbook) -> Unit) {
        for (id in former) oneAtATime.withLock { purgeOne(id, purge) }
    }

    private suspend fun purgeOne(id: UUID, purge: suspend (Beatbook) -> Unit) {
        val book = try {
            phone.open(id)
        } catch (_: BeatbookException) {
            // Why not is told when there is something to send.
            return
        }
        try {
            purge(book)
        } finally {
            closed(book)
        }
    }

    /** What is wrong now. */
    private suspend fun sent(book: Beatbook, send: suspend (Beatbook) -> Boolean): FormerProblem? {
        var hadNothing = false
        val wrong = try {
            val times = SyncTimes(book.status())
            hadNothing = !times.somethingToSend
            if (!(times.somethingToSend || times.isPurgeDue(now())) || send(book)) {
                null
            } else {
                // Opened and not asked for more: what was wrong with sending is still wrong.
                kept.of(book.id)?.takeIf { it.tried == Tried.SENDING }
            }
        } catch (refused: BeatbookException) {
            // It was to hear the server's clock: nothing is left behind, and a later job tries again.
            if (hadNothing) null else problem(refused, Tried.SENDING)
        }
        return try {
            val count = book.status().toSend
            left.update { it + (book.id to count) }
            wrong
        } catch (refused: BeatbookException) {
            // It is open: what it has cannot be counted, and so not sent either. Why it was not is said first.
            wrong ?: problem(refused, Tried.SENDING)
        }
    }

    private fun know(id: UUID, problem: FormerProblem?) {
        kept.keep(id, problem)
        problems.update { if (problem == null) it - id else it + (id to problem) }
    }

    private fun problem(refused: BeatbookException, tried: Tried) = FormerProblem(refused.code, refused.remedy, now(), tried)
}
