// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Positions, a report a second, in the pocket, too.

#if canImport(CoreLocation) && os(iOS)
import Beatbook
import CoreLocation
import Foundation

/// Core Location's live updates with a background session, from iOS 17 on.
///
/// The app's Info.plist has `location` among `UIBackgroundModes` and `NSLocationWhenInUseUsageDescription`. Begin while the app is in
/// front: the system then keeps it running in the background, with the sign for it in the status bar, until the stream is no longer
/// read. After the system has ended the app, read `positions()` again as soon as it is started: the session goes on.
public struct CoreLocationPositions: PositionSource {
    public init() {}

    public func positions() -> AsyncStream<PositionNews> {
        AsyncStream { stream in
            // Sessions belong to the main actor; the session lives as long as somebody reads.
            let following = Task { @MainActor in
                let session = CLBackgroundActivitySession()
                defer { session.invalidate() }
                do {
                    // .otherNavigation: by no road, on foot, no snapping. The system may hold updates back while the officer stands
                    // still; what is not told becomes a gap.
                    for try await update in CLLocationUpdate.liveUpdates(.otherNavigation) {
                        stream.yield(Self.news(update))
                    }
                } catch {
                    stream.yield(.none(.notFound))
                }
                stream.finish()
            }
            stream.onTermination = { _ in following.cancel() }
        }
    }

    private static func news(_ update: CLLocationUpdate) -> PositionNews {
        if let location = update.location { return .fix(RawFix(location)) }
        if #available(iOS 18, *) {
            if update.authorizationDenied || update.authorizationDeniedGlobally { return .none(.notAllowed) }
            if update.accuracyLimited { return .none(.onlyRoughly) }
        } else {
            switch CLLocationManager().authorizationStatus {
            case .denied, .restricted: return .none(.notAllowed)
            default: break
            }
        }
        return .none(.notFound)
    }
}

extension RawFix {
    /// A position of Core Location's.
    init(_ location: CLLocation) {
        // How old the position is moves both clocks back alike: the wall clock may be wrong, its differences are not.
        let age = max(0, Int64(Date().timeIntervalSince(location.timestamp) * 1000))
        let simulated = location.sourceInformation?.isSimulatedBySoftware ?? false
        self.init(
            lat: location.coordinate.latitude, lon: location.coordinate.longitude, date: location.timestamp,
            mono: MonotonicClock.now() - age,
            // Core Location says "not known" by a negative number.
            accuracy: location.horizontalAccuracy >= 0 ? location.horizontalAccuracy : nil,
            speed: location.speed >= 0 ? location.speed : nil,
            bearing: location.course >= 0 ? location.course : nil,
            provider: simulated ? .mock : .gnss)
    }
}
#endif
