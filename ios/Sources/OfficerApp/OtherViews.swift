// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// What is sent and what waits; what applies here.

#if canImport(SwiftUI) && os(iOS)
import OfficerScreens
import SwiftUI

struct OutboxView: View {
    let screen: OutboxScreen
    let desk: Desk

    var body: some View {
        Page(heading: .outboxHeading) {
            Rows(screen.counts)
            ForEach(Array(screen.faults.enumerated()), id: \.offset) { _, fault in Notice(fault) }
            Heading(.syncHeading)
            Rows(screen.server)
            Notice(screen.skew)
            if let told = screen.told { Say(told).bold() }
            Notice(screen.problem)
            BigButton(.syncNow, main: true, busy: screen.running, doing: .syncRunning) { await desk.sync() }
            if screen.running { BigButton(.syncCancel) { desk.cancelSync() } }
            BigButton(.back) { desk.go(.home) }
        }
    }
}

struct AppliesView: View {
    let screen: AppliesScreen
    let desk: Desk

    var body: some View {
        Page(heading: .appliesHeading) {
            if let told = screen.told { Say(told) }
            Notice(screen.problem)
            if screen.busy { ProgressView().accessibilityHidden(true) }
            ForEach(screen.conditions, id: \.self) { condition in
                Card {
                    // The mark is for the eye.
                    Say(condition.standing).font(.headline).accessibilityLabel(Words.say(condition.spoken))
                    Say(condition.title).font(.title3.bold())
                    Rows(condition.lines)
                }
            }
            if !screen.rests.isEmpty {
                Heading(.restsHeading)
                Rows(screen.rests)
            }
            BigButton(.appliesAgain, main: true, busy: screen.busy) { await desk.ask() }
            BigButton(.back) { desk.go(.home) }
        }
    }
}
#endif
