// Notices: checked, drafted, issued, and what became of them.

import BeatbookCore
import Foundation

extension Notebook {
    /// What stands between this notice and its number, what would be unsure, and whether only a warning is offered. Stores
    /// nothing.
    ///
    /// - Throws: `not_found` (the encounter), `no_time`, storage errors.
    public func checkNotice(_ asked: NoticeAsked) throws(BeatbookError) -> NoticeChecked {
        try read { try $0.checkNotice(asked: asked) }
    }

    /// What supervisors have decided about this notebook's drafts, in the order of the server's journal.
    ///
    /// - Throws: Storage errors.
    public func draftDecisions() throws(BeatbookError) -> [DraftDecision] {
        try read { try $0.draftDecisions() }
    }

    /// Keeps a notice without a number, with the codes of all that is missing or unsure; answers its record.
    ///
    /// - Throws: `incomplete` only if nothing could be written at all: no order book, rules, order or powers on this phone; or with
    /// `drafted_already` alone, as at `issueNotice`; `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    public func draftNotice(_ asked: NoticeAsked) throws(BeatbookError) -> Id {
        try write { try $0.draftNotice(asked: asked) }
    }

    /// Issues a notice under the next number of this phone, spent in the same transaction; what is unsure becomes a
    /// draft without one. An answer with a number means that no other notice anywhere has it.
    ///
    /// - Throws: `incomplete` with every missing point, or with `drafted_already` alone while a draft of the same conduct and person
    /// waits; `no_notice_number_left` (keep it with `draftNotice`); `not_found` (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
    public func issueNotice(_ asked: NoticeAsked) throws(BeatbookError) -> NoticeOutcome {
        try write { try $0.issueNotice(asked: asked) }
    }

    /// One notice.
    ///
    /// - Throws: `not_found`, also if the officer's roles do not read enforcement; storage errors.
    public func notice(_ record: Id) throws(BeatbookError) -> NoticeView {
        try read { try $0.notice(record: record) }
    }

    /// The notice of this number, as printed.
    ///
    /// - Throws: As `notice`.
    public func noticeNumbered(_ number: String) throws(BeatbookError) -> NoticeView {
        try read { try $0.noticeNumbered(number: number) }
    }

    /// How many numbers are left, for each paper that was asked for.
    ///
    /// - Throws: storage errors.
    public func noticeNumbersLeft() throws(BeatbookError) -> [NumbersLeft] {
        try read { try $0.noticeNumbersLeft() }
    }

    /// The record of the notice of this number: what becomes of it is told whatever the officer's roles read.
    ///
    /// - Throws: `not_found`, storage errors.
    public func noticeRecord(number: String) throws(BeatbookError) -> Id {
        try read { try $0.noticeRecord(number: number) }
    }

    /// Where the notices of this notebook stand at the end of a local day, as far as the server has told.
    ///
    /// - Throws: storage errors.
    public func noticeStandings(asAt: CalendarDay) throws(BeatbookError) -> [NoticeStanding] {
        try read { try $0.noticeStandings(asAt: asAt) }
    }

    /// Notices, the newest first, at most 1,000, as far as the officer's roles read enforcement.
    ///
    /// - Throws: Storage errors.
    public func notices(limit: UInt32 = 100) throws(BeatbookError) -> [NoticeView] {
        try read { try $0.notices(limit: limit) }
    }

    /// Tells what became of a notice: served, amended, voided, withdrawn, or – a draft – dropped.
    ///
    /// - Throws: `not_found`, `notice` (it does not follow, or a text), `moved`, `retired`, storage errors.
    public func tellNotice(_ record: Id, news: NoticeNews) throws(BeatbookError) {
        try write { try $0.tellNotice(record: record, news: news) }
    }

    /// Says, once, that notice numbers of an authority are needed; the server keeps them coming from then on.
    ///
    /// - Throws: `notice_authority`; `moved`, `retired`, storage errors.
    public func wantNoticeNumbers(authority: String, training: Bool) throws(BeatbookError) {
        try write { try $0.wantNoticeNumbers(authority: authority, training: training) }
    }

    /// What a new notice is printed with: the authority's newest templates that this phone can use, or the shipped ones.
    ///
    /// - Throws: Storage errors.
    public func wording() throws(BeatbookError) -> WordingNow {
        try read { try $0.wording() }
    }

    /// Notices of this notebook of which guardian or youth justice is still to be told, as far as this phone and the
    /// server's journal tell; what runs out first before the others.
    ///
    /// - Throws: `no_time`, storage errors.
    public func youngToTell() throws(BeatbookError) -> [YoungNotice] {
        try read { try $0.youngToTell() }
    }
}
