package beatbook.testing

import java.io.File
import java.util.concurrent.TimeUnit

/** The middle of the zone `HS`. */
public const val LAT: Double = 51.3826

/** The middle of the zone `HS`. */
public const val LON: Double = 0.5265

/** A square of about 400 m in Chatham. */
private val ZONES = run {
    val corners = listOf(-1 to -1, 1 to -1, 1 to 1, -1 to 1, -1 to -1)
        .joinToString(",") { (east, north) -> "[${LON + east * 0.003},${LAT + north * 0.002}]" }
    """{"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"code":"HS","name":"High Street","kind":"hotspot","illustrative":true,"valid_from":"2026-01-01T00:00:00Z"},
        "geometry":{"type":"Polygon","coordinates":[[$corners]]}}]}"""
}

/** A real server in a scratch folder: authority MDW, officer 4711, zone HS. Its program is told by BEATBOOK_SERVER. */
public class Force(private val folder: File) : AutoCloseable {
    private val program = checkNotNull(System.getenv("BEATBOOK_SERVER")) { "BEATBOOK_SERVER names the server's program" }
    private val home = File(folder, "server").path
    private var listen = "127.0.0.1:0"
    private var process: Process? = null

    init {
        say("init", "--address", "https://127.0.0.1:0")
        say("authority", "add", "MDW", "Medway (test)")
        say("officer", "add", "--authority", "MDW", "--code", "4711", "--name", "A. Officer", "--team", "Centre")
        val zones = File(folder, "zones.geojson").apply { writeText(ZONES) }
        say("zones", "import", zones.path, "--authority", "MDW", "--retroactive", "--reason", "in force all year")
        start()
    }

    /** Starts it, at the same port again after a [stop]: phones know the address. */
    public fun start() {
        val started = ProcessBuilder(program, "--home", home, "serve", "--listen", listen)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start()
        val line = checkNotNull(started.inputReader().readLine()) { "the server says where it listens" }
        listen = line.substringAfterLast("https://").trim()
        process = started
    }

    /** An enrolment code for the officer, valid for 15 minutes. */
    public fun ticket(officer: String = "4711"): String = say("enrol", "--authority", "MDW", "--officer", officer)
        .split(Regex("\\s+")).first { it.startsWith("BEATBOOK1-") }

    /** What a command of the server prints. */
    public fun say(vararg words: String): String {
        val run = ProcessBuilder(program, "--home", home, *words).redirectErrorStream(true).start()
        val told = run.inputReader().readText()
        check(run.waitFor() == 0) { "${words.toList()}: $told" }
        return told
    }

    /** No network: the server is gone until [start]. */
    public fun stop() {
        val running = process ?: return
        running.destroy()
        check(running.waitFor(20, TimeUnit.SECONDS)) { "the server ends" }
        process = null
    }

    /** It takes connections and does not answer, until [goOn]. */
    public fun hang(): Unit = signal("STOP")

    public fun goOn(): Unit = signal("CONT")

    private fun signal(name: String) {
        val running = checkNotNull(process) { "it runs" }
        check(ProcessBuilder("kill", "-$name", running.pid().toString()).start().waitFor() == 0)
    }

    override fun close() {
        if (process != null) goOn()
        stop()
    }
}
