// See Platform.kt.
package androidx.test.internal.platform.util

public object TestOutputEmitter {
    @JvmStatic
    public fun dumpThreadStates(file: String): Unit = Unit
}
