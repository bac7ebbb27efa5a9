// What becomes of notebooks that are not in use any more, and of which one is.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) @MainActor struct FormerStoryTests {
    /// An officer who went on in a successor, and whose former notebook has a note that was never sent.
    private func withSuccessor(_ act: @MainActor (Officer, Server, UUID) async throws -> Void) async throws {
        try await withOfficerLetIn { officer, server in
            let former = try await officer.phone.book().id()
            _ = try await officer.phone.book().note(text: "not sent yet", basis: .fact)
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            try await officer.phone.beginSuccessor()
            try await act(officer, server, former)
        }
    }

    private func left(_ officer: Officer, _ former: UUID) async throws -> UInt64 {
        let book = try await Notebook.open(former, in: officer.places(), keys: officer.keys())
        let box = try await book.status().outbox
        try await book.close()
        return box.waiting + box.offered
    }

    @Test func wokenInTheBackgroundThePhoneSendsWhatAFormerNotebookHasAndAsksForTheNextTime() async throws {
        try await withSuccessor { officer, _, former in
            let still = try await left(officer, former)
            #expect(still > 0)
            let asked = officer.wakes.asked.value.count
            let went = await officer.phone.woken()
            #expect(went)
            #expect(officer.wakes.asked.value.count == asked + 1)
            let after = try await left(officer, former)
            #expect(after == 0)
        }
    }

    @Test func openingTheAppDropsNothingOfAFormerNotebookAndASyncDoes() async throws {
        let atOnce = Keeping(tracks: 0, counts: 0, records: 0)
        for syncs in [false, true] {
            try await withSuccessor { officer, _, former in
                for _ in 0..<2 { await officer.desk.sync() }
                officer.set.keeping = atOnce
                try await officer.restarts()
                #expect(await officer.phone.open() == .open)
                if syncs { await officer.desk.sync() }
                await officer.looksAway()
                let book = try await Notebook.open(former, in: officer.places(), keys: officer.keys())
                let left = try await book.purge(keeping: atOnce)
                try await book.close()
                #expect((left.bodies == 0) == syncs, "\(left)")
            }
        }
    }

    @Test func wokenWithoutANetworkThePhoneAsksForTheNextTimeAllTheSame() async throws {
        try await withSuccessor { officer, server, former in
            try server.stop()
            let asked = officer.wakes.asked.value.count
            let went = await officer.phone.woken()
            #expect(!went)
            #expect(officer.wakes.asked.value.count == asked + 1)
            #expect(await officer.phone.former.problem?.code == "network")
            let still = try await left(officer, former)
            #expect(still > 0)
        }
    }

    @Test func wokenWhenTheTimeIsOverItAsksForTheNextTimeAndBlamesNobody() async throws {
        try await withSuccessor { officer, server, _ in
            server.freeze(true)
            defer { server.freeze(false) }
            let (phone, asked) = (officer.phone, officer.wakes.asked.value.count)
            let woken = Task { await phone.woken() }
            try await Task.sleep(for: .milliseconds(500))
            let over = ContinuousClock.now
            woken.cancel()
            let went = await woken.value
            #expect(!went)
            #expect(ContinuousClock.now - over < .seconds(2))
            #expect(officer.wakes.asked.value.count == asked + 1)
            #expect(await phone.former.problem == nil)
        }
    }

    @Test func twoThatSendAtOnceDoNotFindEachOthersNotebookOpen() async throws {
        try await withSuccessor { officer, _, former in
            let phone = officer.phone
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { _ = await phone.woken() } }
            }
            #expect(await phone.former.problem == nil)
            let still = try await left(officer, former)
            #expect(still == 0)
        }
    }

    @Test func withoutTheNameOfTheOneInUseTheSuccessorIsOpened() async throws {
        try await withSuccessor { officer, _, _ in
            let next = try await officer.phone.book().id()
            let current = URL(fileURLWithPath: try officer.places().notebooks)
                .deletingLastPathComponent().appendingPathComponent("current")
            try await officer.restarts { try FileManager.default.removeItem(at: current) }
            let used = try await officer.phone.book().id()
            #expect(used == next)
            try await officer.restarts { try "half of an id".write(to: current, atomically: true, encoding: .utf8) }
            let again = try await officer.phone.book().id()
            #expect(again == next)
        }
    }

    @Test func whereItCannotBeKeptWhichOneIsInUseASuccessorIsRefusedAndGoesOnLater() async throws {
        try await withOfficerLetIn { officer, _ in
            let former = try await officer.phone.book().id()
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            let files = FileManager.default
            let current = URL(fileURLWithPath: try officer.places().notebooks)
                .deletingLastPathComponent().appendingPathComponent("current")
            // A folder in its place takes no text.
            try files.removeItem(at: current)
            try files.createDirectory(at: current.appendingPathComponent("something"), withIntermediateDirectories: true)
            await #expect(throws: BeatbookError.self) { try await officer.phone.beginSuccessor() }
            let inUse = try await officer.phone.book().id()
            #expect(inUse == former)
            try files.removeItem(at: current)
            try await officer.phone.beginSuccessor()
            let next = try await officer.phone.book().id()
            #expect(next != former)
            try await officer.restarts()
            let used = try await officer.phone.book().id()
            #expect(used == next)
        }
    }

    @Test func anEnrolmentWhoseTaskIsCancelledLeavesItsNotebookInUse() async throws {
        try await withOfficer { officer, server in
            await officer.desk.look()
            let (phone, ticket) = (officer.phone, try server.ticket())
            for delay in 0..<5 {
                let enrolling = Task { try await phone.enrol(ticket) }
                try await Task.sleep(for: .milliseconds(delay * 4))
                enrolling.cancel()
                _ = await enrolling.result
                // Cancelled before it had begun, there is none; else it is open, and not open for nobody.
                let stands = await phone.open()
                #expect(stands == .none || stands == .open)
                if stands == .open { break }
            }
        }
    }
}
