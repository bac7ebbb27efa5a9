// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// A sync while nobody looks at the app.

#if canImport(BackgroundTasks) && os(iOS)
import BackgroundTasks
import Beatbook
import Foundation

/// Background processing tasks. The app's Info.plist has `processing` among `UIBackgroundModes`, and the identifier in
/// `BGTaskSchedulerPermittedIdentifiers`.
public struct BackgroundSync: SyncScheduler {
    private let identifier: String

    /// - Parameter identifier: as in Info.plist.
    public init(identifier: String = "beatbook.sync") {
        self.identifier = identifier
    }

    /// Call it before the app has finished launching: the system accepts no handler later.
    ///
    /// - Parameter notebook: opens the officer's notebook, or answers the one that is open.
    /// - Returns: whether the system knows the identifier.
    @discardableResult
    public func register(_ notebook: @escaping @Sendable () async throws -> Notebook) -> Bool {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: nil) { task in
            let ending = Ending(task)
            let sync = Task {
                do {
                    let book = try await notebook()
                    // Whatever comes of it, the next wake-up is asked for.
                    defer { Task { try? await ask(for: book) } }
                    try await book.syncWhenDue()
                    ending.end(true)
                } catch {
                    ending.end(false)
                }
            }
            // The sync ends within a second of it; what the server has confirmed by then is kept.
            task.expirationHandler = { sync.cancel() }
        }
    }

    /// Asks for the next one when that notebook should sync: at sign-off, and when the app goes to the background.
    public func ask(for notebook: Notebook, now: Date = Date()) async throws {
        try ask(notBefore: SyncTimes(await notebook.status()).next(now: now))
    }

    public func ask(notBefore: Date) throws {
        let request = BGProcessingTaskRequest(identifier: identifier)
        request.earliestBeginDate = notBefore
        request.requiresNetworkConnectivity = true
        request.requiresExternalPower = false
        try BGTaskScheduler.shared.submit(request)
    }
}

/// The system's task, ended once from whichever thread.
private final class Ending: @unchecked Sendable {
    private let task: BGTask

    init(_ task: BGTask) {
        self.task = task
    }

    func end(_ success: Bool) {
        task.setTaskCompleted(success: success)
    }
}
#endif
