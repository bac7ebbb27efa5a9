package beatbook.android

import beatbook.Beatbook
import beatbook.Phone
import beatbook.core.BeatbookException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.UUID

/**
 * The notebooks of this phone that are not in use any more: restored, copied or found twice, and gone on from. They take nothing new,
 * and what the server has not signed for is still sent. Each is open for as long as it is looked at.
 */
internal class FormerNotebooks(private val phone: Phone) {
    /** By notebook: entries without a receipt when it was last looked at. */
    private val left = MutableStateFlow(emptyMap<UUID, ULong>())

    /** By notebook: why it was not opened or not sent when that was last tried, and what to do. */
    private val problems = MutableStateFlow(emptyMap<UUID, String>())
    private val oneAtATime = Mutex()

    /** Entries without a receipt, of all of them. */
    val toSend: Flow<ULong> = left.map { it.values.sum() }.distinctUntilChanged()

    /** What is wrong with the first of them that could not be opened or sent, and what to do, in English; null if nothing is. */
    val problem: Flow<String?> = problems.map { it.values.firstOrNull() }.distinctUntilChanged()

    /** Finds out what is left in these. */
    suspend fun look(former: List<UUID>): Unit = each(former) { }

    /**
     * Calls [send] with each of these that has something to send, and finds out what is left. One that does not open, or that [send]
     * is refused for, keeps what it has, and is tried again the next time.
     */
    suspend fun each(former: List<UUID>, send: suspend (Beatbook) -> Unit): Unit = oneAtATime.withLock {
        for (id in former) {
            try {
                val book = phone.open(id)
                try {
                    sent(book, send)
                } finally {
                    book.shutdown()
                }
                problems.update { it - id }
            } catch (refused: BeatbookException) {
                problems.update { it + (id to refused.remedy) }
            }
        }
    }

    private suspend fun sent(book: Beatbook, send: suspend (Beatbook) -> Unit) {
        try {
            if (SyncTimes(book.status()).somethingToSend) send(book)
        } finally {
            val count = book.status().toSend
            left.update { it + (book.id to count) }
        }
    }
}
