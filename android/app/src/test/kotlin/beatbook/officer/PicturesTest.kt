package beatbook.officer

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.ScrollView
import android.widget.TextView
import beatbook.android.NoPosition
import beatbook.android.Recording
import beatbook.android.Standing
import beatbook.core.NotebookState
import beatbook.core.OutboxCounts
import beatbook.core.RejectedEntry
import beatbook.core.SyncSoFar
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File

/** Every screen drawn: by day and night, at 100 % and 200 % of text, upright and on its side. */
@RunWith(ParameterizedRobolectricTestRunner::class)
@Config(sdk = [35], application = TestApp::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PicturesTest(private val look: String, private val qualifiers: String, private val text: Float) {
    private val screens: Map<String, Screen> = mapOf(
        "loading" to LoadingScreen,
        "enrol" to EnrolScreen(again = false, busy = false, problem = null),
        "enrol-problem" to EnrolScreen(again = false, busy = false, problem = line(R.string.enrol_empty)),
        "enrol-busy" to EnrolScreen(again = true, busy = true, problem = null),
        "shut" to screenOf(Known(Page.Home, Standing.Shut("wrong_key", "this key does not open it: open it on the phone it was made on")), NINE),
        "set-aside" to SetAsideScreen(busy = false, problem = null),
        "successor" to screenOf(Known(notOpen = null, status = status(state = NotebookState.MOVED)), NINE),
        "off-duty" to screenOf(REST, NINE),
        "off-duty-role-ended" to screenOf(REST.copy(rolesEnded = listOf(SAFEGUARDING_ENDED)), NINE),
        "off-duty-first" to screenOf(Known(notOpen = null, status = status(state = NotebookState.ENROLLING)), NINE),
        "off-duty-restricted" to screenOf(REST.copy(heldUp = NoPosition.RESTRICTED), NINE),
        "place" to asks(Question.PLACE),
        "place-denied" to asks(Question.PLACE, Reply.NO),
        "place-roughly" to asks(Question.PLACE, Reply.ROUGHLY),
        "place-problem" to asks(Question.PLACE, Reply.NO, line(R.string.settings_none)),
        "notices" to asks(Question.NOTICES),
        "reminders" to asks(Question.REMINDERS),
        "reminders-denied" to asks(Question.REMINDERS, Reply.NO),
        "all-the-time" to asks(Question.ALL_THE_TIME),
        "all-the-time-denied" to asks(Question.ALL_THE_TIME, Reply.NO),
        "on-duty" to screenOf(EVENING, NINE),
        "on-duty-trouble" to screenOf(
            EVENING.copy(
                recording = Recording(NoPosition.SWITCHED_OFF, NINE.sinceBoot - 400_000, NINE.sinceBoot - 400_000),
                status = status(onDuty(lastFixAge = 400_000)),
            ),
            NINE,
        ),
        "on-duty-problem" to screenOf(
            EVENING.copy(
                recording = Recording(NoPosition.SAVING_POWER, NINE.sinceBoot - 60_000),
                status = status(onDuty(lastFixAge = 60_000)),
                problem = line(R.string.settings_none),
            ),
            NINE,
        ),
        "on-duty-forgotten" to screenOf(
            EVENING.copy(status = status(onDuty(started = at(1, 0), lastFixAge = 9 * 3_600_000L)), recording = null),
            NINE,
        ),
        "sign-off" to screenOf(EVENING.copy(page = Page.SignOff), NINE),
        "forgotten" to screenOf(EVENING.copy(page = Page.Forgotten, problem = line(R.string.forgotten_say)), NINE),
        "result" to screenOf(EVENING.copy(page = Page.Result(REST.last!!.result!!)), NINE),
        "outbox" to screenOf(
            REST.copy(
                page = Page.Outbox,
                status = status(outbox = OutboxCounts(5u, 1u, 1u, 2u), skew = 130_000, wait = 150_000),
                rejected = listOf(RejectedEntry(17u, "patrol_order"), RejectedEntry(18u, "patrol_order")),
                formerToSend = 3u,
                syncing = Syncing.Failed("the server cannot be reached: nothing is lost, the next sync tries again"),
            ),
            NINE,
        ),
        "outbox-running" to screenOf(
            REST.copy(page = Page.Outbox, syncing = Syncing.Running(SyncSoFar(3u, 12u, 4u))),
            NINE,
        ),
        "applies" to screenOf(EVENING.copy(page = Page.WhatApplies, asked = Asked.Answered(ALL_STANDINGS)), NINE),
        "applies-none" to screenOf(EVENING.copy(page = Page.WhatApplies, asked = Asked.Answered(applies(emptyList()))), NINE),
        "applies-waiting" to screenOf(EVENING.copy(page = Page.WhatApplies), NINE),
    )

    private fun asks(question: Question, reply: Reply = Reply.NONE, problem: Line? = null) =
        screenOf(REST.copy(page = Page.Ask(question, reply), problem = problem), NINE)

    @Test
    fun everyScreenCanBeReadAndTouched() {
        RuntimeEnvironment.setQualifiers(qualifiers)
        RuntimeEnvironment.setFontScale(text)
        val activity = Robolectric.buildActivity(MainActivity::class.java).create().start().visible().get()
        val faults = screens.flatMap { (name, screen) ->
            activity.draw(screen)
            val page = drawn(activity)
            picture(page, "$name-$look")
                .let { picture -> under(page).flatMap { faultsOf(it, page, picture) } }
                .map { "$name: $it" }
        }
        assertEquals("", faults.joinToString("\n"))
    }

    /** The whole page, as far down as it goes, at the width of the screen. */
    private fun drawn(activity: MainActivity): View {
        val page = activity.findViewById<ViewGroup>(R.id.frame).getChildAt(0) as ScrollView
        val screen = activity.resources.displayMetrics
        page.measure(
            View.MeasureSpec.makeMeasureSpec(screen.widthPixels, View.MeasureSpec.EXACTLY),
            View.MeasureSpec.makeMeasureSpec(0, View.MeasureSpec.UNSPECIFIED),
        )
        page.layout(0, 0, screen.widthPixels, maxOf(page.measuredHeight, screen.heightPixels))
        // A choice is drawn at the end of its animation.
        page.jumpDrawablesToCurrentState()
        return page
    }

    private fun picture(page: View, name: String): Bitmap {
        val bitmap = Bitmap.createBitmap(page.width, page.height, Bitmap.Config.ARGB_8888)
        page.draw(Canvas(bitmap))
        System.getProperty("beatbook.screens")?.let { folder ->
            File(folder).mkdirs()
            File(folder, "$name.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
        }
        return bitmap
    }

    private fun faultsOf(view: View, page: View, picture: Bitmap): List<String> = buildList {
        val density = page.resources.displayMetrics.density
        val words = (view as? TextView)?.let { it.text.toString().ifEmpty { it.hint?.toString().orEmpty() } }.orEmpty()
        val what = "${view.javaClass.simpleName} \"$words\""
        if (view.isClickable && view !is ViewGroup) {
            if (view.height < 56 * density - 1) add("$what is ${view.height / density} dp high")
            if (view.width < 56 * density - 1) add("$what is ${view.width / density} dp wide")
            if (words.isEmpty() && view.contentDescription.isNullOrBlank() && !isLabelled(view, page)) add("$what has no label")
        }
        if (view is TextView && view.text.isNotEmpty()) {
            val layout = view.layout
            val room = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
            if (layout.height > room) add("$what is cut: ${layout.height} of $room pixels")
            if ((0 until layout.lineCount).any { layout.getEllipsisCount(it) > 0 }) add("$what ends in dots")
            val width = view.width - view.compoundPaddingLeft - view.compoundPaddingRight
            // Without the blank at a line's end, which needs no place.
            if ((0 until layout.lineCount).any { layout.getLineMax(it) > width + 1 }) add("$what is wider than its place")
            val contrast = contrast(view, page, picture)
            if (contrast < 4.5) add("$what has a contrast of %.1f".format(contrast))
        }
        if (view is Button && view.isAllCaps) add("$what is in capitals")
    }

    private fun isLabelled(view: View, page: View): Boolean =
        view is EditText && under(page).any { it.labelFor == view.id }

    /** Between the ground a text stands on and the pixel that differs most from it, both as they were drawn. */
    private fun contrast(view: TextView, page: View, picture: Bitmap): Double {
        val place = android.graphics.Rect(0, 0, view.width, view.height)
        (page as ViewGroup).offsetDescendantRectToMyCoords(view, place)
        val left = place.left + view.compoundPaddingLeft
        val right = place.right - view.compoundPaddingRight
        val top = place.top + view.compoundPaddingTop
        val bottom = place.bottom - view.compoundPaddingBottom
        val pixels = IntArray((right - left) * (bottom - top))
        picture.getPixels(pixels, 0, right - left, left, top, right - left, bottom - top)
        val counted = HashMap<Int, Int>()
        pixels.forEach { counted[it] = 1 + (counted[it] ?: 0) }
        val ground = luminance(counted.maxByOrNull { it.value }!!.key)
        return counted.keys.maxOf { ratio(ground, luminance(it)) }
    }

    private fun luminance(color: Int): Double = Color.luminance(color).toDouble()

    private fun ratio(one: Double, other: Double) = (maxOf(one, other) + 0.05) / (minOf(one, other) + 0.05)

    companion object {
        /** A phone of today, as a name for its pictures. */
        @JvmStatic
        @Parameters(name = "{0}")
        fun looks(): List<Array<Any>> = listOf(
            arrayOf("day-100", "en-rGB-w411dp-h891dp-notnight-420dpi", 1f),
            arrayOf("night-100", "en-rGB-w411dp-h891dp-night-420dpi", 1f),
            arrayOf("day-200", "en-rGB-w411dp-h891dp-notnight-420dpi", 2f),
            arrayOf("night-200", "en-rGB-w411dp-h891dp-night-420dpi", 2f),
            arrayOf("wide-night-100", "en-rGB-w891dp-h411dp-land-night-420dpi", 1f),
        )
    }
}
