// The files of the app's own beside the notebooks, and which notebook is in use.

import Beatbook
import Foundation

/// Small files, one for each thing that outlives the app and is in no notebook. They lie in no backup.
struct BesideNotebooks: Sendable {
    let places: FolderPlaces

    /// Keeps why former notebooks were not sent.
    var formerProblems: URL { file("former") }

    /// Which zones an officer off duty was told of lately.
    var told: ToldZones { ToldZones(file: file("told")) }

    /// Whether the officer went on without notifications when the app was about to ask for them: asked once is enough.
    var noticesAreDeclined: Bool { FileManager.default.fileExists(atPath: file("without-notices").path) }

    /// On a phone that is full they are asked for once more.
    func declineNotices() {
        try? Data().write(to: file("without-notices"))
    }

    /// What an officer before this one declined is not this one's answer.
    func askForNoticesAgain() {
        try? FileManager.default.removeItem(at: file("without-notices"))
    }

    /// The notebook in use, as it was named last.
    var current: UUID? {
        (try? String(contentsOf: file("current"), encoding: .utf8)).flatMap { UUID(uuidString: $0) }
    }

    /// Keeps which one is in use.
    func name(_ book: UUID) throws {
        try book.uuidString.write(to: file("current"), atomically: true, encoding: .utf8)
    }

    /// Which one is in use? Where its name is gone, the newest that takes entries, and the newest if none does.
    ///
    /// - Parameters:
    ///   - all: those of this phone, in the order of their founding.
    ///   - takesEntries: false also for one that does not open: another one may be the one.
    func inUse(_ all: [UUID], _ takesEntries: @Sendable (UUID) async -> Bool) async -> UUID? {
        if let current, all.contains(current) { return current }
        guard let use = await newest(all, takesEntries) ?? all.last else { return nil }
        // On a phone that is full it is found again the next time.
        try? name(use)
        return use
    }

    private func newest(_ all: [UUID], _ takesEntries: @Sendable (UUID) async -> Bool) async -> UUID? {
        if all.count < 2 { return nil }
        for which in all.reversed() {
            if await takesEntries(which) { return which }
        }
        return nil
    }

    private func file(_ name: String) -> URL {
        URL(fileURLWithPath: places.notebooks).deletingLastPathComponent().appendingPathComponent(name)
    }
}
