package beatbook.officer

import beatbook.core.Duty
import beatbook.core.NotebookState
import beatbook.core.OnDuty
import beatbook.core.Patrol
import beatbook.core.PatrolResult
import beatbook.core.Quality
import beatbook.core.Status
import beatbook.core.TravelMode
import beatbook.core.ZoneKind
import beatbook.core.ZoneNow
import beatbook.core.ZoneTime

/** Without a position for so long, an officer has more likely gone home than stayed in a cellar. Milliseconds. */
internal const val FORGOTTEN_AFTER = 4 * 3_600_000L

internal fun offDutyScreen(status: Status, known: Known, now: Now): OffDutyScreen {
    val choice = known.choice ?: known.last?.patrol?.asChoice() ?: Choice()
    val ended = known.last?.patrol?.ended
    val result = known.last?.result
    return OffDutyScreen(
        officer = officer(status),
        choice = choice,
        signsOnAs = line(R.string.signs_on_as, line(choice.duty.words), line(choice.mode.words), crew(choice.others)),
        last = known.last?.takeIf { ended != null }?.let {
            val from = it.patrol.started.wall
            val to = result?.span?.to ?: ended?.at?.wall ?: from
            span(from, to, now)
        } ?: line(R.string.last_none),
        lastZones = result?.let { cameTo(it, none = null) }.orEmpty(),
        notLetIn = status.state == NotebookState.ENROLLING,
        storageLow = status.reserveUsed,
        rolesEnded = rolesEnded(known.rolesEnded),
        trouble = known.heldUp?.let(::troubleOf),
        busy = known.busy,
        problem = known.wrong,
    )
}

/** The server says whose notebook it is when it lets it in. */
private fun officer(status: Status): Line =
    if (status.officerCode.isEmpty()) line(R.string.officer_unknown) else line(R.string.officer, status.officerCode, status.authorityCode)

internal fun onDutyScreen(status: Status, duty: OnDuty, known: Known, now: Now): OnDutyScreen {
    val started = duty.patrol.started.wall
    // What came and is not in the notebook yet says as well that somebody is out there.
    val heard = listOfNotNull(duty.lastFixAge, known.recording?.lastFix?.let { now.sinceBoot - it }).minOrNull()
    val silence = heard ?: (now.wall - started)
    val choice = duty.patrol.asChoice()
    val trouble = troubleOf(known.recording, known.waitsSince?.let { now.sinceBoot - it } ?: 0)
    return OnDutyScreen(
        since = line(R.string.on_since, now.clock(started), minutes(now.wall - started)),
        doing = line(R.string.on_as, line(choice.duty.words), line(choice.mode.words), crew(choice.others)),
        trouble = trouble,
        gap = known.recording?.gapSince?.let { since ->
            if (known.recording.lastFix == null && duty.lastFixAge == null) {
                line(R.string.gap_from_start)
            } else {
                line(R.string.gap_now, minutes(duty.lastFixAge ?: (now.sinceBoot - since)))
            }
        },
        forgotten = silence.takeIf { it >= FORGOTTEN_AFTER }?.let { line(R.string.forgotten_ask, minutes(it)) },
        here = duty.zonesNow.map { card(it, now) },
        hereNone = when {
            duty.zonesNow.isNotEmpty() -> null
            !status.hasBriefing -> line(R.string.here_no_zones)
            duty.lastFixAge == null -> line(R.string.here_waiting)
            known.recording?.gapSince != null -> line(R.string.here_unknown)
            else -> line(R.string.here_none)
        },
        lastPosition = duty.lastFixAge?.let { line(R.string.last_position, ago(it)) } ?: line(R.string.last_position_none),
        soFar = cameTo(duty.soFar, line(R.string.so_far_none)),
        notLetIn = status.state == NotebookState.ENROLLING,
        storageLow = status.reserveUsed,
        rolesEnded = rolesEnded(known.rolesEnded),
        problem = known.wrong,
    )
}

internal fun signOffScreen(duty: OnDuty, known: Known, now: Now): SignOffScreen {
    val started = duty.patrol.started.wall
    return SignOffScreen(
        line(R.string.sign_off_what, now.clock(started), minutes(now.wall - started)),
        known.busy,
        known.wrong,
    )
}

internal fun resultScreen(result: PatrolResult, now: Now): ResultScreen = ResultScreen(
    span = span(result.span.from, result.span.to, now),
    zones = cameTo(result, line(if (result.measured) R.string.result_none else R.string.result_not_measured)),
    quality = line(
        when (result.quality) {
            Quality.A -> R.string.quality_a
            Quality.B -> R.string.quality_b
            Quality.C -> R.string.quality_c
            Quality.D -> R.string.quality_d
        },
    ),
)

private fun span(from: Long, to: Long, now: Now): Line =
    line(R.string.last_span, now.clock(from), now.clock(to), minutes(to - from))

private fun card(zone: ZoneNow, now: Now): ZoneCard {
    val since = zone.visitSince
    return ZoneCard(
        kind = line(zone.kind.words),
        visit = when {
            since == null -> line(R.string.visit_begins, zone.name)
            zone.inside -> line(R.string.visit_since, zone.name, now.clock(since), minutes(now.wall - since))
            else -> line(R.string.visit_leaving, zone.name, now.clock(since), minutes(now.wall - since))
        },
    )
}

/** Minutes in each zone, or that there are [none]; then what no zone has. */
private fun cameTo(result: PatrolResult, none: Line?): List<Line> = buildList {
    if (result.zones.isEmpty() && none != null) add(none)
    result.zones.forEach { add(line(R.string.so_far_zone, it.name, times(it))) }
    if (result.gap > 0) add(line(R.string.gap_total, someMinutes(result.gap)))
    if (result.abstracted > 0) add(line(R.string.abstracted_total, someMinutes(result.abstracted)))
}

/** On foot first, since that is what is asked for. */
private fun times(zone: ZoneTime): Line {
    val ways = listOf(
        zone.foot to R.string.by_foot,
        zone.cycle to R.string.by_cycle,
        zone.vehicle to R.string.by_vehicle,
    )
    return listed(ways.filter { (time, _) -> time > 0 }.map { (time, way) -> line(way, minutes(time)) }) ?: minutes(0)
}

/** The patrol as it goes on now, which is how the next one begins. */
internal fun Patrol.asChoice(): Choice = Choice(
    duty = duty,
    mode = modes.lastOrNull()?.mode ?: TravelMode.FOOT,
    others = crews.lastOrNull()?.crew?.let { it.others.toInt() + it.officers.size - 1 } ?: 0,
)

internal val Duty.words: Int
    get() = when (this) {
        Duty.TASKED_CORE -> R.string.duty_tasked
        Duty.OVERTIME_FUNDED -> R.string.duty_overtime
        Duty.SELF_INITIATED -> R.string.duty_own
        Duty.ON_CALL -> R.string.duty_on_call
        Duty.OUTREACH -> R.string.duty_outreach
        Duty.COUNT -> R.string.duty_count
    }

internal val TravelMode.words: Int
    get() = when (this) {
        TravelMode.FOOT -> R.string.mode_foot
        TravelMode.CYCLE -> R.string.mode_cycle
        TravelMode.VEHICLE -> R.string.mode_vehicle
    }

private val ZoneKind.words: Int
    get() = when (this) {
        ZoneKind.WARD -> R.string.kind_ward
        ZoneKind.HOTSPOT -> R.string.kind_hotspot
        ZoneKind.PSPO_AREA -> R.string.kind_pspo
        ZoneKind.PREMISES_EXCLUSION -> R.string.kind_premises
        ZoneKind.COUNT_SECTOR -> R.string.kind_sector
    }

internal fun crew(others: Int): Line = when {
    others <= 0 -> line(R.string.crew_single)
    others == 1 -> line(R.string.crew_double)
    else -> many(R.plurals.crew_more, others)
}
