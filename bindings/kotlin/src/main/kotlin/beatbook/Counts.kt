package beatbook

import beatbook.core.CountAnswer
import beatbook.core.CountCase
import beatbook.core.CountNews
import beatbook.core.CountPartView
import beatbook.core.JoinCount
import beatbook.core.OwnPair
import beatbook.core.SectorSearched
import java.util.UUID

/** Counts of people who sleep rough, as far as this phone takes part. */
public class CountCalls internal constructor(private val calls: Calls) {
    /**
     * Counts this officer may know of, by their nights: the plan, to those who work on it what was done, and to
     * everybody else on a team when it was over. The server tells it, so they are as new as the last exchange.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun all(): List<CountCase> = calls.ask { counts() }

    /**
     * Joins a count with a team; answers the record of this phone's part.
     *
     * @throws beatbook.core.BeatbookException `count_not_planned` (the plan has this officer on no team, or no plan is
     * known and no role of theirs counts), `count_text` (one that cannot be kept), `moved`, `retired`, storage
     * errors: nothing was stored.
     */
    public suspend fun join(join: JoinCount): UUID = calls.tell { joinCount(checked(join)) }

    /**
     * Tells what was seen and done, in order, all of it or none; answers what cannot wait: that somebody under
     * eighteen was seen, with the duty numbers this phone knows. Those who lead safeguarding are asked without another
     * step. What looks wrong is answered, too, and kept as it was told: the count is over; a word on a sector takes
     * back, without naming them, known sites that were told as reached; at the start of a part, and where nothing is
     * told, which stores nothing, that the plan has no such team, or another one for this officer, or that another
     * part is open.
     *
     * @throws beatbook.core.BeatbookException `not_found`; `no_place` (news of a place that nobody knows);
     * `count_started_already`, `count_ended_already`, `count_unknown_sighting`, `count_unknown_sector`,
     * `count_unknown_site` (a plan that is known here has none of this code),
     * `count_site_both` (one word says both of a known site), `count_too_many`, `count_text`,
     * `count_descriptor`; `age_band` (a band beside another date of birth, or a date after the sighting: it says
     * which band the date gives); `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun tell(record: UUID, news: List<CountNews>): CountAnswer =
        calls.tell { tellCount(record, checked(news)) }

    /**
     * This phone's parts of counts, the newest first, at most 1,000, as far as the officer may read them: with most
     * roles until sign-off, or until the count is over.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun newestParts(limit: UInt = 100u): List<CountPartView> = calls.ask { countParts(limit) }

    /**
     * One of them.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun part(record: UUID): CountPartView = calls.ask { countPart(record) }

    /**
     * How much of the sectors of its team this phone came by, by its own track of the patrol on which it joined, within
     * the window of the plan; the team's other phones are not in it. Empty where this phone was not told the plan. It
     * says nothing about the count's label.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun searched(record: UUID): List<SectorSearched> = calls.ask { countSearched(record) }

    /**
     * Pairs within this part that may be one person, the most likely first, then others of which this officer has said
     * something: to be decided and undone with [tell], offline. For those who lead the team by the plan this phone was
     * told, and empty for everybody else; of other phones' sightings nothing is here, those are proposed at the desk.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun pairs(record: UUID): List<OwnPair> = calls.ask { countPairs(record) }

    /**
     * The part this phone joined last, to tell more of it, whether it can still be read or not.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun newestPart(): UUID = calls.ask { newestCountPart() }
}
