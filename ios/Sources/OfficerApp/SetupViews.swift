// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Setting up, permissions, and a notebook that cannot be used as it is.

#if canImport(SwiftUI) && os(iOS)
import OfficerScreens
import SwiftUI

struct EnrolView: View {
    let screen: EnrolScreen
    let desk: Desk
    @State private var code = String()

    var body: some View {
        Page(heading: screen.again ? .enrolAgainHeading : .enrolHeading) {
            Say(screen.again ? .enrolAgainWhat : .enrolWhat)
            Say(.enrolHow)
            Notice(screen.problem)
            Say(.enrolField).font(.headline).accessibilityHidden(true)
            TextField(Words.say(.enrolField), text: $code, axis: .vertical)
                .textFieldStyle(.roundedBorder)
                .font(.title3.monospaced())
                .textInputAutocapitalization(.never)
                .autocorrectionDisabled()
                .disabled(screen.busy)
            // The system's own button: it asks no question, and reads the clipboard only when it is chosen.
            PasteButton(payloadType: String.self) { texts in
                Task { @MainActor in
                    if let pasted = desk.pasted(texts.first) { code = pasted }
                }
            }
            .controlSize(.large)
            .disabled(screen.busy)
            BigButton(
                screen.again ? .enrolAgainDo : .enrolDo, main: true, busy: screen.busy, doing: .enrolDoing
            ) { await desk.enrol(code) }
            if screen.again { BigButton(.back) { desk.go(.home) } }
        }
    }
}

struct ShutView: View {
    let screen: ShutScreen
    let desk: Desk

    var body: some View {
        Page(heading: .shutHeading) {
            Say(.shutWhat)
            Notice(screen.remedy)
            Say(screen.code)
            BigButton(.tryAgain, main: true) { await desk.look() }
            if screen.offersSetAside { BigButton(.setAsideOpen) { desk.go(.setAside) } }
        }
    }
}

struct SetAsideView: View {
    let screen: SetAsideScreen
    let desk: Desk

    var body: some View {
        Page(heading: .setAsideHeading) {
            Notice(screen.what)
            Say(.setAsideThen)
            Notice(screen.problem)
            BigButton(.setAsideDo, busy: screen.busy, doing: .setAsideDoing) { await desk.setAside() }
            BigButton(.back, main: true) { desk.go(.home) }
        }
    }
}

struct SuccessorView: View {
    let screen: SuccessorScreen
    let desk: Desk

    var body: some View {
        Page(heading: .successorHeading) {
            Say(screen.why)
            Say(.successorKept)
            Notice(screen.problem)
            BigButton(.successorDo, main: true, busy: screen.busy, doing: .successorDoing) { await desk.beginSuccessor() }
            BigButton(.openOutbox) { desk.go(.outbox) }
        }
    }
}

struct PermissionView: View {
    let screen: PermissionScreen
    let desk: Desk

    private var isPlace: Bool { screen.question == .place }

    private var isRefused: Bool { screen.refused != nil }

    var body: some View {
        Page(heading: isPlace ? .placeHeading : .noticesHeading) {
            Say(isPlace ? .placeWhy : .noticesWhy)
            if isPlace { Say(.placeWhen) }
            if isPlace, !isRefused { Say(.placeHow) }
            Notice(screen.refused)
            if isRefused { BigButton(.settingsApp, main: true) { desk.openSettings() } }
            BigButton(isRefused ? .tryAgain : .placeContinue, main: !isRefused) { await desk.ask(screen.question) }
            if screen.offersWithout {
                BigButton(isPlace ? .placeWithout : .noticesWithout) { await desk.without() }
            }
            BigButton(.back) { desk.go(.home) }
        }
    }
}
#endif
