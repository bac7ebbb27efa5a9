// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Positions, a report a second, in the pocket, too, and while the officer stands still.

#if canImport(CoreLocation) && os(iOS)
import Beatbook
import CoreLocation
import Foundation

/// Core Location's standard updates with a background session, from iOS 17 on.
///
/// The app's Info.plist has `location` among `UIBackgroundModes` and `NSLocationWhenInUseUsageDescription`, and the officer has been asked
/// with `requestWhenInUseAuthorization()`: without the former the system ends the app here, without the latter nothing comes. Begin while
/// the app is in front: the system then keeps it running in the background, with the sign for it in the status bar, until the stream is
/// no longer read.
///
/// After the system has ended the app, read `positions()` again as soon as it is started: a session that was not over goes on. Where it
/// was started in the background and there is none to go on with, the system may refuse a new one (`insufficientlyInUse`), and says so
/// nowhere in this stream: positions then come while the app runs, and stop in the pocket. So read `positions()` once more when the app
/// is in front, and let go of the stream that was begun behind.
///
/// Not `CLLocationUpdate.liveUpdates`, which stop while the phone does not move: an officer who stands still is present.
public struct CoreLocationPositions: PositionSource {
    public init() {}

    public func positions() -> AsyncStream<PositionNews> {
        AsyncStream { stream in
            // A manager tells the thread that made it, which must have a run loop: the main thread.
            let following = Task { @MainActor in
                let updates = StandardUpdates(stream)
                updates.begin()
                // It lives as long as somebody reads.
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
                updates.end()
            }
            stream.onTermination = { _ in following.cancel() }
        }
    }
}

/// A manager that never pauses, and what it says.
@MainActor
private final class StandardUpdates: NSObject, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var session: CLBackgroundActivitySession?
    private var reports = WallDatedReports()
    private nonisolated let stream: AsyncStream<PositionNews>.Continuation

    init(_ stream: AsyncStream<PositionNews>.Continuation) {
        self.stream = stream
        super.init()
        manager.desiredAccuracy = kCLLocationAccuracyBest
        // No least distance and no pause: the system tells a position a second of who stands still, too.
        manager.distanceFilter = kCLDistanceFilterNone
        manager.pausesLocationUpdatesAutomatically = false
        // By no road.
        manager.activityType = .otherNavigation
        manager.allowsBackgroundLocationUpdates = true
        manager.showsBackgroundLocationIndicator = true
    }

    func begin() {
        session = CLBackgroundActivitySession()
        // It tells at once how the permission stands.
        manager.delegate = self
        manager.startUpdatingLocation()
    }

    func end() {
        manager.stopUpdatingLocation()
        manager.delegate = nil
        session?.invalidate()
        session = nil
    }

    nonisolated func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
        let dates = locations.map(\.timestamp)
        // Delegates are called on the thread that made the manager, which is the main thread.
        let monos = MainActor.assumeIsolated { dates.map { reports.mono(of: $0) } }
        for (location, mono) in zip(locations, monos) {
            if let mono { stream.yield(.fix(RawFix(location, mono: mono))) }
        }
    }

    nonisolated func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error) {
        // It goes on by itself: that none was found is said of a moment.
        stream.yield(.none((error as? CLError)?.code == .denied ? .notAllowed : .notFound))
    }

    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        switch manager.authorizationStatus {
        case .authorizedAlways, .authorizedWhenInUse:
            stream.yield(manager.accuracyAuthorization == .reducedAccuracy ? .none(.onlyRoughly) : .allowed)
            // Allowed again. Once more does no harm.
            MainActor.assumeIsolated { reports = WallDatedReports() }
            manager.startUpdatingLocation()
        default:
            stream.yield(.none(.notAllowed))
        }
    }

    nonisolated func locationManagerDidPauseLocationUpdates(_ manager: CLLocationManager) {
        // It is asked not to. Where it does all the same, it would not begin again by itself.
        stream.yield(.none(.notFound))
        // Begun again, it may hand over first what the system had kept.
        MainActor.assumeIsolated { reports = WallDatedReports() }
        manager.startUpdatingLocation()
    }
}

extension RawFix {
    /// A position of Core Location's, and when it was made by the monotonic clock.
    init(_ location: CLLocation, mono: Int64) {
        let simulated = location.sourceInformation?.isSimulatedBySoftware ?? false
        self.init(
            lat: location.coordinate.latitude, lon: location.coordinate.longitude, date: location.timestamp, mono: mono,
            // Core Location says "not known" by a negative number.
            accuracy: location.horizontalAccuracy >= 0 ? location.horizontalAccuracy : nil,
            speed: location.speed >= 0 ? location.speed : nil,
            bearing: location.course >= 0 ? location.course : nil,
            // Core Location does not say who found a position, nor whose time it tells, and its age is reckoned by the phone's clock.
            // `network` says just that: its time is the wall clock, and no legal time rests on it. Its place counts like a satellite's.
            provider: simulated ? .mock : .network)
    }
}
#endif
