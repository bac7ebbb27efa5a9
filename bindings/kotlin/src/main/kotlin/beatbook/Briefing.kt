package beatbook

import beatbook.core.Applies
import beatbook.core.AreaAccess
import beatbook.core.AskWhen
import beatbook.core.AskWhere
import beatbook.core.CardAnswer
import beatbook.core.CardList
import beatbook.core.CardsHere
import beatbook.core.Parish
import beatbook.core.RoleTerm
import beatbook.core.SignNote
import beatbook.core.SignTold
import beatbook.core.WardProposal
import beatbook.core.WordingNow
import beatbook.core.ZoneNear
import java.time.LocalDate

/** What the authority tells the officer: what applies where, cards of zones, wards, roles. */
public class BriefingCalls internal constructor(private val calls: Calls) {
    /**
     * What applies there and then: every condition of the newest order book at the place, with how it stands and why
     * not if not. Works offline and stores nothing; only numbered paper asks for certainty.
     *
     * @throws beatbook.core.BeatbookException `no_place` (no fix of this start of the phone, none of use, or no
     * place on earth), `no_time`, storage errors.
     */
    public suspend fun whatApplies(place: AskWhere, at: AskWhen = AskWhen.Now): Applies =
        calls.ask { whatApplies(place, at) }

    /**
     * Notes how an order's sign was found. Everything but `seen` opens a task for whoever looks after signs.
     *
     * @throws beatbook.core.BeatbookException `text` (a code or remark that cannot be kept), `moved`, `retired`,
     * storage errors.
     */
    public suspend fun noteSign(note: SignNote): SignTold = calls.tell { noteSign(checked(note)) }

    /**
     * The briefing card of the zone of this code.
     *
     * @throws beatbook.core.BeatbookException `no_time`, storage errors.
     */
    public suspend fun card(zone: String): CardAnswer = calls.ask { card(checked(zone)) }

    /**
     * The zones that have a briefing card today.
     *
     * @throws beatbook.core.BeatbookException `no_time`, storage errors.
     */
    public suspend fun cards(): CardList = calls.ask { cards() }

    /**
     * The briefing cards of the zones at a place.
     *
     * @throws beatbook.core.BeatbookException `no_place`, `no_time`, storage errors.
     */
    public suspend fun cardsHere(place: AskWhere): CardsHere = calls.ask { cardsHere(place) }

    /**
     * The ward at a place, from the zones on this phone; none where no ward is known.
     *
     * @throws beatbook.core.BeatbookException `no_place`, storage errors.
     */
    public suspend fun wardAt(place: AskWhere): WardProposal? = calls.ask { wardAt(place) }

    /**
     * The zones in force within 10 km of a place, by the newest briefing here: those that hold it first, then the nearest.
     * None before the first sync. For a system's circles that wake the app: what counts is derived from positions alone.
     *
     * @throws beatbook.core.BeatbookException `no_place`, storage errors.
     */
    public suspend fun zonesNear(place: AskWhere): List<ZoneNear> = calls.ask { zonesNear(place) }

    /**
     * The authority's parishes on a local day, as far as the server has told.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun parishes(day: LocalDate): List<Parish> = calls.ask { parishes(day) }

    /**
     * What a new notice is printed with: the authority's newest templates that this phone can use, or the shipped
     * ones.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun wording(): WordingNow = calls.ask { wording() }

    /**
     * What the officer's roles let the officer do on a day, area by area.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun access(day: LocalDate): List<AreaAccess> = calls.ask { access(day) }

    /**
     * The officer's roles, as far as the server has told; none before it has.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun roles(): List<RoleTerm> = calls.ask { roles() }

    /**
     * Roles that have ended, for a week after, by the server's day at the last sync: what the server told this phone for
     * them has left the phone with it. An officer who looks for it must learn why it is gone.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun rolesEnded(): List<RoleTerm> = calls.ask { rolesEnded() }
}
