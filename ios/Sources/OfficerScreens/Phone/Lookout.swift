// While a patrol is recorded: the system may end the app at any time, and then nobody is left to say so.

import Beatbook
import Foundation

/// Looks every half minute. Each time a notification that nothing is recorded is put off once more, so that it is shown soon after nobody
/// looks any more; and the circle around the officer goes along, so that the system starts the app where the officer walks on.
struct Lookout: Sendable {
    /// Nobody has looked for so long: nothing is recorded.
    private static let silence = Duration.seconds(300)

    let notices: any Notices
    let wakeUps: WakeUps
    let pace: Duration

    /// Until its task is cancelled, or the notebook takes nothing more. The notification waits on.
    func keep(_ recorder: Task<PatrolRecorder, Never>) async {
        let recorder = await recorder.value
        while !Task.isCancelled {
            let recording = await recorder.recording
            // Nothing is recorded any more, which is what the notification says.
            if recording.ended != nil || Task.isCancelled { return }
            if recording.noPosition == .notAllowed {
                // Opening the app does not help then; what does was said when it began.
                await notices.takeBackLater()
            } else {
                await notices.showLater(Words.say(.notifiedOpen), in: Self.silence)
            }
            if let newest = await recorder.newest, let accuracy = newest.accuracy, !Task.isCancelled {
                await wakeUps.stay(near: WakePlace(lat: newest.lat, lon: newest.lon, accuracy: accuracy))
            }
            try? await Task.sleep(for: pace)
        }
    }
}
