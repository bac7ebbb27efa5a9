// Pause, resume, close; and the calls that run long beside recording.

import BeatbookCore
import Foundation

extension Notebook {
    /// This notebook's id.
    public func id() throws(BeatbookError) -> UUID {
        try read { try $0.id() }
    }

    /// Where the officer stands: on duty or not, what waits for the server, how old the briefing is.
    ///
    /// - Throws: storage errors.
    public func status() throws(BeatbookError) -> Status {
        try read { try $0.status() }
    }

    /// Lets go of the file and its locks, before the system suspends the app: it kills an app that holds a lock meanwhile. Ends long
    /// calls with `cancelled`. Every call but `resume` and `close` is refused with `paused` from now on.
    ///
    /// - Throws: `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    ///   `already_running` of ``blocking``, from what a long call tells: that call would wait for itself.
    public func pause() throws(BeatbookError) {
        try write { try $0.pause() }
    }

    /// Opens the file again.
    ///
    /// - Throws: `closed`, and those of `open`.
    public func resume() throws(BeatbookError) {
        try write { try $0.resume() }
    }

    /// Closes the notebook for good and ends its streams; every later call is refused with `closed`.
    ///
    /// - Throws: `storage_full`, `storage`: the log could not be folded back; it stays beside the file, nothing is lost;
    ///   `already_running` of ``blocking``, from what a long call tells: that call would wait for itself.
    public func close() throws(BeatbookError) {
        defer { watchers.end() }
        try read { try $0.shutdown() }
    }

    /// Ends running long calls with `cancelled`, within a second, from anywhere. Cancelling the task of one does the same.
    ///
    /// - Throws: nothing is known.
    public nonisolated func cancel() throws(BeatbookError) {
        do { try blocking.cancel() } catch { throw BeatbookError(told: error) }
    }

    /// Gives a notebook that still waits for its server a new code, after the former one has expired.
    ///
    /// - Throws: `ticket`, `other_ticket`, storage errors.
    public func useCode(ticket: String) throws(BeatbookError) {
        try write { try $0.useCode(ticket: ticket) }
    }

    /// Goes on from a notebook that is closed for writing because it was restored, copied or found twice, under a key of its own.
    /// The successor is written at once; this one stays open for syncing what it still has.
    ///
    /// - Throws: `no_successor_needed`, `successor_begun` (with another key), `already_open`, and those of `found`.
    public func beginSuccessor(keys: any KeyStore) throws(BeatbookError) -> Notebook {
        Notebook(try write { try $0.beginSuccessor(keys: keys) })
    }

    /// What the officer's roles let the officer do on a day, area by area.
    ///
    /// - Throws: storage errors.
    public func access(on day: CalendarDay) throws(BeatbookError) -> [AreaAccess] {
        try read { try $0.access(day: day) }
    }

    // Long calls. They share one way to end: cancelling any of them ends all that run on this notebook.

    /// Sends what the server does not have, takes its receipts, and pulls its journal and briefing. Recording goes on beside it.
    ///
    /// - Parameter progress: hears each answer of the server, on the thread of the sync, which waits for it. It may call
    ///   ``blocking``. What it throws is ignored.
    /// - Throws: `already_running`, `cancelled`; `network`, `clock_wrong`, `not_our_server`, `bad_answer`, `upgrade_required`,
    ///   `unauthorised`, `revoked`, `server_busy`, `server_restored`, `code_invalid`: nothing on the phone is discarded; storage
    ///   errors.
    @discardableResult
    public nonisolated func sync(
        progress: (@Sendable (SyncSoFar) throws -> Void)? = nil
    ) async throws(BeatbookError) -> SyncReport {
        let listener = progress.map(ProgressListener.init)
        return try await longWrite { try $0.sync(progress: listener) }
    }

    /// The same for a scheduler: after failures it does nothing before the kept time has come.
    ///
    /// - Throws: as `sync`.
    @discardableResult
    public nonisolated func syncWhenDue() async throws(BeatbookError) -> SyncReport {
        try await longWrite { try $0.syncWhenDue() }
    }

    /// Walks the whole journal, names the first entry that does not hold, and reads every page of the file.
    ///
    /// - Throws: `cancelled`; `corrupt` if the journal itself cannot be read; storage errors.
    public nonisolated func verify() async throws(BeatbookError) -> Verification {
        try await long { try $0.verify() }
    }

    /// Writes all entries, receipts and unsealed fixes to a new file, without what the officer may not read any more. It is plain
    /// text with everything an officer wrote: the app decides where it goes.
    ///
    /// - Throws: `output` (there is a file already; it cannot be written), `cancelled`, storage errors: no file of it is left.
    public nonisolated func export(to file: URL) async throws(BeatbookError) -> Exported {
        try await long { try $0.export(path: file.path) }
    }

    /// Tells every record again from the journal, after an update of the app that changed how they are told.
    ///
    /// - Throws: `cancelled` (call it again), storage errors.
    public nonisolated func rebuild() async throws(BeatbookError) {
        try await longWrite { try $0.rebuild() }
    }

    /// Drops what the server durably holds and whose keeping time is over.
    ///
    /// - Parameter keeping: absent: tracks 31 days, sightings half a year, other records a year.
    /// - Throws: `cancelled` (call it again for the rest), storage errors.
    public nonisolated func purge(keeping: Keeping? = nil) async throws(BeatbookError) -> Purged {
        try await longWrite { try $0.purge(keeping: keeping) }
    }

    /// The officer's own hours by zone, from the server: in the figures is what it has derived up to the instant it tells, from
    /// every phone that names the officer. Nobody else's hours can be asked for, and each look is logged there. Nothing is stored
    /// here.
    ///
    /// - Throws: `hours_period`, `too_many_zones`, `unknown_zone`, `too_much`; `needs_server` (no network: what each patrol came to
    ///   is told by `patrols`); `retired` (ask from the successor); `cancelled`; those of `sync` but `network`, `already_running`
    ///   and `server_restored`.
    public nonisolated func ownHours(_ asked: AskHours) async throws(BeatbookError) -> HoursResponse {
        try await long { try $0.ownHours(asked: asked) }
    }

    private nonisolated func long<Answer: Sendable>(
        _ call: @escaping @Sendable (BlockingNotebook) throws -> Answer
    ) async throws(BeatbookError) -> Answer {
        let notebook = blocking
        return try await LongCall.run(cancel: { try? notebook.cancel() }) { try call(notebook) }
    }

    private nonisolated func longWrite<Answer: Sendable>(
        _ call: @escaping @Sendable (BlockingNotebook) throws -> Answer
    ) async throws(BeatbookError) -> Answer {
        let ended: Result<Answer, BeatbookError>
        do throws(BeatbookError) { ended = .success(try await long(call)) } catch { ended = .failure(error) }
        await tellWatchers()
        return try ended.get()
    }
}

/// The library asks for an object; an app writes a closure.
private final class ProgressListener: SyncProgress {
    private let hear: @Sendable (SyncSoFar) throws -> Void

    init(_ hear: @escaping @Sendable (SyncSoFar) throws -> Void) {
        self.hear = hear
    }

    func progress(soFar: SyncSoFar) throws {
        try hear(soFar)
    }
}
