package beatbook

import beatbook.core.Duty
import beatbook.core.Missing
import beatbook.core.NoticeAsked
import beatbook.core.NoticeOutcome
import beatbook.core.Provider
import beatbook.core.SignOn
import beatbook.core.TravelMode
import java.io.File
import java.time.Duration
import java.time.Instant
import java.util.UUID

/** What an app on Android has for the quick start. */
internal class AppContext(val noBackupFilesDir: File)

internal class AppKeys {
    private val keys = mutableMapOf<UUID?, ByteArray>()

    fun keyOf(notebook: UUID?): ByteArray = keys[notebook] ?: keys.getOrPut(null, ::randomKey)
}

private object SystemClock {
    fun elapsedRealtimeNanos(): Long = sinceBoot().toNanos()
}

/** README.md's quick start, word for word: `ReadmeTest`. */
internal suspend fun quickStart(context: AppContext, keyStore: AppKeys, code: String) {
    // begin
    val phone = Phone(
        notebooks = File(context.noBackupFilesDir, "notebooks"), // both folders exist
        seats = File(context.noBackupFilesDir, "seats"),
        keys = { notebook -> keyStore.keyOf(notebook) }, // 32 random bytes, kept for good before they are answered
    )

    val known = phone.notebooks() // none the first time; the last is the one in use
    val opened = if (known.isEmpty()) phone.found(code) else phone.open(known.last())
    opened.use { book ->
        book.patrol.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u))
        book.patrol.recordFixes(
            listOf(
                fix(
                    lat = 51.3826, lon = 0.5265, accuracy = 5.0, provider = Provider.GNSS,
                    at = Instant.now(), sinceBoot = Duration.ofNanos(SystemClock.elapsedRealtimeNanos()),
                ),
            ),
        )
        val done = book.patrol.signOff(emptyList())
        println("${done.result.zones.map { "${it.code}: ${it.footDuration}" }}")
        book.sync()
    }
    // end
}

/** A screen that keeps what it was told. */
internal class Screen {
    val told = mutableListOf<String>()

    fun show(answer: NoticeOutcome) { told += "$answer" }
    fun say(remedy: String) { told += remedy }
    fun ask(missing: List<Missing>) { told += missing.map { it.remedy } }
}

/** How README.md tells errors apart, word for word: `ReadmeTest`. */
internal suspend fun Screen.issue(book: Beatbook, asked: NoticeAsked) {
    // begin
    when (val it = reply { book.notices.issue(asked) }) {
        is Reply.Done -> show(it.answer)
        is Reply.Refused -> say(it.remedy)
        is Reply.Incomplete -> ask(it.missing)
    }
    // end
}
