package beatbook.android

import android.content.Context
import java.io.File
import java.io.IOException

/**
 * Which zones the officer was told of lately, for a process that is started for each wake-up. Where an officer was off duty is nobody's
 * business: a zone is forgotten when it may be told again, and all are at sign-on.
 */
internal class ToldZones(private val context: Context, private val clock: () -> Long) {
    /** No backup takes it. */
    private val file by lazy { File(context.noBackupFilesDir, "beatbook/told") }

    /** Whether this zone was not told of for some hours; it is from now on. */
    fun firstTime(code: String): Boolean {
        if (code in lately()) return false
        note(code)
        return true
    }

    /** As if it had been told. */
    fun note(code: String) {
        val now = clock()
        val all = lately() + (code to now)
        try {
            file.parentFile?.mkdirs()
            file.writeText(all.entries.joinToString("\n") { "${it.value} ${it.key}" })
        } catch (_: IOException) {
            // Told once more than needed, then.
        }
    }

    fun forget() {
        file.delete()
    }

    /** Codes with when; a time in the future says that a clock was set back, and counts for nothing. */
    private fun lately(): Map<String, Long> {
        val now = clock()
        val lines = try {
            if (file.exists()) file.readLines() else emptyList()
        } catch (_: IOException) {
            emptyList()
        }
        return lines.mapNotNull { line ->
            val at = line.substringBefore(' ').toLongOrNull()
            if (at != null && now - at in 0 until SILENT_MS) line.substringAfter(' ') to at else null
        }.toMap()
    }

    companion object {
        /** Told once in a shift's length, eight hours. */
        const val SILENT_MS: Long = 8 * 3_600_000L
    }
}
