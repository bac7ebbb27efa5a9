package beatbook.android

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.Build

/**
 * Syncs while nobody looks at the app: jobs of the system, which need a network and come when it pleases. Each of them asks again by
 * itself while something waits to be sent, and never before the server or the library's own pause after failures allows it.
 */
public object SyncJobs {
    /**
     * Something waits to be sent: in some seconds, when there is a network and the battery is not low. At sign-off [OfficerPhone] asks
     * for it.
     */
    public fun soon(context: Context): Unit = again(context, PAUSE_MS)

    /**
     * Something urgent waits to be sent: at once, when there is a network, whatever the battery. Urgent is what leaves the phone
     * first: records of welfare, the timer of an officer who works alone, notices and their numbers, and a new notebook, whose code is
     * over after 15 minutes. A notebook's status does not say how urgent what waits is, so the app does: call it after `alone.start`,
     * `check` and `stop`, `notices.issue` and `tell`, and the calls of `welfare`, `counts` and `encampments` that write.
     *
     * The system limits such jobs; beyond that it is a job like any other, without delay.
     */
    public fun urgent(context: Context) {
        val job = JobInfo.Builder(URGENT, service(context)).setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            val first = scheduler(context).schedule(job.setExpedited(true).build())
            if (first == JobScheduler.RESULT_SUCCESS) return
            job.setExpedited(false)
        }
        scheduler(context).schedule(backingOff(job).build())
    }

    /** Every four hours, and after each start of the phone, while the battery is not low. [OfficerPhone] asks for it. */
    public fun regularly(context: Context) {
        // Asked for again, its four hours would begin again: a phone whose app is opened often would never sync by it.
        if (scheduler(context).getPendingJob(REGULAR)?.intervalMillis == SyncTimes.BRIEFING) return
        val job = JobInfo.Builder(REGULAR, service(context))
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setRequiresBatteryNotLow(true)
            .setPeriodic(SyncTimes.BRIEFING)
            .setPersisted(true)
        scheduler(context).schedule(job.build())
    }

    /**
     * After so many milliseconds, some seconds at least; replaces what was asked for before.
     *
     * @param urgent whatever the battery, and so it stays until nothing is left to send: one that runs counts as asked for, too, and
     * hands it on to the next.
     */
    internal fun again(context: Context, after: Long, urgent: Boolean = false) {
        val isUrgent = urgent || scheduler(context).getPendingJob(SOON)?.isRequireBatteryNotLow == false
        val job = JobInfo.Builder(SOON, service(context))
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setRequiresBatteryNotLow(!isUrgent)
            .setMinimumLatency(after.coerceAtLeast(PAUSE_MS))
            .setPersisted(true)
        scheduler(context).schedule(backingOff(job).build())
    }

    private fun backingOff(job: JobInfo.Builder) = job.setBackoffCriteria(BACKOFF_MS, JobInfo.BACKOFF_POLICY_EXPONENTIAL)

    private fun service(context: Context) = ComponentName(context, SyncJob::class.java)

    private fun scheduler(context: Context) =
        checkNotNull(context.getSystemService(JobScheduler::class.java)) { "every phone has it" }

    /** Ids of jobs; an app that has jobs of its own takes other ones. */
    internal const val SOON = 4401
    internal const val URGENT = 4402
    internal const val REGULAR = 4403

    /** What is written in the same moments goes in one sync, and a server that is gone is not asked every second. */
    private const val PAUSE_MS = 10_000L
    private const val BACKOFF_MS = 30_000L
}
