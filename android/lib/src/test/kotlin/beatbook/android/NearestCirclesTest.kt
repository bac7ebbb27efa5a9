package beatbook.android

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** The same cases as in Swift's FieldTests. */
class NearestCirclesTest {
    /** A street of zones, so far apart to the north, each 30 m around. */
    private fun street(metres: Int) = (0 until 50).map {
        Circle("Z${100 + it}", "Zone $it", 51.38 + it * metres / 111_195.0, 0.52, 30.0)
    }

    @Test
    fun theTwentyNearestZonesAreWatchedUntilAnotherCouldBeNearer() {
        val choice = NearestCircles(street(2_000).reversed(), 51.38, 0.52)
        assertEquals((100 until 120).map { "Z$it" }, choice.circles.map { it.code })
        assertEquals(1_000.0, choice.holdsFor, 20.0)
        // From the middle of the street, as far as it holds and a zone beyond: the first one is out.
        val moved = NearestCircles(street(2_000), 51.38 + (choice.holdsFor + 40_000) / 111_195, 0.52)
        assertTrue(moved.circles.none { it.code == "Z100" })
    }

    @Test
    fun aPhoneDoesNotChooseAnewAtEachCornerNorNever() {
        assertEquals(NearestCircles.SHORTEST, NearestCircles(street(100), 51.38, 0.52).holdsFor, 0.0)
        assertEquals(NearestCircles.LONGEST, NearestCircles(street(20_000), 51.38, 0.52).holdsFor, 0.0)
        assertEquals(NearestCircles.LONGEST, NearestCircles(street(100).take(3), 51.38, 0.52).holdsFor, 0.0)
        assertEquals(NearestCircles.LONGEST, NearestCircles(emptyList(), 51.0, 0.0).holdsFor, 0.0)
    }

    @Test
    fun aBigZoneFurtherAwayByItsMiddleIsNearerByItsEdge() {
        val small = Circle("small", "", 51.39, 0.52, 10.0)
        val big = Circle("big", "", 51.40, 0.52, 2_000.0)
        assertEquals(listOf("big", "small"), NearestCircles(listOf(small, big), 51.38, 0.52).circles.map { it.code })
        assertEquals(0.0, big.distance(51.3999, 0.52), 0.0)
    }

    @Test
    fun aCircleThatLiesNowhereIsLeftOut() {
        val nowhere = listOf(
            Circle("X", "", Double.NaN, 0.0, 1.0), Circle("X", "", 91.0, 0.0, 1.0), Circle("X", "", 51.0, -181.0, 1.0),
            Circle("X", "", 51.0, 0.0, 0.0), Circle("X", "", 51.0, Double.NaN, 1.0), Circle("X", "", 51.0, 0.0, -1.0), Circle("X", "", 51.0, 0.0, Double.NaN),
        )
        assertEquals(emptyList<Circle>(), NearestCircles(nowhere, 51.0, 0.0).circles)
    }

    @Test
    fun ofZonesThatAreEquallyNearTheChoiceIsTheSameEachTime() {
        val here = (0 until 30).map { Circle("Z${100 + it}", "", 51.38, 0.52, 30.0) }
        assertEquals((100 until 120).map { "Z$it" }, NearestCircles(here.reversed(), 51.38, 0.52).circles.map { it.code })
    }
}
