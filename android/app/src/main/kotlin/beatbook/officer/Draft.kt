package beatbook.officer

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.EditText

/**
 * What the officer has typed and not handed on yet. The window is made anew when the phone is turned, at dusk and with another size
 * of text; this outlives it, in memory alone, and goes with its page.
 */
internal class Draft {
    /** An enrolment code. */
    @Volatile
    var code: CharSequence = ""

    /** Which reason, by its button. */
    @Volatile
    var reason: Int = View.NO_ID

    /** A reason in words. */
    @Volatile
    var words: CharSequence = ""

    fun clear() {
        code = ""
        reason = View.NO_ID
        words = ""
    }
}

/** Begins with what is drafted, and tells of what is typed. */
internal fun EditText.goesOnWith(draft: CharSequence, tell: (CharSequence) -> Unit) {
    setText(draft)
    setSelection(draft.length)
    addTextChangedListener(
        object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable) = tell(text.toString())
        },
    )
}
