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
    /// The officer allows the precise position: that it was not allowed, or only roughly, is over. One may still have to be found.
    case allowed
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

/// Has the app woken when the phone comes near a zone, and when it has left the circle in which zones were chosen, or, on duty, the one
/// around the officer.
public protocol RegionWaker: Sendable {
    /// These from now on, and no others; none at all if absent.
    func watch(_ choice: NearestRegions?) async
    /// On duty: this circle from now on, to be left, and no other; none where the system would wake nobody for it.
    func watch(onDuty circle: WakeRegion) async
    /// What the phone has come into, and left.
    func crossings() -> AsyncStream<RegionCrossing>
    /// Where the phone is, found out within seconds and kept nowhere; absent where the system does not say.
    func here() async -> WakePlace?
}

/// A circle's edge that the phone went over.
public enum RegionCrossing: Sendable, Hashable {
    /// Into the circle around the zone of this code.
    case entered(String)
    /// Out of the circle around the place where zones were chosen, or, on duty, around the officer.
    case left
}

/// Where the phone is while nobody is on duty.
public struct WakePlace: Sendable, Hashable {
    /// Degrees, WGS84.
    public let lat: Double
    /// Degrees, WGS84.
    public let lon: Double
    /// Metres.
    public let accuracy: Double

    /// Degrees in WGS84, metres.
    public init(lat: Double, lon: Double, accuracy: Double) {
        self.lat = lat
        self.lon = lon
        self.accuracy = accuracy
    }
}

/// Makes the folders of notebooks as this system protects them.
public protocol FolderProtection: Sendable {
    /// Folders that exist, out of every backup where they must be.
    ///
    /// - Throws: what the system throws if they cannot be made or protected.
    func places() throws -> FolderPlaces
}
