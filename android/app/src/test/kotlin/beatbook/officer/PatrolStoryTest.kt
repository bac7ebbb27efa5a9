package beatbook.officer

import beatbook.testing.Force
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A shift, with the real library, the real service and a real server. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = TestApp::class)
class PatrolStoryTest {
    @get:Rule
    val scratch = TemporaryFolder()
    private lateinit var force: Force

    @Before
    fun start() {
        force = Force(scratch.newFolder())
    }

    @After
    fun stop() = force.close()

    @Test
    fun anOfficerSetsThePhoneUpGoesOnDutyStandsInAZoneAndSignsOff() = Officer().use { officer ->
        officer.sees("Set up this phone")
        officer.copies(" ${force.ticket()}\n")
        officer.taps("Paste the code")
        officer.taps("Set up")
        officer.sees("Off duty")
        officer.sees("Officer 4711, MDW")
        officer.sees("You have no patrol on this phone yet.")

        officer.taps("Sent and waiting")
        officer.sees("Sync done")
        officer.sees("Nothing waits to be sent.")
        officer.goesBack()

        officer.allowsEverything()
        officer.taps("On foot")
        officer.taps("Double crew")
        officer.sees("You will sign on as: Tasked, core hours, On foot, Double crew.")
        officer.taps("Sign on")
        officer.sees("On duty")
        officer.sees("Last position: none yet")
        officer.serviceBegins()
        officer.stands(reports = 5)
        officer.sees("In High Street")
        officer.sees("Last position: just now")
        officer.seesNot("not being recorded")
        assertTrue("on a locked screen: ${officer.notices()}", officer.notices().keys.any { it.startsWith("On duty, ") })

        officer.taps("Sign off")
        officer.sees("Your patrol ends now.")
        officer.taps("Sign off now")
        officer.sees("Signed off")
        officer.sees("You do not need to write hours down.")
        officer.taps("Sent and waiting")
        officer.sees("Waiting to be sent:")
        officer.taps("Sync now")
        officer.sees("Sync done")
        officer.sees("Nothing waits to be sent.")
        officer.taps("Back")
        officer.sees("Off duty")
        officer.sees("You will sign on as: Tasked, core hours, On foot, Double crew.")
        assertEquals(emptyList<String>(), officer.reads().filter { "no patrol" in it })
    }
}
