package beatbook.officer

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.Notification
import android.view.WindowManager.LayoutParams.FLAG_SECURE
import beatbook.android.NoPosition
import beatbook.android.Notice
import beatbook.core.Basis
import beatbook.testing.Force
import beatbook.testing.eventually
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.time.LocalDate

/** What an officer reads when something is not as it should be. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = TestApp::class)
class TroubleStoryTest {
    @get:Rule
    val scratch = TemporaryFolder()
    private lateinit var force: Force

    @Before
    fun start() {
        force = Force(scratch.newFolder())
    }

    @After
    fun stop() = force.close()

    private fun Officer.setsUp() = setsUp(force.ticket())

    @Test
    fun withoutACodeOrWithAWrongOneTheScreenSaysWhatToDo() = Officer().use { officer ->
        officer.sees("Set up this phone")
        officer.taps("Paste the code")
        officer.sees("There is no text to paste.")
        officer.taps("Set up")
        officer.sees("Enter the code first.")
        officer.types("BEATBOOK1-NOT-A-CODE")
        officer.taps("Set up")
        officer.sees("The enrolment code is incomplete or mistyped")
        officer.seesNot("Off duty")
        officer.seesNot("Enter the code first.")
    }

    @Test
    fun withoutANetworkAnOfficerSetsUpAndWorksAndTheServerLetsThePhoneInLater() = Officer().use { officer ->
        officer.sees("Set up this phone")
        officer.types(force.ticket())
        force.stop()
        officer.taps("Set up")
        officer.sees("Off duty")
        officer.sees("The server has not let this phone in yet.")
        officer.seesNot("Officer")
        officer.sees("Your number and your authority come with the first sync.")
        officer.taps("Sent and waiting")
        officer.sees("Sync did not work. Nothing is lost.")
        force.start()
        officer.taps("Sync now")
        officer.sees("Sync done")
        officer.taps("Back")
        officer.sees("Off duty")
        officer.seesNot("The server has not let this phone in yet.")
        officer.sees("Officer 4711, MDW")
    }

    @Test
    fun aRoleThatEndedIsSaidAfterTheSyncThatTookWhatItLetTheOfficerKnow() = Officer().use { officer ->
        val role = arrayOf("--authority", "MDW", "--code", "4711", "--role", "outreach_worker")
        force.say("officer", "role", "add", *role, "--from", LocalDate.now().minusDays(30).toString())
        officer.setsUp()
        officer.taps("Sent and waiting")
        officer.sees("Nothing waits to be sent.")
        officer.taps("Back")
        officer.seesNot("Your role")
        force.say("officer", "role", "end", *role)
        officer.taps("Sent and waiting")
        officer.taps("Sync now")
        officer.sees("Sync done")
        officer.taps("Back")
        officer.sees("Your role “outreach worker” ended on")
        officer.sees("What the server had told this phone for it has left the phone.")
    }

    /** In a life of the app before: let in by the server, and then a note that was never sent. A restore brings no seat. */
    private fun aRestoredNotebook(app: TestApp) {
        runBlocking(Dispatchers.IO) {
            app.makePhone().enrol(force.ticket()).use { book ->
                book.sync()
                book.journal.note("the gate is open", Basis.FACT)
            }
        }
        assertTrue(File(app.noBackupFilesDir, "beatbook/seats").deleteRecursively())
    }

    @Test
    fun whatWasNotSentBeforeARestoreIsSeenToWaitAndIsSent() {
        aRestoredNotebook(RuntimeEnvironment.getApplication() as TestApp)
        Officer().use { officer -> officer.goesOn() }
    }

    @Test
    fun aFormerNotebookThatDoesNotOpenIsSaidUntilItDoes() {
        val app = RuntimeEnvironment.getApplication() as TestApp
        aRestoredNotebook(app)
        val former = File(app.noBackupFilesDir, "beatbook/notebooks").listFiles().orEmpty().single { it.extension == "beatbook" }
        Officer().use { officer ->
            officer.sees("This notebook was restored or copied to this phone.")
            force.stop()
            officer.taps("Go on in a new notebook")
            officer.sees("Off duty")
            officer.taps("Sent and waiting")
            officer.sees("Waiting in your former notebook: 1 entry")
            val whole = former.readBytes()
            former.writeBytes(ByteArray(whole.size))
            force.start()
            officer.taps("Sync now")
            officer.sees("Your former notebook could not be opened or sent. Nothing is lost.")
            officer.seesNot("Nothing waits to be sent.")
            former.writeBytes(whole)
            officer.taps("Sync now")
            officer.sees("Nothing waits to be sent.")
            officer.seesNot("former notebook")
        }
    }

    @Test
    fun aNotebookThatStaysShutIsSetAsideAfterAQuestionAndTheOfficerSetsThePhoneUpAgain() {
        val app = RuntimeEnvironment.getApplication() as TestApp
        runBlocking(Dispatchers.IO) { app.makePhone().enrol(force.ticket()).use { it.sync() } }
        val notebooks = File(app.noBackupFilesDir, "beatbook/notebooks")
        val damaged = notebooks.listFiles().orEmpty().single { it.extension == "beatbook" }
        damaged.writeBytes(ByteArray(damaged.length().toInt()))
        Officer().use { officer ->
            officer.sees("Your beat book does not open")
            officer.taps("Set this notebook aside")
            officer.sees("What was not sent is in the set-aside file only")
            officer.taps("Back")
            officer.sees("Tell support this code: corrupt")
            officer.taps("Set this notebook aside")
            officer.taps("Set it aside")
            officer.setsUp()
        }
        assertTrue("it is kept", notebooks.list().orEmpty().any { it.startsWith("${damaged.name}.set-aside-") })
    }

    @Test
    fun whatWasNotSentWhileNobodyLookedIsSaidAfterTheAppWasEnded() {
        val app = RuntimeEnvironment.getApplication() as TestApp
        aRestoredNotebook(app)
        // In a life of the app before: it goes on in a new notebook, and while nobody looks the former one is not sent.
        runBlocking(Dispatchers.IO) {
            val before = app.makePhone()
            val next = before.beginSuccessor()
            repeat(2) { next.sync() }
            before.sync { force.stop() }
            next.shutdown()
        }
        Officer().use { officer ->
            officer.sees("Off duty")
            officer.taps("Sent and waiting")
            officer.sees("Waiting in your former notebook: 1 entry")
            officer.sees("Your former notebook could not be opened or sent. Nothing is lost.")
            officer.sees("Reason: network")
            force.start()
            officer.taps("Sync now")
            officer.sees("Nothing waits to be sent.")
            officer.seesNot("former notebook")
            officer.seesNot("Last tried")
        }
    }

    private fun Officer.goesOn() {
        sees("This notebook was restored or copied to this phone.")
        force.stop()
        taps("Go on in a new notebook")
        sees("Off duty")
        taps("Sent and waiting")
        sees("Waiting in your former notebook: 1 entry")
        seesNot("Nothing waits to be sent.")
        force.start()
        taps("Sync now")
        sees("Nothing waits to be sent.")
        seesNot("former notebook")
    }

    @Test
    fun locationIsExplainedBeforeItIsAskedForAndRefusingItIsAnswered() = Officer().use { officer ->
        officer.setsUp()
        officer.taps("Sign on")
        officer.sees("Let Beatbook know where you are")
        officer.seesNot("Sign on without positions")
        officer.taps("Continue")
        officer.refuses(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        officer.sees("Location is not allowed.")
        officer.sees("Open app settings")
        officer.taps("Try again")
        officer.allows(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        officer.sees("Let Beatbook tell you")
        officer.taps("Sign on without notifications")
        officer.sees("On duty")
    }

    @Test
    fun anOfficerWhoSignsOnWithoutPositionsIsToldThatNothingIsRecorded() = Officer().use { officer ->
        officer.setsUp()
        officer.taps("Sign on")
        officer.taps("Continue")
        officer.refuses(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)
        officer.taps("Sign on without positions")
        officer.sees("On duty")
        officer.sees("Location is not allowed. Allow it in the phone’s settings.")
        officer.sees("Open app settings")
        officer.noServiceBegins()
        officer.passes(130_000)
        officer.sees("No position since you signed on.")
        officer.seesNot("Record again")
        officer.leaves { officer.allowsEverything() }
        officer.serviceBegins()
        officer.stands(reports = 3)
        officer.sees("Last position: just now")
        officer.seesNot("Location is not allowed.")
        officer.seesNot("No position since you signed on.")
    }

    @Test
    fun whenLocationIsSwitchedOffInThePocketThePhoneSaysSoUntilItIsOnAgain() = Officer().use { officer ->
        officer.setsUp()
        officer.allowsEverything()
        officer.taps("Sign on")
        officer.serviceBegins()
        officer.stands(reports = 1)
        officer.switchesLocation(false)
        val told = "On duty, but no time counts"
        eventually("the phone says so") { told in officer.notices() }
        assertEquals(officer.app.getString(R.string.trouble_switched_off), officer.notices()[told])
        officer.switchesLocation(true)
        eventually("and no more") { told !in officer.notices() }
    }

    @Test
    fun whileTimeCountsNobodyIsToldThatItDoesNot() {
        val app = RuntimeEnvironment.getApplication() as TestApp
        fun title(why: NoPosition) = app.notice(Notice.NoPositions(why)).extras.getString(Notification.EXTRA_TITLE)
        val later = listOf(NoPosition.RESTRICTED, NoPosition.SAVING_POWER)
        for (why in later) assertEquals("On duty, but positions may stop in your pocket", title(why))
        for (why in NoPosition.entries - later) assertEquals("On duty, but no time counts", title(why))
    }

    @Test
    fun afterSignOffAnOfficerWhoWantsToBeRemindedIsAskedForLocationAllTheTimeAndNobodyElseIs() = Officer().use { officer ->
        officer.setsUp()
        officer.allowsEverything()
        officer.signsOnAndOff()
        officer.taps("Done")
        officer.sees("Off duty")
        officer.signsOnAndOff()
        officer.taps("Remind me to sign on")
        officer.sees("Off duty no position is recorded and none is sent.")
        officer.taps("Continue")
        officer.refuses(ACCESS_BACKGROUND_LOCATION)
        officer.sees("Location is not allowed all the time.")
        officer.taps("Try again")
        officer.allows(ACCESS_BACKGROUND_LOCATION)
        officer.sees("You will sign on as")
        officer.signsOnAndOff()
        officer.seesNot("Remind me to sign on")
    }

    private fun Officer.signsOnAndOff() {
        taps("Sign on")
        sees("On duty")
        taps("Sign off")
        taps("Sign off now")
        sees("Signed off")
    }

    @Test
    fun reportsComeAtOnceWhileTheOfficerLooksAndTogetherInThePocket() = Officer().use { officer ->
        officer.setsUp()
        officer.allowsEverything()
        officer.taps("Sign on")
        officer.serviceBegins()
        repeat(3) {
            officer.receiverGathers(0)
            officer.leaves { officer.receiverGathers(30_000) }
        }
        officer.receiverGathers(0)
    }

    @Test
    fun whatAppliesSaysWhyThereIsNoAnswerUntilThereIsAPosition() = Officer().use { officer ->
        officer.setsUp()
        officer.allowsEverything()
        officer.taps("Sign on")
        officer.serviceBegins()
        officer.taps("What applies here")
        officer.sees("There is no usable position")
        officer.seesNot("What this rests on")
        officer.stands(reports = 3)
        officer.taps("Look again")
        officer.sees("Your position: good to 5 metres")
        officer.sees("There is no order book on this phone yet.")
    }

    @Test
    fun noPictureOfTheScreenIsTaken() = Officer().use { officer ->
        assertNotEquals(0, officer.screen.window.attributes.flags and FLAG_SECURE)
    }
}
