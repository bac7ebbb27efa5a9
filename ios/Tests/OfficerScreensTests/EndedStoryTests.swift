// The system ends the app on duty, and starts it again.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) @MainActor struct EndedStoryTests {
    private static let said = "On duty, but positions are not recorded. Open Beatbook to go on."

    /// Waits until the circle around the officer is there, whose middle says no more than to a thousandth of a degree where that is.
    private func isWatched(
        _ officer: Officer, _ place: (lat: Double, lon: Double), _ at: SourceLocation = #_sourceLocation
    ) async throws {
        func away() -> Double? {
            officer.wakes.around.value.map { max(abs($0.lat - place.lat), abs($0.lon - place.lon)) }
        }
        for _ in 0..<100 where away().map({ $0 > 0.000_501 }) ?? true { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try #require(away()) < 0.000_501, sourceLocation: at)
        let circle = try #require(officer.wakes.around.value)
        for degrees in [circle.lat * 1_000, circle.lon * 1_000] {
            #expect(abs(degrees - degrees.rounded()) < 0.000_001, sourceLocation: at)
        }
    }

    @Test func aRestartOfTheAppIsNoneOfThePhone() async throws {
        try await withOfficerLetIn(PhoneSet(boot: 7)) { officer, _ in
            await officer.desk.signOn()
            try await officer.standsUntilLocated()
            let patrol = try #require(try await officer.phone.book().status().onDuty?.patrol)
            #expect(patrol.started.boot == 7)
            try await officer.restarts()
            await officer.sees("Since ")
            let answered = try await officer.phone.book().whatApplies()
            #expect(answered.timeSource != .wallClock)
            // The phone itself: its clock began anew, and nothing that was measured by it is known any more.
            officer.set.boot = 8
            try await officer.restarts()
            await officer.sees("Since ")
            let book = try await officer.phone.book()
            await #expect(throws: BeatbookError.self) { try await book.whatApplies() }
        }
    }

    @Test func aSuccessorIsOfTheSameStartOfThePhone() async throws {
        try await withOfficerLetIn(PhoneSet(boot: 7)) { officer, _ in
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            try await officer.phone.beginSuccessor()
            await officer.desk.signOn()
            let patrol = try #require(try await officer.phone.book().status().onDuty?.patrol)
            #expect(patrol.started.boot == 7)
        }
    }

    @Test func onDutyOneCircleIsWatchedAndItGoesAlong() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            #expect(officer.wakes.around.value == nil)
            try await officer.stands(seconds: 0.3)
            try await isWatched(officer, middle)
            #expect(officer.wakes.around.value?.radius == 300)
            #expect(officer.wakes.circles.value == 1)
            #expect(officer.wakes.around.value?.code == NearestRegions.aroundCode)
            // Sixty metres on, the same circle will do.
            try await officer.stands(seconds: 0.5, at: (middle.lat, middle.lon + 0.000_86))
            #expect(officer.wakes.circles.value == 1)
            let far = (lat: middle.lat, lon: middle.lon + 0.01)
            try await officer.stands(seconds: 0.3, at: far)
            try await isWatched(officer, far)
            // A sync changes nothing in it.
            await officer.desk.sync()
            try await Task.sleep(for: .milliseconds(200))
            try await isWatched(officer, far)
            #expect(officer.wakes.circles.value == 2)
            let dropped = officer.wakes.dropped.value
            await officer.desk.signOff()
            #expect(officer.wakes.dropped.value == dropped + 1, "before other zones are found, or none")
            try await officer.wakes.watches(["HS"])
            #expect(try #require(officer.wakes.around.value).radius >= NearestRegions.shortest)
        }
    }

    @Test func aSuccessorIsNotWatchedWhereItsFormerNotebookWasOnDuty() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await officer.standsUntilLocated()
            try await isWatched(officer, middle)
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            try await officer.phone.beginSuccessor()
            #expect(officer.wakes.around.value == nil)
        }
    }

    @Test func whoeverLeavesTheCircleHasAnEndedAppGoOnRecordingFromThere() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await officer.standsUntilLocated()
            try await isWatched(officer, middle)
            try await officer.restartsBehind()
            #expect(officer.wakes.around.value != nil, "the system watches on")
            #expect(await officer.phone.open() == .open)
            #expect(officer.sky.begun == 1)
            let there = (lat: middle.lat, lon: middle.lon + 0.004)
            officer.wakes.place.change { $0 = WakePlace(lat: there.lat, lon: there.lon, accuracy: 20) }
            officer.wakes.leaves()
            try await officer.sky.isBegun(2)
            // Before the first report: the system may suspend the app by then.
            try await isWatched(officer, there)
            #expect(officer.wakes.shown.value == [])
            await officer.desk.signOff()
        }
    }

    @Test func theOfficerIsToldWhenNobodyRecordsAnyMoreAndNotAfterSignOff() async throws {
        try await withOfficerLetIn { officer, _ in
            let wakes = officer.wakes
            #expect(wakes.later.value == nil)
            await officer.desk.signOn()
            for _ in 0..<100 where wakes.putOff.value < 3 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(wakes.putOff.value >= 3, "put off again and again")
            #expect(wakes.later.value == Wakes.Later(words: Self.said, time: .seconds(300)))
            // The system ends the app: it waits, and nobody puts it off.
            await officer.ends()
            let times = wakes.putOff.value
            try await Task.sleep(for: .milliseconds(200))
            #expect(wakes.putOff.value == times)
            #expect(wakes.later.value != nil)
            try await officer.restarts()
            await officer.sees("Since ")
            await officer.desk.signOff()
            #expect(wakes.later.value == nil)
            try await Task.sleep(for: .milliseconds(200))
            #expect(wakes.later.value == nil)
            // Ended between the one and the other, by an earlier life of the app.
            wakes.later.change { $0 = Wakes.Later(words: Self.said, time: .seconds(300)) }
            try await officer.restarts()
            for _ in 0..<100 where wakes.later.value != nil { try await Task.sleep(for: .milliseconds(20)) }
            #expect(wakes.later.value == nil)
        }
    }

    /// Waits until a notification waits, or none.
    private func isToBeTold(_ waits: Bool, _ officer: Officer, _ at: SourceLocation = #_sourceLocation) async throws {
        func isSo() -> Bool { (officer.wakes.later.value != nil) == waits }
        for _ in 0..<100 where !isSo() { try await Task.sleep(for: .milliseconds(20)) }
        #expect(isSo(), sourceLocation: at)
    }

    @Test func whoAllowsNoPositionsIsNotToldToOpenTheAppForThem() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await isToBeTold(true, officer)
            officer.sky.shows(.none(.notAllowed))
            try await isToBeTold(false, officer)
            let times = officer.wakes.putOff.value
            try await Task.sleep(for: .milliseconds(200))
            #expect(officer.wakes.putOff.value == times)
            // Allowed after all.
            officer.sky.shows(.allowed)
            try await isToBeTold(true, officer)
            await officer.desk.signOff()
            #expect(officer.wakes.later.value == nil)
        }
    }

    @Test func whereTheNotebookTakesNothingMoreNobodyPutsOffThatNothingIsRecorded() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await isToBeTold(true, officer)
            try await officer.phone.book().close()
            try await officer.stands(seconds: 2)
            let times = officer.wakes.putOff.value
            try await Task.sleep(for: .milliseconds(300))
            #expect(officer.wakes.putOff.value == times)
            #expect(officer.wakes.later.value != nil)
        }
    }

    @Test func aPatrolThatIsClosedAfterwardsWarnsNobodyEither() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            for _ in 0..<100 where officer.wakes.later.value == nil { try await Task.sleep(for: .milliseconds(20)) }
            await officer.desk.closeForgotten(.forgottenForgot, "")
            #expect(officer.wakes.later.value == nil)
        }
    }

    @Test func whatWaitsInThePocketIsWrittenAtOnceWhenItIsAskedFor() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            await officer.looksAway()
            try await officer.stands(seconds: 0.5)
            #expect(try await officer.phone.book().status().onDuty?.lastFixAge == nil)
            await officer.phone.flush()
            #expect(try await officer.phone.book().status().onDuty?.lastFixAge != nil)
        }
    }
}
