package beatbook.officer

import beatbook.core.Applies
import beatbook.core.BriefingAge
import beatbook.core.BriefingState
import beatbook.core.ConditionNow
import beatbook.core.Doubt
import beatbook.core.Extent
import beatbook.core.NearSign
import beatbook.core.Need
import beatbook.core.SignFound
import beatbook.core.SignState
import beatbook.core.Standing
import beatbook.core.TimeSource
import beatbook.core.WhyNot
import beatbook.core.WhyWarnOnly

internal fun appliesScreen(asked: Asked, now: Now): AppliesScreen = when (asked) {
    Asked.Waiting -> AppliesScreen(emptyList(), emptyList(), line(R.string.applies_asking), null, busy = true)
    is Asked.Refused -> AppliesScreen(emptyList(), emptyList(), null, remedy(asked.remedy), busy = false)
    is Asked.Answered -> answered(asked.applies, now)
}

private fun answered(applies: Applies, now: Now) = AppliesScreen(
    conditions = applies.conditions.map { card(it, now) },
    rests = rests(applies),
    told = when {
        applies.briefing == null -> line(R.string.applies_no_book)
        applies.conditions.isEmpty() -> line(R.string.applies_none)
        else -> null
    },
    problem = null,
    busy = false,
)

private fun card(found: ConditionNow, now: Now) = ConditionCard(
    standing = when (found.standing) {
        is Standing.Certain -> marked(R.string.mark_certain, R.string.standing_certain)
        is Standing.Unsure -> marked(R.string.mark_unsure, R.string.standing_unsure)
        is Standing.JustOutside -> marked(R.string.mark_outside, R.string.standing_outside)
        is Standing.NotInForce -> marked(R.string.mark_not, R.string.standing_not)
    },
    title = told(found.orderTitle),
    lines = buildList {
        addAll(why(found, now))
        found.warnOnly?.let { add(warning(it)) }
        add(told(found.condition.text))
        addAll(listOfNotNull(extent(found.condition.who), extent(found.condition.circumstances)))
        found.condition.needs.forEach { add(need(it)) }
        found.condition.moreThan?.let { add(line(R.string.condition_more_than, it.toInt())) }
        if (found.condition.asksDetails) add(line(R.string.condition_asks_details))
        found.condition.exemptions.forEach { add(line(R.string.condition_exemption, it.text)) }
        if (found.condition.supportFirst) add(line(R.string.condition_support))
        found.nearestSign?.let { sign ->
            add(line(R.string.sign_near, sign.code, metres(sign.metres)))
            sign.noted?.let { noted(it, now) }?.let(::add)
        }
        found.endsInDays?.toInt()?.let {
            add(if (it == 0) line(R.string.ends_today) else many(R.plurals.ends_in, it))
        }
        add(line(R.string.condition_zone, found.zoneName))
        if (found.illustrative) add(line(R.string.illustrative))
    },
)

private fun marked(mark: Int, words: Int): Line = line(R.string.standing_marked, line(mark), line(words))

private fun why(found: ConditionNow, now: Now): List<Line> = when (val standing = found.standing) {
    is Standing.Certain -> emptyList()
    is Standing.Unsure -> standing.v1.map { doubt(it, now) }
    is Standing.JustOutside -> listOf(line(R.string.outside_by, metres(found.edgeM)))
    is Standing.NotInForce -> standing.v1.map { whyNot(it, now) }
}

private fun doubt(doubt: Doubt, now: Now): Line = when (doubt) {
    is Doubt.Edge -> line(R.string.doubt_edge)
    is Doubt.OldPosition -> line(R.string.doubt_old, ago(doubt.ageMs))
    is Doubt.TimeVague -> line(R.string.doubt_vague)
    is Doubt.TimeUnknown -> line(R.string.doubt_unknown)
    is Doubt.NotByThisClock -> line(R.string.doubt_clock, whyNot(doubt.v1, now))
    is Doubt.Premises -> line(R.string.doubt_premises, doubt.name)
    is Doubt.ZoneChanges -> line(R.string.doubt_changes)
}

private fun whyNot(why: WhyNot, now: Now): Line = when (why) {
    is WhyNot.Ended -> line(R.string.not_ended, day(why.v1))
    is WhyNot.Discharged -> line(R.string.not_discharged, day(why.v1))
    is WhyNot.NotYet -> line(R.string.not_yet, day(why.v1))
    is WhyNot.Hours -> why.next?.let { line(R.string.not_hours_next, now.clock(it)) } ?: line(R.string.not_hours)
    is WhyNot.Premises -> line(R.string.not_premises, why.name)
}

private fun warning(why: WhyWarnOnly): Line = when (why) {
    is WhyWarnOnly.NoSignNear -> line(R.string.warn_no_sign, metres(why.withinM.toDouble()))
    is WhyWarnOnly.SignUnseen -> when (why.noted) {
        SignState.MISSING -> line(R.string.warn_missing, why.code)
        SignState.DAMAGED -> line(R.string.warn_damaged, why.code)
        else -> why.days?.let { many(R.plurals.warn_unseen, it.toInt(), why.code) } ?: line(R.string.warn_unseen_never, why.code)
    }
}

/** What an officer found of a sign; null of what nobody can find. */
private fun noted(found: SignFound, now: Now): Line? = when (found.state) {
    SignState.SEEN -> line(R.string.sign_noted_seen, now.clock(found.at))
    SignState.MISSING -> line(R.string.sign_noted_missing, now.clock(found.at))
    SignState.DAMAGED -> line(R.string.sign_noted_damaged, now.clock(found.at))
    SignState.UNSEEN, SignState.WANTED -> null
}

/** What must be done before an offence under a condition is complete. */
private fun need(need: Need): Line = when (need) {
    Need.DIRECTION_FIRST -> line(R.string.need_direction)
    Need.REQUEST_FIRST -> line(R.string.need_request)
    Need.OWN_WITNESS_STATEMENT -> line(R.string.need_witness)
}

private fun extent(extent: Extent): Line? = when (extent) {
    is Extent.All -> null
    is Extent.Only -> line(R.string.condition_only, extent.v1)
    is Extent.Except -> line(R.string.condition_except, extent.v1)
}

private fun rests(applies: Applies): List<Line> = listOfNotNull(
    line(R.string.rests_place, metres(applies.place.accuracyM), ago(applies.place.ageMs)),
    when (applies.timeSource) {
        TimeSource.GNSS -> line(R.string.rests_gnss)
        TimeSource.SERVER -> line(R.string.rests_server)
        TimeSource.WALL_CLOCK -> line(R.string.rests_clock)
        null -> null
    },
    applies.briefing?.let(::age),
    line(R.string.rests_no_rules).takeIf { applies.ruleSet == null && applies.briefing != null },
)

private fun age(briefing: BriefingAge): Line {
    val age = briefing.age
    return when (briefing.state) {
        BriefingState.FRESH -> line(R.string.rests_fresh, ago(age ?: 0))
        BriefingState.AMBER -> line(R.string.rests_amber, ago(age ?: 0))
        BriefingState.DRAFTS_ONLY -> line(R.string.rests_drafts)
    }
}
