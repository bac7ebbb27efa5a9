// What the phone does by itself: it sends what waits, and lets go of what the server holds.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) @MainActor struct SyncStoryTests {
    /// A phone that syncs by itself, so seldom that on duty it does not happen here.
    private static let byItself = PhoneSet(syncEvery: .seconds(3_600))

    private func note(_ officer: Officer) async throws {
        _ = try await officer.phone.book().note(text: "not sent yet", basis: .fact)
    }

    private func waiting(_ officer: Officer) async throws -> UInt64 {
        let box = try await officer.phone.book().status().outbox
        return box.waiting + box.offered
    }

    private func sends(_ officer: Officer, _ place: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<250 {
            if try await waiting(officer) == 0 { return }
            try await Task.sleep(for: .milliseconds(40))
        }
        Issue.record("what waits is not sent", sourceLocation: place)
    }

    @Test func anAppThatIsOpenedSendsWhatWaits() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, _ in
            await officer.looksAway()
            try await note(officer)
            #expect(try await waiting(officer) > 0)
            try await officer.restarts()
            try await sends(officer)
            // And once more whenever it comes to the front.
            await officer.looksAway()
            try await note(officer)
            officer.looks()
            try await sends(officer)
        }
    }

    @Test func aPatrolIsSentWhenItsOfficerHasSignedOff() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, _ in
            await officer.desk.signOn()
            try await officer.stands(seconds: 1)
            await officer.desk.signOff()
            officer.desk.go(.outbox)
            await officer.sees("Nothing waits to be sent.")
        }
    }

    @Test func anAppThatLeavesTheFrontSendsWhatWaits() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, _ in
            try await note(officer)
            await officer.desk.toBackground()
            #expect(try await waiting(officer) == 0)
        }
    }

    @Test func theSystemsPatienceEndsASyncThatTheServerDoesNotAnswer() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, server in
            try await note(officer)
            server.freeze(true)
            defer { server.freeze(false) }
            let leaving = Task { await officer.desk.toBackground() }
            let isOver = Turned(false)
            let waiting = Task {
                await leaving.value
                isOver.change { $0 = true }
            }
            try await Task.sleep(for: .milliseconds(500))
            #expect(!isOver.value)
            let over = ContinuousClock.now
            leaving.cancel()
            await waiting.value
            #expect(ContinuousClock.now - over < .seconds(2))
        }
    }

    @Test func aSyncThatTheOfficerAskedForHasTheSystemsTimeToo() async throws {
        for patient in [true, false] {
            try await withOfficerLetIn(Self.byItself) { officer, server in
                try await note(officer)
                server.freeze(true)
                defer { server.freeze(false) }
                let syncing = Task { await officer.desk.sync() }
                try await Task.sleep(for: .milliseconds(300))
                let leaving = Task { await officer.desk.toBackground() }
                let isOver = Turned(false)
                let waiting = Task {
                    await leaving.value
                    isOver.change { $0 = true }
                }
                try await Task.sleep(for: .milliseconds(500))
                #expect(!isOver.value)
                let over = ContinuousClock.now
                if patient { server.freeze(false) } else { leaving.cancel() }
                await waiting.value
                if !patient { #expect(ContinuousClock.now - over < .seconds(2)) }
                #expect(try await (self.waiting(officer) == 0) == patient)
                await syncing.value
            }
        }
    }

    @Test func theOfficersSyncEndsOneThatTheSystemWokeTheAppFor() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, server in
            let phone = officer.phone
            try await note(officer)
            server.freeze(true)
            let woken = [Task { await phone.woken() }, Task { await phone.woken() }]
            try await Task.sleep(for: .milliseconds(500))
            let asked = Task { await officer.desk.sync() }
            for one in woken { #expect(await !one.value) }
            // And none begins beside it.
            let late = Task { await phone.woken() }
            #expect(await !late.value)
            server.freeze(false)
            await asked.value
            officer.desk.go(.outbox)
            await officer.sees("Sync done")
            await officer.sees("Nothing waits to be sent.")
            #expect(await phone.woken())
        }
    }

    @Test func twoThatWakeTheAppAtOnceSyncOneAfterTheOther() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, _ in
            let phone = officer.phone
            try await note(officer)
            let (one, other) = (Task { await phone.woken() }, Task { await phone.woken() })
            #expect(await one.value)
            #expect(await other.value)
            #expect(try await waiting(officer) == 0)
        }
    }

    @Test func theEndOfOneWakeUpDoesNotEndTheSyncOfAnother() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, server in
            let phone = officer.phone
            try await note(officer)
            server.freeze(true)
            let long = Task { await phone.woken() }
            try await Task.sleep(for: .milliseconds(500))
            let short = Task { await phone.woken() }
            try await Task.sleep(for: .milliseconds(500))
            short.cancel()
            #expect(await !short.value)
            server.freeze(false)
            #expect(await long.value)
            #expect(try await waiting(officer) == 0)
        }
    }

    @Test func onDutyThePhoneSyncsNowAndThenAndOffDutyItDoesNot() async throws {
        try await withOfficerLetIn(PhoneSet(syncEvery: .milliseconds(200))) { officer, _ in
            await officer.desk.signOn()
            await officer.looksAway()
            for _ in 0..<2 {
                try await note(officer)
                try await sends(officer)
            }
            await officer.desk.signOff()
            try await sends(officer)
            try await note(officer)
            try await Task.sleep(for: .seconds(1))
            #expect(try await waiting(officer) > 0)
        }
    }

    @Test func aSyncThatNobodyAskedForGivesWayToTheOfficers() async throws {
        try await withOfficerLetIn(Self.byItself) { officer, server in
            let phone = officer.phone
            try await note(officer)
            server.freeze(true)
            let byItself = Task { await phone.syncByItself() }
            try await Task.sleep(for: .milliseconds(500))
            let asked = Task { await officer.desk.sync() }
            await byItself.value
            server.freeze(false)
            await asked.value
            officer.desk.go(.outbox)
            await officer.sees("Sync done")
            await officer.sees("Nothing waits to be sent.")
        }
    }

    @Test func whatTheServerHoldsLeavesThePhoneWhenItsTimeIsOver() async throws {
        let atOnce = Keeping(tracks: 0, counts: 0, records: 0)
        for keeping in [nil, atOnce] {
            try await withOfficerLetIn(PhoneSet(keeping: keeping)) { officer, _ in
                await officer.desk.signOn()
                try await officer.stands(seconds: 1)
                await officer.desk.signOff()
                for _ in 0..<2 { await officer.desk.sync() }
                officer.desk.go(.outbox)
                await officer.sees("Sync done")
                // What is left to be dropped.
                let left = try await officer.phone.book().purge(keeping: atOnce)
                #expect((left.bodies == 0) == (keeping != nil), "\(left)")
            }
        }
    }

    @Test func whatIsOverIsLookedForOnceADayAndWhenTheAppWasStartedAnew() async throws {
        let atOnce = Keeping(tracks: 0, counts: 0, records: 0)
        try await withOfficerLetIn(PhoneSet(keeping: atOnce, letGoEvery: .seconds(86_400))) { officer, _ in
            // Looked for by now: this and the one that let the phone in left nothing waiting.
            await officer.desk.sync()
            try await note(officer)
            for _ in 0..<2 { await officer.desk.sync() }
            #expect(try await officer.phone.book().purge(keeping: atOnce).bodies > 0)
            try await note(officer)
            try await officer.restarts()
            #expect(await officer.phone.open() == .open)
            for _ in 0..<2 { await officer.desk.sync() }
            #expect(try await officer.phone.book().purge(keeping: atOnce).bodies == 0)
        }
    }

    @Test func aTrackLeavesThePhoneAfterASyncInTheBackgroundToo() async throws {
        let atOnce = Keeping(tracks: 0, counts: 0, records: 0)
        try await withOfficerLetIn(PhoneSet(keeping: atOnce)) { officer, _ in
            await officer.desk.signOn()
            try await officer.stands(seconds: 1)
            await officer.desk.signOff()
            for _ in 0..<2 { #expect(await officer.phone.woken()) }
            let left = try await officer.phone.book().purge(keeping: atOnce)
            #expect(left.bodies == 0)
        }
    }
}
