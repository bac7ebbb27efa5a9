// Everything screens are told from, and which screen that makes.

import Beatbook
import Foundation

/// Where in the app the officer is.
package enum Page: Equatable, Sendable {
    case home, newCode, setAside, signOff, forgotten, outbox, whatApplies
    case ask(Question, Permission)
    case result(PatrolResult)
}

/// How the sync the officer asked for goes.
package enum Syncing: Equatable, Sendable {
    case idle, cancelled
    case running(SyncSoFar?)
    case done(SyncReport)
    case failed(remedy: String)
}

/// What was answered to "what applies here?".
package enum Asked: Equatable, Sendable {
    case waiting
    case answered(Applies)
    case refused(remedy: String)
}

/// Nothing of it outlives the process: the notebook keeps what is to be kept.
package struct Known: Sendable {
    package var page = Page.home
    package var standing = NotebookStanding.unknown
    package var status: Status?
    package var recording: Recording?
    package var last: PatrolView?
    package var choice: Choice?
    package var rejected: [RejectedEntry] = []
    /// Roles of the officer's that ended lately, and what the phone was told for them with them.
    package var rolesEnded: [RoleTerm] = []
    package var busy = false
    /// Why the last thing asked for was not done: of this page, gone with it.
    package var problem: Line?
    /// Why the notebook could not be read, for as long as it cannot.
    package var unread: Line?
    package var syncing = Syncing.idle
    package var former = FormerNotebooks()
    package var asked = Asked.waiting

    package init() {}

    var wrong: Line? { problem ?? unread }
}

/// What to show.
package func screen(of known: Known, _ now: Now) -> Screen {
    switch known.standing {
    case .unknown: return .loading
    case .none: return .enrol(EnrolScreen(again: false, busy: known.busy, problem: known.wrong))
    case .shut(let code, let words):
        let never = known.standing.neverOpens
        if never, known.page == .setAside {
            return .setAside(SetAsideScreen(what: line(.setAsideWhat), busy: known.busy, problem: known.wrong))
        }
        return .shut(ShutScreen(remedy: remedy(words), code: line(.shutCode, .told(code)), offersSetAside: never))
    case .open: break
    }
    guard let status = known.status else { return .loading }
    switch known.page {
    case .outbox: return .outbox(outboxScreen(known, status, now))
    case .newCode: return .enrol(EnrolScreen(again: true, busy: known.busy, problem: known.wrong))
    case .result(let result): return .result(resultScreen(result, now))
    case .ask(let question, let stands): return .permission(PermissionScreen(question: question, refused: refused(stands)))
    case .whatApplies: return .applies(appliesScreen(known.asked, now))
    case .signOff:
        guard let duty = status.onDuty else { return homeScreen(known, status, now) }
        return .signOff(signOffScreen(duty, known, now))
    case .forgotten:
        if status.onDuty == nil { return homeScreen(known, status, now) }
        return .forgotten(ForgottenScreen(busy: known.busy, problem: known.wrong))
    // One that opens is not put aside.
    case .home, .setAside: return homeScreen(known, status, now)
    }
}

private func homeScreen(_ known: Known, _ status: Status, _ now: Now) -> Screen {
    if !status.state.takesEntries {
        let why = line(status.state == .moved ? .successorMoved : .successorRetired)
        return .successor(SuccessorScreen(why: why, busy: known.busy, problem: known.wrong))
    }
    if let duty = status.onDuty { return .onDuty(onDutyScreen(status, duty, known, now)) }
    return .offDuty(offDutyScreen(status, known, now))
}

/// Why a permission is not enough, once the system has asked.
private func refused(_ stands: Permission) -> Line? {
    switch stands {
    case .notAsked, .given: nil
    case .refused: line(.placeDenied)
    case .roughly: line(.troubleRoughly)
    }
}

/// What is wrong with the recording.
func trouble(of recording: Recording) -> Trouble? {
    if recording.ended != nil { return Trouble(what: line(.troubleEnded), mend: nil) }
    if let held = recording.heldBack {
        return Trouble(what: line(held == "storage_full" ? .troubleHeldFull : .troubleHeld), mend: nil)
    }
    switch recording.noPosition {
    case .notAllowed: return Trouble(what: line(.troubleNotAllowed), mend: .settings)
    case .onlyRoughly: return Trouble(what: line(.troubleRoughly), mend: .settings)
    // A moment without a position is no trouble.
    case .notFound: return recording.gapSince.map { _ in Trouble(what: line(.troubleNotFound), mend: .recordAgain) }
    case nil: return nil
    }
}
