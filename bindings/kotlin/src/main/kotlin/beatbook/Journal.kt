package beatbook

import beatbook.core.AccessLog
import beatbook.core.Basis
import beatbook.core.EntryView
import beatbook.core.Exported
import beatbook.core.Keeping
import beatbook.core.NoteView
import beatbook.core.Purged
import beatbook.core.RejectedEntry
import beatbook.core.Verification
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.io.File

/** The journal itself: notes, entries, what became of them, and the file they are in. */
public class JournalCalls internal constructor(private val calls: Calls) {
    /**
     * A pocket-book note of at most 20,000 characters; answers its entry's number.
     *
     * @throws beatbook.core.BeatbookException `text`, `too_large`, `moved`, `retired`, storage errors.
     */
    public suspend fun note(text: String, basis: Basis): ULong = calls.tell { note(checked(text), basis) }

    /**
     * Notes after an entry number, in order; at most 1,000.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun notes(after: ULong? = null, limit: UInt = 100u): List<NoteView> =
        calls.ask { notes(after, limit) }

    /**
     * Entries after a number, in order; at most 1,000.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun entries(after: ULong? = null, limit: UInt = 100u): List<EntryView> =
        calls.ask { entries(after, limit) }

    /**
     * Forgets the body of an entry: gone from the file, its log and its free pages; the chain still verifies.
     * Answers the number of the entry that says so. `reason` is a code of the authority's list.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `not_erasable`, `under_hold` (its remedy names the
     * hold), `text`, `moved`, `retired`, storage errors.
     */
    public suspend fun erase(entry: ULong, reason: String): ULong = calls.tell { erase(entry, checked(reason)) }

    /**
     * Entries the server holds but could not use, or cannot take, with its reason. They stay here and in exports.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun rejected(): List<RejectedEntry> = calls.ask { rejected() }

    /**
     * Walks the whole journal, names the first entry that does not hold, and reads every page of the file. Long;
     * beside other calls.
     *
     * @throws beatbook.core.BeatbookException `cancelled`; `corrupt` if the journal itself cannot be read; storage
     * errors.
     */
    public suspend fun verify(): Verification = calls.long { verify() }

    /**
     * Tells what screens show anew from the journal. Long; beside other calls, recording among them.
     *
     * @throws beatbook.core.BeatbookException `cancelled` (each patrol and note is told as before, or anew; call it
     * again), storage errors.
     */
    public suspend fun rebuild(): Unit = calls.long { rebuild() }

    /**
     * Writes all entries, receipts and unsealed fixes to a new file, without what the officer may not read any more.
     * Runs long; cancelling the coroutine ends it, and then no file of it is left, whenever that was. It is plain text
     * with everything an officer wrote: the app decides where it goes.
     *
     * @throws beatbook.core.BeatbookException `output` (there is a file already; it cannot be written), `cancelled`,
     * storage errors: no file of it is left.
     */
    public suspend fun export(file: File): Exported {
        var written = false
        try {
            return calls.long { export(checked(file.path)).also { written = true } }
        } catch (cancelled: CancellationException) {
            // Written to its end in the moment it was cancelled: nobody is told that it is there.
            if (written) withContext(NonCancellable) { calls.beside { file.delete() } }
            throw cancelled
        }
    }

    /**
     * Drops what the server durably holds and whose keeping time is over; absent: tracks 31 days, sightings half a
     * year, other records a year. Long; beside other calls, recording among them.
     *
     * @throws beatbook.core.BeatbookException `cancelled` (call it again for the rest), storage errors.
     */
    public suspend fun purge(keeping: Keeping? = null): Purged = calls.long { purge(keeping) }

    /**
     * Who looked at what on this phone, after a row's number, in order; at most 1,000. That somebody reads it is
     * written down as well.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun accessLog(after: ULong? = null, limit: UInt = 100u): AccessLog =
        calls.ask { accessLog(after, limit) }
}
