package beatbook.officer

import beatbook.Beatbook
import beatbook.android.Recording
import beatbook.android.Standing
import beatbook.core.BeatbookException
import beatbook.core.Duty
import beatbook.core.OnDuty
import beatbook.core.ZoneKind
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.launch
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A phone in a pocket shows nothing, and each look reckons the whole patrol: what its notification says may be as old as a batch. */
private val EVERY = 30.seconds

/** What a notification says. */
internal data class Notified(val title: Line, val text: Line?)

/**
 * What the notification says while on duty. It is asked for on the main thread, which must not wait for the notebook: so this
 * keeps what the notebook said last.
 */
internal class StandingNotice(standing: Flow<Standing>, isRecording: Flow<Boolean>, private val every: Duration = EVERY) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    @Volatile
    private var duty: OnDuty? = null

    init {
        scope.launch {
            combine(standing, isRecording) { stands, records -> (stands as? Standing.Open)?.book?.takeIf { records } }
                .collectLatest { book ->
                    // What was known is of another patrol, or of none.
                    duty = null
                    if (book != null) lookAt(book)
                }
        }
    }

    private suspend fun lookAt(book: Beatbook) {
        while (true) {
            duty = try {
                book.status().onDuty
            } catch (_: BeatbookException) {
                // The screen says why the notebook cannot be read; the notification just says less until it can be.
                null
            }
            delay(every)
        }
    }

    fun told(recording: Recording, now: Now): Notified = notified(duty, recording, now)
}

/**
 * What a locked screen may name: wards, hotspots and areas of orders, which anybody can look up. Where a count is taken and which
 * premises somebody is kept from is nobody's business who finds the phone. A kind that is new is not named until it stands here.
 */
private val NAMED = setOf(ZoneKind.WARD, ZoneKind.HOTSPOT, ZoneKind.PSPO_AREA)

/** Minutes and zones; what is wrong comes first. Where people sleep is not told on a locked screen, not even by a zone's name. */
internal fun notified(duty: OnDuty?, recording: Recording, now: Now): Notified {
    val title = duty?.let { line(R.string.notified_minutes, minutes(now.wall - it.patrol.started.wall)) }
        ?: line(R.string.notified_on_duty)
    val gap = recording.gapSince?.let { line(R.string.gap_now, minutes(now.sinceBoot - it)) }
    val inside = duty?.zonesNow?.filter { it.inside }.orEmpty()
    val text = troubleOf(recording, 0)?.what ?: gap ?: when {
        duty == null -> null
        duty.patrol.duty == Duty.OUTREACH || duty.patrol.duty == Duty.COUNT -> line(R.string.notified_recording)
        // Before the first position nobody knows.
        duty.lastFixAge == null -> null
        inside.isEmpty() -> line(R.string.notified_no_zone)
        else -> listed(inside.filter { it.kind in NAMED }.map { told(it.name) }) ?: line(R.string.notified_recording)
    }
    return Notified(title, text)
}
