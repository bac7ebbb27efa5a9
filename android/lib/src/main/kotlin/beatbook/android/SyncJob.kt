package beatbook.android

import android.app.job.JobParameters
import android.app.job.JobService
import beatbook.Beatbook
import beatbook.core.BeatbookException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** Runs what [SyncJobs] asks for. Without a notebook, or with one that cannot be opened, it ends quietly: the app says why. */
public class SyncJob : JobService() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    /** By their ids; touched on the main thread only. */
    private val running = mutableMapOf<Int, Job>()

    override fun onStartJob(params: JobParameters): Boolean {
        running[params.jobId] = scope.launch {
            val left = work(params.jobId)
            withContext(Dispatchers.Main) { finish(params, left) }
        }
        return true
    }

    /** The time is over, or the network is: the sync ends within a second, and what the server has confirmed by then is kept. */
    override fun onStopJob(params: JobParameters): Boolean {
        val stopped = running.remove(params.jobId) ?: return false
        stopped.cancel()
        return true
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    private fun finish(params: JobParameters, left: AfterSync) {
        // Stopped in this moment: the system knows already.
        if (running.remove(params.jobId) == null) return
        jobFinished(params, left == AfterSync.Soon)
        // Told first that this one is over: the system stops a job that runs when it is asked for again. It may count as asked for all
        // the same until the system has put it away, and an urgent one is then followed by an urgent one.
        if (left is AfterSync.Again) SyncJobs.again(this, left.after, urgent = params.jobId == SyncJobs.URGENT)
    }

    private suspend fun work(job: Int): AfterSync {
        val left = oneAtATime.withLock { syncAll(job) }
        // Last, and beside other jobs: nobody waits for it.
        if (job == SyncJobs.REGULAR) host.phone.purgeAll()
        return left
    }

    private suspend fun syncAll(job: Int): AfterSync {
        val book = (host.phone.open() as? Standing.Open)?.book ?: return AfterSync.Enough
        return try {
            val own = sync(book, job, SyncTimes::after)
            // The briefing may be another one.
            if (own.heard) WakeUps(this).choose(book)
            val left = mutableListOf(own.after)
            host.phone.eachFormer { former ->
                val synced = sync(former, job, SyncTimes::afterFormer)
                left += synced.after
                synced.refused?.let { throw it }
                synced.heard
            }
            left.soonest()
        } catch (_: BeatbookException) {
            // Paused, or the phone's storage does not answer.
            AfterSync.Soon
        }
    }

    private class Synced(val after: AfterSync, val heard: Boolean, val refused: BeatbookException? = null)

    private suspend fun sync(book: Beatbook, job: Int, after: (SyncTimes, Boolean, Long) -> AfterSync): Synced {
        val before = SyncTimes(book.status())
        val now = System.currentTimeMillis()
        // The regular job keeps its own time, and an urgent one waits for nobody but the server.
        if (job == SyncJobs.SOON && before.next(now) > now) return Synced(after(before, false, now), heard = false)
        var refused: BeatbookException? = null
        val heard = try {
            val report = if (job == SyncJobs.URGENT) book.sync() else book.syncWhenDue()
            report.exchanges > 0u
        } catch (failed: BeatbookException) {
            refused = failed
            false
        }
        return Synced(after(SyncTimes(book.status()), heard, System.currentTimeMillis()), heard, refused)
    }

    private companion object {
        /** Of the whole process: a second sync of a notebook is refused. */
        val oneAtATime = Mutex()
    }
}
