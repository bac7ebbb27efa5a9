package beatbook

import beatbook.core.BeatbookException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import org.junit.jupiter.api.Assertions.fail
import java.io.File
import kotlin.io.path.createTempDirectory

/** A folder, a server and a phone for one test, gone afterwards. */
internal class Pocket(scope: CoroutineScope, dispatcher: CoroutineDispatcher) : CoroutineScope by scope, AutoCloseable {
    val folder: File = createTempDirectory().toFile()
    private val key = randomKey()
    val phone = phone(folder, dispatcher) { key }

    // Last: a program that was started is ended by `close`, which needs a whole pocket.
    val server = Server(folder)

    suspend fun found(): Beatbook = phone.found(server.ticket())

    override fun close() {
        server.close()
        folder.deleteRecursively()
    }
}

internal fun withPocket(dispatcher: CoroutineDispatcher = Dispatchers.IO, story: suspend Pocket.() -> Unit): Unit = now {
    Pocket(this, dispatcher).use { it.story() }
}

internal suspend fun refusedWith(code: String, call: suspend () -> Unit) {
    try {
        call()
    } catch (refused: BeatbookException) {
        if (refused.code != code) fail<Unit>("refused with ${refused.code}, not $code", refused)
        return
    }
    fail<Unit>("should have been refused with $code")
}
