package beatbook.officer

import beatbook.android.NoPosition
import beatbook.core.Duty
import beatbook.core.TravelMode

/** What is shown, whole: told from what is known by [screenOf], drawn by the view of its kind. */
sealed interface Screen

/** The notebook is being opened. */
data object LoadingScreen : Screen

/** A code is asked for: for a new notebook, or for one whose code the server did not take. */
data class EnrolScreen(
    /** The notebook is there, and only needs another code. */
    val again: Boolean,
    /** Something goes on; nothing else can be begun. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** The notebook is there and does not open. */
data class ShutScreen(
    /** What to do. */
    val remedy: Line,
    /** For support. */
    val code: Line,
    /** Trying again does not help: it may be set aside. */
    val staysShut: Boolean,
) : Screen

/** Set the notebook aside that does not open? */
data class SetAsideScreen(
    /** It is under way. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** The notebook takes no more; a new one goes on from it. */
data class SuccessorScreen(
    /** Why it takes no more. */
    val why: Line,
    /** The new one is being made. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** Off duty: one tap to sign on. */
data class OffDutyScreen(
    /** Whose notebook. */
    val officer: Line,
    /** How the next patrol begins. */
    val choice: Choice,
    /** The same in words. */
    val signsOnAs: Line,
    /** The last patrol. */
    val last: Line,
    /** Its minutes. */
    val lastZones: List<Line>,
    /** The server has not let the phone in. */
    val notLetIn: Boolean,
    /** The phone is nearly full. */
    val storageLow: Boolean,
    /** Roles that ended lately, and what left the phone with them. */
    val rolesEnded: List<Line>,
    /** What would keep positions from being recorded, and the way to mend it. */
    val trouble: Trouble?,
    /** Signing on is under way. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** How a patrol begins. */
data class Choice(
    /** What for. */
    val duty: Duty = Duty.TASKED_CORE,
    /** How the officer moves. */
    val mode: TravelMode = TravelMode.FOOT,
    /** Colleagues without a notebook of their own. */
    val others: Int = 0,
)

/** Before the system's question: why it is asked. One question on a screen. */
data class PermissionScreen(
    /** Which. */
    val question: Question,
    /** What was answered. */
    val reply: Reply,
    /** Why what comes after it was not done, and what to do. */
    val problem: Line?,
) : Screen

/** What the officer answered to a question of the system's. */
enum class Reply {
    /** Nothing yet. */
    NONE,

    /** No. */
    NO,

    /** Yes to the rough location, no to the precise one. */
    ROUGHLY,
}

/** What the system asks the officer for, in this order: two before the first sign-on, two if the officer wants to be reminded. */
enum class Question {
    /** The precise location. */
    PLACE,

    /** Notifications. */
    NOTICES,

    /** Notifications, without which nobody can be reminded. */
    REMINDERS,

    /** The location also while nobody looks: wake-ups near a zone, and a patrol that goes on after a restart of the phone. */
    ALL_THE_TIME,
}

/** On duty. */
data class OnDutyScreen(
    /** Since when, how long. */
    val since: Line,
    /** Kind of duty, way of moving, crew. */
    val doing: Line,
    /** Why nothing is recorded, and the way to mend it. */
    val trouble: Trouble?,
    /** There is a gap now. */
    val gap: Line?,
    /** So long without a position that the officer may have gone home. */
    val forgotten: Line?,
    /** The zones, with their visits. */
    val here: List<ZoneCard>,
    /** What to say if there are none. */
    val hereNone: Line?,
    /** The age of the last position. */
    val lastPosition: Line,
    /** What the patrol came to until now. */
    val soFar: List<Line>,
    /** The server has not let the phone in. */
    val notLetIn: Boolean,
    /** The phone is nearly full. */
    val storageLow: Boolean,
    /** Roles that ended lately, and what left the phone with them. */
    val rolesEnded: List<Line>,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** A zone the officer is in. */
data class ZoneCard(
    /** What kind of zone. */
    val kind: Line,
    /** Since when, how long. */
    val visit: Line,
)

/** Why nothing, or nothing of use, is recorded. */
data class Trouble(
    /** What is wrong. */
    val what: Line,
    /** The button that helps; null if waiting helps. */
    val mend: Mend?,
)

/** Where a trouble is mended. */
enum class Mend {
    /** The app's permissions. */
    APP_SETTINGS,

    /** The switch for location. */
    LOCATION_SETTINGS,

    /** Storage. */
    STORAGE_SETTINGS,

    /** Battery Saver. */
    BATTERY_SETTINGS,

    /** Begin to record again, which must be done on screen. */
    RECORD_AGAIN,
}

/** The way to mend a missing position. */
internal val NoPosition.mend: Mend
    get() = when (this) {
        NoPosition.NOT_ALLOWED, NoPosition.ONLY_ROUGHLY, NoPosition.RESTRICTED -> Mend.APP_SETTINGS
        NoPosition.SWITCHED_OFF -> Mend.LOCATION_SETTINGS
        NoPosition.SAVING_POWER -> Mend.BATTERY_SETTINGS
    }

/** Sign off? */
data class SignOffScreen(
    /** What ends. */
    val what: Line,
    /** It is under way. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** A patrol nobody signed off is closed, with a reason. */
data class ForgottenScreen(
    /** It is under way. */
    val busy: Boolean,
    /** What is wrong and what to do. */
    val problem: Line?,
) : Screen

/** What a patrol came to. */
data class ResultScreen(
    /** From, to, how long. */
    val span: Line,
    /** Minutes in zones, gaps, abstraction. */
    val zones: List<Line>,
    /** How complete its positions are. */
    val quality: Line,
) : Screen

/** What is sent and what waits. */
data class OutboxScreen(
    /** What waits, what is acknowledged. */
    val counts: List<Line>,
    /** What the server did not take or use, and what to do. */
    val faults: List<Line>,
    /** The last sync and the next. */
    val server: List<Line>,
    /** The phone's clock is wrong. */
    val skew: Line?,
    /** How the sync goes, or went. */
    val told: Line?,
    /** Why it did not work, and what to do. */
    val problem: Line?,
    /** It is under way. */
    val running: Boolean,
) : Screen

/** What applies here, now. */
data class AppliesScreen(
    /** The conditions at this place. */
    val conditions: List<ConditionCard>,
    /** On what the answer rests. */
    val rests: List<Line>,
    /** What to say instead. */
    val told: Line?,
    /** Why there is no answer, and what to do. */
    val problem: Line?,
    /** It is being looked up. */
    val busy: Boolean,
) : Screen

/** A condition of an order, and how it stands. */
data class ConditionCard(
    /** In force or not, by mark and word. */
    val standing: Line,
    /** The order. */
    val title: Line,
    /** Why so, what it says, where, its sign, its end. */
    val lines: List<Line>,
)
