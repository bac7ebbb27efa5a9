package beatbook.android

import org.junit.Assert.assertEquals
import org.junit.Test

/** The same cases as in Swift's FieldTests. */
class SyncTimesTest {
    private val now = 1_800_000_000_000
    private val hour = 3_600_000L

    private fun next(something: Boolean, ago: Long?, wait: Long = 0) =
        SyncTimes(something, wait, ago?.let { now - it }).next(now) - now

    @Test
    fun aPhoneSyncsWhenItHasSomethingWhenItsBriefingIsOldAndNotBeforeItIsAllowed() {
        assertEquals(0, next(true, ago = 60_000))
        assertEquals(90_000, next(true, ago = 60_000, wait = 90_000))
        assertEquals(0, next(false, ago = null))
        assertEquals(3 * hour, next(false, ago = hour))
        assertEquals(0, next(false, ago = 5 * hour))
        assertEquals(90_000, next(false, ago = 5 * hour, wait = 90_000))
        // The server's clock an hour ahead.
        assertEquals(0, next(false, ago = -hour))
    }

    private fun after(heard: Boolean, something: Boolean, ago: Long?, wait: Long = 0) =
        SyncTimes(something, wait, ago?.let { now - it }).after(heard, now)

    @Test
    fun aJobAsksAgainWhileSomethingWaitsAndNotBeforeItIsAllowed() {
        assertEquals(AfterSync.Enough, after(heard = true, something = false, ago = 0))
        assertEquals("a server's clock ahead", AfterSync.Enough, after(heard = true, something = false, ago = -hour))
        assertEquals("more than one sync takes", AfterSync.Soon, after(heard = true, something = true, ago = 0))
        assertEquals(AfterSync.Again(90_000), after(heard = true, something = true, ago = 0, wait = 90_000))
        assertEquals(AfterSync.Again(90_000), after(heard = false, something = true, ago = null, wait = 90_000))
        assertEquals(AfterSync.Soon, after(heard = false, something = true, ago = null))
        assertEquals("an old briefing", AfterSync.Again(90_000), after(heard = false, something = false, ago = 5 * hour, wait = 90_000))
        assertEquals("a fresh one", AfterSync.Enough, after(heard = false, something = false, ago = hour, wait = 90_000))
    }

    @Test
    fun forAFormerNotebookThatHasNothingToSendNoJobComesAgainHoweverLongItHasNotHeardTheServer() {
        val (idle, waiting) = listOf(false, true).map { SyncTimes(somethingToSend = it, wait = 90_000, lastSync = now - 40 * 24 * hour) }
        assertEquals(AfterSync.Enough, idle.afterFormer(heard = false, now))
        assertEquals(AfterSync.Enough, idle.copy(wait = 0).afterFormer(heard = false, now))
        assertEquals(AfterSync.Again(90_000), waiting.afterFormer(heard = false, now))
    }

    @Test
    fun ofSeveralNotebooksTheOneThatIsSoonestDecides() {
        val (sooner, later) = AfterSync.Again(30_000) to AfterSync.Again(90_000)
        assertEquals(AfterSync.Enough, listOf(AfterSync.Enough, AfterSync.Enough).soonest())
        assertEquals(sooner, listOf(later, AfterSync.Enough, sooner).soonest())
        assertEquals(AfterSync.Soon, listOf(sooner, AfterSync.Soon).soonest())
    }
}
