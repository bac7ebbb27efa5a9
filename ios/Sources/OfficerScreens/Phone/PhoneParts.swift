// What an officer's phone is made of: the system's parts, which tests bring themselves.

import Beatbook
import Foundation

/// The parts. BeatbookApple has each of them for iOS but the notices, which `OfficerApp` has.
package struct PhoneParts: Sendable {
    let folders: any FolderProtection
    let secrets: any SecretStore
    let boot: UInt64?
    let positions: any PositionSource
    let syncs: any SyncScheduler
    let regions: any RegionWaker
    let notices: any Notices
    let clock: @Sendable () -> Int64
    let pace: Duration
    let lookout: Duration
    let syncEvery: Duration?
    let keeping: Keeping?
    let letGoEvery: Duration

    /// - Parameters:
    ///   - boot: names this start of the phone; absent where the system does not say, and then each start of the app is one.
    ///   - clock: milliseconds of the monotonic clock, by which a gap is seen.
    ///   - pace: how often a recorder looks whether something is due.
    ///   - lookout: how often on duty it is put off that nothing is recorded.
    ///   - syncEvery: how often it syncs by itself on duty, beside when the app comes to the front and leaves it, and at sign-off; absent,
    ///     it never does by itself.
    ///   - keeping: how long the phone keeps what the server holds; absent, the library's times.
    ///   - letGoEvery: how often each notebook lets go of what is over, after a sync.
    package init(
        folders: any FolderProtection, secrets: any SecretStore, boot: UInt64?, positions: any PositionSource,
        syncs: any SyncScheduler, regions: any RegionWaker, notices: any Notices,
        clock: @escaping @Sendable () -> Int64 = MonotonicClock.now, pace: Duration = .seconds(1),
        lookout: Duration = .seconds(30), syncEvery: Duration? = .seconds(900), keeping: Keeping? = nil,
        letGoEvery: Duration = .seconds(86_400)
    ) {
        self.folders = folders
        self.secrets = secrets
        self.boot = boot
        self.positions = positions
        self.syncs = syncs
        self.regions = regions
        self.notices = notices
        self.clock = clock
        self.pace = pace
        self.lookout = lookout
        self.syncEvery = syncEvery
        self.keeping = keeping
        self.letGoEvery = letGoEvery
    }
}

/// Tells an officer something while nobody looks at the app. A locked screen shows it.
package protocol Notices: Sendable {
    /// Shows it, if the officer allows notifications.
    func show(_ words: String) async
    /// Shows it when so much time is over, also where the app has been ended by then; in place of the one that waited.
    func showLater(_ words: String, in time: Duration) async
    /// Takes the one back that waits, or has come since.
    func takeBackLater() async
}

/// What the system asks the officer for.
@MainActor
package protocol SystemQuestions: AnyObject {
    /// How the precise location stands.
    func place() -> Permission
    /// Asks for it, if it was never asked; answers how it stands afterwards.
    func askForPlace() async -> Permission
    /// Whether the officer was never asked for notifications and wake-ups near a zone.
    func noticesNeverAsked() async -> Bool
    /// Asks for both, one after the other.
    func askForNotices() async
    /// Shows the app's page in the phone's settings.
    func openSettings()
}

/// How a permission stands.
package enum Permission: Sendable {
    /// The system has not asked.
    case notAsked
    /// Yes.
    case given
    /// No; only the officer can change it, in the phone's settings.
    case refused
    /// Yes, but to a few kilometres only, which counts for no zone; changed there, too.
    case roughly
}
