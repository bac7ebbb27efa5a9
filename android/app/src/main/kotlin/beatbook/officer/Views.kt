package beatbook.officer

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import android.widget.RadioGroup
import android.widget.TextView

/** The views of one kind of screen. They hold no state of their own but what the officer types. */
internal abstract class ScreenView<S : Screen>(
    /** The whole page. */
    val page: View,
) {
    /** Draws what is to be shown; called again whenever that changes. */
    abstract fun show(screen: S)

    protected fun text(id: Int): TextView = page.findViewById(id)

    protected fun rows(id: Int): LinearLayout = page.findViewById(id)

    protected fun group(id: Int): RadioGroup = page.findViewById(id)

    protected fun view(id: Int): View = page.findViewById(id)

    /** Has a button do something. */
    protected fun on(id: Int, act: () -> Unit) {
        view(id).setOnClickListener { act() }
    }

    /** A button that is off, and says so, while what it does is under way. */
    protected fun button(id: Int, isBusy: Boolean, words: Int, wordsWhileBusy: Int) {
        text(id).show(line(if (isBusy) wordsWhileBusy else words))
        view(id).isEnabled = !isBusy
        page.findViewById<View>(R.id.progress)?.shown = isBusy
    }
}

/** Whether it takes part in the page. */
internal var View.shown: Boolean
    get() = visibility == View.VISIBLE
    set(isShown) {
        visibility = if (isShown) View.VISIBLE else View.GONE
    }

/** Says the line, or nothing. Words that stay are left alone: TalkBack would read them again. */
internal fun TextView.show(line: Line?) {
    shown = line != null
    val words = line?.let(resources::say) ?: return
    if (text.toString() != words) text = words
}

/** One row for each line. Rows that stay are kept, and with them the place TalkBack reads at. */
internal fun LinearLayout.show(lines: List<Line>, layout: Int = R.layout.row) {
    fit(lines.size, layout)
    lines.forEachIndexed { at, line -> (getChildAt(at) as TextView).show(line) }
}

/** One card: state, title and what else there is to say; read as one. */
internal fun View.showCard(state: Line, title: Line, lines: List<Line>) {
    findViewById<TextView>(R.id.state).show(state)
    findViewById<TextView>(R.id.title).show(title)
    findViewById<LinearLayout>(R.id.lines).show(lines, R.layout.small_row)
}

/** So many children of that layout. */
internal fun ViewGroup.fit(count: Int, layout: Int) {
    while (childCount > count) removeViewAt(childCount - 1)
    val inflater = LayoutInflater.from(context)
    while (childCount < count) inflater.inflate(layout, this, true)
}

/** Checks the choice, and tells of the officer's own changes only. */
internal fun RadioGroup.show(checked: Int, tell: (Int) -> Unit) {
    setOnCheckedChangeListener(null)
    if (checkedRadioButtonId != checked) check(checked)
    setOnCheckedChangeListener { _, id -> tell(id) }
}
