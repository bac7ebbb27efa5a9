package beatbook.officer

import beatbook.android.Recording
import beatbook.core.Applies
import beatbook.core.BriefingAge
import beatbook.core.BriefingState
import beatbook.core.Condition
import beatbook.core.ConditionDuty
import beatbook.core.ConditionNow
import beatbook.core.Crew
import beatbook.core.Doubt
import beatbook.core.Duty
import beatbook.core.Ending
import beatbook.core.Exemption
import beatbook.core.Extent
import beatbook.core.FixCounts
import beatbook.core.Interval
import beatbook.core.LegalTime
import beatbook.core.Moment
import beatbook.core.CrewFrom
import beatbook.core.TravelModeFrom
import beatbook.core.NearSign
import beatbook.core.Need
import beatbook.core.NotebookState
import beatbook.core.OnDuty
import beatbook.core.OrderRef
import beatbook.core.OutboxCounts
import beatbook.core.Patrol
import beatbook.core.PatrolEnded
import beatbook.core.PatrolResult
import beatbook.core.PatrolView
import beatbook.core.Place
import beatbook.core.Quality
import beatbook.core.Role
import beatbook.core.RoleTerm
import beatbook.core.RuleSetRef
import beatbook.core.Standing
import beatbook.core.Status
import beatbook.core.TemplatesRef
import beatbook.core.TimeSource
import beatbook.core.Times
import beatbook.core.TravelMode
import beatbook.core.WhyNot
import beatbook.core.WhyWarnOnly
import beatbook.core.WordingNow
import beatbook.core.ZoneKind
import beatbook.core.ZoneNow
import beatbook.core.ZoneTime
import java.time.LocalDate
import java.time.ZoneId
import java.time.ZonedDateTime
import java.util.UUID

private val LONDON = ZoneId.of("Europe/London")
private val ME = UUID(1, 1)

/** 28 November 2026 at a time of day, local. */
internal fun at(hour: Int, minute: Int, second: Int = 0): Long =
    ZonedDateTime.of(2026, 11, 28, hour, minute, second, 0, LONDON).toInstant().toEpochMilli()

/** A quarter past nine in the evening. */
internal val NINE = Now(at(21, 16, 40), sinceBoot = 100_000_000, zone = LONDON)

internal fun patrol(started: Long, duty: Duty = Duty.TASKED_CORE, ended: Long? = null, others: Int = 1) = Patrol(
    started = Moment(started, 0, 1u),
    duty = duty,
    modes = listOf(TravelModeFrom(Moment(started, 0, 1u), TravelMode.FOOT)),
    crews = listOf(CrewFrom(Moment(started, 0, 1u), Crew(listOf(ME), others.toUByte()))),
    tallies = emptyMap(),
    ended = ended?.let { PatrolEnded(Moment(it, 0, 1u), Ending.SignedOff) },
)

internal fun zoneTime(name: String, foot: Int, vehicle: Int = 0) = ZoneTime(
    code = "Z",
    name = name,
    kind = ZoneKind.HOTSPOT,
    foot = foot * 60_000L,
    cycle = 0,
    vehicle = vehicle * 60_000L,
    certain = 0,
    possible = 0,
    visits = 1u,
    dosageVisits = 0u,
)

internal fun result(from: Long, to: Long, zones: List<ZoneTime>, gap: Int = 0, measured: Boolean = true) = PatrolResult(
    span = Interval(from, to),
    zones = zones,
    gap = gap * 60_000L,
    abstracted = 0,
    quality = if (gap > 0) Quality.B else Quality.A,
    fixes = FixCounts(1u, 0u, 0u, 0u, 0u),
    measured = measured,
)

internal fun onDuty(
    started: Long = at(20, 50),
    zonesNow: List<ZoneNow> = emptyList(),
    lastFixAge: Long? = 3_000,
    duty: Duty = Duty.TASKED_CORE,
    soFar: List<ZoneTime> = emptyList(),
    gap: Int = 0,
) = OnDuty(UUID(2, 2), patrol(started, duty), zonesNow, result(started, NINE.wall, soFar, gap), lastFixAge)

internal fun status(
    onDuty: OnDuty? = null,
    state: NotebookState = NotebookState.OPEN,
    outbox: OutboxCounts = OutboxCounts(0u, 0u, 0u, 0u),
    skew: Long? = 200,
    wait: Long = 0,
    lastSync: Long? = at(20, 58),
    hasBriefing: Boolean = true,
    receipt: ULong? = 41u,
) = Status(
    state = state,
    unannounced = false,
    authorityCode = "MDW",
    officerCode = "4711",
    onDuty = onDuty,
    outbox = outbox,
    lastEntry = 47u,
    receipt = receipt,
    lastSync = lastSync,
    clockSkew = skew,
    syncWait = wait,
    hasBriefing = hasBriefing,
    wording = WordingNow(TemplatesRef("shipped", 1u, "00"), null),
    reserveUsed = false,
)

/** Ended yesterday. */
internal val SAFEGUARDING_ENDED =
    RoleTerm(Role.SAFEGUARDING_LEAD, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 11, 27))

internal val RIVERSIDE = ZoneNow("RP", "Riverside Park", ZoneKind.HOTSPOT, inside = true, visitSince = at(21, 4))
internal val CHATHAM = ZoneNow("CC", "Chatham Central", ZoneKind.WARD, inside = true, visitSince = at(20, 52))

/** An evening in Chatham, positions coming in. */
internal val EVENING = Known(
    notOpen = null,
    recording = Recording(lastFix = NINE.sinceBoot - 3_000),
    status = status(
        onDuty(
            zonesNow = listOf(RIVERSIDE, CHATHAM),
            soFar = listOf(zoneTime("Chatham Central", 24), zoneTime("Riverside Park", 12, 3)),
            gap = 2,
        ),
    ),
)

/** At home before the late turn. */
internal val REST = Known(
    notOpen = null,
    status = status(),
    last = PatrolView(
        UUID(3, 3),
        1u,
        patrol(at(13, 2), ended = at(16, 45)),
        result(at(13, 2), at(16, 45), listOf(zoneTime("Riverside Park", 71, 9), zoneTime("High Street", 18)), gap = 6),
    ),
)

internal fun condition(
    title: String,
    standing: Standing,
    warnOnly: WhyWarnOnly? = null,
    endsInDays: UInt? = null,
    sign: NearSign? = NearSign("S-1", 42.4, LocalDate.of(2026, 8, 21)),
    exemptions: List<Exemption> = emptyList(),
    needs: List<Need> = emptyList(),
    moreThan: UShort? = null,
    asksDetails: Boolean = false,
) = ConditionNow(
    order = OrderRef("MDW-ALC-CHA", 3u, "00"),
    orderTitle = title,
    madeBy = "Medway Council",
    illustrative = true,
    condition = Condition(
        code = "ALC-1",
        text = "Whoever is asked to stop drinking alcohol, or to hand it over, must do so.",
        duty = ConditionDuty.REQUIREMENT,
        zones = listOf("ALC-CHA"),
        who = Extent.All,
        times = Times.Always,
        circumstances = Extent.Only("Where drinking goes with behaviour that spoils the place for others."),
        offence = "PSPO-A",
        supportFirst = true,
        exemptions = exemptions,
        needs = needs,
        asksDetails = asksDetails,
        moreThan = moreThan,
    ),
    zone = "00",
    zoneCode = "ALC-CHA",
    zoneName = "Chatham town centre alcohol area",
    standing = standing,
    inside = true,
    edgeM = 34.2,
    nearestSign = sign,
    warnOnly = warnOnly,
    endsInDays = endsInDays,
)

internal fun applies(
    conditions: List<ConditionNow>,
    state: BriefingState = BriefingState.FRESH,
    source: TimeSource = TimeSource.GNSS,
) = Applies(
    place = Place(513826000, 5265000, 8.2, 12_000),
    time = LegalTime(NINE.wall, 1_000),
    timeSource = source,
    briefing = BriefingAge("00", at(20, 58), 18 * 60_000L, state),
    ruleSet = RuleSetRef("law", 1u, "00"),
    conditions = conditions,
)

/** One condition of each standing. */
internal val ALL_STANDINGS = applies(
    listOf(
        condition("Chatham town centre: alcohol", Standing.Certain, endsInDays = 12u),
        condition(
            "Medway: nuisance vehicles",
            Standing.Unsure(listOf(Doubt.Edge, Doubt.OldPosition(95_000), Doubt.Premises("P-1", "The Ropemaker, with its yard"))),
            warnOnly = WhyWarnOnly.NoSignNear(100u),
            sign = null,
        ),
        condition(
            "Dogs on leads",
            Standing.JustOutside,
            warnOnly = WhyWarnOnly.SignUnseen("S-DOG-1", 1u, null),
            exemptions = listOf(Exemption("assistance", "an assistance dog")),
        ),
        condition("Rochester: alcohol", Standing.NotInForce(listOf(WhyNot.Hours(at(23, 0)), WhyNot.Ended(LocalDate.of(2026, 11, 1))))),
    ),
    state = BriefingState.AMBER,
    source = TimeSource.WALL_CLOCK,
)
