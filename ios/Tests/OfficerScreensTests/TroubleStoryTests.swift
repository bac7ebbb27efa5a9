// What an officer reads when something is not as it should be.

import Beatbook
import ContractSteps
import Foundation
import OfficerScreens
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) @MainActor struct TroubleStoryTests {
    @Test func withoutACodeOrWithAWrongOneTheScreenSaysWhatToDo() async throws {
        try await withOfficer { officer, _ in
            _ = try await officer.comes { if case .enrol(let enrol) = $0 { enrol } else { nil } }
            #expect(officer.desk.pasted("  ") == nil)
            await officer.sees("There is no text to paste.")
            await officer.desk.enrol(" \n")
            await officer.sees("Enter the code first.")
            await officer.desk.enrol("BEATBOOK1-NOT-A-CODE")
            let enrol = try await officer.comes { if case .enrol(let enrol) = $0 { enrol } else { nil } }
            let problem = Words.say(try #require(enrol.problem))
            #expect(problem.contains("code") && problem.first?.isUppercase == true, "\(problem)")
            #expect(!enrol.busy)
        }
    }

    @Test func aCodeThatAnotherPhoneUsedIsAnsweredByTheServerAndANewOneLetsThePhoneIn() async throws {
        try await inFolder { folder in
            try await withOfficer { officer, server in
                let ticket = try server.ticket()
                let other = try await Notebook.enrol(
                    in: try FolderPlaces(below: folder), keys: Keys(randomKey()), ticket: ticket)
                try await other.close()
                await officer.desk.look()
                await officer.desk.enrol(ticket)
                await officer.sees("The server has not let this phone in yet.")
                officer.desk.go(.outbox)
                await officer.sees("Sync did not work. Nothing is lost.")
                officer.desk.go(.newCode)
                let enrol = try await officer.comes { if case .enrol(let enrol) = $0 { enrol } else { nil } }
                #expect(enrol.again)
                await officer.desk.enrol(try server.ticket())
                await officer.sees("Officer 4711, MDW")
                officer.seesNot("has not let this phone in")
            }
        }
    }

    @Test func withoutANetworkAnOfficerSetsUpAndWorksAndTheServerLetsThePhoneInLater() async throws {
        try await withOfficer { officer, server in
            let ticket = try server.ticket()
            try server.stop()
            await officer.desk.look()
            await officer.desk.enrol(ticket)
            await officer.sees("The server has not let this phone in yet.")
            await officer.desk.signOn()
            await officer.sees("There are no zones on this phone yet.")
            await officer.desk.signOff()
            await officer.sees("There were no zones on this phone.")
            await officer.sees("Positions: ")
            officer.desk.go(.outbox)
            await officer.sees("Acknowledged by the server: none yet")
            await officer.sees("Last sync: never")
            await officer.desk.sync()
            await officer.sees("Sync did not work. Nothing is lost.")
            await officer.sees("Next try in")
            try server.start()
            await officer.desk.sync()
            await officer.sees("Sync done")
            officer.desk.go(.home)
            officer.seesNot("has not let this phone in")
        }
    }

    @Test func aSyncWithAServerThatDoesNotAnswerIsCancelled() async throws {
        try await withOfficerLetIn { officer, server in
            server.freeze(true)
            defer { server.freeze(false) }
            officer.desk.go(.outbox)
            let sync = Task { await officer.desk.sync() }
            await officer.sees("Syncing…")
            try await Task.sleep(for: .milliseconds(300))
            let cancelled = ContinuousClock.now
            officer.desk.cancelSync()
            await sync.value
            #expect(ContinuousClock.now - cancelled < .seconds(2))
            await officer.sees("Sync cancelled.")
        }
    }

    @Test func aRoleThatEndedIsSaidAfterTheSyncThatTookWhatItLetTheOfficerKnow() async throws {
        try await withOfficer { officer, server in
            let role = "outreach_worker"
            let from = (Date() - 30 * 86_400).calendarDay(in: .gmt)
            try server.say("officer", "role", "add", "--authority", "MDW", "--code", "4711", "--role", role, "--from", from)
            await officer.desk.look()
            await officer.desk.enrol(try server.ticket())
            await officer.desk.sync()
            await officer.desk.look()
            officer.seesNot("Your role")
            try server.say("officer", "role", "end", "--authority", "MDW", "--code", "4711", "--role", role)
            await officer.desk.sync()
            await officer.sees("Your role “outreach worker” ended on")
            await officer.sees("What the server had told this phone for it has left the phone.")
        }
    }

    @Test func locationIsExplainedBeforeItIsAskedForAndRefusingItIsAnswered() async throws {
        try await withOfficerLetIn { officer, _ in
            let questions = officer.questions
            (questions.allowed, questions.answer, questions.neverAsked) = (.notAsked, .refused, true)
            await officer.desk.signOn()
            var page = try await officer.comes { if case .permission(let page) = $0 { page } else { nil } }
            #expect(page.question == .place && page.refused == nil && !page.offersWithout)
            await officer.desk.ask(.place)
            page = try await officer.comes { if case .permission(let page) = $0 { page } else { nil } }
            #expect(page.refused.map { Words.say($0) }?.hasPrefix("Location is not allowed.") == true && page.offersWithout)
            officer.desk.openSettings()
            #expect(questions.settingsOpened == 1)
            // Allowed in the settings.
            questions.answer = .given
            await officer.desk.ask(.place)
            page = try await officer.comes { if case .permission(let page) = $0 { page } else { nil } }
            #expect(page.question == .notices && page.offersWithout)
            await officer.desk.ask(.notices)
            await officer.sees("Since ")
        }
    }

    @Test func whereOnlyTheRoughLocationIsAllowedThePageSaysSo() async throws {
        try await withOfficerLetIn { officer, _ in
            (officer.questions.allowed, officer.questions.answer) = (.roughly, .roughly)
            await officer.desk.signOn()
            for _ in 0..<2 {
                let page = try await officer.comes { if case .permission(let page) = $0 { page } else { nil } }
                #expect(page.refused.map { Words.say($0) }?.hasPrefix("Only your rough location is allowed") == true)
                #expect(page.offersWithout)
                await officer.desk.ask(.place)
            }
            officer.questions.answer = .given
            await officer.desk.ask(.place)
            await officer.sees("Since ")
        }
    }

    @Test func whoWentOnWithoutNotificationsIsNotAskedAgain() async throws {
        try await withOfficerLetIn { officer, _ in
            officer.questions.neverAsked = true
            await officer.desk.signOn()
            let page = try await officer.comes { if case .permission(let page) = $0 { page } else { nil } }
            #expect(page.question == .notices)
            await officer.desk.without()
            await officer.sees("Since ")
            await officer.desk.signOff()
            await officer.desk.signOn()
            await officer.sees("Since ")
            await officer.desk.signOff()
            try await officer.restarts()
            await officer.sees("Officer 4711, MDW")
            await officer.desk.signOn()
            await officer.sees("Since ")
        }
    }

    @Test func anOfficerWhoSignsOnWithoutPositionsIsToldWhereToAllowThem() async throws {
        try await withOfficerLetIn { officer, _ in
            officer.questions.allowed = .refused
            await officer.desk.signOn()
            await officer.desk.without()
            officer.sky.shows(.none(.notAllowed))
            await officer.sees("Location is not allowed. Allow it in the phone’s settings.")
            let screen = try await officer.comes { if case .onDuty(let screen) = $0 { screen } else { nil } }
            #expect(screen.trouble?.mend == .settings)
        }
    }

    @Test func threeMinutesWithoutAPositionAreShownAsAGapAndRecordingBeginsAnew() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            try await officer.stands(seconds: 1)
            await officer.sees("In High Street")
            officer.seesNot("gap")
            officer.sky.shows(.none(.notFound))
            officer.ahead.change { $0 = 180_000 }
            await officer.sees("No position for 3 min. This time is a gap: neither present nor absent.")
            await officer.sees("The phone does not find where you are.")
            officer.ahead.change { $0 = 0 }
            await officer.desk.mend(.recordAgain)
            try await officer.stands(seconds: 1)
            await officer.sees("In High Street")
            officer.seesNot("gap")
            officer.seesNot("does not find")
        }
    }

    @Test func positionsThatCountForNothingAreAGapAndThatOnlyRoughOnesAreAllowedIsSaidUntilOneCounts() async throws {
        try await withOfficerLetIn { officer, _ in
            let roughly = "Only your rough location is allowed"
            await officer.desk.signOn()
            try await officer.stands(seconds: 1)
            await officer.sees("In High Street")
            officer.sky.shows(.none(.onlyRoughly))
            await officer.sees(roughly)
            officer.ahead.change { $0 = 180_000 }
            officer.sky.shows(.fix(.here(accuracy: 2_000, ahead: 180_000)))
            officer.sky.shows(.fix(.here(ahead: 180_000, provider: .mock)))
            officer.sky.shows(.none(.notFound))
            // Heard, and written while the clocks are ahead.
            try await Task.sleep(for: .milliseconds(1_200))
            await officer.sees("No position for 3 min. This time is a gap: neither present nor absent.")
            await officer.sees(roughly)
            // Indoors: allowed again, and none is found yet.
            officer.sky.shows(.allowed)
            await officer.sees("No position for 3 min. This time is a gap: neither present nor absent.")
            await officer.seesNoMore(roughly)
            officer.sky.shows(.none(.onlyRoughly))
            await officer.sees(roughly)
            officer.ahead.change { $0 = 0 }
            try await officer.stands(seconds: 1)
            await officer.sees("In High Street")
            officer.seesNot("gap")
            officer.seesNot(roughly)
        }
    }

    @Test func aPatrolWithoutASinglePositionIsAGapFromItsStart() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            officer.ahead.change { $0 = 180_000 }
            await officer.sees("No position since you signed on.")
        }
    }

    @Test func aForgottenPatrolIsClosedWithAReason() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            officer.seesNot("Did you forget to sign off?")
            officer.ahead.change { $0 = 5 * 3_600_000 + 1_000 }
            await officer.sees("Did you forget to sign off? There has been no position for 5 h 0 min.")
            officer.desk.go(.forgotten)
            await officer.desk.closeForgotten(nil, "")
            await officer.sees("Say why first.")
            await officer.desk.closeForgotten(.forgottenOther, "  ")
            await officer.sees("Say why first.")
            await officer.desk.closeForgotten(.forgottenForgot, "")
            _ = try await officer.comes { if case .result(let result) = $0 { result } else { nil } }
            officer.desk.go(.home)
            await officer.sees("Officer 4711, MDW")
            let patrol = try await officer.phone.book().patrols(limit: 1).first?.patrol
            #expect(patrol?.ended?.ending == .closedAtLastFix(reason: "I forgot to sign off"))
        }
    }

    @Test func aSignOffThatIsRefusedLosesNoPositionAndRecordingGoesOn() async throws {
        try await withOfficerLetIn { officer, _ in
            await officer.desk.signOn()
            let book = try await officer.phone.book()
            try await book.pause()
            try await officer.stands(seconds: 1)
            await officer.desk.signOff()
            let screen = try await officer.comes { if case .onDuty(let screen) = $0 { screen } else { nil } }
            #expect(screen.problem != nil)
            try await book.resume()
            await officer.sees("Last position: just now")
            await officer.desk.signOff()
            let patrol = try #require(try await book.patrols(limit: 1).first)
            #expect(try #require(patrol.result).fixes.accepted >= 4)
        }
    }

    @Test func aNotebookThatWasRestoredGoesOnInASuccessor() async throws {
        try await inFolder { folder in
            let server = try Server(in: folder)
            let officer = Officer(in: folder)
            await officer.desk.look()
            await officer.desk.enrol(try server.ticket())
            let former = try await officer.phone.book()
            let id = try await former.id()
            _ = try await former.note(text: "not sent yet", basis: .fact)
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            await officer.desk.beginSuccessor()
            await officer.sees("Officer 4711, MDW")
            await officer.desk.signOn()
            await officer.sees("Since ")
            // The successor is the one that is opened from now on.
            try await officer.restarts()
            await officer.sees("Since ")
            // What the former notebook had is still sent, and it is said while it cannot be opened.
            officer.desk.go(.outbox)
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            let file = try #require(
                files?.compactMap { $0 as? URL }.first { $0.lastPathComponent == "\(id.uuidString.lowercased()).beatbook" })
            let whole = try Data(contentsOf: file)
            try Data(count: whole.count).write(to: file)
            await officer.desk.sync()
            await officer.sees("Your former notebook could not be opened or sent. Nothing is lost.")
            try whole.write(to: file)
            await officer.desk.sync()
            officer.seesNot("former notebook")
            let opened = try await Notebook.open(id, in: officer.places(), keys: officer.keys())
            #expect(try await opened.status().outbox.waiting == 0)
            try await opened.close()
            await officer.ends()
            try server.stop()
        }
    }

    @Test func whatCouldNotBeSentOfAFormerNotebookIsStillSaidAfterARestart() async throws {
        try await withOfficerLetIn { officer, server in
            _ = try await officer.phone.book().note(text: "not sent yet", basis: .fact)
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            try await officer.phone.beginSuccessor()
            // The new one is let in and has all; then the server goes between the one and the other.
            let next = try await officer.phone.book()
            for _ in 0..<2 { _ = try await next.sync() }
            nonisolated(unsafe) let going = server
            _ = try await officer.phone.sync { _ in try? going.stop() }
            officer.desk.go(.outbox)
            await officer.sees("Reason: network")
            let told = officer.reads.filter { $0.contains("Last tried") }
            try await officer.restarts()
            officer.desk.go(.outbox)
            await officer.sees("Your former notebook could not be opened or sent. Nothing is lost.")
            await officer.sees("Waiting in your former notebook: 1 entry")
            #expect(officer.reads.filter { $0.contains("Last tried") } == told, "a look at it is no try")
            try server.goOn()
            await officer.desk.sync()
            officer.seesNot("former notebook")
            try await officer.restarts()
            officer.desk.go(.outbox)
            await officer.sees("Nothing waits to be sent.")
            officer.seesNot("Last tried")
        }
    }

    @Test func killedWhileASuccessorWasBegunTheVerySameSuccessorGoesOn() async throws {
        try await withOfficerLetIn { officer, _ in
            let former = try await officer.phone.book()
            let id = try await former.id()
            _ = try await former.note(text: "not sent yet", basis: .fact)
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            // The app is ended after the library has begun it, and before it is in use.
            await officer.ends()
            let restored = try await Notebook.open(id, in: officer.places(), keys: officer.keys())
            let begun = try await restored.beginSuccessor(keys: officer.keys())
            let successor = try await begun.id()
            try await begun.close()
            try await restored.close()
            try await officer.restarts()
            await officer.sees("This notebook was restored or copied to this phone.")
            #expect(try await officer.phone.book().id() == id, "the app had not taken it into use")
            await officer.desk.beginSuccessor()
            await officer.sees("Officer 4711, MDW")
            #expect(try await officer.phone.book().id() == successor)
            try await officer.restarts()
            await officer.sees("Officer 4711, MDW")
            #expect(try await officer.phone.book().id() == successor)
            await officer.desk.sync()
            let opened = try await Notebook.open(id, in: officer.places(), keys: officer.keys())
            #expect(try await opened.status().outbox.waiting == 0)
            try await opened.close()
        }
    }

    @Test func aNotebookWithoutItsKeyIsPutAsideWholeAndThePhoneIsSetUpAnew() async throws {
        try await withOfficerLetIn { officer, server in
            let id = try await officer.phone.book().id()
            _ = try await officer.phone.book().note(text: "not sent yet", basis: .fact)
            let folder = URL(fileURLWithPath: try officer.places().notebooks)
            let name = "\(id.uuidString.lowercased()).beatbook"
            await officer.phone.declineNotices()
            try await officer.restarts { officer.losesKeys() }
            await officer.sees("Tell support this code: key_missing")
            #expect(await officer.phone.noticesAreDeclined)
            let whole = try Data(contentsOf: folder.appendingPathComponent(name))
            officer.desk.go(.setAside)
            await officer.sees("What was not synced stays in that file: it is not sent")
            officer.desk.go(.home)
            await officer.sees("Tell support this code: key_missing")
            officer.desk.go(.setAside)
            await officer.desk.setAside()
            let enrol = try await officer.comes { if case .enrol(let enrol) = $0 { enrol } else { nil } }
            #expect(!enrol.again && enrol.problem == nil)
            // Beside it lie those that belong to it, with more at the end of their names.
            let named = "\(name).set-aside-"
            let aside = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter {
                let file = $0.lastPathComponent
                return file.hasPrefix(named) && file.dropFirst(named.count).allSatisfy(\.isNumber)
            }
            #expect(try aside.map { try Data(contentsOf: $0) } == [whole])
            await officer.desk.enrol(try server.ticket())
            await officer.sees("Officer 4711, MDW")
            let next = try await officer.phone.book().id()
            #expect(next != id)
            // It may be another officer's phone now.
            #expect(await !officer.phone.noticesAreDeclined)
            try await officer.restarts()
            await officer.sees("Officer 4711, MDW")
        }
    }

    @Test func whereADamagedSuccessorIsPutAsideTheFormerNotebookGoesOnInAnotherOne() async throws {
        try await withOfficerLetIn { officer, _ in
            try await officer.restarts { try officer.losesSeats() }
            await officer.sees("This notebook was restored or copied to this phone.")
            try await officer.phone.beginSuccessor()
            let id = try await officer.phone.book().id()
            let file = URL(fileURLWithPath: try officer.places().notebooks)
                .appendingPathComponent("\(id.uuidString.lowercased()).beatbook")
            try await officer.restarts {
                // As a phone's storage fails: one bit.
                var bytes = try Data(contentsOf: file)
                bytes[20] ^= 1
                try bytes.write(to: file)
            }
            await officer.sees("Tell support this code: corrupt")
            officer.desk.go(.setAside)
            await officer.desk.setAside()
            await officer.sees("This notebook was restored or copied to this phone.")
            await officer.desk.beginSuccessor()
            await officer.sees("Officer 4711, MDW")
            let next = try await officer.phone.book().id()
            #expect(next != id)
        }
    }

    @Test func aNotebookThatDoesNotOpenSaysSoAndNothingIsTouched() async throws {
        try await withOfficerLetIn { officer, _ in
            let book = try await officer.phone.book()
            let id = try await book.id()
            await officer.ends()
            let other = try await Notebook.open(id, in: officer.places(), keys: officer.keys())
            try await officer.restarts()
            await officer.sees("Tell support this code: already_open")
            try await other.close()
            await officer.sees("Officer 4711, MDW")
        }
    }
}
