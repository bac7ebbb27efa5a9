// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// What all pages are laid out of. Fonts are the system's text styles and grow with Dynamic Type; nothing has a fixed height; colours
// are the system's, which are dark at night.

#if canImport(SwiftUI) && os(iOS)
import OfficerScreens
import SwiftUI

/// A page: its heading, which VoiceOver goes to when the page comes up, and what is below, which scrolls.
struct Page<Content: View>: View {
    let heading: Phrase
    @ViewBuilder let content: Content
    @AccessibilityFocusState private var isRead: Bool

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Say(heading)
                    .font(.largeTitle.bold())
                    .accessibilityAddTraits(.isHeader)
                    .accessibilityFocused($isRead)
                content
            }
            .frame(maxWidth: 640, alignment: .leading)
            .padding(20)
            .frame(maxWidth: .infinity)
        }
        .onAppear { isRead = true }
    }
}

/// A line in words.
struct Say: View {
    let words: String

    init(_ phrase: Phrase) { words = Words.say(phrase) }

    init(_ line: Line) { words = Words.say(line) }

    var body: some View {
        Text(words).fixedSize(horizontal: false, vertical: true)
    }
}

/// The heading of a part of a page.
struct Heading: View {
    let phrase: Phrase

    init(_ phrase: Phrase) { self.phrase = phrase }

    var body: some View {
        Say(phrase).font(.title2.bold()).accessibilityAddTraits(.isHeader).padding(.top, 8)
    }
}

/// Lines below each other.
struct Rows: View {
    let lines: [Line]

    init(_ lines: [Line]) { self.lines = lines }

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            ForEach(Array(lines.enumerated()), id: \.offset) { _, line in Say(line) }
        }
    }
}

/// What the officer should not miss: a sign, words, and a frame, so that colour alone says nothing. Nothing, if there is none.
struct Notice: View {
    let line: Line?

    init(_ line: Line?) { self.line = line }

    var body: some View {
        if let line {
            HStack(alignment: .firstTextBaseline, spacing: 12) {
                Image(systemName: "exclamationmark.triangle.fill").accessibilityHidden(true)
                Say(line).bold()
            }
            .padding(16)
            .frame(maxWidth: .infinity, alignment: .leading)
            .overlay(RoundedRectangle(cornerRadius: 12).stroke(.primary, lineWidth: 2))
            .accessibilityElement(children: .combine)
        }
    }
}

/// Lines that belong together.
struct Card<Content: View>: View {
    @ViewBuilder let content: Content

    var body: some View {
        VStack(alignment: .leading, spacing: 8) { content }
            .padding(16)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(Color(.secondarySystemBackground), in: RoundedRectangle(cornerRadius: 12))
            .accessibilityElement(children: .combine)
    }
}

/// A button as wide as the page and high enough for a glove. While it works its words say so, and it is off.
struct BigButton: View {
    let phrase: Phrase
    var isMain = false
    var isBusy = false
    var busyPhrase: Phrase?
    let act: @MainActor () async -> Void

    init(
        _ phrase: Phrase, main isMain: Bool = false, busy isBusy: Bool = false, doing busyPhrase: Phrase? = nil,
        _ act: @escaping @MainActor () async -> Void
    ) {
        self.phrase = phrase
        self.isMain = isMain
        self.isBusy = isBusy
        self.busyPhrase = busyPhrase
        self.act = act
    }

    var body: some View {
        if isMain {
            button.buttonStyle(.borderedProminent)
        } else {
            button.buttonStyle(.bordered)
        }
    }

    private var button: some View {
        Button {
            Task { await act() }
        } label: {
            Say(isBusy ? busyPhrase ?? phrase : phrase)
                .font(.title3.bold())
                .multilineTextAlignment(.center)
                .frame(maxWidth: .infinity, minHeight: 56)
        }
        .disabled(isBusy)
    }
}

/// One of a few, each on a row of its own, high enough for a glove.
struct OneOf<Value: Hashable>: View {
    let heading: Phrase
    let values: [Value]
    let words: (Value) -> Line
    let chosen: Value?
    let choose: @MainActor (Value) -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Heading(heading)
            ForEach(values, id: \.self) { value in
                Button {
                    choose(value)
                } label: {
                    HStack(spacing: 12) {
                        Image(systemName: value == chosen ? "largecircle.fill.circle" : "circle").accessibilityHidden(true)
                        Say(words(value)).multilineTextAlignment(.leading)
                    }
                    .frame(maxWidth: .infinity, minHeight: 52, alignment: .leading)
                    .contentShape(Rectangle())
                }
                .buttonStyle(.plain)
                .accessibilityAddTraits(value == chosen ? .isSelected : [])
            }
        }
    }
}
#endif
