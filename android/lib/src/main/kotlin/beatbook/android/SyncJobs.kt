package beatbook.android

import android.content.Context

/** Syncs while nobody looks at the app. */
public object SyncJobs {
    /** Something waits to be sent. */
    public fun soon(context: Context): Unit = TODO()
}
