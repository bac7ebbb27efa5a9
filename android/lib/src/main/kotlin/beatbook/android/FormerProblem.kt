package beatbook.android

import android.util.AtomicFile
import java.io.File
import java.io.IOException
import java.util.UUID

/** What was tried with a former notebook. */
public enum class Tried {
    /** To open it. */
    OPENING,

    /** To send what it has. */
    SENDING,
}

/** Why a former notebook was not opened or not sent, the last time that was tried. */
public data class FormerProblem(
    /** Stable, such as `network` or `wrong_key`. */
    val code: String,
    /** What to do, in English. */
    val remedy: String,
    /** When that was, by the phone's clock, UTC milliseconds. */
    val at: Long,
    /** What was tried. */
    val tried: Tried,
)

/** Keeps it over the end of the app: one small file for each notebook, with a code, a time and the library's own words. */
internal class KeptProblems(private val folder: File) {
    /** What was kept last; null if nothing was, or if it cannot be read. */
    fun of(notebook: UUID): FormerProblem? = try {
        val lines = file(notebook).readFully().decodeToString().split("\n", limit = 4)
        FormerProblem(lines[2], lines[3], lines[0].toLong(), Tried.valueOf(lines[1]))
    } catch (_: IOException) {
        null
    } catch (_: RuntimeException) {
        // Half a file, or another version's: it is tried again soon.
        null
    }

    /** Keeps [problem], or that there is none. On a phone that is full it is known until the app ends. */
    fun keep(notebook: UUID, problem: FormerProblem?) {
        val file = file(notebook)
        if (problem == null) return file.delete()
        if (problem == of(notebook)) return
        folder.mkdirs()
        try {
            val out = file.startWrite()
            try {
                out.write("${problem.at}\n${problem.tried}\n${problem.code}\n${problem.remedy}".encodeToByteArray())
                file.finishWrite(out)
            } catch (failed: IOException) {
                file.failWrite(out)
                throw failed
            }
        } catch (_: IOException) {
            return
        }
    }

    private fun file(notebook: UUID) = AtomicFile(File(folder, notebook.toString()))
}
