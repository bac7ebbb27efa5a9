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
    private val oneAtATime = Mutex()

    /** Entries without a receipt, of all of them. */
    val toSend: Flow<ULong> = left.map { it.values.sum() }.distinctUntilChanged()

    /** Finds out what is left in these. */
    suspend fun look(former: List<UUID>): Unit = each(former) { }

    /** Calls [send] with each of these that has something to send, and finds out what is left. */
    suspend fun each(former: List<UUID>, send: suspend (Beatbook) -> Unit): Unit = oneAtATime.withLock {
        for (id in former) {
            try {
                val book = phone.open(id)
                try {
                    if (SyncTimes(book.status()).somethingToSend) send(book)
                    val count = book.status().toSend
                    left.update { it + (id to count) }
                } finally {
                    book.shutdown()
                }
            } catch (_: BeatbookException) {
                // It keeps what it has, and is looked at again the next time.
                continue
            }
        }
    }
}
