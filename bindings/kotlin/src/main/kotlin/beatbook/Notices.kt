package beatbook

import beatbook.core.DraftDecision
import beatbook.core.NoticeAsked
import beatbook.core.NoticeChecked
import beatbook.core.NoticeNews
import beatbook.core.NoticeOutcome
import beatbook.core.NoticeStanding
import beatbook.core.NoticeView
import beatbook.core.NumbersLeft
import beatbook.core.YoungNotice
import java.time.LocalDate
import java.util.UUID

/** Notices: checked, issued, printed, and where they stand. */
public class NoticeCalls internal constructor(private val calls: Calls) {
    /**
     * What stands between this notice and its number, what would be unsure, and whether only a warning is offered.
     * Stores nothing.
     *
     * @throws beatbook.core.BeatbookException `not_found` (the encounter), `no_time`, storage errors.
     */
    public suspend fun check(asked: NoticeAsked): NoticeChecked = calls.ask { checkNotice(checked(asked)) }

    /**
     * Issues a notice under the next number of this phone, spent in the same transaction; what is unsure becomes a
     * draft without one. An answer with a number means that no other notice anywhere has it.
     *
     * @throws beatbook.core.BeatbookException `incomplete` with every missing point, or with `drafted_already` alone
     * while a draft of the same conduct and person waits; `no_notice_number_left` (keep it with [draft]); `not_found`
     * (the encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
     */
    public suspend fun issue(asked: NoticeAsked): NoticeOutcome = calls.tell { issueNotice(checked(asked)) }

    /**
     * Keeps a notice without a number, with the codes of all that is missing or unsure; answers its record.
     *
     * @throws beatbook.core.BeatbookException `incomplete` only if nothing could be written at all: no order book,
     * rules, order or powers on this phone; or with `drafted_already` alone, as at [issue]; `not_found` (the
     * encounter), `notice` (a text), `no_time`, `moved`, `retired`, storage errors.
     */
    public suspend fun draft(asked: NoticeAsked): UUID = calls.tell { draftNotice(checked(asked)) }

    /**
     * Tells what became of a notice: served, amended, voided, withdrawn, or – a draft – dropped.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `notice` (it does not follow, or a text), `moved`,
     * `retired`, storage errors.
     */
    public suspend fun tell(record: UUID, news: NoticeNews): Unit = calls.tell { tellNotice(record, checked(news)) }

    /**
     * Notices, the newest first, at most 1,000, as far as the officer's roles read enforcement.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun newest(limit: UInt = 100u): List<NoticeView> = calls.ask { notices(limit) }

    /**
     * One notice.
     *
     * @throws beatbook.core.BeatbookException `not_found`, also if the officer's roles do not read enforcement;
     * storage errors.
     */
    public suspend fun one(record: UUID): NoticeView = calls.ask { notice(record) }

    /**
     * The notice of this number, as printed.
     *
     * @throws beatbook.core.BeatbookException As [one].
     */
    public suspend fun numbered(number: String): NoticeView = calls.ask { noticeNumbered(checked(number)) }

    /**
     * The record of the notice of this number: what becomes of it is told whatever the officer's roles read.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun recordOf(number: String): UUID = calls.ask { noticeRecord(checked(number)) }

    /**
     * Where the notices of this notebook stand at the end of a local day, as far as the server has told.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun standings(asAt: LocalDate): List<NoticeStanding> = calls.ask { noticeStandings(asAt) }

    /**
     * What supervisors have decided about this notebook's drafts, in the order of the server's journal.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun draftDecisions(): List<DraftDecision> = calls.ask { draftDecisions() }

    /**
     * Notices of this notebook of which guardian or youth justice is still to be told, as far as this phone and the
     * server's journal tell; what runs out first before the others.
     *
     * @throws beatbook.core.BeatbookException `no_time`, storage errors.
     */
    public suspend fun youngToTell(): List<YoungNotice> = calls.ask { youngToTell() }

    /**
     * Says, once, that notice numbers of an authority are needed; the server keeps them coming from then on.
     *
     * @throws beatbook.core.BeatbookException `notice_authority`; `moved`, `retired`, storage errors.
     */
    public suspend fun wantNumbers(authority: String, training: Boolean): Unit =
        calls.tell { wantNoticeNumbers(checked(authority), training) }

    /**
     * How many numbers are left, for each paper that was asked for.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun numbersLeft(): List<NumbersLeft> = calls.ask { noticeNumbersLeft() }
}
