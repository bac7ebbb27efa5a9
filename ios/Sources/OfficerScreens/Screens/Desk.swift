// What an officer does with the app, and what is known for its screens.

import Beatbook
import Foundation

/// Lives as long as the process, so that a sync goes on whatever page is shown. The commands return when what was asked for is done
/// or refused; what came of it is on the screen.
@MainActor
package final class Desk {
    private let phone: OfficerPhone
    private let questions: any SystemQuestions
    private let now: @MainActor () -> Now
    private let pace: Duration
    private var known = Known() { didSet { tell() } }
    private var told: Screen?
    private var syncing: Task<Void, Never>?
    private var looking: Task<Void, Never>?
    /// Counts each watch: one that ends late must not say that nobody looks.
    private var watches = 0
    private let shown: AsyncStream<Screen>.Continuation

    /// The screen now and at each change; for one reader.
    package let screens: AsyncStream<Screen>

    /// - Parameters:
    ///   - pace: how often the notebook and its recording are looked at, so that ages and minutes run on.
    package init(
        _ phone: OfficerPhone, _ questions: any SystemQuestions, now: @escaping @MainActor () -> Now = Now.onThisPhone,
        pace: Duration = .seconds(1)
    ) {
        self.phone = phone
        self.questions = questions
        self.now = now
        self.pace = pace
        (screens, shown) = AsyncStream.makeStream(of: Screen.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The screen for what is known now.
    package var screen: Screen { OfficerScreens.screen(of: known, now()) }

    private func tell() {
        let screen = screen
        if screen == told { return }
        told = screen
        shown.yield(screen)
    }

    /// Keeps up with the notebook and its recording, while the officer looks; until its task is cancelled.
    package func watch() async {
        watches += 1
        let mine = watches
        await phone.watched(true)
        var isNew = true
        while !Task.isCancelled {
            await look()
            // Once it is open: what waits is sent whenever the officer comes back to the app.
            if isNew, known.standing == .open {
                isNew = false
                await phone.syncSoon()
            }
            try? await Task.sleep(for: pace)
        }
        if mine == watches { await phone.watched(false) }
    }

    /// Looks at the notebook and its recording, opens what is not open, and records what should be recorded. One look after the
    /// other, so that the newest is the last to be told.
    package func look() async {
        let earlier = looking
        let now = Task {
            await earlier?.value
            await lookNow()
        }
        looking = now
        await now.value
    }

    private func lookNow() async {
        let standing = await phone.open()
        if standing != .open {
            known.standing = standing
            return
        }
        do throws(BeatbookError) {
            try await phone.goOn()
            let book = try await phone.book()
            let status = try await book.status()
            // What the last patrol came to changes at its end only.
            let isNew = status.onDuty == nil && (known.status == nil || known.status?.onDuty != nil)
            let last = isNew ? try await book.patrols(limit: 1).first : known.last
            let rejected = status.outbox.rejected == 0 ? [] : try await book.rejected()
            let rolesEnded = try await book.rolesEnded()
            let (recording, former) = (await phone.recording, await phone.former)
            var seen = known
            (seen.standing, seen.status, seen.last, seen.rejected) = (.open, status, last, rejected)
            (seen.recording, seen.unread, seen.former, seen.rolesEnded) = (recording, nil, former, rolesEnded)
            known = seen
        } catch {
            known.standing = .open
            known.unread = remedy(error.remedy)
        }
        tell()
    }

    /// Shows a page.
    package func go(_ page: Page) {
        var there = known
        (there.page, there.problem) = (page, nil)
        known = there
    }

    /// Shows what applies, and looks it up.
    package func whatApplies() async {
        go(.whatApplies)
        await ask()
    }

    /// Makes a notebook from a code, or gives the one there is another code; then has the server let it in.
    package func enrol(_ code: String) async {
        let code = code.trimmingCharacters(in: .whitespacesAndNewlines)
        if code.isEmpty { return complain(.enrolEmpty) }
        let again = known.page == .newCode
        let enrolled = await work { phone throws(BeatbookError) in
            if again { try await phone.book().useCode(ticket: code) } else { try await phone.enrol(code) }
        }
        if enrolled { await sync() }
    }

    /// What lay on the clipboard, as a code; absent, and said so, where that is no text.
    package func pasted(_ text: String?) -> String? {
        let text = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        if text.isEmpty { complain(.enrolNothingToPaste) }
        return text.isEmpty ? nil : text
    }

    /// Another kind of duty, way of moving or crew for the next patrol.
    package func choose(_ choice: Choice) {
        known.choice = choice
    }

    /// On duty as chosen, after the system's questions, each on a page that says why.
    package func signOn() async {
        let place = questions.place()
        if place != .given { return go(.ask(.place, place)) }
        if await questions.noticesNeverAsked(), await !phone.noticesAreDeclined { return go(.ask(.notices, .notAsked)) }
        await signOnNow()
    }

    /// Has the system ask.
    package func ask(_ question: Question) async {
        switch question {
        case .place:
            let place = await questions.askForPlace()
            // Asked, and closed without an answer.
            if place != .given { return go(.ask(.place, place == .notAsked ? .refused : place)) }
            await signOn()
        case .notices:
            await questions.askForNotices()
            await signOnNow()
        }
    }

    /// Goes on without what a page asked for.
    package func without() async {
        if case .ask(.notices, _) = known.page { await phone.declineNotices() }
        await signOnNow()
    }

    private func signOnNow() async {
        let chosen = known.choice ?? known.last?.patrol.choice ?? Choice()
        let crew = UInt8(clamping: chosen.others)
        let signedOn = await work { phone throws(BeatbookError) in
            try await phone.signOn(SignOn(duty: chosen.duty, mode: chosen.mode, others: crew))
        }
        if signedOn { known.choice = nil }
        // Said on the page that signs on.
        if let problem = known.problem {
            go(.home)
            known.problem = problem
        }
    }

    /// Off duty.
    package func signOff() async {
        var result: PatrolResult?
        await work(then: { result.map(Page.result) ?? .home }) { phone throws(BeatbookError) in
            result = try await phone.signOff().result
        }
    }

    /// Closes a patrol nobody signed off, with one of the reasons, or the officer's own words where none fits.
    package func closeForgotten(_ chosen: Phrase?, _ ownWords: String) async {
        let words = chosen == .forgottenOther ? ownWords : chosen.map { Words.say($0) } ?? ""
        let reason = words.trimmingCharacters(in: .whitespacesAndNewlines)
        if reason.isEmpty { return complain(.forgottenSay) }
        var result: PatrolResult?
        await work(then: { result.map(Page.result) ?? .home }) { phone throws(BeatbookError) in
            result = try await phone.closeForgotten(reason).result
        }
    }

    /// Mends a trouble of the recording.
    package func mend(_ mend: Mend) async {
        switch mend {
        case .settings: questions.openSettings()
        case .recordAgain: await work { phone throws(BeatbookError) in try await phone.recordAgain() }
        }
    }

    /// Shows the app's page in the phone's settings.
    package func openSettings() {
        questions.openSettings()
    }

    /// Puts a notebook that never opens aside; a code is asked for then.
    package func setAside() async {
        await work { phone throws(BeatbookError) in try await phone.setAside() }
    }

    /// Goes on in a new notebook.
    package func beginSuccessor() async {
        let begun = await work { phone throws(BeatbookError) in try await phone.beginSuccessor() }
        if begun { await sync() }
    }

    /// Sends and pulls; a sync that is under way goes on.
    package func sync() async {
        if let syncing { return await syncing.value }
        let task = Task { await syncNow() }
        syncing = task
        await task.value
        syncing = nil
    }

    private func syncNow() async {
        known.syncing = .running(nil)
        do throws(BeatbookError) {
            let report = try await phone.sync { [weak self] soFar in
                Task { @MainActor in self?.hear(soFar) }
            }
            known.syncing = .done(report)
        } catch {
            known.syncing = error.isCancelled ? .cancelled : .failed(remedy: error.remedy)
        }
        await look()
    }

    private func hear(_ soFar: SyncSoFar) {
        if case .running = known.syncing { known.syncing = .running(soFar) }
    }

    /// Ends the sync under way.
    package func cancelSync() {
        syncing?.cancel()
    }

    /// Asks what applies where the newest position is.
    package func ask() async {
        known.asked = .waiting
        do throws(BeatbookError) {
            known.asked = .answered(try await phone.book().whatApplies())
        } catch {
            known.asked = .refused(remedy: error.remedy)
        }
    }

    /// The app goes to the background. A sync that the officer asked for goes on as long as the system is patient: cancelled, it ends.
    package func toBackground() async {
        await phone.toBackground()
        guard let syncing else { return }
        await withTaskCancellationHandler { await syncing.value } onCancel: { syncing.cancel() }
    }

    private func complain(_ problem: Phrase) {
        known.problem = line(problem)
    }

    /// One thing after the other: while it runs its button is off. Shows the page, if it was done.
    @discardableResult
    private func work(
        then page: @MainActor () -> Page = { .home }, _ task: (OfficerPhone) async throws(BeatbookError) -> Void
    ) async -> Bool {
        if known.busy { return false }
        (known.busy, known.problem) = (true, nil)
        var refused: BeatbookError?
        do throws(BeatbookError) { try await task(phone) } catch { refused = error }
        await look()
        known.busy = false
        if let refused {
            known.problem = remedy(refused.remedy)
        } else {
            go(page())
        }
        return refused == nil
    }
}
