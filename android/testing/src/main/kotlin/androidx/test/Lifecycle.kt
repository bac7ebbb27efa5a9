// See Platform.kt.
package androidx.test.runner.lifecycle

import android.app.Activity
import android.app.Application

public enum class Stage { PRE_ON_CREATE, CREATED, STARTED, RESUMED, PAUSED, STOPPED, RESTARTED, DESTROYED }

public enum class ApplicationStage { PRE_ON_CREATE, CREATED }

public fun interface ActivityLifecycleCallback {
    public fun onActivityLifecycleChanged(activity: Activity, stage: Stage)
}

public interface ActivityLifecycleMonitor {
    public fun addLifecycleCallback(callback: ActivityLifecycleCallback)
    public fun removeLifecycleCallback(callback: ActivityLifecycleCallback)
    public fun getLifecycleStageOf(activity: Activity): Stage
    public fun getActivitiesInStage(stage: Stage): Collection<Activity>
}

public interface ApplicationLifecycleMonitor

public object ActivityLifecycleMonitorRegistry {
    private var monitor: ActivityLifecycleMonitor? = null

    @JvmStatic
    public fun registerInstance(instance: ActivityLifecycleMonitor?) {
        monitor = instance
    }

    @JvmStatic
    public fun getInstance(): ActivityLifecycleMonitor = checkNotNull(monitor) { "no test is running" }
}

public object ApplicationLifecycleMonitorRegistry {
    @JvmStatic
    public fun registerInstance(instance: ApplicationLifecycleMonitor?): Unit = Unit
}
