package beatbook.officer

import beatbook.android.FormerProblem
import beatbook.android.Tried
import beatbook.core.OutboxCounts
import beatbook.core.RejectedEntry
import beatbook.core.Status
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class OutboxTest {
    private fun outbox(status: Status, known: Known = REST) =
        screenOf(known.copy(page = Page.Outbox, status = status), NINE) as OutboxScreen

    @Test
    fun whatWaitsAndWhatIsSignedForIsCounted() {
        val screen = outbox(status(outbox = OutboxCounts(5u, 1u, 0u, 0u)))
        assertEquals(
            listOf(
                many(R.plurals.outbox_waiting, 5),
                many(R.plurals.outbox_offered, 1),
                line(R.string.outbox_receipt, 42, 48),
            ),
            screen.counts,
        )
        assertTrue(screen.faults.isEmpty())
    }

    @Test
    fun whatTheFormerNotebookStillHasIsCountedAndNothingIsNotSaidBesideIt() {
        val former = REST.copy(formerToSend = 3u)
        assertEquals(
            listOf(many(R.plurals.outbox_former, 3), line(R.string.outbox_receipt, 42, 48)),
            outbox(status(), former).counts,
        )
        val both = outbox(status(outbox = OutboxCounts(5u, 0u, 0u, 0u)), former).counts
        assertEquals(listOf(many(R.plurals.outbox_waiting, 5), many(R.plurals.outbox_former, 3)), both.take(2))
    }

    @Test
    fun aFormerNotebookThatCouldNotBeSentIsToldWithWhatToDoAndNothingIsNotSaidBesideIt() {
        val at = NINE.wall - 3_600_000
        val screen = outbox(status(), REST.copy(formerProblem = FormerProblem("network", "try again later", at, Tried.SENDING)))
        assertEquals(
            listOf(
                line(R.string.outbox_former_problem, told("Try again later")),
                line(R.string.outbox_former_tried, NINE.clock(at), "network"),
            ),
            screen.faults,
        )
        assertEquals(listOf(line(R.string.outbox_receipt, 42, 48)), screen.counts)
    }

    @Test
    fun aNewNotebookHasNoReceiptAndNoSync() {
        val screen = outbox(status(receipt = null, lastSync = null))
        assertEquals(listOf(line(R.string.outbox_nothing), line(R.string.outbox_no_receipt)), screen.counts)
        assertEquals(listOf(line(R.string.sync_never)), screen.server)
    }

    @Test
    fun anEntryTheServerCouldNotUseIsNamedWithItsCode() {
        val screen = outbox(
            status(outbox = OutboxCounts(0u, 0u, 0u, 1u)),
            REST.copy(rejected = listOf(RejectedEntry(17u, "patrol_order"))),
        )
        assertEquals(
            listOf(
                many(R.plurals.outbox_rejected, 1),
                line(R.string.outbox_rejected_entry, "17", "patrol_order"),
                line(R.string.outbox_tell),
            ),
            screen.faults,
        )
    }

    @Test
    fun theClockIsToldOfOnlyIfItIsWrong() {
        assertNull(outbox(status(skew = 59_999)).skew)
        assertEquals(line(R.string.skew_behind, many(R.plurals.minutes, 2)), outbox(status(skew = 130_000)).skew)
        assertEquals(line(R.string.skew_ahead, many(R.plurals.minutes, 2)), outbox(status(skew = -130_000)).skew)
    }

    @Test
    fun theNextTryIsToldInMinutes() {
        assertEquals(line(R.string.sync_next_soon), outbox(status(wait = 59_999)).server.last())
        assertEquals(line(R.string.sync_next, many(R.plurals.minutes, 2)), outbox(status(wait = 150_000)).server.last())
    }
}
