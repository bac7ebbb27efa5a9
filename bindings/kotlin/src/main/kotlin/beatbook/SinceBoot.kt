package beatbook

import com.sun.jna.Function
import com.sun.jna.Memory
import com.sun.jna.NativeLong
import com.sun.jna.Platform
import java.time.Duration

/** `CLOCK_BOOTTIME` of Linux. */
private const val BOOT_TIME = 7

/** `CLOCK_MONOTONIC` of a Mac, which goes on while it sleeps. */
private const val MAC_MONOTONIC = 6

/**
 * How long this machine has been up, sleep included: what [fix] wants to be told on a JVM, by the clock that the library itself reads.
 * On Android `SystemClock.elapsedRealtimeNanos` is the same and needs no native call. It is there on Linux and on a Mac, where it has
 * never been run; no clock of Java's stands in for it, for `System.nanoTime` begins anywhere and may stop while the machine sleeps.
 *
 * @throws beatbook.core.BeatbookException `phone`: this system has no such clock.
 */
public fun sinceBoot(): Duration = typed {
    val clock = when {
        Platform.isMac() -> MAC_MONOTONIC
        Platform.isLinux() || Platform.isAndroid() -> BOOT_TIME
        else -> throw refused("phone", "this system has no clock of the time since its start: tell it from another source")
    }
    Memory(2L * NativeLong.SIZE).use { time ->
        // Seconds and nanoseconds. It cannot fail: the clock is there, and so is the room.
        Function.getFunction("c", "clock_gettime").invokeInt(arrayOf<Any>(clock, time))
        Duration.ofSeconds(time.getNativeLong(0).toLong(), time.getNativeLong(NativeLong.SIZE.toLong()).toLong())
    }
}
