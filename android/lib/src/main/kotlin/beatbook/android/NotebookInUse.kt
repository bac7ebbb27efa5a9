package beatbook.android

import android.util.AtomicFile
import java.io.File
import java.io.IOException
import java.util.UUID

/** Keeps over the end of the app which of the phone's notebooks is in use: a file with its id, whole at any moment. */
internal class NotebookInUse(file: File) {
    private val file = AtomicFile(file)

    /** The one that was kept last; null if none was, or if it cannot be read. */
    fun last(): UUID? = try {
        UUID.fromString(file.readFully().decodeToString())
    } catch (_: IOException) {
        null
    } catch (_: IllegalArgumentException) {
        // Not an id: half of one, as versions before this one might have left it on a phone that was full.
        null
    }

    /** Whether it is kept; if it is not, what was kept before still is. */
    fun keep(notebook: UUID): Boolean = try {
        val out = file.startWrite()
        try {
            out.write(notebook.toString().encodeToByteArray())
            // Where it reaches no medium, `finishWrite` would only log it.
            out.fd.sync()
            file.finishWrite(out)
            last() == notebook
        } catch (failed: IOException) {
            file.failWrite(out)
            throw failed
        }
    } catch (_: IOException) {
        false
    }
}
