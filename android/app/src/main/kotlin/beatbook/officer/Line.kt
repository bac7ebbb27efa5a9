package beatbook.officer

import android.content.res.Resources

/**
 * A line a screen shows, told without a phone: which text of the app's, and what stands in its gaps. So what is shown can be
 * tested without a screen, and every word of the app's own lies in `strings.xml`.
 */
sealed interface Line {
    /** A text of the app's; a gap may hold a line. */
    data class One(
        /** `R.string`. */
        val text: Int,
        /** What stands in its gaps. */
        val gaps: List<Any> = emptyList(),
    ) : Line

    /** A text of the app's that differs by a number, which is its first gap. */
    data class Many(
        /** `R.plurals`. */
        val text: Int,
        /** The number. */
        val count: Int,
        /** What stands in the gaps after it. */
        val gaps: List<Any> = emptyList(),
    ) : Line

    /** Words that are not the app's: a zone's name, an order's text, what to do about an error. */
    data class Told(
        /** The words. */
        val words: String,
    ) : Line
}

internal fun line(text: Int, vararg gaps: Any): Line = Line.One(text, gaps.toList())

internal fun many(text: Int, count: Int, vararg gaps: Any): Line = Line.Many(text, count, gaps.toList())

internal fun told(words: String): Line = Line.Told(words)

/** What to do about an error, in the library's words, as a sentence of its own. */
internal fun remedy(words: String): Line = told(words.replaceFirstChar { it.uppercaseChar() })

/** One after the other, with commas between; null if there is none. */
internal fun listed(lines: List<Line>): Line? =
    lines.reduceOrNull { before, next -> line(R.string.with_comma, before, next) }

/** The line in the phone's language. */
internal fun Resources.say(line: Line): String = when (line) {
    is Line.Told -> line.words
    is Line.One -> if (line.gaps.isEmpty()) getString(line.text) else getString(line.text, *filled(line.gaps))
    is Line.Many -> getQuantityString(line.text, line.count, line.count, *filled(line.gaps))
}

private fun Resources.filled(gaps: List<Any>): Array<Any> =
    gaps.map { if (it is Line) say(it) else it }.toTypedArray()
