// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Woken when the phone comes near a zone or leaves the place of the choice, also when the system has ended the app meanwhile.

#if canImport(CoreLocation) && os(iOS)
import Beatbook
import CoreLocation
import Foundation

/// Region monitoring. It needs the location permission "Always". Make it at each start of the app, before anything else: the system
/// starts an app in the background for a region and tells it through the first manager that is made.
@MainActor
public final class CoreLocationRegions: NSObject, RegionWaker, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    /// What is to be watched; absent until the app has asked.
    private var wanted: [WakeRegion]?
    private var readers: [UUID: AsyncStream<RegionCrossing>.Continuation] = [:]
    /// Crossed before anybody read: an app that was started for it opens its notebook first.
    private var early: [RegionCrossing] = []
    /// Who asks where the phone is; one answer for all.
    private var asking: [CheckedContinuation<WakePlace?, Never>] = []
    /// Counts the times the system was asked.
    private var asked = 0
    /// An app that was started for a crossing has some ten seconds in all.
    private static let patience = Duration.seconds(5)
    /// A place that the system had found before ranks zones as well, while it is no older than so many seconds.
    private static let recent: TimeInterval = 300

    public override init() {
        super.init()
        manager.delegate = self
        // Enough to rank zones, and soon found.
        manager.desiredAccuracy = kCLLocationAccuracyHundredMeters
    }

    public func watch(_ choice: NearestRegions?) {
        wanted = choice.map { $0.regions + [$0.around] } ?? []
        watchWanted()
    }

    public func watch(onDuty circle: WakeRegion) {
        wanted = [circle]
        watchWanted()
    }

    /// Without "Always" circles would wake nobody: then the system is not told where the officer is, or was.
    private func watchWanted() {
        // It goes on with those of an earlier life of the app until some are asked for.
        guard let wanted else { return }
        monitor(manager.authorizationStatus == .authorizedAlways ? wanted : [])
    }

    public nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        // The officer may answer after sign-on, or take it back. It is also called once when the manager is made: none are wanted then.
        MainActor.assumeIsolated { watchWanted() }
    }

    private func monitor(_ circles: [WakeRegion]) {
        let watched = Dictionary(circles.map { ($0.code, $0) }) { first, _ in first }
        for region in manager.monitoredRegions where watched[region.identifier] == nil {
            manager.stopMonitoring(for: region)
        }
        for (code, region) in watched {
            let circle = CLCircularRegion(
                center: CLLocationCoordinate2D(latitude: region.lat, longitude: region.lon),
                // The system takes no more; a bigger one is watched by its middle.
                radius: min(region.radius, manager.maximumRegionMonitoringDistance), identifier: code)
            circle.notifyOnEntry = code != NearestRegions.aroundCode
            circle.notifyOnExit = code == NearestRegions.aroundCode
            manager.startMonitoring(for: circle)
        }
    }

    public nonisolated func crossings() -> AsyncStream<RegionCrossing> {
        AsyncStream { stream in
            let number = UUID()
            Task { @MainActor in
                readers[number] = stream
                for crossing in early { stream.yield(crossing) }
                early = []
            }
            stream.onTermination = { [weak self] _ in
                Task { @MainActor in self?.readers[number] = nil }
            }
        }
    }

    public func here() async -> WakePlace? {
        // Without it no circle wakes the app either, and in the background no place is told.
        if manager.authorizationStatus != .authorizedAlways { return nil }
        return await withCheckedContinuation { answered in
            asking.append(answered)
            if asking.count == 1 { ask() }
        }
    }

    private func ask() {
        asked += 1
        let mine = asked
        manager.requestLocation()
        Task {
            try? await Task.sleep(for: Self.patience)
            if mine == asked, !asking.isEmpty {
                manager.stopUpdatingLocation()
                answer(foundBefore())
            }
        }
    }

    /// What the system knows already. Without a place the circle that was left would stay the last: nobody comes out of it twice.
    private func foundBefore() -> WakePlace? {
        guard let location = manager.location, abs(location.timestamp.timeIntervalSinceNow) <= Self.recent else { return nil }
        return WakePlace(location)
    }

    private func answer(_ place: WakePlace?) {
        let waiting = asking
        asking = []
        for answered in waiting { answered.resume(returning: place) }
    }

    public nonisolated func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
        let place = locations.last.flatMap { WakePlace($0) }
        // Delegates are called on the thread that made the manager, which is the main thread.
        MainActor.assumeIsolated { answer(place ?? foundBefore()) }
    }

    public nonisolated func locationManager(_ manager: CLLocationManager, didFailWithError error: any Error) {
        MainActor.assumeIsolated { answer(foundBefore()) }
    }

    public nonisolated func locationManager(_ manager: CLLocationManager, didEnterRegion region: CLRegion) {
        let code = region.identifier
        // The circle around the place of the choice, or around an officer on duty, is one to leave, whatever the system tells of it.
        if code == NearestRegions.aroundCode { return }
        MainActor.assumeIsolated { tell(.entered(code)) }
    }

    public nonisolated func locationManager(_ manager: CLLocationManager, didExitRegion region: CLRegion) {
        if region.identifier != NearestRegions.aroundCode { return }
        MainActor.assumeIsolated { tell(.left) }
    }

    private func tell(_ crossing: RegionCrossing) {
        if readers.isEmpty { early.append(crossing) }
        for reader in readers.values { reader.yield(crossing) }
    }
}

extension WakePlace {
    /// A place of Core Location's; absent where it says "not known", by a negative accuracy.
    init?(_ location: CLLocation) {
        if location.horizontalAccuracy <= 0 { return nil }
        self.init(
            lat: location.coordinate.latitude, lon: location.coordinate.longitude, accuracy: location.horizontalAccuracy)
    }
}
#endif
