// Notices on paper, composed and written off the main thread.

import BeatbookCore
import Foundation

extension Notebook {
    /// One copy of an issued notice. The same record gives the same paper, in the words it was issued with. Whoever issued it can
    /// print it whatever the officer's roles read: the recipient waits for it.
    ///
    /// - Throws: `not_found`, `not_printed` (a draft; an order or rule set that is not here), storage errors.
    public func paper(_ notice: UUID, copy: PaperCopy) throws(BeatbookError) -> PrintedPaper {
        try read { try $0.paper(notice: notice, copy: copy) }
    }

    /// The receipt for what a person of an encounter handed over last (ASBCPA 2014 s63). It is no notice.
    ///
    /// - Parameters:
    ///   - encounter: the encounter's record.
    ///   - person: the number of the person in it.
    ///   - place: where it was, in words.
    ///   - copy: whose copy it is.
    /// - Throws: `not_found`, `not_printed`, `incomplete`, storage errors.
    public func surrenderPaper(
        encounter: UUID, person: UInt16, place: String, copy: PaperCopy
    ) throws(BeatbookError) -> PrintedPaper {
        try read { try $0.surrenderPaper(encounter: encounter, person: person, place: place, copy: copy) }
    }
}

extension PrintedPaper {
    /// One page of HTML for the print dialogue that needs nothing else.
    ///
    /// - Throws: nothing is known.
    public func page(_ sheet: Sheet) async throws(BeatbookError) -> String {
        try await LongCall.run { try self.html(sheet: sheet) }
    }

    /// A tagged PDF (PDF/UA-1) with the used glyphs of the fonts in it.
    ///
    /// - Throws: `pdf`: it cannot be written; print the HTML instead.
    public func document(_ sheet: Sheet, fonts: FontSet) async throws(BeatbookError) -> Pdf {
        try await LongCall.run { try self.pdf(sheet: sheet, fonts: fonts) }
    }
}

extension FontSet {
    /// Fonts to print with, made once and used for many papers: whole font files (TrueType, OpenType or collections), the family to
    /// print in first, then those for other scripts.
    ///
    /// - Throws: `font`: there is none, or one cannot be used.
    public static func from(_ files: [Data]) async throws(BeatbookError) -> FontSet {
        try await LongCall.run { try FontSet(files: files) }
    }
}
