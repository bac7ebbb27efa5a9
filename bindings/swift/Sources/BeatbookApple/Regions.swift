// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Woken when the phone comes near a zone, also when the system has ended the app meanwhile.

#if canImport(CoreLocation) && os(iOS)
import Beatbook
import CoreLocation
import Foundation

/// Region monitoring. It needs the location permission "Always". Make it at each start of the app, before anything else: the system
/// starts an app in the background for a region and tells it through the first manager that is made.
@MainActor
public final class CoreLocationRegions: NSObject, RegionWaker, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var readers: [UUID: AsyncStream<String>.Continuation] = [:]
    /// Come into before anybody read: an app that was started for it opens its notebook first.
    private var early: [String] = []

    public override init() {
        super.init()
        manager.delegate = self
    }

    public func watch(_ regions: [WakeRegion]) {
        let wanted = Dictionary(regions.prefix(NearestRegions.most).map { ($0.code, $0) }) { first, _ in first }
        for region in manager.monitoredRegions where wanted[region.identifier] == nil {
            manager.stopMonitoring(for: region)
        }
        for (code, region) in wanted {
            let circle = CLCircularRegion(
                center: CLLocationCoordinate2D(latitude: region.lat, longitude: region.lon),
                // The system takes no more; a bigger one is watched by its middle.
                radius: min(region.radius, manager.maximumRegionMonitoringDistance), identifier: code)
            circle.notifyOnEntry = true
            circle.notifyOnExit = false
            manager.startMonitoring(for: circle)
        }
    }

    public nonisolated func entered() -> AsyncStream<String> {
        AsyncStream { stream in
            let number = UUID()
            Task { @MainActor in
                readers[number] = stream
                for code in early { stream.yield(code) }
                early = []
            }
            stream.onTermination = { [weak self] _ in
                Task { @MainActor in self?.readers[number] = nil }
            }
        }
    }

    public nonisolated func locationManager(_ manager: CLLocationManager, didEnterRegion region: CLRegion) {
        let code = region.identifier
        // Delegates are called on the thread that made the manager, which is the main thread.
        MainActor.assumeIsolated {
            if readers.isEmpty { early.append(code) }
            for reader in readers.values { reader.yield(code) }
        }
    }
}
#endif
