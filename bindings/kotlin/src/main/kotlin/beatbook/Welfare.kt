package beatbook

import beatbook.core.AskWhere
import beatbook.core.BeginWelfare
import beatbook.core.CleanPhoto
import beatbook.core.ColdNightView
import beatbook.core.Emergency
import beatbook.core.EmergencyBegun
import beatbook.core.HazardHere
import beatbook.core.HazardView
import beatbook.core.SeenBefore
import beatbook.core.ServiceView
import beatbook.core.WelfareAnswer
import beatbook.core.WelfareBegun
import beatbook.core.WelfareNews
import beatbook.core.WelfareView
import java.util.UUID

/** Welfare checks and contacts, dangers of places, help that is to be had. */
public class WelfareCalls internal constructor(private val calls: Calls) {
    /**
     * Begins a welfare check or a contact; answers its record. Place and legal time are taken as far as they are
     * known. Somebody in immediate danger waits for nothing: [beginEmergency].
     *
     * @throws beatbook.core.BeatbookException `child_first` (in an earlier record of this phone somebody perhaps under
     * eighteen sleeps rough, and no disclosure is made), `text` (one that cannot be kept), `moved`, `retired`, storage
     * errors.
     */
    public suspend fun begin(begin: BeginWelfare): UUID = calls.tell { beginWelfare(checked(begin)) }

    /**
     * Begins a welfare check or a contact, and answers with it what is dangerous there: to be shown before anything
     * is done, after the question whether anybody is in immediate danger.
     *
     * @throws beatbook.core.BeatbookException As [begin]; `no_time`.
     */
    public suspend fun beginHere(begin: BeginWelfare): WelfareBegun = calls.tell { beginWelfareHere(checked(begin)) }

    /**
     * Tells what was seen and done, in order, all of it or none. It answers what cannot wait: somebody is in
     * immediate danger, and what to tell 999; somebody perhaps under eighteen sleeps rough, and whom to ring.
     *
     * @throws beatbook.core.BeatbookException `not_found`; `unknown_person`, `person_number` (somebody new is
     * not the next number), `another_person` (the person is told otherwise in more than one of names, initials and
     * date of birth), `which_person`, `too_many`, `text`;
     * `age_band` (a band beside another date of birth, or a date after the day of the record: it says which band the
     * date gives); `consent_no_capacity`, `consent_capacity_in_doubt`, `no_consent`; `unknown_service`; `unknown_team`
     * (a follow-up of a team that none of the officers is of whom this phone was told);
     * `occupants_among_people` (more children than people);
     * `follow_up_day` (a follow-up on a weekend); `day` (what is asked for is over, or more than a year ahead);
     * `time` (999 was rung at a time to come);
     * `incomplete` (a disclosure, an act of violence, an assessment of risk: all that is missing);
     * `danger_first` and the other open questions, if it was to be closed; `result_no_concern` (closed as no
     * concern, and it holds one, a disclosure or an immediate danger); `moved`, `retired`, storage errors:
     * nothing was stored.
     */
    public suspend fun tell(record: UUID, news: List<WelfareNews>): WelfareAnswer =
        calls.tell { tellWelfare(record, checked(news)) }

    /**
     * A photograph without position, time, device and thumbnails, before it is stored or named in a record of somebody
     * who is helped: a welfare check, a count, a tent. Doing it again changes nothing. It works at any time
     * and keeps nothing.
     *
     * @throws beatbook.core.BeatbookException `photo_kind` (neither JPEG nor PNG), `photo_damaged`.
     */
    public suspend fun cleanPhoto(photo: ByteArray): CleanPhoto = calls.ask { cleanPhoto(photo) }

    /**
     * Welfare records, the newest first, at most 1,000, as far as the officer may read them: with most roles until
     * sign-off; concerns and disclosures at the level of safeguarding.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun newest(limit: UInt = 100u): List<WelfareView> = calls.ask { welfareRecords(limit) }

    /**
     * The newest welfare record: for going on with it, whatever the officer's roles read.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun newestRecord(): UUID = calls.ask { newestWelfareRecord() }

    /**
     * The number of the only person of a record, 1 while nobody is told of: for telling more of them, whatever the
     * officer's roles read. It is no look: nothing is told of anybody.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `which_person` (it has several), storage errors.
     */
    public suspend fun onlyPerson(record: UUID): UShort = calls.ask { onlyWelfarePerson(record) }

    /**
     * One welfare record.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun one(record: UUID): WelfareView = calls.ask { welfareRecord(record) }

    /**
     * Whether somebody of a welfare record was seen sleeping rough before, as far as this notebook tells and may be
     * read; none of somebody whose date of birth or initials nobody knows.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun seenBefore(record: UUID, person: UShort): SeenBefore? = calls.ask { seenBefore(record, person) }

    /**
     * All dangers of places this phone knows of, the newest first.
     *
     * @throws beatbook.core.BeatbookException `no_time`, storage errors.
     */
    public suspend fun hazards(): List<HazardView> = calls.ask { hazards() }

    /**
     * Dangers of a place within the authority's distance (100 m if nothing is settled), the nearest first. Those
     * whose time is over, or that somebody found gone, are not among them.
     *
     * @throws beatbook.core.BeatbookException `no_place`, `no_time`, storage errors.
     */
    public suspend fun hazardsHere(place: AskWhere): List<HazardHere> = calls.ask { hazardsHere(place) }

    /**
     * Services that take people in, by name. Empty before the server has told of any.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun services(): List<ServiceView> = calls.ask { services() }

    /**
     * The cold night that is on, if the coordinator has switched one on and this phone knows. Offers of a bed that
     * this notebook holds are taken off at once, those of others with the next sync. Over, it leaves the phone.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun coldNight(): ColdNightView? = calls.ask { coldNight() }

    /**
     * What to tell 999: grid reference, nearest named place and area, position, how exact and how old it is. Shown
     * before any form; works offline and with no position, and stores nothing.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun emergencyCard(place: AskWhere): Emergency = calls.ask { emergencyCard(place) }

    /**
     * Begins a welfare check with the one fact that somebody is in immediate danger, and answers what to tell 999. Who
     * it is, when 999 was rung and all the rest is told of the record later, in whatever order.
     *
     * @throws beatbook.core.BeatbookException `moved`, `retired`, storage errors: nothing was stored, and
     * [emergencyCard] still answers.
     */
    public suspend fun beginEmergency(place: AskWhere): EmergencyBegun = calls.tell { beginEmergency(place) }
}
