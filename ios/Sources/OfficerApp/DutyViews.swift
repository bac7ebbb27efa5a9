// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Off duty, on duty, signing off.

#if canImport(SwiftUI) && os(iOS)
import Beatbook
import OfficerScreens
import SwiftUI

struct OffDutyView: View {
    let screen: OffDutyScreen
    let desk: Desk

    var body: some View {
        Page(heading: .offHeading) {
            if let officer = screen.officer { Say(officer) }
            Notice(screen.storageLow)
            Notice(screen.notLetIn)
            ForEach(screen.rolesEnded, id: \.self) { Notice($0) }
            if screen.notLetIn != nil { BigButton(.openNewCode) { desk.go(.newCode) } }
            Notice(screen.problem)
            Say(screen.signsOnAs)
            BigButton(.signOn, main: true, busy: screen.busy, doing: .signingOn) { await desk.signOn() }
            OneOf(
                heading: .dutyHeading, values: Choices.duties, words: words(for:), chosen: screen.choice.duty,
                choose: { duty in change { $0.duty = duty } })
            OneOf(
                heading: .modeHeading, values: Choices.modes, words: words(for:), chosen: screen.choice.mode,
                choose: { mode in change { $0.mode = mode } })
            OneOf(
                heading: .crewHeading, values: Choices.others, words: crew, chosen: screen.choice.others,
                choose: { others in change { $0.others = others } })
            Heading(.lastHeading)
            Say(screen.last)
            Rows(screen.lastZones)
            BigButton(.openOutbox) { desk.go(.outbox) }
        }
    }

    private func change(_ change: (inout Choice) -> Void) {
        var choice = screen.choice
        change(&choice)
        desk.choose(choice)
    }
}

struct OnDutyView: View {
    let screen: OnDutyScreen
    let desk: Desk

    var body: some View {
        Page(heading: .onHeading) {
            Say(screen.since).font(.title3)
            Say(screen.doing)
            Notice(screen.storageLow)
            Notice(screen.notLetIn)
            ForEach(screen.rolesEnded, id: \.self) { Notice($0) }
            Notice(screen.problem)
            Notice(screen.trouble?.what)
            if let mend = screen.trouble?.mend {
                BigButton(mend == .settings ? .settingsApp : .recordAgain) { await desk.mend(mend) }
            }
            Notice(screen.gap)
            if screen.forgotten != nil {
                Notice(screen.forgotten)
                BigButton(.forgottenOpen) { desk.go(.forgotten) }
            }
            Heading(.hereHeading)
            if let none = screen.hereNone { Say(none) }
            ForEach(screen.here, id: \.self) { zone in
                Card {
                    Say(zone.kind).font(.subheadline)
                    Say(zone.visit).font(.headline)
                }
            }
            Say(screen.lastPosition)
            BigButton(.openApplies, main: true) { await desk.whatApplies() }
            BigButton(.openSignOff) { desk.go(.signOff) }
            Heading(.soFarHeading)
            Rows(screen.soFar)
            BigButton(.openOutbox) { desk.go(.outbox) }
        }
    }
}

struct SignOffView: View {
    let screen: SignOffScreen
    let desk: Desk

    var body: some View {
        Page(heading: .signOffHeading) {
            Say(screen.what)
            Notice(screen.problem)
            BigButton(.signOffDo, main: true, busy: screen.busy, doing: .signingOff) { await desk.signOff() }
            BigButton(.stayOn) { desk.go(.home) }
        }
    }
}

struct ForgottenView: View {
    let screen: ForgottenScreen
    let desk: Desk
    @State private var reason: Phrase?
    @State private var ownWords = String()

    var body: some View {
        Page(heading: .forgottenHeading) {
            Say(.forgottenWhat)
            Notice(screen.problem)
            OneOf(
                heading: .forgottenReason, values: Choices.reasons, words: { Line.one($0, []) }, chosen: reason,
                choose: { reason = $0 })
            // Words are asked for only where none of the reasons fits.
            if reason == .forgottenOther {
                TextField(Words.say(.forgottenWords), text: $ownWords, axis: .vertical).textFieldStyle(.roundedBorder)
            }
            BigButton(.forgottenDo, main: true, busy: screen.busy, doing: .closing) {
                await desk.closeForgotten(reason, ownWords)
            }
            BigButton(.back) { desk.go(.home) }
        }
    }
}

struct ResultView: View {
    let screen: ResultScreen
    let desk: Desk

    var body: some View {
        Page(heading: .resultHeading) {
            Say(screen.span)
            Rows(screen.zones)
            Say(screen.quality)
            Say(.resultNothingToType)
            BigButton(.done, main: true) { desk.go(.home) }
            BigButton(.openOutbox) { desk.go(.outbox) }
        }
    }
}
#endif
