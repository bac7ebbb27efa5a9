// What notebooks still have that are not in use any more is sent.

import Beatbook
import Foundation

/// Looks at each of them whenever the one in use has been synced. One that does not open, or is refused, keeps what it has, says why, and
/// is tried again the next time.
actor FormerSyncs {
    /// How one is sent.
    enum Sending {
        case now, whenDue
    }

    /// What is left in them, and what is wrong with them.
    private(set) var known = FormerNotebooks()
    private let opened: @Sendable (UUID, FolderPlaces) async throws -> Notebook
    private let lettingGo: LettingGo
    /// The last look.
    private var looking: Task<Void, Never>?

    /// - Parameters:
    ///   - lettingGo: has one that has been sent let go of what it has.
    ///   - opened: opens one of them.
    init(_ lettingGo: LettingGo, _ opened: @escaping @Sendable (UUID, FolderPlaces) async throws -> Notebook) {
        self.lettingGo = lettingGo
        self.opened = opened
    }

    /// What was wrong with them in an earlier life of the app.
    func recall(_ beside: BesideNotebooks) {
        known = FormerNotebooks(kept: beside.formerProblems)
    }

    /// One look after the other: a notebook that another look has open would be told as one that does not open.
    ///
    /// - Parameter sending: absent: only what they have is looked at.
    func look(than book: Notebook, _ beside: BesideNotebooks, sending: Sending?) async {
        let before = looking
        let mine = Task {
            await before?.value
            await lookNow(than: book, beside, sending: sending)
        }
        looking = mine
        await withTaskCancellationHandler { await mine.value } onCancel: { mine.cancel() }
    }

    private func lookNow(than book: Notebook, _ beside: BesideNotebooks, sending: Sending?) async {
        guard let own = try? await book.id(), let all = try? await Notebook.list(in: beside.places) else { return }
        known.remember(only: all)
        for which in all where which != own && !Task.isCancelled {
            do {
                let one = try await opened(which, beside.places)
                do {
                    let heard = try await isSent(one, sending: sending)
                    // Not asked: what was wrong with sending is still wrong, and it does open.
                    if heard || known.problems[which]?.tried == .opening { known.problems[which] = nil }
                    // Opening the app waits for a look, and dropping takes long.
                    if heard, sending != nil { await lettingGo.drop(from: one) }
                } catch { know(which, .sending, error) }
                if let box = try? await one.status().outbox { known.left[which] = box.waiting + box.offered }
                try? await one.close()
            } catch { know(which, .opening, error) }
        }
        known.keep(in: beside.formerProblems)
    }

    private func know(_ which: UUID, _ tried: FormerProblem.Tried, _ error: any Error) {
        let refused = BeatbookError(ofPhone: error)
        // Nothing is wrong with a notebook because somebody did not wait for it.
        if !refused.isCancelled { known.problems[which] = FormerProblem(tried, refused) }
    }

    /// Whether nothing is to be sent, or the server was heard.
    private func isSent(_ former: Notebook, sending: Sending?) async throws -> Bool {
        if !SyncTimes(try await former.status()).somethingToSend { return true }
        switch sending {
        case .now: return try await former.sync().exchanges > 0
        case .whenDue: return try await former.syncWhenDue().exchanges > 0
        case nil: return false
        }
    }
}

extension BeatbookError {
    /// What the system threw is told without a word of it: it may name a file.
    init(ofPhone error: any Error) {
        self = error as? BeatbookError ?? .Refused(code: "folders", remedy: Words.say(.storageNotUsable))
    }
}
