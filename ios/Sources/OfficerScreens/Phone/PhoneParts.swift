// What an officer's phone is made of: the system's parts, which tests bring themselves.

import Beatbook
import Foundation

/// The parts. BeatbookApple has each of them for iOS but the notices, which `OfficerApp` has.
package struct PhoneParts: Sendable {
    let folders: any FolderProtection
    let secrets: any SecretStore
    let positions: any PositionSource
    let syncs: any SyncScheduler
    let regions: any RegionWaker
    let notices: any Notices
    let clock: @Sendable () -> Int64
    let pace: Duration

    /// - Parameters:
    ///   - clock: milliseconds of the monotonic clock, by which a gap is seen.
    ///   - pace: how often a recorder looks whether something is due.
    package init(
        folders: any FolderProtection, secrets: any SecretStore, positions: any PositionSource, syncs: any SyncScheduler,
        regions: any RegionWaker, notices: any Notices, clock: @escaping @Sendable () -> Int64 = MonotonicClock.now,
        pace: Duration = .seconds(1)
    ) {
        self.folders = folders
        self.secrets = secrets
        self.positions = positions
        self.syncs = syncs
        self.regions = regions
        self.notices = notices
        self.clock = clock
        self.pace = pace
    }
}

/// Tells an officer something while nobody looks at the app. A locked screen shows it.
package protocol Notices: Sendable {
    /// Shows it, if the officer allows notifications.
    func show(_ words: String) async
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
    /// No, or not what is needed; only the officer can change it, in the phone's settings.
    case refused
}
