package beatbook

import beatbook.core.BeatbookException
import beatbook.core.Cancel
import beatbook.core.FolderPlaces
import beatbook.core.KeyStore
import beatbook.core.Notebook
import beatbook.core.listNotebooks
import beatbook.core.setNotebookAside
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.File
import java.util.UUID

/** Where the app keeps the keys of notebooks. */
public fun interface Keys {
    /**
     * The 32 random bytes of a notebook; [notebook] is null for one that is about to be made. The key must be stored for good
     * before it is answered, one for each notebook, and never anywhere else.
     *
     * Called once for each notebook that is opened, on the dispatcher's thread. What it throws is answered to the call under
     * way: a `BeatbookException.Refused` as it is, anything else as `platform`.
     */
    public fun key(notebook: UUID?): ByteArray
}

/**
 * One installation of the library: where notebooks lie, who has their keys, and which threads wait for them.
 *
 * A coroutine that is cancelled while [found], [enrol], [open] or [Beatbook.beginSuccessor] is under way gets no notebook: what was
 * made is on the phone, as [notebooks] says, and closed again.
 *
 * @param notebooks the folder of the encrypted files. It exists.
 * @param seats a folder outside every backup and transfer to another phone. It exists.
 * @param keys where keys are kept.
 * @param boot names this start of the phone, such as Android's boot count; null: the system is asked, and
 *   where an app may not, each opening counts as a start: a gap in the patrol.
 * @param dispatcher where blocking calls wait: never the main thread. A sync holds one of its threads for as long as it runs.
 */
public class Phone(
    notebooks: File,
    seats: File,
    private val keys: Keys,
    private val boot: ULong? = null,
    internal val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) {
    private val notebooks = notebooks.path
    private val seats = seats.path

    /**
     * Ids of the notebooks on this phone, in the order of their founding by the phone's clock: the last is the one in use,
     * unless the app keeps another one's id as that. Nothing is opened.
     *
     * @throws beatbook.core.BeatbookException `missing_folder`, `storage`.
     */
    public suspend fun notebooks(): List<UUID> = blocking(dispatcher) { listNotebooks(places()) }

    /**
     * Makes a new notebook from an enrolment code and opens it, without a network: it records from now on, and the next
     * [Beatbook.sync] has the server let it in (the code is valid for 15 minutes).
     *
     * @throws beatbook.core.BeatbookException `ticket`, `key`, `platform` (the app's [Keys]), `phone` (its
     * clock or random numbers), `missing_folder`, `read_only_folder`, `storage_full`, `storage`.
     */
    public suspend fun found(ticket: String): Beatbook =
        opened { Notebook.found(places(), keyStore(), boot, checked(ticket)) }

    /**
     * Enrols a notebook with a code while the network is there, and opens it. Call it again with the same key and code after
     * a lost answer: the very same notebook asks again. Runs long; cancelling the coroutine ends it within a second. One that
     * was let in by then is on the phone, closed: [open] it.
     *
     * Cancelled before the server was met it leaves nothing behind. After that the server may have spent the code on the
     * notebook that asked, which is whole and stays: call again with the same key and code, which the server answers all the
     * same. With another key ask for a new code.
     *
     * @throws beatbook.core.BeatbookException those of [found], and those of [open]; `code_invalid` (nothing is left behind);
     * `network`, `clock_wrong`, `not_our_server`, `bad_answer`, `server_busy` (call again); `other_ticket`. Never `cancelled`:
     * nothing but the coroutine's own cancelling ends it.
     */
    public suspend fun enrol(ticket: String): Beatbook {
        currentCoroutineContext().ensureActive()
        val cancel = Cancel()
        // Unconfined, so that it acts on the thread that cancels: the dispatcher's only thread may be in the call.
        val watch = CoroutineScope(currentCoroutineContext()).launch(Dispatchers.Unconfined, CoroutineStart.UNDISPATCHED) {
            try {
                awaitCancellation()
            } finally {
                cancel.cancel()
            }
        }
        try {
            return opened { Notebook.enrol(places(), keyStore(), boot, checked(ticket), cancel) }
        } catch (refused: BeatbookException) {
            // Cancelled on purpose is no failure, whatever the call says of its end.
            currentCoroutineContext().ensureActive()
            throw refused
        } finally {
            withContext(NonCancellable) { watch.cancelAndJoin() }
            // Not before the call has ended: cancelled on its way into the library, it still has to be handed over there.
            cancel.close()
        }
    }

    /**
     * Opens a notebook by its id. A restored or copied file opens closed for writing, and still syncs: see
     * [Beatbook.beginSuccessor].
     *
     * @throws beatbook.core.BeatbookException `missing`, `wrong_key`, `key`, `platform` (the app's [Keys]), `phone`,
     * `corrupt`, `unreadable`, `newer_version`, `not_a_notebook`, `already_open`, `missing_folder`, `read_only_folder`,
     * `storage_full`: nothing was changed.
     */
    public suspend fun open(notebook: UUID): Beatbook = opened { Notebook.open(places(), keyStore(), boot, notebook) }

    /**
     * Puts a notebook aside that cannot be opened: file, log, key check and seat get a new name together and are kept. Answers
     * where the file is now. Then enrol again; one that still opens needs [Beatbook.beginSuccessor] instead.
     *
     * @throws beatbook.core.BeatbookException `missing`, `already_open`, `already_exists`, `phone` (its clock or random
     * numbers), `missing_folder`, `read_only_folder`, `storage`.
     */
    public suspend fun setAside(notebook: UUID): File =
        blocking(dispatcher) { File(setNotebookAside(places(), notebook)) }

    /**
     * Opens on the dispatcher; what was opened is closed again if it cannot be answered. Nor can it to a coroutine that was cancelled
     * meanwhile: on its way through `await` or `withContext` the answer would be dropped, and the notebook be open for nobody.
     */
    internal suspend fun opened(open: () -> Notebook): Beatbook {
        val book = blocking(dispatcher) {
            val notebook = open()
            try {
                Beatbook(notebook, notebook.id(), this)
            } catch (failed: Throwable) {
                notebook.close()
                throw failed
            }
        }
        try {
            currentCoroutineContext().ensureActive()
        } catch (cancelled: CancellationException) {
            closeQuietly(book)
            throw cancelled
        }
        return book
    }

    private suspend fun closeQuietly(book: Beatbook): Unit = try {
        book.shutdown()
    } catch (_: BeatbookException) {
        // Its log was not folded back and stays beside the file: it is let go of, and nothing is lost.
    }

    internal fun keyStore(): KeyStore = KeysForTheLibrary(keys)

    private fun places() = FolderPlaces(checked(notebooks), checked(seats))
}

private class KeysForTheLibrary(private val keys: Keys) : KeyStore {
    override fun key(notebook: UUID?): ByteArray = ownPart { keys.key(notebook) }
}
