// What is shown, whole: told from what is known by `screen(of:_:)`, laid out by the view of its kind.

import Beatbook

/// One screen.
package enum Screen: Equatable, Sendable {
    /// The notebook is being opened.
    case loading
    case enrol(EnrolScreen)
    case shut(ShutScreen)
    case setAside(SetAsideScreen)
    case successor(SuccessorScreen)
    case offDuty(OffDutyScreen)
    case permission(PermissionScreen)
    case onDuty(OnDutyScreen)
    case signOff(SignOffScreen)
    case forgotten(ForgottenScreen)
    case result(ResultScreen)
    case outbox(OutboxScreen)
    case applies(AppliesScreen)
}

/// A code is asked for: for a new notebook, or for one whose code the server did not take.
package struct EnrolScreen: Equatable, Sendable {
    /// The notebook is there, and only needs another code.
    package let again: Bool
    /// Something goes on; nothing else can be begun.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// The notebook is there and does not open.
package struct ShutScreen: Equatable, Sendable {
    /// What to do.
    package let remedy: Line
    /// For support.
    package let code: Line
    /// It never will: setting up anew without it is offered.
    package let offersSetAside: Bool
}

/// Before a notebook is put aside: what becomes of what is in it.
package struct SetAsideScreen: Equatable, Sendable {
    /// What stays where.
    package let what: Line
    /// It is under way.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// The notebook takes no more; a new one goes on from it.
package struct SuccessorScreen: Equatable, Sendable {
    /// Why it takes no more.
    package let why: Line
    /// The new one is being made.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// Off duty: one tap to sign on.
package struct OffDutyScreen: Equatable, Sendable {
    /// Whose notebook; absent until the server has said it.
    package let officer: Line?
    /// How the next patrol begins.
    package let choice: Choice
    /// The same in words.
    package let signsOnAs: Line
    /// The last patrol.
    package let last: Line
    /// Its minutes.
    package let lastZones: [Line]
    /// The server has not let the phone in.
    package let notLetIn: Line?
    /// The phone is nearly full.
    package let storageLow: Line?
    /// Roles that ended lately, and what left the phone with them.
    package let rolesEnded: [Line]
    /// Signing on is under way.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// How a patrol begins.
package struct Choice: Hashable, Sendable {
    /// What for.
    package var duty: Duty
    /// How the officer moves.
    package var mode: TravelMode
    /// Colleagues without a notebook of their own.
    package var others: Int

    package init(duty: Duty = .taskedCore, mode: TravelMode = .foot, others: Int = 0) {
        self.duty = duty
        self.mode = mode
        self.others = others
    }
}

/// Before the system's question: why it is asked. One question on a screen.
package struct PermissionScreen: Equatable, Sendable {
    /// Which.
    package let question: Question
    /// It was asked, and the answer was no or not enough: what that means.
    package let refused: Line?
    /// Going on without it is offered. Without positions only after the question: most who would take it have not read it.
    package var offersWithout: Bool { question == .notices || refused != nil }
}

/// What the system asks the officer for, in this order.
package enum Question: Equatable, Sendable {
    /// The precise location.
    case place
    /// Notifications, and wake-ups near a zone.
    case notices
}

/// On duty.
package struct OnDutyScreen: Equatable, Sendable {
    /// Since when, how long.
    package let since: Line
    /// Kind of duty, way of moving, crew.
    package let doing: Line
    /// Why nothing is recorded, and the way to mend it.
    package let trouble: Trouble?
    /// There is a gap now.
    package let gap: Line?
    /// So long without a position that the officer may have gone home.
    package let forgotten: Line?
    /// The zones, with their visits.
    package let here: [ZoneCard]
    /// What to say if there are none.
    package let hereNone: Line?
    /// The age of the last position.
    package let lastPosition: Line
    /// What the patrol came to until now.
    package let soFar: [Line]
    /// The server has not let the phone in.
    package let notLetIn: Line?
    /// The phone is nearly full.
    package let storageLow: Line?
    /// Roles that ended lately, and what left the phone with them.
    package let rolesEnded: [Line]
    /// What is wrong and what to do.
    package let problem: Line?
}

/// A zone the officer is in.
package struct ZoneCard: Hashable, Sendable {
    /// What kind of zone.
    package let kind: Line
    /// Since when, how long.
    package let visit: Line
}

/// Why nothing, or nothing of use, is recorded.
package struct Trouble: Equatable, Sendable {
    /// What is wrong.
    package let what: Line
    /// The button that helps; absent if waiting helps, or nothing in the app.
    package let mend: Mend?
}

/// Where a trouble is mended.
package enum Mend: Equatable, Sendable {
    /// The app's page in the phone's settings.
    case settings
    /// Ask the system for positions anew.
    case recordAgain
}

/// Sign off?
package struct SignOffScreen: Equatable, Sendable {
    /// What ends.
    package let what: Line
    /// It is under way.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// A patrol nobody signed off is closed, with a reason.
package struct ForgottenScreen: Equatable, Sendable {
    /// It is under way.
    package let busy: Bool
    /// What is wrong and what to do.
    package let problem: Line?
}

/// What a patrol came to.
package struct ResultScreen: Equatable, Sendable {
    /// From, to, how long.
    package let span: Line
    /// Minutes in zones, gaps, abstraction.
    package let zones: [Line]
    /// How complete its positions are.
    package let quality: Line
}

/// What is sent and what waits.
package struct OutboxScreen: Equatable, Sendable {
    /// What waits, what is acknowledged.
    package let counts: [Line]
    /// What the server did not take or use, and what to do.
    package let faults: [Line]
    /// The last sync and the next.
    package let server: [Line]
    /// The phone's clock is wrong.
    package let skew: Line?
    /// How the sync goes, or went.
    package let told: Line?
    /// Why it did not work, and what to do.
    package let problem: Line?
    /// It is under way.
    package let running: Bool
}

/// What applies here, now.
package struct AppliesScreen: Equatable, Sendable {
    /// The conditions at this place.
    package let conditions: [ConditionCard]
    /// On what the answer rests.
    package let rests: [Line]
    /// What to say instead.
    package let told: Line?
    /// Why there is no answer, and what to do.
    package let problem: Line?
    /// It is being looked up.
    package let busy: Bool
}

/// A condition of an order, and how it stands.
package struct ConditionCard: Hashable, Sendable {
    /// In force or not, by mark and word.
    package let standing: Line
    /// In force or not, by the word alone, for a voice.
    package let spoken: Line
    /// The order.
    package let title: Line
    /// Why so, what it says, where, its sign, its end.
    package let lines: [Line]
}
