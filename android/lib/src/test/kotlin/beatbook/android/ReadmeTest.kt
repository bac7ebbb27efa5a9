package beatbook.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.NotificationManager
import beatbook.testing.Force
import beatbook.testing.eventually
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File

/** The README says what is compiled and runs here, and what the Gradle files are written for. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = MyApp::class)
class ReadmeTest {
    @get:Rule
    val scratch = TemporaryFolder()

    private val readme = File("../README.md").readText()

    @Test
    fun itsQuickStartIsWhatIsCompiled() {
        val told = readme.split("```kotlin\n").drop(1).map { it.substringBefore("```").trimIndent().trim() }
        val compiled = File("src/test/kotlin/beatbook/android/QuickStart.kt").readText()
        val pieces = told.filter { it.startsWith("class ") || it.startsWith("suspend fun ") }
        assertEquals("the host and the screen", 2, pieces.size)
        for (piece in pieces) assertTrue(piece, "\n$piece\n" in compiled)
    }

    @Test
    fun itNamesTheVersionsThatTheGradleFilesUse() {
        val gradle = File("../build.gradle.kts").readText()
        val plugin = checkNotNull(Regex("com\\.android\\.library\"\\) version \"([0-9.]+)\"").find(gradle)).groupValues[1]
        val kotlin = checkNotNull(Regex("kotlin-gradle-plugin:([0-9.]+)").find(gradle)).groupValues[1]
        assertTrue("$plugin and $kotlin", "Gradle plugin $plugin and Kotlin $kotlin" in readme)
    }

    @Test
    fun whoeverFollowsItRecordsAndIsToldWhenNothingIsRecorded() {
        val app = RuntimeEnvironment.getApplication() as MyApp
        Force(scratch.newFolder()).use { force ->
            val shown = shadowOf(app.getSystemService(NotificationManager::class.java))
            // The key store of a phone is not here.
            val phone = OfficerPhone(app, MemorySecrets(), scratch.newFolder())
            shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
            runBlocking { begin(phone, force.ticket()) }
            assertEquals(PatrolService::class.java.name, shadowOf(app).nextStartedService.component?.className)
            runBlocking { phone.book().shutdown() }
            val service = Robolectric.buildService(PatrolService::class.java).create()
            shadowOf(service.get()).setThrowInStartForeground(SecurityException("not now"))
            service.get().onStartCommand(null, 0, 1)
            eventually("it is told") { shown.getNotification(TELLING) != null }
            assertTrue(shown.notificationChannels.isNotEmpty())
            service.destroy()
        }
    }
}
