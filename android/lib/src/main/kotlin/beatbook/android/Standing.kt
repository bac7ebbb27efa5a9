package beatbook.android

import beatbook.Beatbook
import beatbook.core.BeatbookException
import beatbook.core.NotebookState

/** How this phone's notebook stands. */
public sealed interface Standing {
    /** Nobody has looked yet. */
    public data object Unknown : Standing

    /** There is none: enrol with a code. */
    public data object None : Standing

    /** It is open. */
    public data class Open(
        /** The notebook. */
        val book: Beatbook,
    ) : Standing

    /** It is there and cannot be opened. Its file is left as it is; try again with [OfficerPhone.open]. */
    public data class Shut(
        /** Stable, such as `wrong_key`. */
        val code: String,
        /** What to do, in English. */
        val remedy: String,
    ) : Standing {
        /**
         * Trying again does not help: its key is not on this phone or cannot be read any more, or its file is damaged. See
         * [OfficerPhone.setAside].
         */
        public val staysShut: Boolean
            get() = code in FOR_GOOD
    }
    private companion object {
        /** Of the library, and the last two of [SealedSecrets]. */
        val FOR_GOOD = setOf("key_missing", "wrong_key", "corrupt", "unreadable", "key_store_lost", "key_unreadable")
    }
}

/** Whether the notebook takes no more, and a successor must be begun. */
public val NotebookState.needsSuccessor: Boolean
    get() = this == NotebookState.MOVED || this == NotebookState.RETIRED

/** What is wrong and what to do, in English. */
public val BeatbookException.remedy: String
    get() = when (this) {
        is BeatbookException.Refused -> remedy
        is BeatbookException.Incomplete -> missing.joinToString("\n") { it.remedy }
    }
