package beatbook

import beatbook.core.AskHours
import beatbook.core.AskWhen
import beatbook.core.Keeping
import beatbook.core.Provider
import beatbook.core.RawFix
import java.time.Duration
import java.time.Instant

/**
 * This instant as records take it: UTC milliseconds. One that lies beyond all of them becomes the last or first, which the
 * library refuses with the code of its own.
 */
public val Instant.utcMillis: Long
    get() = when {
        this > Instant.ofEpochMilli(Long.MAX_VALUE) -> Long.MAX_VALUE
        this < Instant.ofEpochMilli(Long.MIN_VALUE) -> Long.MIN_VALUE
        else -> toEpochMilli()
    }

/** This length of time as records take it: whole milliseconds, the most or least there are if it is longer. */
public val Duration.wholeMillis: Long
    get() = when {
        this > Duration.ofMillis(Long.MAX_VALUE) -> Long.MAX_VALUE
        this < Duration.ofMillis(Long.MIN_VALUE) -> Long.MIN_VALUE
        else -> toMillis()
    }

/**
 * A position report.
 *
 * @param lat degrees, WGS84.
 * @param lon degrees, WGS84.
 * @param at what the provider says the time was. Of a network fix that is the phone's wall clock, right or wrong.
 * @param sinceBoot the monotonic clock since the phone's start, sleep included (Android: `elapsedRealtimeNanos`; a
 * JVM: [beatbook.sinceBoot]).
 * @param provider who says so.
 * @param accuracy radius in metres holding the true position with 68 % probability; null if not told.
 * @param speed metres per second; null if not told.
 * @param bearing degrees clockwise from north; null if not told.
 */
public fun fix(
    lat: Double,
    lon: Double,
    at: Instant,
    sinceBoot: Duration,
    provider: Provider,
    accuracy: Double? = null,
    speed: Double? = null,
    bearing: Double? = null,
): RawFix = RawFix(lat, lon, at.utcMillis, sinceBoot.wholeMillis, accuracy, speed, bearing, provider)

/** What applied at an instant. */
public fun whenAt(instant: Instant): AskWhen = AskWhen.At(instant.utcMillis)

/** Hours of a period: [from] its first instant, [to] the first after it, [zones] their codes, or none for all. */
public fun hours(from: Instant, to: Instant, zones: List<String> = emptyList()): AskHours =
    AskHours(from.utcMillis, to.utcMillis, zones)

/** How long what the server durably holds stays on the phone: tracks, sightings of counts, all other records. */
public fun keeping(tracks: Duration, counts: Duration, records: Duration): Keeping =
    Keeping(tracks.wholeMillis, counts.wholeMillis, records.wholeMillis)
