// A line a screen shows, told without a screen: which text of the app's, and what stands in its gaps.

import Foundation

/// So what is shown can be tested without a screen, and every word of the app's own lies in `Localizable.strings`.
package enum Line: Hashable, Sendable {
    /// A text of the app's.
    case one(Phrase, [Line])
    /// A text of the app's that differs by a number, which is its first gap.
    case many(CountedPhrase, Int, [Line])
    /// Words that are not the app's: a zone's name, an order's text, what to do about an error.
    case told(String)
}

func line(_ phrase: Phrase, _ gaps: Line...) -> Line { .one(phrase, gaps) }

func many(_ phrase: CountedPhrase, _ count: Int, _ gaps: Line...) -> Line { .many(phrase, count, gaps) }

/// What to do about an error, in the library's words, as a sentence of its own.
func remedy(_ words: String) -> Line { .told(words.prefix(1).uppercased() + words.dropFirst()) }

/// One after the other, with commas between; absent if there is none.
func listed(_ lines: [Line]) -> Line? {
    guard let first = lines.first else { return nil }
    return lines.dropFirst().reduce(first) { before, next in line(.withComma, before, next) }
}

/// The texts in the phone's language.
package enum Words {
    /// The line in words.
    package static func say(_ line: Line) -> String {
        switch line {
        case .told(let words): words
        case .one(let phrase, let gaps): fill(text(phrase.rawValue), gaps)
        case .many(let phrase, let count, let gaps):
            fill(text("\(phrase.rawValue).\(form(count))"), [.told(String(count))] + gaps)
        }
    }

    /// A text without gaps.
    package static func say(_ phrase: Phrase) -> String { text(phrase.rawValue) }

    /// English has two forms; a language with more needs its rule here.
    private static func form(_ count: Int) -> String { count == 1 ? "one" : "other" }

    private static func fill(_ text: String, _ gaps: [Line]) -> String {
        gaps.isEmpty ? text : String(format: text, arguments: gaps.map { say($0) as any CVarArg })
    }

    private static func text(_ key: String) -> String {
        Bundle.module.localizedString(forKey: key, value: nil, table: nil)
    }
}
