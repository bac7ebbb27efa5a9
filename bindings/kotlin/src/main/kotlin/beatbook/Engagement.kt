package beatbook

import beatbook.core.Defect
import beatbook.core.EngagementChange
import beatbook.core.EngagementView
import beatbook.core.GoodsChange
import beatbook.core.GoodsSeized
import beatbook.core.ItemNews
import beatbook.core.PremisesPart
import beatbook.core.PremisesVisit
import beatbook.core.RecordEngagement
import beatbook.core.RecordVisit
import beatbook.core.Reference
import beatbook.core.SealSeen
import beatbook.core.SeizedGoods
import beatbook.core.VisitChange
import java.util.UUID

/** Engagement with the public, and visits to premises with what was found and seized there. */
public class EngagementCalls internal constructor(private val calls: Calls) {
    /**
     * Records an engagement; answers its record.
     *
     * @throws beatbook.core.BeatbookException `engagement_category`, `engagement_kind`, `engagement_text`,
     * `engagement_number`; `time` (begun on a day to come); `unknown_ward`, `unknown_parish` (where this phone was told
     * of any); `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun record(record: RecordEngagement): UUID = calls.tell { recordEngagement(checked(record)) }

    /**
     * Says what an engagement was after all; what is absent stays as it was.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, and those of [record]: nothing was
     * stored.
     */
    public suspend fun correct(engagement: UUID, what: EngagementChange, why: String): Unit =
        calls.tell { correctEngagement(engagement, checked(what), checked(why)) }

    /**
     * Says what an engagement is called in another system.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, `engagement_text`, `moved`,
     * `retired`, storage errors: nothing was stored.
     */
    public suspend fun reference(engagement: UUID, reference: Reference): Unit =
        calls.tell { referenceEngagement(engagement, checked(reference)) }

    /**
     * Takes an engagement back: it is not counted any more.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, `engagement_text`, `moved`,
     * `retired`, storage errors: nothing was stored.
     */
    public suspend fun takeBack(engagement: UUID, why: String): Unit =
        calls.tell { takeBackEngagement(engagement, checked(why)) }

    /**
     * Engagements of this notebook, the newest last.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun all(): List<EngagementView> = calls.ask { engagements() }

    /**
     * The newest engagement of this notebook: for going on with it.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun newest(): UUID = calls.ask { newestEngagement() }

    /**
     * Records a visit; answers its record.
     *
     * @throws beatbook.core.BeatbookException `premises_kind`, `premises_why`, `premises_partner`,
     * `premises_capacity`, `premises_text`, `premises_twice`, `premises_outcome`; `unknown_ward`
     * (where this phone was told of any); `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun recordVisit(record: RecordVisit): UUID = calls.tell { recordPremisesVisit(checked(record)) }

    /**
     * Says what a visit was after all; what is absent stays as it was.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, and those of [recordVisit]: nothing
     * was stored.
     */
    public suspend fun correctVisit(visit: UUID, what: VisitChange, why: String): Unit =
        calls.tell { correctPremisesVisit(visit, checked(what), checked(why)) }

    /**
     * Visits of this notebook, the newest last, as far as the officer's roles read enforcement. What the desk told
     * of goods is not on the phone.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun visits(): List<PremisesVisit> = calls.ask { premisesVisits() }

    /**
     * One of them.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun visit(visit: UUID): PremisesVisit = calls.ask { premisesVisit(visit) }

    /**
     * The newest visit of this notebook: for going on with it, whatever the officer's roles read.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun newestVisit(): UUID = calls.ask { newestPremisesVisit() }

    /**
     * Says what a visit is called in another system.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, `premises_text`, `moved`, `retired`,
     * storage errors: nothing was stored.
     */
    public suspend fun referenceVisit(visit: UUID, reference: Reference): Unit =
        calls.tell { referencePremisesVisit(visit, checked(reference)) }

    /**
     * Tells a defect; the same one told again is told anew.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, `premises_defect`,
     * `premises_number`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun findDefect(visit: UUID, defect: Defect): Unit = calls.tell { findDefect(visit, checked(defect)) }

    /**
     * Tells goods that were seized, in one bag; answers the item's number, and where else this notebook has the
     * seal.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `taken_back_already`, `seal_taken` (by another item of
     * this visit), `premises_defect`, `premises_number`, `premises_text`; `moved`, `retired`, storage errors:
     * nothing was stored.
     */
    public suspend fun seizeGoods(visit: UUID, goods: SeizedGoods): GoodsSeized =
        calls.tell { seizeGoods(visit, checked(goods)) }

    /**
     * Says what an item was after all; answers where else this notebook has the seal.
     *
     * @throws beatbook.core.BeatbookException `item_not_found`, and those of [seizeGoods]: nothing was stored.
     */
    public suspend fun correctItem(visit: UUID, item: UShort, what: GoodsChange, why: String): List<SealSeen> =
        calls.tell { correctItem(visit, item, checked(what), checked(why)) }

    /**
     * Tells what became of an item.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `item_not_found`, `item_gone_already`, `item_held`,
     * `taken_back_already`, `two_people`, `unknown_officer` (the second), `premises_text`; `moved`, `retired`, storage
     * errors: nothing was stored.
     */
    public suspend fun tellItem(visit: UUID, item: UShort, news: ItemNews): Unit =
        calls.tell { tellItem(visit, item, checked(news)) }

    /**
     * Takes a visit, a defect or an item back: it is not counted any more.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `defect_not_found`, `item_not_found`,
     * `taken_back_already`, `premises_text`; `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun takeBackPremises(visit: UUID, part: PremisesPart, why: String): Unit =
        calls.tell { takeBackPremises(visit, checked(part), checked(why)) }
}
