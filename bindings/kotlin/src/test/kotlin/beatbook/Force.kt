package beatbook

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** The middle of the zone. */
internal const val LAT = 51.3826
internal const val LON = 0.5265

/** A square of about 400 m in Chatham. */
private val ZONES = run {
    val corners = listOf(-1 to -1, 1 to -1, 1 to 1, -1 to 1, -1 to -1)
        .joinToString(",") { (east, north) -> "[${LON + east * 0.003},${LAT + north * 0.002}]" }
    """{"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"code":"HS","name":"High Street","kind":"hotspot","illustrative":true},
        "geometry":{"type":"Polygon","coordinates":[[$corners]]}}]}"""
}

internal fun interface Tickets {
    fun ticket(): String
}

/** A server in a scratch folder: one authority, one officer, one zone. Its program is told by BEATBOOK_SERVER. */
internal class Server(folder: File) : Tickets, AutoCloseable {
    private val program = checkNotNull(System.getenv("BEATBOOK_SERVER")) { "BEATBOOK_SERVER names the server's program" }
    private val home = File(folder, "server").path
    private var listen = "127.0.0.1:0"
    private var process: Process? = null
    private var silent: SilentServer? = null

    val port: Int get() = listen.substringAfterLast(':').toInt()

    init {
        say("init", "--address", "https://127.0.0.1:0")
        say("authority", "add", "MDW", "Medway (test)")
        say("officer", "add", "--authority", "MDW", "--code", "4711", "--name", "A. Officer", "--team", "Centre")
        val zones = File(folder, "zones.geojson").apply { writeText(ZONES) }
        say("zones", "import", zones.path, "--authority", "MDW")
        start()
    }

    fun start() {
        silent?.close()
        val started = ProcessBuilder(program, "--home", home, "serve", "--listen", listen)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start()
        val line = checkNotNull(started.inputReader().readLine()) { "the server says where it listens" }
        // The same port again after a stop: phones know the address.
        listen = line.substringAfterLast("https://").trim()
        process = started
    }

    override fun ticket(): String = say("enrol", "--authority", "MDW", "--officer", "4711")
        .split(Regex("\\s+")).first { it.startsWith("BEATBOOK1-") }

    fun stop() {
        val running = process ?: return
        running.destroy()
        check(running.waitFor(20, TimeUnit.SECONDS)) { "the server ends" }
        process = null
    }

    /** What listens here takes connections and says nothing. */
    fun silence() {
        stop()
        silent = SilentServer(port)
    }

    override fun close() {
        silent?.close()
        stop()
    }

    private fun say(vararg words: String): String {
        val run = ProcessBuilder(program, "--home", home, *words).redirectErrorStream(true).start()
        val told = run.inputReader().readText()
        check(run.waitFor() == 0) { "${words.toList()}: $told" }
        return told
    }
}

/** Takes connections at a port and never says a word. */
internal class SilentServer(port: Int) : AutoCloseable {
    private val socket = ServerSocket(port, 50, InetAddress.getLoopbackAddress())
    val reached = CompletableDeferred<Unit>()

    init {
        thread(isDaemon = true) {
            val held = mutableListOf<Socket>()
            runCatching {
                while (true) {
                    held += socket.accept()
                    reached.complete(Unit)
                }
            }
            held.forEach { it.close() }
        }
    }

    override fun close(): Unit = socket.close()
}

/** Folders of a phone below [folder]. */
internal fun phone(folder: File, dispatcher: CoroutineDispatcher = Dispatchers.IO, keys: Keys): Phone {
    val (notebooks, seats) = listOf("notebooks", "seats").map { File(folder, it).apply { mkdirs() } }
    return Phone(notebooks, seats, keys, dispatcher = dispatcher)
}

/** A call from a plain thread, which waits for it. */
internal fun <T> now(call: suspend CoroutineScope.() -> T): T = runBlocking(block = call)
