// Robolectric asks androidx.test for little, and that is not at Maven Central. What it calls, by the same names; it is for tests only.
package androidx.test.platform.app

import android.app.Instrumentation
import android.os.Bundle

/** Holds what Robolectric registers before each test. */
public object InstrumentationRegistry {
    private var instrumentation: Instrumentation? = null
    private var arguments = Bundle()

    @JvmStatic
    public fun registerInstance(instance: Instrumentation?, with: Bundle) {
        instrumentation = instance
        arguments = Bundle(with)
    }

    @JvmStatic
    public fun getInstrumentation(): Instrumentation = checkNotNull(instrumentation) { "no test is running" }

    @JvmStatic
    public fun getArguments(): Bundle = Bundle(arguments)
}
