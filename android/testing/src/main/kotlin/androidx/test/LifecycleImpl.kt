// See Platform.kt.
package androidx.test.internal.runner.lifecycle

import android.app.Activity
import android.app.Application
import androidx.test.runner.lifecycle.ActivityLifecycleCallback
import androidx.test.runner.lifecycle.ActivityLifecycleMonitor
import androidx.test.runner.lifecycle.ApplicationLifecycleMonitor
import androidx.test.runner.lifecycle.ApplicationStage
import androidx.test.runner.lifecycle.Stage
import java.util.WeakHashMap

public class ActivityLifecycleMonitorImpl : ActivityLifecycleMonitor {
    private val stages = WeakHashMap<Activity, Stage>()
    private val callbacks = mutableListOf<ActivityLifecycleCallback>()

    override fun addLifecycleCallback(callback: ActivityLifecycleCallback) {
        callbacks += callback
    }

    override fun removeLifecycleCallback(callback: ActivityLifecycleCallback) {
        callbacks -= callback
    }

    override fun getLifecycleStageOf(activity: Activity): Stage =
        requireNotNull(stages[activity]) { "not an activity of this test: $activity" }

    override fun getActivitiesInStage(stage: Stage): Collection<Activity> = stages.filterValues { it == stage }.keys.toList()

    public fun signalLifecycleChange(stage: Stage, activity: Activity) {
        stages[activity] = stage
        for (callback in callbacks.toList()) callback.onActivityLifecycleChanged(activity, stage)
    }
}

public class ApplicationLifecycleMonitorImpl : ApplicationLifecycleMonitor {
    public fun signalLifecycleChange(application: Application, stage: ApplicationStage): Unit = Unit
}
