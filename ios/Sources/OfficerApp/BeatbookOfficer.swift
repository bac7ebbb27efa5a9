// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// The app: the phone of BeatbookApple's parts, the desk, and one window.

#if canImport(SwiftUI) && os(iOS)
import Beatbook
import BeatbookApple
import OfficerScreens
import SwiftUI
import UIKit

/// The officer's app. An app's own target starts it: `BeatbookOfficer.main()`.
@MainActor
public struct BeatbookOfficer: App {
    /// Made once: the system takes each background task's handler once.
    private static let begun = begin()

    public init() {
        _ = Self.begun
    }

    public var body: some Scene {
        WindowGroup {
            Window(desk: Self.begun.desk, shown: Self.begun.shown)
        }
    }

    /// Before the app has finished launching: also where the system starts it in the background, for a sync or near a zone.
    private static func begin() -> (desk: Desk, shown: ShownScreen) {
        let phone = OfficerPhone(
            PhoneParts(
                folders: ProtectedFolders(), secrets: Keychain(), boot: BootSession.id(), positions: CoreLocationPositions(),
                syncs: BackgroundSync(), regions: CoreLocationRegions(), notices: SystemNotices()))
        BackgroundSync().register { await phone.woken() }
        // For as long as the process lives.
        _ = NotificationCenter.default.addObserver(
            forName: UIApplication.didReceiveMemoryWarningNotification, object: nil, queue: nil
        ) { _ in
            Task { await phone.flush() }
        }
        let desk = Desk(phone, SystemAnswers())
        let shown = ShownScreen(desk)
        // Opens the notebook, and goes on recording an open patrol.
        Task { await desk.look() }
        return (desk, shown)
    }
}

/// What is shown, and covered while the app is not in front: no picture of a page lies in the app switcher.
private struct Window: View {
    let desk: Desk
    let shown: ShownScreen
    @Environment(\.scenePhase) private var phase

    var body: some View {
        ScreenView(screen: shown.screen, desk: desk)
            .overlay {
                if phase != .active { Color(.systemBackground).ignoresSafeArea() }
            }
            .task(id: phase) {
                if phase == .active { await desk.watch() }
            }
            .onChange(of: phase) {
                if phase == .background { toBackground() }
            }
    }

    /// The system leaves the app running until what waits is written and sent, or until its patience is over.
    private func toBackground() {
        let work = Task { await desk.toBackground() }
        let time = BackgroundTime { work.cancel() }
        Task {
            await work.value
            time.end()
        }
    }
}

/// Time of the system's after the app has left the front. It is given back once: when it is not needed any more, or at the latest when
/// the system wants it back. The system ends an app that keeps it.
@MainActor
private final class BackgroundTime {
    private var asked = UIBackgroundTaskIdentifier.invalid

    /// - Parameter isOver: the system wants it back.
    init(_ isOver: @escaping @MainActor () -> Void) {
        asked = UIApplication.shared.beginBackgroundTask {
            // Called on the main thread.
            MainActor.assumeIsolated {
                isOver()
                self.end()
            }
        }
    }

    func end() {
        if asked == .invalid { return }
        UIApplication.shared.endBackgroundTask(asked)
        asked = .invalid
    }
}
#endif
