package beatbook.officer

import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.util.Locale
import kotlin.math.roundToInt

private const val SECOND = 1_000L
private const val MINUTE = 60 * SECOND
private const val HOUR = 60 * MINUTE
private const val DAY = 24 * HOUR

/** Below this an age is "just now". */
private const val NOW = 10 * SECOND

private val CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.UK)
private val DAY_AND_CLOCK = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.UK)
private val A_DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.UK)

/** The instant a screen is drawn for. */
data class Now(
    /** UTC milliseconds of the phone's clock. */
    val wall: Long,
    /** Milliseconds since the phone's start, sleep included. */
    val sinceBoot: Long,
    /** Where the officer reads the clock. */
    val zone: ZoneId,
)

/** 21:04, or with its day if that is not today. */
internal fun Now.clock(utcMillis: Long): Line {
    val then = Instant.ofEpochMilli(utcMillis).atZone(zone)
    val today = Instant.ofEpochMilli(wall).atZone(zone).toLocalDate()
    return told(then.format(if (then.toLocalDate() == today) CLOCK else DAY_AND_CLOCK))
}

/** 28 Nov 2026. */
internal fun day(day: LocalDate): Line = told(day.format(A_DAY))

/** Whole minutes, rounded down as everywhere: what has not passed is not told. */
internal fun minutes(millis: Long): Line {
    val whole = (millis.coerceAtLeast(0) / MINUTE).toInt()
    return if (whole < 60) many(R.plurals.minutes, whole) else line(R.string.hours_and_minutes, whole / 60, whole % 60)
}

/** [minutes] of something that is there: below one it is not none. */
internal fun someMinutes(millis: Long): Line = if (millis < MINUTE) line(R.string.under_a_minute) else minutes(millis)

/** How long ago, as people say it. */
internal fun ago(millis: Long): Line = when {
    millis < NOW -> line(R.string.just_now)
    millis < MINUTE -> many(R.plurals.seconds_ago, (millis / SECOND).toInt())
    millis < HOUR -> many(R.plurals.minutes_ago, (millis / MINUTE).toInt())
    millis < DAY -> many(R.plurals.hours_ago, (millis / HOUR).toInt())
    else -> many(R.plurals.days_ago, (millis / DAY).toInt())
}

internal fun metres(metres: Double): Line = many(R.plurals.metres, metres.roundToInt())
