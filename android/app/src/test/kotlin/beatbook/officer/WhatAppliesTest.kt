package beatbook.officer

import beatbook.core.BriefingState
import beatbook.core.Doubt
import beatbook.core.Exemption
import beatbook.core.NearSign
import beatbook.core.Need
import beatbook.core.SignFound
import beatbook.core.SignState
import beatbook.core.Standing
import beatbook.core.TimeSource
import beatbook.core.WhyNot
import beatbook.core.WhyWarnOnly
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDate
import java.util.UUID

class WhatAppliesTest {
    private fun shown(asked: Asked) = screenOf(EVENING.copy(page = Page.WhatApplies, asked = asked), NINE) as AppliesScreen

    private fun cards() = shown(Asked.Answered(ALL_STANDINGS)).conditions

    @Test
    fun eachStandingHasAMarkAndAWordOfItsOwn() {
        fun marked(mark: Int, words: Int) = line(R.string.standing_marked, line(mark), line(words))
        assertEquals(
            listOf(
                marked(R.string.mark_certain, R.string.standing_certain),
                marked(R.string.mark_unsure, R.string.standing_unsure),
                marked(R.string.mark_outside, R.string.standing_outside),
                marked(R.string.mark_not, R.string.standing_not),
            ),
            cards().map { it.standing },
        )
    }

    @Test
    fun whatIsUnsureSaysWhyBeforeAnythingElse() {
        assertEquals(
            listOf(
                line(R.string.doubt_edge),
                line(R.string.doubt_old, many(R.plurals.minutes_ago, 1)),
                line(R.string.doubt_premises, "The Ropemaker, with its yard"),
                line(R.string.warn_no_sign, many(R.plurals.metres, 100)),
            ),
            cards()[1].lines.take(4),
        )
    }

    @Test
    fun aConditionToldOfOneHourSaysWhenItBeginsAgain() {
        val lines = cards()[3].lines
        assertEquals(line(R.string.not_hours_next, told("23:00")), lines[0])
        assertEquals(line(R.string.not_ended, told("1 Nov 2026")), lines[1])
    }

    @Test
    fun theSignTheEndAndTheInventionAreTold() {
        val lines = cards()[0].lines
        assertTrue(line(R.string.sign_near, "S-1", many(R.plurals.metres, 42)) in lines)
        assertTrue(many(R.plurals.ends_in, 12) in lines)
        assertTrue(line(R.string.illustrative) in lines)
        assertTrue(many(R.plurals.warn_unseen, 1, "S-DOG-1") in cards()[2].lines)
    }

    @Test
    fun aSignNobodyEverCheckedIsNotToldAsOld() {
        val never = condition("A", Standing.Certain, WhyWarnOnly.SignUnseen("S-9", null, null))
        val shown = shown(Asked.Answered(applies(listOf(never)))).conditions.single()
        assertEquals(line(R.string.warn_unseen_never, "S-9"), shown.lines.first())
    }

    private fun aSignNoted(state: SignState, warnOnly: WhyWarnOnly? = null): List<Line> {
        val sign = NearSign("S-1", 42.4, LocalDate.of(2026, 8, 21), SignFound("S-1", state, at(20, 14), UUID(0, 1)))
        val found = condition("A", Standing.Certain, warnOnly, sign = sign)
        return shown(Asked.Answered(applies(listOf(found)))).conditions.single().lines
    }

    @Test
    fun aSignAnOfficerNotedIsToldAsFoundAndWhen() {
        val near = line(R.string.sign_near, "S-1", many(R.plurals.metres, 42))
        fun after(lines: List<Line>) = lines[lines.indexOf(near) + 1]
        assertEquals(line(R.string.sign_noted_seen, told("20:14")), after(aSignNoted(SignState.SEEN)))
        assertEquals(line(R.string.sign_noted_damaged, told("20:14")), after(aSignNoted(SignState.DAMAGED)))
        val missing = aSignNoted(SignState.MISSING, WhyWarnOnly.SignUnseen("S-1", 0u, SignState.MISSING))
        assertEquals("it was there this morning, and is gone", line(R.string.warn_missing, "S-1"), missing.first())
        assertEquals(line(R.string.sign_noted_missing, told("20:14")), after(missing))
    }

    @Test
    fun whatAConditionNeedsIsToldBeforeWhomItExempts() {
        val needs = condition(
            "A",
            Standing.Certain,
            exemptions = listOf(Exemption("assistance", "an assistance dog")),
            needs = listOf(Need.REQUEST_FIRST, Need.OWN_WITNESS_STATEMENT),
            moreThan = 4u,
            asksDetails = true,
        )
        val lines = shown(Asked.Answered(applies(listOf(needs)))).conditions.single().lines
        val exempt = lines.indexOf(line(R.string.condition_exemption, "an assistance dog"))
        assertEquals(
            listOf(
                line(R.string.need_request),
                line(R.string.need_witness),
                line(R.string.condition_more_than, 4),
                line(R.string.condition_asks_details),
            ),
            lines.subList(exempt - 4, exempt),
        )
    }

    @Test
    fun aDoubtOfTheClockSaysWhatTheClockWouldSay() {
        val doubt = Standing.Unsure(listOf(Doubt.NotByThisClock(WhyNot.Hours(null)), Doubt.TimeUnknown))
        val shown = shown(Asked.Answered(applies(listOf(condition("A", doubt))))).conditions.single()
        assertEquals(line(R.string.doubt_clock, line(R.string.not_hours)), shown.lines[0])
        assertEquals(line(R.string.doubt_unknown), shown.lines[1])
    }

    @Test
    fun theAnswerSaysOnWhatItRests() {
        assertEquals(
            listOf(
                line(R.string.rests_place, many(R.plurals.metres, 8), many(R.plurals.seconds_ago, 12)),
                line(R.string.rests_clock),
                line(R.string.rests_amber, many(R.plurals.minutes_ago, 18)),
            ),
            shown(Asked.Answered(ALL_STANDINGS)).rests,
        )
        val old = applies(emptyList(), BriefingState.DRAFTS_ONLY, TimeSource.SERVER)
        assertEquals(line(R.string.rests_drafts), shown(Asked.Answered(old)).rests.last())
    }

    @Test
    fun nothingHereAndNoBookAreNotTheSame() {
        assertEquals(line(R.string.applies_none), shown(Asked.Answered(applies(emptyList()))).told)
        assertEquals(line(R.string.applies_no_book), shown(Asked.Answered(applies(emptyList()).copy(briefing = null))).told)
        assertEquals(told("Stand still"), shown(Asked.Refused("stand still")).problem)
    }
}
