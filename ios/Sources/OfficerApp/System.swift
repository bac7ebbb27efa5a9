// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// What the system asks the officer for, and what it tells while nobody looks.

#if canImport(SwiftUI) && os(iOS)
import CoreLocation
import OfficerScreens
import UIKit
import UserNotifications

/// The system's own questions.
@MainActor
final class SystemAnswers: NSObject, SystemQuestions, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var waiting: CheckedContinuation<Void, Never>?

    override init() {
        super.init()
        manager.delegate = self
    }

    func place() -> Permission {
        switch manager.authorizationStatus {
        case .notDetermined: .notAsked
        // To a few kilometres only counts for no zone.
        case .authorizedAlways, .authorizedWhenInUse: manager.accuracyAuthorization == .fullAccuracy ? .given : .roughly
        default: .refused
        }
    }

    func askForPlace() async -> Permission {
        if place() == .notAsked, waiting == nil {
            await withCheckedContinuation { answered in
                waiting = answered
                manager.requestWhenInUseAuthorization()
            }
        }
        return place()
    }

    func noticesNeverAsked() async -> Bool { await Self.isUndecided() }

    /// Apart from the main actor, which the system's answer must not cross to.
    private nonisolated static func isUndecided() async -> Bool {
        await UNUserNotificationCenter.current().notificationSettings().authorizationStatus == .notDetermined
    }

    func askForNotices() async {
        // Whatever the answer is: the app goes on without.
        _ = try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound])
        manager.requestAlwaysAuthorization()
    }

    func openSettings() {
        guard let page = URL(string: UIApplication.openSettingsURLString) else { return }
        UIApplication.shared.open(page)
    }

    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        // Delegates are called on the thread that made the manager, which is the main thread.
        MainActor.assumeIsolated {
            // It is also called once when the manager is made.
            if place() == .notAsked { return }
            waiting?.resume()
            waiting = nil
        }
    }
}

/// Notifications.
struct SystemNotices: Notices {
    /// The one that waits: asked for again, it takes the place of the one before.
    private static let later = "beatbook.later"

    func show(_ words: String) async {
        await Self.add(words, UUID().uuidString, nil)
    }

    func showLater(_ words: String, in time: Duration) async {
        // It has come, and is not true any more.
        UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: [Self.later])
        await Self.add(words, Self.later, TimeInterval(time.components.seconds))
    }

    func takeBackLater() async {
        let center = UNUserNotificationCenter.current()
        center.removePendingNotificationRequests(withIdentifiers: [Self.later])
        center.removeDeliveredNotifications(withIdentifiers: [Self.later])
    }

    private static func add(_ words: String, _ identifier: String, _ seconds: TimeInterval?) async {
        let content = UNMutableNotificationContent()
        content.title = words
        content.sound = .default
        let trigger = seconds.map { UNTimeIntervalNotificationTrigger(timeInterval: max(1, $0), repeats: false) }
        // Not allowed, it is not shown.
        try? await UNUserNotificationCenter.current().add(
            UNNotificationRequest(identifier: identifier, content: content, trigger: trigger))
    }
}
#endif
