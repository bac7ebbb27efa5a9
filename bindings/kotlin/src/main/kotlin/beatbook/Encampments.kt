package beatbook

import beatbook.core.EncampmentNews
import beatbook.core.EncampmentTelling
import beatbook.core.EncampmentView
import beatbook.core.Missing
import beatbook.core.NoteTent
import beatbook.core.ReportEncampment
import beatbook.core.Subject
import beatbook.core.Tent
import beatbook.core.TentNews
import beatbook.core.TentStanding
import java.util.UUID

/** Encampments and single tents. */
public class EncampmentCalls internal constructor(private val calls: Calls) {
    /**
     * Reports an encampment; answers its id, and whether it looks like a return.
     *
     * @throws beatbook.core.BeatbookException `encampment_text`; `time` (one to come), `moved`, `retired`, storage
     * errors: nothing was stored.
     */
    public suspend fun report(report: ReportEncampment): EncampmentTelling = calls.tell { reportEncampment(checked(report)) }

    /**
     * Tells what happened to an encampment, in order, all of it or none; `time` is when, UTC milliseconds, and
     * absent: just now. An encampment that nobody told this phone of can be told of, by its id.
     *
     * @throws beatbook.core.BeatbookException `encampment_text`, `encampment_number`, `encampment_registration`,
     * `encampment_itself`;
     * `welfare_first` (the check is not complete, or a direction was spoken before one was and nobody says why), `welfare_wait`
     * (spoken before its day, and nobody says why), `s77_notice` (not a direction in force of this phone),
     * `check_elsewhere` and `notice_elsewhere` (told of another encampment), `no_such_entry`, `takes_back`
     * (an entry that this phone cannot take back), `people_key`, `people_name`, `born_in_future`, `no_vehicle_counted`
     * (a direction where tents or structures alone were counted), `time` (one to come);
     * `not_found` (the check); `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun tell(encampment: UUID, news: List<EncampmentNews>, time: Long? = null): EncampmentTelling =
        calls.tell { tellEncampment(encampment, checked(news), time) }

    /**
     * Encampments this phone knows of: where each stands if the officer's roles read that, and after them those it told
     * of itself, the one it told of last at the end.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun all(): List<EncampmentView> = calls.ask { encampments() }

    /**
     * One of them, by any of its ids.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun one(id: UUID): EncampmentView = calls.ask { encampment(id) }

    /**
     * The newest welfare check of a subject: for going on with it, whatever the officer's roles read. For an encampment
     * or a tent that is named, of those that were told of no other.
     *
     * @throws beatbook.core.BeatbookException `not_found` (there is none), `check_elsewhere` (all were told of others),
     * storage errors.
     */
    public suspend fun newestCheck(subject: Subject, site: UUID? = null): UUID =
        calls.ask { newestCheck(subject, site) }

    /**
     * Notes a tent; answers its id.
     *
     * @throws beatbook.core.BeatbookException `tent_text`, `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun noteTent(note: NoteTent): UUID = calls.tell { noteTent(checked(note)) }

    /**
     * Tells what happened to a tent, in order, all of it or none; answers what of it is to be looked at again. What
     * does not hold – moved before welfare, disposed of on the day – is refused where this phone knows it. Of a tent
     * that others noted it knows what the server told last, and what it told since itself: what was moved or given back
     * though that does not bear it is kept, and answered (`welfare_first`, `offer_first`, `told_already`, `gone_already`,
     * `unknown_item`, `not_removed`). `nothing_left`: moved with nobody there, and no notice left
     * that says so.
     *
     * @throws beatbook.core.BeatbookException `tent_text`, `tent_number`, `two_people`, `unknown_officer` (the second);
     * `welfare_first` and the other reasons for which it does not hold; `not_found` (the check), `moved`, `retired`,
     * storage errors: nothing was stored.
     */
    public suspend fun tellTent(tent: UUID, news: List<TentNews>): List<Missing> =
        calls.tell { tellTent(tent, checked(news)) }

    /**
     * Tents this phone told of, the newest last, as far as the officer may read them: with most roles until sign-off.
     * Of one that others noted (`noted` is null) this phone knows too little to say what does not hold: [teamTents]
     * tells where it stands.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun tents(): List<Tent> = calls.ask { tents() }

    /**
     * Tents the officer's team noted, the newest last, where each stands as the server told last: as far as the
     * officer's roles read enforcement or welfare, and without what this phone has not synced yet.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun teamTents(): List<TentStanding> = calls.ask { teamTents() }
}
