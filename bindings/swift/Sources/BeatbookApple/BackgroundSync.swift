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
    /// - Parameter woken: syncs, asks for the next wake-up and answers whether it worked, as `Notebook.syncWhenWoken` does. The system
    ///   may suspend the app as soon as it has answered. Its task is cancelled when the time is over: it then ends within a second.
    /// - Returns: whether the system knows the identifier.
    @discardableResult
    public func register(_ woken: @escaping @Sendable () async -> Bool) -> Bool {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: nil) { task in
            let ending = Ending(task)
            let work = Task { ending.end(await woken()) }
            // What the server has confirmed by then is kept.
            task.expirationHandler = { work.cancel() }
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
