package beatbook.officer

import org.junit.Assert.assertEquals
import org.junit.Test

class TimeTest {
    @Test
    fun minutesAreWholeAndRoundedDown() {
        assertEquals(many(R.plurals.minutes, 0), minutes(59_999))
        assertEquals(many(R.plurals.minutes, 1), minutes(60_000))
        assertEquals(many(R.plurals.minutes, 59), minutes(3_599_999))
        assertEquals(line(R.string.hours_and_minutes, 1, 0), minutes(3_600_000))
        assertEquals(many(R.plurals.minutes, 0), minutes(-5_000))
    }

    @Test
    fun anAgeIsToldAsPeopleSayIt() {
        assertEquals(line(R.string.just_now), ago(9_999))
        assertEquals(many(R.plurals.seconds_ago, 10), ago(10_000))
        assertEquals(many(R.plurals.minutes_ago, 1), ago(119_999))
        assertEquals(many(R.plurals.hours_ago, 23), ago(24 * 3_600_000L - 1))
        assertEquals(many(R.plurals.days_ago, 1), ago(24 * 3_600_000L))
    }

    @Test
    fun aTimeOfAnotherDayBearsItsDay() {
        assertEquals(told("04:30"), NINE.clock(at(4, 30)))
        assertEquals(told("Fri 27 Nov, 04:30"), NINE.clock(at(4, 30) - 24 * 3_600_000L))
    }
}
