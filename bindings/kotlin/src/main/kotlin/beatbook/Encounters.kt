package beatbook

import beatbook.core.BeginEncounter
import beatbook.core.ConsultFirst
import beatbook.core.EarlierWarning
import beatbook.core.EncounterHere
import beatbook.core.EncounterNews
import beatbook.core.EncounterSettled
import beatbook.core.EncounterView
import beatbook.core.NextSteps
import beatbook.core.RawFix
import java.util.UUID

/** An encounter with people and vehicles, from the first word to the way on. */
public class EncounterCalls internal constructor(private val calls: Calls) {
    /**
     * Begins an encounter; answers its record. Place and legal time are taken as far as they are known.
     *
     * @throws beatbook.core.BeatbookException `encounter` (a text that cannot be kept), `moved`, `retired`, storage
     * errors.
     */
    public suspend fun begin(begin: BeginEncounter): UUID = calls.tell { beginEncounter(checked(begin)) }

    /**
     * Tells what happened, in order, all of it or none. A step out of order is kept, and noted as such. Where a
     * conduct names an order's condition, how it stood there and then is kept with it, and a sign task is opened
     * where only a warning is offered: both are answered, and so are codes that this phone's order book does not have.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `encounter` (a person or vehicle nobody recorded, too many, a
     * text), `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun tell(encounter: UUID, news: List<EncounterNews>): EncounterSettled =
        calls.tell { tellEncounter(encounter, checked(news)) }

    /**
     * Tells an encounter where it is once more, by a fix that the receiver has just given, or the newest one of the
     * patrol; nothing typed is taken. Conditions of its conducts are judged anew by it where it is of the same
     * place; the decision of before stays beside the new one.
     *
     * @throws beatbook.core.BeatbookException `no_place` (no fix, or none of the last minute), `not_found`, `encounter`
     * (too many), `moved`, `retired`, storage errors: nothing was stored.
     */
    public suspend fun here(encounter: UUID, fix: RawFix? = null): EncounterHere =
        calls.tell { encounterHere(encounter, fix) }

    /**
     * Encounters, the newest first, at most 1,000, as far as the officer's roles read enforcement.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun newest(limit: UInt = 100u): List<EncounterView> = calls.ask { encounters(limit) }

    /**
     * One encounter.
     *
     * @throws beatbook.core.BeatbookException `not_found`, also if the officer's roles do not read enforcement;
     * storage errors.
     */
    public suspend fun one(encounter: UUID): EncounterView = calls.ask { encounter(encounter) }

    /**
     * The record of the newest encounter: for going on with it, whatever the officer's roles read.
     *
     * @throws beatbook.core.BeatbookException `not_found`, storage errors.
     */
    public suspend fun newestRecord(): UUID = calls.ask { newestEncounter() }

    /**
     * The ways on for a person of an encounter, one for each condition that their conduct names, or one without.
     *
     * @throws beatbook.core.BeatbookException `not_found` (the encounter), `no_time`, storage errors.
     */
    public suspend fun nextSteps(encounter: UUID, person: UShort): List<NextSteps> =
        calls.ask { nextSteps(encounter, person) }

    /**
     * Vehicle warnings given before to this person of an encounter, or about this vehicle of it, the newest first:
     * this phone's own, and what the briefing tells of others. A person is found by name and date of birth together.
     *
     * @throws beatbook.core.BeatbookException `not_found` (the encounter), `no_time`, storage errors.
     */
    public suspend fun earlierWarnings(
        encounter: UUID,
        person: UShort? = null,
        vehicle: UShort? = null,
    ): List<EarlierWarning> =
        calls.ask { earlierWarnings(encounter, person, vehicle) }

    /**
     * Whether outreach asks to be rung before a notice to this person of an encounter. A person is found by name and
     * date of birth together; somebody who is not known by both is never found.
     *
     * @throws beatbook.core.BeatbookException `not_found` (the encounter), `no_time`, storage errors.
     */
    public suspend fun consultFirst(encounter: UUID, person: UShort): ConsultFirst? =
        calls.ask { consultFirst(encounter, person) }

    /**
     * A new link for a joint encounter: begin with it, show it, and a colleague of another employer begins with what
     * was typed. Nothing is stored.
     *
     * @throws beatbook.core.BeatbookException `phone` (no randomness).
     */
    public suspend fun jointLink(): String = calls.ask { jointLink() }
}
