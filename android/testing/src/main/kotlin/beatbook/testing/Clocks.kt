package beatbook.testing

import android.os.SystemClock
import com.sun.jna.Library
import com.sun.jna.Memory
import com.sun.jna.Native
import com.sun.jna.Pointer
import org.robolectric.shadows.ShadowSystemClock
import java.time.Duration

private interface LibC : Library {
    @Suppress("FunctionName")
    fun clock_gettime(clock: Int, time: Pointer): Int
}

private val libc by lazy { Native.load("c", LibC::class.java) }

/** Milliseconds since the machine's start, sleep included: the clock that the library reads. */
public fun sinceBoot(): Long = Memory(16).use { time ->
    check(libc.clock_gettime(7, time) == 0) { "CLOCK_BOOTTIME" }
    time.getLong(0) * 1000 + time.getLong(8) / 1_000_000
}

/** Puts Android's clock, which stands in tests, where the library's is: on a phone they are one. */
public fun clocksAgree() {
    val behind = sinceBoot() - SystemClock.elapsedRealtime()
    if (behind > 0) ShadowSystemClock.advanceBy(Duration.ofMillis(behind))
}
