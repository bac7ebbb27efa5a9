package beatbook.android

import beatbook.testing.Force
import beatbook.testing.LAT
import beatbook.testing.LON
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import java.time.Instant
import java.time.ZoneId
import java.util.concurrent.TimeUnit
import kotlin.math.min
import kotlin.math.sin

/** Seconds of the evening: two hours, and the five minutes after the app was killed. */
internal const val EVENING = 7_200

/** What both phones are asked of the one zone. */
private val FIGURES = listOf("code", "foot", "certain", "possible", "visits", "dosage_visits")

/** Where the officer is: into the zone, up and down its streets, a long stand, out of it, and back. */
internal fun place(second: Int): Pair<Double, Double> {
    val walked = min(second, 600) * 1.2e-5 // 1.3 m/s northwards, for ten minutes
    val strolled = if (second in 1_200..2_400) 0.0015 * sin((second - 1_200) * Math.PI / 600) else 0.0
    val left = (second - 4_000).coerceIn(0, 500) * 1.2e-5
    val back = (second - 5_400).coerceIn(0, 500) * 1.2e-5
    return LAT - 0.0072 + walked + left - back to LON + strolled
}

/**
 * A whole evening on duty, on real clocks that are put forward between the app's lives: each of its processes runs in a time
 * namespace of its own, so that the library, unchanged, sees the hours go by.
 */
class EveningTest {
    @get:Rule
    val scratch = TemporaryFolder()
    private val force by lazy { Force(scratch.newFolder()) }
    private val begin = System.currentTimeMillis() - (EVENING + 100) * 1_000L

    @After
    fun end(): Unit = force.close()

    @Test
    fun killedInTheMiddleItComesToTheHoursOfACommandLinesPhone() {
        force.say("officer", "add", "--authority", "MDW", "--code", "4712", "--name", "B. Officer", "--team", "Centre")
        val home = scratch.newFolder()

        val signedOn = life(home, "on", forward = 0, force.ticket()).last("on").toLong()

        // The app is killed at any moment, while reports are handed over.
        var taken = 0
        life(home, "first", forward = 3_600, "$signedOn", "$begin") { line, kill ->
            if (line.startsWith("taken ")) taken = line.substringAfter(' ').toInt()
            if (taken >= 1_500) kill()
        }
        assertTrue("it was killed while reports came: $taken", taken in 1_500 until 3_400)

        val after = life(home, "second", forward = EVENING + 60, "$signedOn", "$begin")
        val recorded = after.last("recorded").toInt()
        assertTrue("what was taken is there: $taken of $recorded", recorded >= taken)
        assertTrue("and no more than was handed over: $recorded", recorded <= taken + 60)
        assertEquals("nothing waits", "0", after.last("waiting"))

        val walk = walk((1..recorded) + (3_700..EVENING))
        val other = commandLinesPhone(walk)
        val zones = after.last("zones")
        assertTrue("half an hour and more in the zone: $zones", zones.split(' ')[1].toLong() > 1_800_000)
        assertEquals(other, zones)
        assertEquals("and the server publishes them", zones.split(' ')[1].toLong(), hours("4711"))
        assertEquals(hours("4711"), hours("4712"))
    }

    /** One life of the app's process. Answers what it said. */
    private fun life(
        home: File,
        part: String,
        forward: Int,
        vararg words: String,
        hear: (String, () -> Unit) -> Unit = { _, _ -> },
    ): List<String> {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val passed = listOf("jna.library.path", "robolectric.offline", "robolectric.dependency.dir")
            .mapNotNull { name -> System.getProperty(name)?.let { "-D$name=$it" } }
        val command = listOf("unshare", "--time", "--boottime", "$forward", "--fork", "--kill-child", "--", java) + passed +
            listOf("-cp", System.getProperty("java.class.path"), "beatbook.android.EveningLifeKt", home.path, part) + words
        val errors = scratch.newFile()
        val process = ProcessBuilder(command).redirectError(errors).start()
        var killed = false
        val said = process.inputReader().lineSequence().onEach { line ->
            hear(line) {
                // The app's process, not the one that put its clock forward.
                if (!killed) process.descendants().forEach { it.destroyForcibly() }
                killed = true
            }
        }.toList()
        assertTrue("it ends", process.waitFor(120, TimeUnit.SECONDS))
        assertTrue("$part: ${process.exitValue()}\n$said\n${errors.readText().take(4_000)}", killed || process.exitValue() == 0)
        return said
    }

    private fun List<String>.last(word: String): String = last { it.startsWith("$word ") }.substringAfter(' ')

    private fun walk(seconds: List<Int>): File {
        val points = seconds.joinToString("\n") { second ->
            val (lat, lon) = place(second)
            val time = Instant.ofEpochMilli(begin + second * 1_000L)
            """<trkpt lat="$lat" lon="$lon"><time>$time</time><extensions><accuracy>6</accuracy></extensions></trkpt>"""
        }
        return scratch.newFile("evening.gpx").apply {
            writeText("""<gpx version="1.1" creator="evening" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>$points</trkseg></trk></gpx>""")
        }
    }

    private fun commandLinesPhone(walk: File): String {
        val home = File(scratch.newFolder(), "phone")
        say(home, "enrol", force.ticket("4712"))
        say(home, "sync")
        say(home, "on", "--at", "${Instant.ofEpochMilli(begin)}")
        say(home, "replay", walk.path)
        say(home, "off")
        say(home, "sync")
        val told = say(home, "patrols", "--json").substringAfter("\"zones\":[{").substringBefore('}')
        return FIGURES.joinToString(" ") { name -> told.substringAfter("\"$name\":").substringBefore(',').trim('"') }
    }

    private fun say(home: File, vararg words: String): String {
        val program = checkNotNull(System.getenv("BEATBOOK_PHONE")) { "BEATBOOK_PHONE names the command-line phone's program" }
        val run = ProcessBuilder(program, "--home", home.path, *words).redirectErrorStream(true).start()
        val told = run.inputReader().readText()
        check(run.waitFor() == 0) { "${words.toList()}: $told" }
        return told
    }

    /** Milliseconds on foot in the zone, as the server counts them. */
    private fun hours(officer: String): Long {
        val days = listOf(begin, System.currentTimeMillis())
            .joinToString("..") { Instant.ofEpochMilli(it).atZone(ZoneId.of("Europe/London")).toLocalDate().toString() }
        val told = force.say(
            "hours", "--authority", "MDW", "--as", officer, "--officer", officer, "--reason", "compared", "--period", days, "--json",
        )
        return told.substringAfter("\"tasked_core\"").substringAfter("\"officer\":").takeWhile { it.isDigit() || it == ' ' }.trim().toLong()
    }
}
