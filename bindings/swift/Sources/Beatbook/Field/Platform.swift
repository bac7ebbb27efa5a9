// What only the phone's system can do, as this package needs it. BeatbookApple does it on iOS; tests do it by themselves.

import BeatbookCore
import Foundation

/// Where position reports come from.
public protocol PositionSource: Sendable {
    /// One report a second for as long as the stream is read, in the background, too.
    func positions() -> AsyncStream<PositionNews>
}

/// What a source of positions says.
public enum PositionNews: Sendable, Equatable {
    /// Here is the phone.
    case fix(RawFix)
    /// No position, and why. A gap begins or goes on; recording does not end.
    case none(NoPosition)
}

/// Why there is no position.
public enum NoPosition: Sendable, Equatable {
    /// The officer has not allowed it, or not always: only the officer can change that, in the phone's settings.
    case notAllowed
    /// Allowed, but to a few kilometres only.
    case onlyRoughly
    /// The system finds none at the moment.
    case notFound
}

/// Has the app woken to sync while nobody looks at it.
public protocol SyncScheduler: Sendable {
    /// Asks for a wake-up, not before that time. The system decides when, and whether.
    func ask(notBefore: Date) throws
}

/// Has the app woken when the phone comes near a zone.
public protocol RegionWaker: Sendable {
    /// These from now on, and no others.
    func watch(_ regions: [WakeRegion]) async
    /// Codes of regions that the phone has come into.
    func entered() -> AsyncStream<String>
}

/// Makes the folders of notebooks as this system protects them.
public protocol FolderProtection: Sendable {
    /// Folders that exist, out of every backup where they must be.
    ///
    /// - Throws: what the system throws if they cannot be made or protected.
    func places() throws -> FolderPlaces
}
