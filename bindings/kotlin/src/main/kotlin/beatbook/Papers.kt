package beatbook

import beatbook.core.FontSet
import beatbook.core.PaperCopy
import beatbook.core.Pdf
import beatbook.core.PrintedPaper
import beatbook.core.Sheet
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.util.UUID

/** Notices and receipts on paper. */
public class PaperCalls internal constructor(private val calls: Calls) {
    /**
     * One copy of an issued notice. The same record gives the same paper, in the words it was issued with. Whoever issued it
     * can print it whatever the officer's roles read: the recipient waits for it. Close the paper when it is printed.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `not_printed` (a draft; an order or rule set that is not here),
     * storage errors.
     */
    public suspend fun ofNotice(notice: UUID, copy: PaperCopy): Paper =
        calls.ask { Paper(paper(notice, copy), calls) }

    /**
     * The receipt for what a person of an encounter handed over last (ASBCPA 2014 s63). It is no notice. [place] is where it
     * was, in words. Close the paper when it is printed.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `not_printed`, `incomplete`, storage errors.
     */
    public suspend fun ofSurrender(encounter: UUID, person: UShort, place: String, copy: PaperCopy): Paper =
        calls.ask { Paper(surrenderPaper(encounter, person, checked(place), copy), calls) }
}

/** One copy of a notice or receipt, composed. It outlives its notebook. */
public class Paper internal constructor(private val printed: PrintedPaper, private val calls: Calls) : AutoCloseable {
    /** One page of HTML that needs nothing else: no script, no picture, no font from elsewhere. */
    public suspend fun html(sheet: Sheet): String = calls.beside { printed.html(sheet) }

    /**
     * A tagged PDF (PDF/UA-1) with the used glyphs of the fonts in it.
     *
     * @throws beatbook.core.BeatbookException `pdf`: it cannot be written; print the HTML instead; `closed`: the paper or the fonts
     * were closed.
     */
    public suspend fun pdf(sheet: Sheet, fonts: Fonts): Pdf = calls.beside { fonts.use { printed.pdf(sheet, it) } }

    /** What the QR code says. */
    public suspend fun qr(): String = calls.beside { printed.qr() }

    /** All that is said, a line for each text, in reading order. */
    public suspend fun text(): String = calls.beside { printed.text() }

    /** Why it is not printed in the words it was meant to be in, to be told to whoever hands it over. */
    public suspend fun passedOver(): String? = calls.beside { printed.passedOver() }

    /** Gives its memory back. */
    override fun close(): Unit = printed.close()
}

/** Fonts to print with, made once and used for many papers. */
public class Fonts private constructor(private val set: FontSet) : AutoCloseable {
    /** The generated code would hand the library again what it has given back. Its `close` waits for this lock. */
    internal fun <T> use(print: (FontSet) -> T): T = synchronized(set) {
        check(!set.uniffiIsDestroyed)
        print(set)
    }

    /** Gives their memory back; papers already printed stay. */
    override fun close(): Unit = set.close()

    /** Makes them of files. */
    public companion object {
        /**
         * Whole font files (TrueType, OpenType or collections of them), the family to print in first, then those for other
         * scripts. They are read on [dispatcher].
         *
         * @throws beatbook.core.BeatbookException `font`: there is none, or one cannot be used.
         */
        public suspend fun of(files: List<ByteArray>, dispatcher: CoroutineDispatcher = Dispatchers.IO): Fonts =
            blocking(dispatcher) { Fonts(FontSet(files)) }
    }
}
