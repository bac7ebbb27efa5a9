// A shift, from the code to the server's receipt.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) @MainActor struct PatrolStoryTests {
    @Test func anOfficerSetsThePhoneUpStandsInAZoneForAMinuteSignsOffAndSyncs() async throws {
        try await withOfficer { officer, server in
            _ = try await officer.comes { if case .enrol(let enrol) = $0 { enrol } else { nil } }
            let code = officer.desk.pasted(" \(try server.ticket())\n")
            await officer.desk.enrol(try #require(code))
            await officer.sees("Officer 4711, MDW")
            await officer.sees("You have no patrol on this phone yet.")
            officer.desk.go(.outbox)
            await officer.sees("Sync done")
            await officer.sees("Nothing waits to be sent.")
            officer.desk.go(.home)

            officer.desk.choose(Choice(duty: .outreach, mode: .foot, others: 1))
            await officer.sees("You will sign on as: Outreach, On foot, Double crew.")
            await officer.desk.signOn()
            await officer.sees("Outreach, On foot, Double crew")
            await officer.sees("Last position: none yet")
            await officer.sees("Waiting for the first position.")
            // Some seconds in hand: presence is told once it is certain not to change.
            try await officer.stands(seconds: 64)
            await officer.sees("In High Street since ")
            await officer.sees("High Street: 1 min on foot")
            await officer.sees("Last position: just now")
            officer.seesNot("gap")

            officer.desk.go(.signOff)
            await officer.sees("Your patrol ends now.")
            await officer.desk.signOff()
            let result = try await officer.comes { if case .result(let result) = $0 { result } else { nil } }
            #expect(result.zones.map { Words.say($0) } == ["High Street: 1 min on foot"])
            #expect(Words.say(result.quality) == "Positions: complete")

            officer.desk.go(.outbox)
            await officer.sees("Waiting to be sent: ")
            await officer.desk.sync()
            await officer.sees("Sync done: ")
            await officer.sees("Nothing waits to be sent.")
            let box = try await officer.comes { if case .outbox(let box) = $0 { box } else { nil } }
            let receipt = box.counts.map { Words.say($0) }.last
            #expect(receipt?.firstMatch(of: /: (\d+) of \1 entries/) != nil, "all of it is acknowledged: \(receipt ?? "")")

            officer.desk.go(.home)
            await officer.sees("You will sign on as: Outreach, On foot, Double crew.")
            await officer.sees("High Street: 1 min on foot")
        }
    }

    @Test func anAppThatEndedGoesOnRecordingTheOpenPatrol() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await officer.stands(seconds: 1)
            await officer.sees("In High Street")
            try await officer.restarts()
            await officer.sees("Since ")
            try await officer.stands(seconds: 1)
            await officer.desk.signOff()
            let result = try await officer.comes { if case .result(let result) = $0 { result } else { nil } }
            #expect(result.zones.count == 1)
            let patrol = try #require(try await officer.phone.book().patrols(limit: 1).first)
            // Five of each second.
            #expect(try #require(patrol.result).fixes.accepted >= 8)
        }
    }

    @Test func whatBeganBehindTheOfficersBackBeginsAnewInFrontAndLosesNoPosition() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await officer.sky.isBegun(1)
            // The system ends the app, and starts it for a sync.
            try await officer.restartsBehind()
            await officer.desk.look()
            try await officer.sky.isBegun(2)
            try await officer.stands(seconds: 1)
            // In front: the session that the system may refuse behind begins once more. What waited for its ten seconds is not lost.
            officer.looks()
            try await officer.sky.isBegun(3)
            try await officer.stands(seconds: 1)
            // One that began in front does not begin again.
            await officer.looksAway()
            officer.looks()
            try await officer.stands(seconds: 1)
            #expect(officer.sky.begun == 3)
            await officer.desk.signOff()
            let patrol = try #require(try await officer.phone.book().patrols(limit: 1).first)
            // Five of each second.
            #expect(try #require(patrol.result).fixes.accepted >= 11)
        }
    }

    @Test func atSignOffTheNearestZonesAreWatchedASyncIsAskedForAndComingNearIsToldOnce() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            #expect(officer.wakes.regions.value.isEmpty)
            // Two hundred metres east of the zone's edge.
            try await officer.stands(seconds: 1, at: (middle.lat, middle.lon + 0.006))
            await officer.sees("You are in no zone.")
            officer.wakes.comes(into: "HS")
            officer.wakes.asked.change { $0 = [] }
            await officer.desk.signOff()
            try await officer.wakes.watches(["HS"])
            #expect(try abs(#require(officer.wakes.asked.value.first).timeIntervalSinceNow) < 5)
            #expect(officer.wakes.shown.value == [], "on duty nobody is told")

            officer.wakes.comes(into: "HS")
            officer.wakes.comes(into: "HS")
            for _ in 0..<100 where officer.wakes.shown.value.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            try await Task.sleep(for: .milliseconds(200))
            #expect(officer.wakes.shown.value == ["You are near High Street. Sign on if you are working."])
        }
    }

    @Test func zonesAreChosenAnewAsTheOfficerMovesAndOneThatIsReachedByThenIsTold() async throws {
        try await withOfficerLetIn { officer, _ in
            let wakes = officer.wakes
            await officer.desk.signOn()
            // Some two kilometres east of the zone.
            let far = (lat: middle.lat, lon: middle.lon + 0.03)
            try await officer.standsUntilLocated(at: far)
            await officer.desk.signOff()
            try await wakes.watches(["HS"])
            var around = try #require(wakes.around.value)
            // The system is told to a thousandth of a degree.
            #expect(abs(around.lon - far.lon) < 0.000_51)
            #expect(around.radius == NearestRegions.longest, "there is no other zone")
            // The system does not know where the phone is: what was watched goes on.
            wakes.leaves()
            try await Task.sleep(for: .milliseconds(300))
            #expect(wakes.around.value == around)
            wakes.place.change { $0 = WakePlace(lat: middle.lat, lon: middle.lon, accuracy: 20) }
            for _ in 0..<2 {
                wakes.leaves()
                for _ in 0..<100 where wakes.shown.value.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
                try await Task.sleep(for: .milliseconds(200))
                around = try #require(wakes.around.value)
                #expect(abs(around.lon - middle.lon) < 0.000_51)
                #expect(wakes.shown.value == ["You are near High Street. Sign on if you are working."])
            }
            await officer.desk.signOn()
            #expect(wakes.regions.value.isEmpty && wakes.around.value == nil)
            wakes.comes(into: "HS")
            try await Task.sleep(for: .milliseconds(200))
            #expect(wakes.regions.value.isEmpty && wakes.shown.value.count == 1, "on duty no zone is watched or told")
        }
    }

    @Test func anAppThatIsStartedForEachZoneTellsOfTheSameOneOnceInSomeHoursAndForgetsThenAndAtSignOn() async throws {
        try await withOfficerLetIn { officer, _ in
            let file = URL(fileURLWithPath: try officer.places().notebooks).deletingLastPathComponent().appendingPathComponent("told")
            func comesNear(_ times: Int) async throws {
                await officer.sees("Officer 4711, MDW")
                officer.wakes.comes(into: "HS")
                for _ in 0..<100 where officer.wakes.shown.value.count < times { try await Task.sleep(for: .milliseconds(20)) }
                try await Task.sleep(for: .milliseconds(200))
                #expect(officer.wakes.shown.value.count == times)
            }
            try await comesNear(1)
            try await officer.restarts()
            try await comesNear(1)
            // More than four hours ago, and a zone that nobody comes near.
            let before = (Date() - 4 * 3_600 - 60).utcMilliseconds
            try await officer.restarts { try "\(before) HS\n\(before) PARK".write(to: file, atomically: true, encoding: .utf8) }
            try await comesNear(2)
            let kept = try String(contentsOf: file, encoding: .utf8)
            #expect(kept.hasSuffix(" HS") && !kept.contains("PARK") && !kept.contains(String(before)))
            await officer.desk.signOn()
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test func inThePocketTheOfficerIsToldOnceThatPositionsAreNoLongerAllowed() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            let said = "Location is not allowed. Allow it in the phone’s settings."
            officer.sky.shows(.none(.notAllowed))
            await officer.sees(said)
            #expect(officer.wakes.shown.value == [], "who looks reads it on the screen")
            officer.sky.shows(.fix(.here()))
            await officer.desk.toBackground()
            try await Task.sleep(for: .milliseconds(100))
            for _ in 0..<3 { officer.sky.shows(.none(.notAllowed)) }
            for _ in 0..<100 where officer.wakes.shown.value.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            try await Task.sleep(for: .milliseconds(200))
            #expect(officer.wakes.shown.value == [said])
        }
    }

    @Test func inThePocketReportsAreWrittenBeforeTheSystemMaySuspendTheApp() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            // Fewer than a second's worth: what waits would wait longer.
            try await officer.stands(seconds: 0.7)
            #expect(try await officer.phone.book().status().onDuty?.lastFixAge == nil)
            await officer.desk.toBackground()
            #expect(try await officer.phone.book().status().onDuty?.lastFixAge != nil)
        }
    }
}
