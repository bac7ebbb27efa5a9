// See Platform.kt.
package androidx.test.espresso

import android.os.Looper

public interface IdlingResource {
    public fun getName(): String
    public fun isIdleNow(): Boolean
    public fun registerIdleTransitionCallback(callback: ResourceCallback)

    public interface ResourceCallback {
        public fun onTransitionToIdle()
    }
}

public class IdlingRegistry private constructor() {
    public fun getResources(): Collection<IdlingResource> = emptyList()
    public fun getLoopers(): Collection<Looper> = emptyList()

    public companion object {
        private val registry = IdlingRegistry()

        @JvmStatic
        public fun getInstance(): IdlingRegistry = registry
    }
}
