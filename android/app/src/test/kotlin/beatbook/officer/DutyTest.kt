package beatbook.officer

import beatbook.android.NoPosition
import beatbook.android.Recording
import beatbook.android.Standing
import beatbook.core.Duty
import beatbook.core.NotebookState
import beatbook.core.Role
import beatbook.core.RoleTerm
import beatbook.core.ZoneKind
import beatbook.core.ZoneNow
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import java.time.LocalDate

/** What the home screen tells, without a phone. */
class DutyTest {
    private fun onDutyScreen(known: Known) = screenOf(known, NINE) as OnDutyScreen

    @Test
    fun aVisitIsToldWithItsBeginAndWholeMinutes() {
        val here = onDutyScreen(EVENING).here
        assertEquals(line(R.string.kind_hotspot), here.first().kind)
        val expected = line(R.string.visit_since, "Riverside Park", told("21:04"), many(R.plurals.minutes, 12))
        assertEquals(expected, here.first().visit) // 12 min 40 s
    }

    @Test
    fun aZoneJustEnteredHasNoMinutesYetAndOneJustLeftSaysSo() {
        val entered = ZoneNow("RP", "Riverside Park", ZoneKind.HOTSPOT, inside = true, visitSince = null)
        val left = RIVERSIDE.copy(inside = false)
        val here = onDutyScreen(EVENING.copy(status = status(onDuty(zonesNow = listOf(entered, left))))).here
        assertEquals(line(R.string.visit_begins, "Riverside Park"), here[0].visit)
        assertEquals(line(R.string.visit_leaving, "Riverside Park", told("21:04"), many(R.plurals.minutes, 12)), here[1].visit)
    }

    @Test
    fun minutesOnFootComeBeforeThoseInAVehicleAndGapsAreNoPresence() {
        assertEquals(
            listOf(
                line(R.string.so_far_zone, "Chatham Central", line(R.string.by_foot, many(R.plurals.minutes, 24))),
                line(
                    R.string.so_far_zone,
                    "Riverside Park",
                    line(
                        R.string.with_comma,
                        line(R.string.by_foot, many(R.plurals.minutes, 12)),
                        line(R.string.by_vehicle, many(R.plurals.minutes, 3)),
                    ),
                ),
                line(R.string.gap_total, many(R.plurals.minutes, 2)),
            ),
            onDutyScreen(EVENING).soFar,
        )
    }

    @Test
    fun aGapBelowAMinuteIsNotToldAsNone() {
        fun gap(millis: Long) = onDutyScreen(
            EVENING.copy(status = status(onDuty().let { it.copy(soFar = it.soFar.copy(gap = millis, abstracted = millis)) })),
        ).soFar.drop(1)
        val short = line(R.string.under_a_minute)
        assertEquals(listOf(line(R.string.gap_total, short), line(R.string.abstracted_total, short)), gap(59_999))
        val minute = many(R.plurals.minutes, 1)
        assertEquals(listOf(line(R.string.gap_total, minute), line(R.string.abstracted_total, minute)), gap(60_000))
        assertEquals(emptyList<Line>(), gap(0))
    }

    @Test
    fun aRoleThatEndedLatelyIsToldOnAndOffDutyWithItsLastDay() {
        val ended = listOf(SAFEGUARDING_ENDED)
        val told = listOf(line(R.string.role_ended, line(R.string.role_safeguarding_lead), told("27 Nov 2026")))
        assertEquals(told, onDutyScreen(EVENING.copy(rolesEnded = ended)).rolesEnded)
        assertEquals(told, (screenOf(REST.copy(rolesEnded = ended), NINE) as OffDutyScreen).rolesEnded)
        assertEquals(emptyList<Line>(), onDutyScreen(EVENING).rolesEnded)
        val words = Role.entries.flatMap { rolesEnded(listOf(RoleTerm(it, LocalDate.MIN, LocalDate.of(2026, 11, 27)))) }
        assertEquals("each role has words of its own", Role.entries.size, words.toSet().size)
    }

    @Test
    fun aGapHidesNotThatThereWasNoZone() {
        val gap = line(R.string.gap_total, many(R.plurals.minutes, 2))
        assertEquals(listOf(line(R.string.so_far_none), gap), onDutyScreen(EVENING.copy(status = status(onDuty(gap = 2)))).soFar)
        fun ended(measured: Boolean): List<Line> {
            val result = result(at(13, 2), at(16, 45), zones = emptyList(), gap = 2, measured)
            return (screenOf(REST.copy(page = Page.Result(result)), NINE) as ResultScreen).zones
        }
        assertEquals(listOf(line(R.string.result_none), gap), ended(measured = true))
        assertEquals(listOf(line(R.string.result_not_measured), gap), ended(measured = false))
    }

    @Test
    fun whoseNotebookItIsIsSaidWhenTheServerHasSaidIt() {
        fun officer(code: String, authority: String) =
            (screenOf(REST.copy(status = status().copy(officerCode = code, authorityCode = authority)), NINE) as OffDutyScreen).officer
        assertEquals(line(R.string.officer, "4711", "MDW"), officer("4711", "MDW"))
        assertEquals(line(R.string.officer_unknown), officer("", ""))
    }

    @Test
    fun withoutZonesTheScreenSaysWhyThereAreNone() {
        fun none(known: Known) = onDutyScreen(known).hereNone
        assertEquals(line(R.string.here_none), none(EVENING.copy(status = status(onDuty()))))
        val silent = EVENING.copy(status = status(onDuty()), recording = Recording(lastFix = 1, gapSince = 1))
        assertEquals("in no zone is what nobody knows in a gap", line(R.string.here_unknown), none(silent))
        assertEquals(line(R.string.here_waiting), none(EVENING.copy(status = status(onDuty(lastFixAge = null)))))
        assertEquals(line(R.string.here_no_zones), none(EVENING.copy(status = status(onDuty(), hasBriefing = false))))
        assertNull(none(EVENING))
    }

    @Test
    fun aTroubleSaysWhereItIsMended() {
        val ways = mapOf(
            Recording(NoPosition.NOT_ALLOWED) to Trouble(line(R.string.trouble_not_allowed), Mend.APP_SETTINGS),
            Recording(NoPosition.ONLY_ROUGHLY) to Trouble(line(R.string.trouble_roughly), Mend.APP_SETTINGS),
            Recording(NoPosition.SWITCHED_OFF) to Trouble(line(R.string.trouble_switched_off), Mend.LOCATION_SETTINGS),
            Recording(NoPosition.RESTRICTED) to Trouble(line(R.string.trouble_restricted), Mend.APP_SETTINGS),
            Recording(NoPosition.SAVING_POWER) to Trouble(line(R.string.trouble_saving_power), Mend.BATTERY_SETTINGS),
            Recording(heldBack = "storage_full") to Trouble(line(R.string.trouble_held_full), Mend.STORAGE_SETTINGS),
            Recording(heldBack = "paused") to Trouble(line(R.string.trouble_held), null),
            Recording(heldBack = "storage_full", letGo = 1) to Trouble(line(R.string.trouble_let_go), Mend.STORAGE_SETTINGS),
            Recording(heldBack = "paused", letGo = 1) to Trouble(line(R.string.trouble_let_go), null),
            Recording(ended = "moved") to Trouble(line(R.string.trouble_ended), null),
        )
        ways.forEach { (recording, trouble) -> assertEquals(trouble, onDutyScreen(EVENING.copy(recording = recording)).trouble) }
        assertNull(onDutyScreen(EVENING).trouble)
    }

    @Test
    fun aServiceThatDoesNotBeginIsATroubleAfterAMoment() {
        val waiting = EVENING.copy(recording = null, waitsSince = NINE.sinceBoot - 1_000)
        assertNull(onDutyScreen(waiting).trouble)
        val trouble = onDutyScreen(waiting.copy(waitsSince = NINE.sinceBoot - 6_000)).trouble
        assertEquals(Mend.RECORD_AGAIN, trouble?.mend)
    }

    @Test
    fun aGapIsCountedFromTheLastPositionOrFromSignOn() {
        val gap = Recording(lastFix = NINE.sinceBoot - 400_000, gapSince = NINE.sinceBoot - 400_000)
        assertEquals(
            line(R.string.gap_now, many(R.plurals.minutes, 6)),
            onDutyScreen(EVENING.copy(recording = gap, status = status(onDuty(lastFixAge = 400_000)))).gap,
        )
        val never = Recording(gapSince = NINE.sinceBoot - 200_000)
        assertEquals(
            line(R.string.gap_from_start),
            onDutyScreen(EVENING.copy(recording = never, status = status(onDuty(lastFixAge = null)))).gap,
        )
    }

    @Test
    fun hoursWithoutAPositionAskWhetherSignOffWasForgotten() {
        fun ask(age: Long?, started: Long = at(20, 50)) =
            onDutyScreen(EVENING.copy(status = status(onDuty(started, lastFixAge = age)), recording = Recording())).forgotten
        assertNull(ask(FORGOTTEN_AFTER - 1))
        assertEquals(line(R.string.forgotten_ask, line(R.string.hours_and_minutes, 4, 0)), ask(FORGOTTEN_AFTER))
        assertNull("a phone just started has no position yet", ask(null))
        assertEquals(line(R.string.forgotten_ask, line(R.string.hours_and_minutes, 20, 16)), ask(null, started = at(1, 0)))
    }

    @Test
    fun whoseReportsComeAndAreNotStoredHasNotGoneHome() {
        val status = status(onDuty(started = at(1, 0), lastFixAge = FORGOTTEN_AFTER))
        fun ask(recording: Recording?) = onDutyScreen(EVENING.copy(status = status, recording = recording)).forgotten
        assertNull(ask(Recording(lastFix = NINE.sinceBoot - 2_000, heldBack = "storage_full")))
        for (silent in listOf(null, Recording(), Recording(lastFix = NINE.sinceBoot - FORGOTTEN_AFTER))) {
            assertEquals(line(R.string.forgotten_ask, line(R.string.hours_and_minutes, 4, 0)), ask(silent))
        }
    }

    @Test
    fun beforeSignOnTheScreenSaysWhatWouldKeepPositionsFromComing() {
        assertNull((screenOf(REST, NINE) as OffDutyScreen).trouble)
        val restricted = screenOf(REST.copy(heldUp = NoPosition.RESTRICTED), NINE) as OffDutyScreen
        assertEquals(Trouble(line(R.string.trouble_restricted), Mend.APP_SETTINGS), restricted.trouble)
    }

    @Test
    fun whatWasNotDoneAndThatTheNotebookCannotBeReadIsSaidOnEveryPageOfAPatrol() {
        val refused = told("Try again")
        fun said(problem: Line? = null, unread: Line? = null): Set<Line?> {
            val off = REST.copy(problem = problem, unread = unread)
            return setOf(
                onDutyScreen(EVENING.copy(problem = problem, unread = unread)).problem,
                (screenOf(off, NINE) as OffDutyScreen).problem,
                (screenOf(off.copy(page = Page.Ask(Question.PLACE)), NINE) as PermissionScreen).problem,
            )
        }
        assertEquals(setOf(null), said())
        assertEquals(setOf(refused), said(problem = refused))
        assertEquals(setOf(refused), said(unread = refused))
        assertEquals("what was just asked for comes first", setOf(refused), said(problem = refused, unread = told("wait")))
    }

    @Test
    fun theNextPatrolBeginsAsTheLastUnlessTheOfficerChoosesAnew() {
        val night = REST.copy(last = REST.last?.copy(patrol = patrol(at(1, 0), Duty.OUTREACH, at(3, 0), others = 2)))
        assertEquals(Choice(Duty.OUTREACH, others = 2), (screenOf(night, NINE) as OffDutyScreen).choice)
        val anew = night.copy(choice = Choice(Duty.ON_CALL))
        assertEquals(Choice(Duty.ON_CALL), (screenOf(anew, NINE) as OffDutyScreen).choice)
    }

    @Test
    fun aRestoredNotebookOffersASuccessorAndNothingElse() {
        val moved = Known(notOpen = null, status = status(onDuty(), state = NotebookState.MOVED))
        assertEquals(SuccessorScreen(line(R.string.successor_moved), busy = false, problem = null), screenOf(moved, NINE))
        assertTrue(screenOf(moved.copy(page = Page.Outbox), NINE) is OutboxScreen)
    }

    @Test
    fun onlyANotebookThatStaysShutMayBeSetAside() {
        fun shut(code: String, page: Page = Page.Home) = screenOf(Known(page, Standing.Shut(code, "ask support")), NINE)
        for (stays in listOf("key_missing", "wrong_key", "corrupt", "unreadable", "key_store_lost", "key_unreadable")) {
            assertTrue((shut(stays) as ShutScreen).staysShut)
            assertEquals(SetAsideScreen(busy = false, problem = null), shut(stays, Page.SetAside))
        }
        for (passes in listOf("storage_full", "already_open", "key_store", "newer_version")) {
            assertEquals(false, (shut(passes, Page.SetAside) as ShutScreen).staysShut)
        }
    }

    @Test
    fun aPatrolEndedElsewhereLeavesThePageThatAsksToEndIt() {
        assertTrue(screenOf(REST.copy(page = Page.SignOff), NINE) is OffDutyScreen)
        assertTrue(screenOf(REST.copy(page = Page.Forgotten), NINE) is OffDutyScreen)
    }

    @Test
    fun beforeThereIsANotebookACodeIsAskedForWhateverThePage() {
        assertEquals(LoadingScreen, screenOf(Known(page = Page.Outbox), NINE))
        assertTrue(screenOf(Known(notOpen = Standing.None), NINE) is EnrolScreen)
    }

    @Test
    fun aLockedScreenNamesNoPremisesAndNoSectorOfACount() {
        fun says(vararg kinds: ZoneKind) = notified(
            onDuty(zonesNow = kinds.map { ZoneNow("Z", "of kind $it", it, inside = true, visitSince = null) }),
            Recording(),
            NINE,
        ).text
        assertEquals(told("of kind HOTSPOT"), says(ZoneKind.PREMISES_EXCLUSION, ZoneKind.HOTSPOT, ZoneKind.COUNT_SECTOR))
        for (named in listOf(ZoneKind.WARD, ZoneKind.HOTSPOT, ZoneKind.PSPO_AREA)) assertEquals(told("of kind $named"), says(named))
        for (hidden in ZoneKind.entries - listOf(ZoneKind.WARD, ZoneKind.HOTSPOT, ZoneKind.PSPO_AREA).toSet()) {
            assertEquals("nor that there is no zone", line(R.string.notified_recording), says(hidden))
        }
    }

    @Test
    fun aLockedScreenSaysMinutesAndZonesAndOfOutreachNoPlace() {
        val told = notified(EVENING.status?.onDuty, EVENING.recording!!, NINE)
        assertEquals(line(R.string.notified_minutes, many(R.plurals.minutes, 26)), told.title)
        assertEquals(line(R.string.with_comma, told("Riverside Park"), told("Chatham Central")), told.text)
        for (welfare in listOf(Duty.OUTREACH, Duty.COUNT)) {
            val quiet = notified(onDuty(zonesNow = listOf(RIVERSIDE), duty = welfare), Recording(), NINE)
            assertEquals(line(R.string.notified_recording), quiet.text)
        }
        assertNull("in no zone is what nobody knows yet", notified(onDuty(lastFixAge = null), Recording(), NINE).text)
        assertEquals(line(R.string.notified_no_zone), notified(onDuty(), Recording(), NINE).text)
        val off = notified(EVENING.status?.onDuty, Recording(NoPosition.SWITCHED_OFF), NINE)
        assertEquals(line(R.string.trouble_switched_off), off.text)
    }
}
