// What screens tell of what is known, without a phone.

import Beatbook
import Foundation
import OfficerScreens
import Testing

private func duty(_ known: Known) throws -> OnDutyScreen {
    guard case .onDuty(let shown) = screen(of: known, nine) else { throw Unlike() }
    return shown
}

private func say(_ lines: [Line]) -> [String] { lines.map { Words.say($0) } }

private func say(_ line: Line?) -> String? { line.map { Words.say($0) } }

private struct Unlike: Error {}

@Test func aVisitIsToldWithItsBeginAndWholeMinutesAndOneJustEnteredOrLeftSaysSo() throws {
    let entered = ZoneNow(code: "CC", name: "Chatham Central", kind: .ward, inside: true, visitSince: nil)
    let left = ZoneNow(code: "RP", name: "Riverside Park", kind: .hotspot, inside: false, visitSince: at(21, 4))
    let here = try duty(known(status(onDuty(zonesNow: [riverside, entered, left])))).here
    #expect(say(here.map(\.kind)) == ["Hotspot", "Ward", "Hotspot"])
    #expect(say(here.map(\.visit)) == [
        "In Riverside Park since 21:04, 12 min",
        "In Chatham Central. The visit counts once you have stayed a little.",
        "You seem to have left Riverside Park. The visit began at 21:04, 12 min ago.",
    ])
}

@Test func minutesOnFootComeBeforeThoseInAVehicleAndGapsAreNoPresence() throws {
    let soFar = [zoneTime("Chatham Central", foot: 84), zoneTime("Riverside Park", foot: 12, vehicle: 3)]
    #expect(try say(duty(known(status(onDuty(soFar: soFar, gap: 2)))).soFar) == [
        "Chatham Central: 1 h 24 min on foot", "Riverside Park: 12 min on foot, 3 min by vehicle",
        "Gaps without a position: 2 min",
    ])
    #expect(try say(duty(known(status(onDuty()))).soFar) == ["No time in a zone yet."])
}

@Test func withoutZonesTheScreenSaysWhyThereAreNone() throws {
    func none(_ status: Status, gapSince: Int64? = nil) throws -> String? {
        try say(duty(known(status, Recording(gapSince: gapSince))).hereNone)
    }
    #expect(try none(status(onDuty())) == "You are in no zone.")
    #expect(try none(status(onDuty()), gapSince: 1) == "Not known while there is no position.")
    #expect(try none(status(onDuty(lastFixAge: nil))) == "Waiting for the first position.")
    #expect(try none(status(onDuty(), hasBriefing: false)) == "There are no zones on this phone yet. Sync to fetch them.")
    #expect(try none(status(onDuty(zonesNow: [riverside]))) == nil)
}

@Test func aTroubleSaysWhereItIsMended() throws {
    func trouble(_ recording: Recording) throws -> (String?, Mend?) {
        let trouble = try duty(known(status(onDuty()), recording)).trouble
        return (say(trouble?.what), trouble?.mend)
    }
    #expect(try trouble(Recording()) == (nil, nil))
    #expect(try trouble(Recording(noPosition: .notAllowed)) == ("Location is not allowed. Allow it in the phone’s settings.", .settings))
    #expect(try trouble(Recording(noPosition: .onlyRoughly)).1 == .settings)
    #expect(try trouble(Recording(noPosition: .notFound)) == (nil, nil), "a moment without a position is no trouble")
    #expect(try trouble(Recording(noPosition: .notFound, gapSince: 1)).1 == .recordAgain)
    #expect(try trouble(Recording(heldBack: "storage_full")).0?.hasPrefix("This phone is full.") == true)
    #expect(try trouble(Recording(heldBack: "paused")).0?.hasPrefix("Positions cannot be stored") == true)
    #expect(try trouble(Recording(ended: "moved")) == ("This notebook takes no more positions.", nil))
}

@Test func hoursWithoutAPositionAskWhetherSignOffWasForgotten() throws {
    func ask(_ age: Int64?, started: Int64 = at(20, 50)) throws -> String? {
        try say(duty(known(status(onDuty(started: started, lastFixAge: age)))).forgotten)
    }
    #expect(try ask(4 * 3_600_000 - 1) == nil)
    #expect(try ask(4 * 3_600_000) == "Did you forget to sign off? There has been no position for 4 h 0 min.")
    #expect(try ask(nil) == nil, "a phone just started has no position yet")
    #expect(try ask(nil, started: at(1, 0)) == "Did you forget to sign off? There has been no position for 20 h 16 min.")
}

@Test func anotherDayIsToldWithItsName() throws {
    let last = PatrolView(
        record: UUID(), first: 1, patrol: patrol(at(13, 2) - 86_400_000, duty: .outreach, ended: at(1, 5), others: 2),
        result: result(at(13, 2) - 86_400_000, at(1, 5), [zoneTime("Riverside Park", foot: 71, vehicle: 9)], gap: 6))
    guard case .offDuty(let off) = screen(of: known(status(), nil) { $0.last = last }, nine) else { throw Unlike() }
    #expect(say(off.last) == "Fri 27 Nov, 13:02 to 01:05, 12 h 3 min")
    #expect(say(off.lastZones) == [
        "Riverside Park: 1 h 11 min on foot, 9 min by vehicle", "Gaps without a position: 6 min",
    ])
    #expect(say(off.signsOnAs) == "You will sign on as: Outreach, On foot, You and 2 others.")
    guard case .offDuty(let first) = screen(of: known(status(state: .enrolling, reserveUsed: true), nil), nine) else {
        throw Unlike()
    }
    #expect(say(first.notLetIn)?.hasPrefix("The server has not let this phone in yet.") == true)
    #expect(say(first.storageLow)?.hasPrefix("This phone is nearly full.") == true)
}

@Test func aPageThatAsksToEndAPatrolGoesWithThePatrolAndBeforeANotebookOnlyACodeIsAsked() {
    for page in [Page.signOff, .forgotten] {
        guard case .offDuty = screen(of: known(status(), nil) { $0.page = page }, nine) else {
            Issue.record("nobody is on duty")
            continue
        }
    }
    var before = Known()
    before.page = .outbox
    #expect(screen(of: before, nine) == .loading)
    before.standing = .none
    guard case .enrol(let enrol) = screen(of: before, nine), !enrol.again else {
        Issue.record("a code is asked for")
        return
    }
}

@Test func onlyANotebookThatNeverOpensIsOfferedToBePutAsideAndFirstItIsSaidWhatIsNotSentThen() throws {
    func shown(_ code: String, _ page: Page) -> Screen {
        var known = Known()
        (known.standing, known.page) = (.shut(code: code, remedy: "do something"), page)
        return screen(of: known, nine)
    }
    for code in ["key_missing", "wrong_key", "corrupt", "unreadable"] {
        guard case .shut(let shut) = shown(code, .home), case .setAside(let asked) = shown(code, .setAside) else { throw Unlike() }
        #expect(shut.offersSetAside)
        #expect(say(asked.what)?.contains("What was not synced stays in that file: it is not sent") == true)
    }
    for code in ["already_open", "locked", "key_store", "storage_full", "newer_version"] {
        guard case .shut(let shut) = shown(code, .setAside) else { throw Unlike() }
        #expect(!shut.offersSetAside, "\(code)")
    }
}

@Test func aNotebookThatTakesNoMoreOffersASuccessorAndItsOutbox() {
    for (state, why) in [(NotebookState.moved, "This notebook was restored"), (.retired, "The server knows another copy")] {
        guard case .successor(let shown) = screen(of: known(status(onDuty(), state: state)), nine) else {
            Issue.record("a successor is offered")
            continue
        }
        #expect(Words.say(shown.why).hasPrefix(why))
        guard case .outbox = screen(of: known(status(state: state)) { $0.page = .outbox }, nine) else {
            Issue.record("what is in it is still sent")
            continue
        }
    }
}

@Test func theOutboxTellsWhatTheServerDidNotTakeAndWhatToDo() throws {
    let outbox = OutboxCounts(waiting: 6, offered: 1, refused: 1, rejected: 2)
    let told = known(status(outbox: outbox, skew: -300_000, wait: 90_000), nil) {
        $0.page = .outbox
        $0.rejected = [RejectedEntry(seq: 12, code: "fix_time")]
        $0.syncing = .running(SyncSoFar(exchanges: 1, acknowledged: 1, pulled: 0))
    }
    guard case .outbox(let box) = screen(of: told, nine) else { throw Unlike() }
    #expect(say(box.counts) == [
        "Waiting to be sent: 6 entries", "Sent, not acknowledged yet: 1 entry",
        "Acknowledged by the server: 42 of 48 entries",
    ])
    #expect(say(box.faults) == [
        "Refused by the server: 1 entry. It stays on this phone.", "Held by the server but not used: 2 entries",
        "Entry 12: fix_time", "Tell your supervisor. They need the entry’s number and its code.",
    ])
    #expect(say(box.server) == ["Last sync: 20:58", "Next try in 1 min, or when you choose “Sync now”"])
    #expect(say(box.skew) == "This phone’s clock is 5 min ahead of the server’s. Set it right.")
    #expect(say(box.told) == "Syncing: 1 entry acknowledged")
    #expect(box.running)
}

@Test func aRoleThatEndedLatelyIsToldOnAndOffDutyWithItsLastDay() throws {
    let ended = RoleTerm(role: .safeguardingLead, from: "2026-01-01", until: "2026-11-27")
    let said = [
        "Your role “safeguarding lead” ended on 27 Nov 2026. What the server had told this phone for it has left the phone. "
            + "Nothing you recorded is lost."
    ]
    #expect(try say(duty(known(status(onDuty())) { $0.rolesEnded = [ended] }).rolesEnded) == said)
    #expect(try duty(known(status(onDuty()))).rolesEnded.isEmpty)
    let rest = known(status(), nil) { $0.rolesEnded = [ended] }
    guard case .offDuty(let off) = screen(of: rest, nine) else { throw Unlike() }
    #expect(say(off.rolesEnded) == said)
}

@Test func theOutboxTellsWhatAFormerNotebookStillHas() throws {
    let told = known(status(), nil) {
        $0.page = .outbox
        $0.former.left = [UUID(): 3, UUID(): 0]
        let refused = BeatbookError.Refused(code: "network", remedy: "try again later")
        $0.former.problems = [UUID(): FormerProblem(.sending, refused, at: at(20, 58))]
    }
    guard case .outbox(let box) = screen(of: told, nine) else { throw Unlike() }
    #expect(say(box.counts) == [
        "Waiting in your former notebook: 3 entries", "Acknowledged by the server: 42 of 48 entries",
    ])
    #expect(say(box.faults) == [
        "Your former notebook could not be opened or sent. Nothing is lost. Try again later", "Last tried: 20:58. Reason: network",
    ])
}

@Test func everyStandingOfAConditionIsToldByMarkAndWordWithItsReason() throws {
    let all = applies(
        [
            condition("A", .certain, endsInDays: 1, sign: NearSign(code: "S-1", metres: 42.4)),
            condition("B", .unsure([.edge, .oldPosition(ageMs: 95_000), .notByThisClock(.hours(next: nil))])),
            condition("C", .justOutside, warnOnly: .signUnseen(code: "S-DOG-1", days: 1, noted: nil)),
            condition("D", .notInForce([.hours(next: at(23, 0)), .ended("2026-11-01")])),
        ], .amber, .wallClock)
    let asked = known(status(onDuty())) { ($0.page, $0.asked) = (.whatApplies, .answered(all)) }
    guard case .applies(let shown) = screen(of: asked, nine) else { throw Unlike() }
    #expect(say(shown.conditions.map(\.standing)) == ["✓  In force here", "?  Not sure", "↗  Just outside", "✕  Not in force"])
    #expect(say(shown.conditions.map(\.spoken)) == ["In force here", "Not sure", "Just outside", "Not in force"])
    #expect(say(shown.conditions[0].lines) == [
        "Whoever is asked to stop drinking alcohol must do so.", "Except: Where a licence allows it.",
        "Ask about: an assistance dog", "Offer help before a penalty.", "Nearest sign: S-1, 42 metres away",
        "The order ends in 1 day.", "Area: Chatham town centre", "Invented for training. Nobody made this order.",
    ])
    #expect(say(Array(shown.conditions[1].lines.prefix(3))) == [
        "You are too near its edge to be sure.", "Your position is old: 1 minute ago.",
        "By this phone’s clock: It does not apply at this hour.",
    ])
    #expect(say(Array(shown.conditions[2].lines.prefix(2))) == [
        "You are 34 metres from its edge.", "Warning only: sign S-DOG-1 was last checked 1 day ago.",
    ])
    #expect(say(Array(shown.conditions[3].lines.prefix(2))) == [
        "It does not apply at this hour. It applies again from 23:00.", "It ended on 1 Nov 2026.",
    ])
    #expect(say(shown.rests) == [
        "Your position: good to 8 metres, 12 seconds ago", "Time: from this phone’s clock only, nobody has checked it",
        "Order book: fetched 18 minutes ago. Sync soon.", "No law is on this phone for today: no notice can be made.",
    ])
}

private func cardLines(_ found: ConditionNow) throws -> [String] {
    let asked = known(status(onDuty())) { ($0.page, $0.asked) = (.whatApplies, .answered(applies([found]))) }
    guard case .applies(let shown) = screen(of: asked, nine) else { throw Unlike() }
    return say(shown.conditions.flatMap(\.lines))
}

@Test func aSignAnOfficerNotedIsToldAsFoundAndWhen() throws {
    func told(_ state: SignState, _ warnOnly: WhyWarnOnly? = nil) throws -> [String] {
        let noted = SignFound(sign: "S-1", state: state, at: at(20, 14), by: UUID())
        return try cardLines(condition(
            "A", .certain, warnOnly: warnOnly, sign: NearSign(code: "S-1", metres: 42.4, seen: "2026-08-21", noted: noted)))
    }
    #expect(try told(.seen).contains("An officer saw it there: 20:14"))
    #expect(try told(.damaged).contains("An officer noted it as damaged: 20:14"))
    let missing = try told(.missing, .signUnseen(code: "S-1", days: 0, noted: .missing))
    #expect(missing.first == "Warning only: sign S-1 is missing.", "it was there this morning, and is gone")
    #expect(missing.contains("An officer noted it as missing: 20:14"))
}

@Test func whatAConditionNeedsIsToldBeforeWhomItExempts() throws {
    let needs: [Need] = [.requestFirst, .ownWitnessStatement]
    let lines = try cardLines(condition("A", .certain, needs: needs, moreThan: 4, asksDetails: true))
    let exempt = try #require(lines.firstIndex(of: "Ask about: an assistance dog"))
    #expect(Array(lines[..<exempt].suffix(4)) == [
        "First ask them to stop, and note when.", "You must have seen it yourself, and say so in a statement.",
        "First count them: it is breached by more than 4.",
        "Asks for name and address: you may require them under it.",
    ])
}
