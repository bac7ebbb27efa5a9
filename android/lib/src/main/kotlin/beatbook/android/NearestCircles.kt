package beatbook.android

import beatbook.core.ZoneNear
import kotlin.math.PI
import kotlin.math.abs
import kotlin.math.asin
import kotlin.math.cos
import kotlin.math.pow
import kotlin.math.sin
import kotlin.math.sqrt

/** A circle around a zone. */
internal data class Circle(
    /** The zone's code. */
    val code: String,
    /** The zone's name. */
    val name: String,
    /** Of its middle, degrees, WGS84. */
    val lat: Double,
    /** Of its middle, degrees, WGS84. */
    val lon: Double,
    /** Metres. */
    val radius: Double,
) {
    constructor(zone: ZoneNear) : this(zone.code, zone.name, zone.lat, zone.lon, zone.radiusM)

    /** Metres from a place to the edge of the circle; 0 inside. */
    fun distance(lat: Double, lon: Double): Double = maxOf(0.0, metres(this.lat, this.lon, lat, lon) - radius)
}

/** Which zones the system is asked to watch at a place: an authority has hundreds, and each one costs. */
internal class NearestCircles(all: List<Circle>, lat: Double, lon: Double) {
    /** The nearest first. */
    val circles: List<Circle>

    /** The choice holds until the phone has moved so many metres from where it was made. */
    val holdsFor: Double

    init {
        // One whose middle is no place on Earth is left out, and one that is a point: the system refuses both.
        val usable = all.filter { abs(it.lat) <= 90 && abs(it.lon) <= 180 && it.radius > 0 }
        val ranked = usable.map { it to it.distance(lat, lon) }.sortedWith(compareBy({ it.second }, { it.first.code }))
        circles = ranked.take(MOST).map { it.first }
        val next = ranked.getOrNull(MOST)?.second
        // Whoever moves by d brings one d nearer and another d further away.
        val exactly = if (next == null) LONGEST else (next - ranked[MOST - 1].second) / 2
        holdsFor = exactly.coerceIn(SHORTEST, LONGEST)
    }

    companion object {
        /** The system has no small limit; what it costs is its own look at each of them. */
        const val MOST = 20

        /** Metres. The briefing answers zones within 10 km: half of that later another one may be the nearest. */
        const val LONGEST = 5_000.0

        /** Metres. Nearer ones than the last of twenty are in the choice anyhow: no phone chooses anew at each corner. */
        const val SHORTEST = 500.0
    }
}

/** On a sphere (haversine), good to half a per cent: enough to rank. */
private fun metres(lat: Double, lon: Double, otherLat: Double, otherLon: Double): Double {
    val (north, east) = (otherLat - lat) * PI / 180 to (otherLon - lon) * PI / 180
    val chord = sin(north / 2).pow(2) + cos(lat * PI / 180) * cos(otherLat * PI / 180) * sin(east / 2).pow(2)
    // The mean radius of the Earth (IUGG).
    return 2 * 6_371_008.8 * asin(minOf(1.0, sqrt(chord)))
}
