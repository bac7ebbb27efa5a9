// One officer's notebook for an app: an actor whose calls run on a thread of its own.

@_exported import BeatbookCore
import Foundation

/// One officer's notebook on this phone.
///
/// The library's calls block: they wait for the disk, the long ones for a network. So none of them runs on a thread of Swift's
/// concurrency pool, of which there are as few as processors:
/// - short calls run one after the other on the actor's own serial queue, in the order in which they were asked for;
/// - `sync`, `syncWhenDue`, `verify`, `export`, `rebuild`, `purge` and `ownHours` run on a queue beside it while recording goes on,
///   and end with the code `cancelled` when their task is cancelled, as `enrol` does before there is a notebook.
///
/// Keep one object for one notebook. `pause()` before the system suspends the app, `resume()` when it is back, `close()` at the
/// end. An object that nobody holds any more closes its notebook, too, a moment later: whoever opens it again at once closes it first.
///
/// Every call throws ``BeatbookCore/BeatbookError`` and nothing else.
public actor Notebook {
    /// The same notebook, with calls that block the calling thread. For code that has a thread of its own and cannot wait for an
    /// actor, such as what a sync tells how far it has come. What is written through it is not told to the streams at once.
    public nonisolated let blocking: BlockingNotebook

    private nonisolated let executor = QueueExecutor(label: "beatbook.notebook")
    let watchers = Watchers()

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ blocking: BlockingNotebook) {
        self.blocking = blocking
    }

    deinit {
        watchers.end()
    }

    /// Ids of the notebooks in a folder, in the order of their founding by the phone's clock: the last is the one in use, unless the
    /// app keeps another one's id as that. Nothing is opened.
    ///
    /// - Throws: `missing_folder`, `storage`.
    public static func list(in places: FolderPlaces) async throws(BeatbookError) -> [UUID] {
        try await LongCall.run { try listNotebooks(places: places) }
    }

    /// Puts a notebook aside that cannot be opened: file, log, key check and seat get a new name together and are kept. Then enrol
    /// again; one that still opens needs ``beginSuccessor(keys:)`` instead.
    ///
    /// - Returns: the path where the file is now.
    /// - Throws: `missing`, `already_open`, `already_exists`, `phone` (its clock or random numbers), `missing_folder`,
    ///   `read_only_folder`, `storage`.
    public static func setAside(_ notebook: UUID, in places: FolderPlaces) async throws(BeatbookError) -> String {
        try await LongCall.run { try setNotebookAside(places: places, notebook: notebook) }
    }

    /// Makes a new notebook from an enrolment code and opens it, without a network: it records from now on, and the next `sync`
    /// has the server let it in (the code is valid for 15 minutes).
    ///
    /// - Parameters:
    ///   - places: the folders of notebooks and seats.
    ///   - keys: where the key is kept for good before it is answered.
    ///   - boot: names this start of the phone: on iOS `BootSession.id()`, for the library cannot ask there, and each opening would count
    ///     as a restart of the phone, a gap. Absent elsewhere: the system is asked.
    ///   - ticket: the enrolment code.
    /// - Throws: `ticket`, `key`, `platform` (the key store), `phone` (its clock or random numbers), `missing_folder`,
    ///   `read_only_folder`, `storage_full`, `storage`.
    public static func found(
        in places: FolderPlaces, keys: any KeyStore, boot: UInt64? = nil, ticket: String
    ) async throws(BeatbookError) -> Notebook {
        Notebook(try await LongCall.run {
            try BlockingNotebook.found(places: places, keys: keys, boot: boot, ticket: ticket)
        })
    }

    /// Enrols a notebook with a code while the network is there, and opens it. Call it again with the same key and code after a
    /// lost answer: the very same notebook asks again. Runs long; it ends within a second when its task is cancelled. One that was
    /// let in by then is answered, to be closed.
    ///
    /// Cancelled before the server was met it leaves nothing behind. After that the server may have spent the code on the notebook
    /// that asked, which is whole and stays: call again with the same key and code, which the server answers all the same. With
    /// another key ask for a new code.
    ///
    /// - Throws: those of `found`, and those of `open`; `code_invalid` (nothing is left behind); `cancelled`, `network`,
    ///   `clock_wrong`, `not_our_server`, `bad_answer`, `server_busy` (call again); `other_ticket`.
    public static func enrol(
        in places: FolderPlaces, keys: any KeyStore, boot: UInt64? = nil, ticket: String
    ) async throws(BeatbookError) -> Notebook {
        let end: Cancel
        do { end = try Cancel() } catch { throw BeatbookError(told: error) }
        return Notebook(try await LongCall.run(cancel: { try? end.cancel() }) {
            try BlockingNotebook.enrol(places: places, keys: keys, boot: boot, ticket: ticket, cancel: end)
        })
    }

    /// Opens a notebook by its id. A restored or copied file opens closed for writing, and still syncs: see
    /// ``beginSuccessor(keys:)``.
    ///
    /// - Throws: `missing`, `wrong_key`, `key`, `platform` (the key store), `phone`, `corrupt`, `unreadable`, `newer_version`,
    ///   `not_a_notebook`, `already_open`, `missing_folder`, `read_only_folder`, `storage_full`: nothing was changed.
    public static func open(
        _ notebook: UUID, in places: FolderPlaces, keys: any KeyStore, boot: UInt64? = nil
    ) async throws(BeatbookError) -> Notebook {
        Notebook(try await LongCall.run {
            try BlockingNotebook.open(places: places, keys: keys, boot: boot, notebook: notebook)
        })
    }

    /// A call that changes nothing an officer sees in the status.
    func read<Answer>(_ call: (BlockingNotebook) throws -> Answer) throws(BeatbookError) -> Answer {
        do { return try call(blocking) } catch { throw BeatbookError(told: error) }
    }

    /// A call that may change the status: whoever watches is told, whether it worked or not.
    func write<Answer>(_ call: (BlockingNotebook) throws -> Answer) throws(BeatbookError) -> Answer {
        defer { tellWatchers() }
        return try read(call)
    }
}

/// Runs an actor on a dispatch queue, one job after the other, each on a thread that may block.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInitiated)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Held until the job is done, which may be the one that lets go of the actor.
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}

/// The library's own object of the same name, whose calls block the calling thread.
public typealias BlockingNotebook = BeatbookCore.Notebook
