package beatbook.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import beatbook.core.Duty
import beatbook.core.SignOn
import beatbook.core.TravelMode
import beatbook.testing.Sky
import beatbook.testing.clocksAgree
import beatbook.testing.report
import beatbook.testing.sinceBoot
import kotlinx.coroutines.runBlocking
import org.junit.Test
import org.junit.runner.JUnitCore
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File
import kotlin.system.exitProcess

/** One life of the app's process: `HOME PART WORDS…`. Says how it goes, a word and its value in a line. */
internal fun main(words: Array<String>) {
    System.setProperty("evening", words.joinToString("\n"))
    val result = JUnitCore.runClasses(EveningLife::class.java)
    result.failures.forEach { System.err.println(it.trace) }
    // Threads of the app go on for ever, as on a phone.
    exitProcess(if (result.wasSuccessful()) 0 else 1)
}

/** Run by [EveningTest] in processes of their own. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = EveningHost::class)
class EveningLife {
    private val words = System.getProperty("evening").lines()
    private val host get() = RuntimeEnvironment.getApplication() as EveningHost
    private val phone get() = host.phone
    private val sky by lazy { Sky(host) }

    @Test
    fun part(): Unit = runBlocking {
        clocksAgree()
        shadowOf(host).grantPermissions(ACCESS_FINE_LOCATION)
        when (words[1]) {
            "on" -> {
                phone.enrol(words[2])
                phone.sync()
                phone.signOn(SignOn(duty = Duty.TASKED_CORE, mode = TravelMode.FOOT, others = 0u))
                println("on ${sinceBoot()}")
            }
            "first" -> {
                startedByTheSystem()
                hand(1..3_400)
            }
            else -> {
                startedByTheSystem()
                println("recorded ${phone.book().status().onDuty?.soFar?.fixes?.accepted}")
                hand(3_700..EVENING)
                val off = phone.signOff()
                phone.sync()
                val zone = off.result.zones.single()
                println("zones " + zone.run { listOf(code, foot, certain, possible, visits, dosageVisits) }.joinToString(" "))
                println("waiting ${phone.book().status().outbox.waiting}")
            }
        }
    }

    /** After a kill the system starts the service again, with no word of why. */
    private fun startedByTheSystem() {
        Robolectric.buildService(PatrolService::class.java).create().get().onStartCommand(null, 0, 1)
        while (phone.recording == null) Thread.sleep(5)
    }

    private fun hand(seconds: IntRange) {
        val (signedOn, begin) = words.drop(2).map { it.toLong() }
        for (some in seconds.chunked(30)) {
            sky.hand(
                some.map { second ->
                    val (lat, lon) = place(second)
                    report(signedOn + second * 1_000L, begin + second * 1_000L, lat, lon)
                },
            )
            while (phone.recording?.lastFix != signedOn + some.last() * 1_000L) Thread.sleep(1)
            println("taken ${some.last()}")
        }
    }
}

/** The app whose folder outlives its processes. */
class EveningHost : Host() {
    private val home = File(System.getProperty("evening").lines().first())

    override val phone: OfficerPhone by lazy { OfficerPhone(this, FileSecrets(File(home, "keys")), File(home, "beatbook")) }
}

/** Secrets in plain files: for tests alone. */
private class FileSecrets(private val folder: File) : SecretStore {
    override fun secret(name: String): ByteArray? = File(folder, name).takeIf { it.exists() }?.readBytes()

    override fun keep(name: String, secret: ByteArray) {
        folder.mkdirs()
        check(File(folder, name).createNewFile()) { "there is one" }
        File(folder, name).writeBytes(secret)
    }

    override fun forget(name: String) {
        File(folder, name).delete()
    }
}
