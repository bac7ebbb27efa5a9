package beatbook.officer

import beatbook.core.Status
import kotlin.math.abs

/** A clock off by less than this is right enough for every time on paper, milliseconds. */
private const val SKEW_TOLD = 60_000L

internal fun outboxScreen(known: Known, status: Status, now: Now): OutboxScreen {
    val box = status.outbox
    val rejected = known.rejected
    return OutboxScreen(
        counts = listOfNotNull(
            when {
                box.waiting > 0u -> many(R.plurals.outbox_waiting, box.waiting.toInt())
                known.formerToSend > 0u || known.formerProblem != null -> null
                else -> line(R.string.outbox_nothing)
            },
            known.formerToSend.toInt().takeIf { it > 0 }?.let { many(R.plurals.outbox_former, it) },
            box.offered.toInt().takeIf { it > 0 }?.let { many(R.plurals.outbox_offered, it) },
            receipt(status),
        ),
        faults = buildList {
            if (box.refused > 0u) add(many(R.plurals.outbox_refused, box.refused.toInt()))
            if (box.rejected > 0u) add(many(R.plurals.outbox_rejected, box.rejected.toInt()))
            rejected.forEach { add(line(R.string.outbox_rejected_entry, it.seq.toString(), it.code)) }
            if (isNotEmpty()) add(line(R.string.outbox_tell))
            known.formerProblem?.let {
                add(line(R.string.outbox_former_problem, remedy(it.remedy)))
                add(line(R.string.outbox_former_tried, now.clock(it.at), it.code))
            }
        },
        server = listOfNotNull(
            status.lastSync?.let { line(R.string.sync_last, now.clock(it)) } ?: line(R.string.sync_never),
            status.syncWait.takeIf { it > 0 }?.let {
                if (it < 60_000) line(R.string.sync_next_soon) else line(R.string.sync_next, minutes(it))
            },
        ),
        skew = status.clockSkew?.takeIf { abs(it) >= SKEW_TOLD }?.let {
            line(if (it > 0) R.string.skew_behind else R.string.skew_ahead, minutes(abs(it)))
        },
        told = when (val syncing = known.syncing) {
            Syncing.Idle -> null
            is Syncing.Running -> syncing.soFar
                ?.let { many(R.plurals.sync_so_far, it.acknowledged.toInt()) } ?: line(R.string.sync_running)
            is Syncing.Done -> many(R.plurals.sync_done, syncing.report.acknowledged.toInt())
            Syncing.Cancelled -> line(R.string.sync_cancelled)
            is Syncing.Failed -> line(R.string.sync_failed)
        },
        problem = (known.syncing as? Syncing.Failed)?.let { remedy(it.remedy) },
        running = known.syncing is Syncing.Running,
    )
}

/** Entries are numbered from 0: the number of the last one is one less than how many there are. */
private fun receipt(status: Status): Line {
    val signed = status.receipt ?: return line(R.string.outbox_no_receipt)
    val last = status.lastEntry ?: signed
    return line(R.string.outbox_receipt, signed.toInt() + 1, last.toInt() + 1)
}
