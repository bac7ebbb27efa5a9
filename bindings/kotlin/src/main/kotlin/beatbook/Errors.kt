package beatbook

import beatbook.core.BeatbookException
import beatbook.core.Missing
import java.nio.charset.CharacterCodingException

/** What a call came to, for a `when` that forgets no case. See [reply]. */
public sealed interface Reply<out T> {
    /** It is done, and on the phone's storage. */
    public data class Done<out T>(
        /** What the call answered. */
        val answer: T,
    ) : Reply<T>

    /** The library refused it; nothing already recorded is lost. */
    public data class Refused(
        /** Stable, such as `off_duty`. */
        val code: String,
        /** What is wrong and what to do, in English. */
        val remedy: String,
    ) : Reply<Nothing>

    /** Paper cannot carry a number yet. */
    public data class Incomplete(
        /** Every missing point, with what to do and where the law says so. */
        val missing: List<Missing>,
    ) : Reply<Nothing>
}

/** Turns what [call] throws into a value: `when (val it = reply { book.notices.issue(asked) }) { … }`. */
public inline fun <T> reply(call: () -> T): Reply<T> = try {
    Reply.Done(call())
} catch (refused: BeatbookException.Refused) {
    Reply.Refused(refused.code, refused.remedy)
} catch (incomplete: BeatbookException.Incomplete) {
    Reply.Incomplete(incomplete.missing)
}

/** The stable code of any error of the library; `incomplete` where points are missing. */
public val BeatbookException.code: String
    get() = when (this) {
        is BeatbookException.Refused -> code
        is BeatbookException.Incomplete -> "incomplete"
    }

internal fun refused(code: String, remedy: String) = BeatbookException.Refused(code, remedy)

/**
 * Lets nothing out of a call but the typed error. What else was thrown is not told on, not even as a cause: its text may hold
 * what an officer wrote.
 */
internal inline fun <T> typed(call: () -> T): T = try {
    call()
} catch (known: BeatbookException) {
    throw known
} catch (_: CharacterCodingException) {
    throw noText()
} catch (_: IllegalStateException) {
    // The generated object says so of a handle that was given back.
    throw refused("closed", "this was closed: open it anew")
} catch (_: RuntimeException) {
    throw internal()
} catch (_: beatbook.core.InternalException) {
    throw internal()
} catch (_: OutOfMemoryError) {
    throw refused("too_large", "this is more than the app's memory holds: hand over less, or ask for less")
}

/**
 * Refuses a text that is none, alone or anywhere in a record, before anything is handed over. The generated call holds the notebook
 * while it turns what it is given into bytes: a text it stumbles over would leave that hold behind, and the notebook open for as
 * long as the app lives. A record is read as its own words: `toString` tells each text in it whole, and never two side by side
 * without a sign between them.
 */
internal fun <T> checked(handed: T): T = if (isText(handed.toString())) handed else throw noText()

private fun isText(text: String): Boolean = Charsets.UTF_8.newEncoder().canEncode(text)

private fun noText() = refused("text", "half a character is no text: read it again from where it came")

private fun internal() = refused("internal", "a fault of the library: nothing recorded is lost; report it with what was done")

/** Whether this thread is inside a [beatbook.core.SyncProgress] of a running sync. */
private val insideProgress = ThreadLocal<Boolean>()

/** Waiting for a sync on the very thread it runs on would never end. */
internal fun refuseInsideProgress() {
    if (insideProgress.get() == true) {
        throw refused("already_running", "a sync is telling how far it has come: cancel it, and close or pause after its end")
    }
}

/** Marks this thread as telling of a sync while [part] runs. */
internal fun tellingProgress(part: () -> Unit) {
    insideProgress.set(true)
    try {
        part()
    } finally {
        insideProgress.remove()
    }
}

/**
 * Runs the app's own part for the library. Everything that can be thrown is caught, errors of the machine included: what
 * passes this line would reach native code, which would be told that all went well.
 */
internal inline fun <T> ownPart(part: () -> T): T = try {
    part()
} catch (refused: BeatbookException.Refused) {
    if (isText(refused.code) && isText(refused.remedy)) throw refused else throw ownPartFailed()
} catch (interrupted: InterruptedException) {
    Thread.currentThread().interrupt()
    throw ownPartFailed()
} catch (_: Throwable) {
    throw ownPartFailed()
}

private fun ownPartFailed() = refused("platform", "the app's own part failed: look at its log, and try again")
