package beatbook

import beatbook.core.AskHours
import beatbook.core.FixReport
import beatbook.core.HoursResponse
import beatbook.core.PatrolChange
import beatbook.core.PatrolView
import beatbook.core.RawFix
import beatbook.core.ReferenceSystem
import beatbook.core.SignOn
import beatbook.core.SignedOff
import beatbook.core.TallyKind
import java.util.UUID

/** A patrol from sign-on to sign-off, and what belongs to it. */
public class PatrolCalls internal constructor(private val calls: Calls) {
    /**
     * One tap: on duty. Answers the patrol's record.
     *
     * @throws beatbook.core.BeatbookException `patrol` (open already, crew, operation), `moved`, `retired`, storage
     * errors.
     */
    public suspend fun signOn(signOn: SignOn): UUID = calls.tell { signOn(checked(signOn)) }

    /**
     * Off duty now, with the last position reports. The last chunk, the end and the summary are stored together or
     * not at all.
     *
     * @throws beatbook.core.BeatbookException `patrol` (none open), `too_many_fixes`, `moved`, `retired`, storage
     * errors.
     */
    public suspend fun signOff(fixes: List<RawFix>): SignedOff = calls.tell { signOff(fixes) }

    /**
     * Closes a forgotten patrol at its last fix, with the reason why only now.
     *
     * @throws beatbook.core.BeatbookException As [signOff].
     */
    public suspend fun closeForgotten(reason: String): SignedOff = calls.tell { closeForgotten(checked(reason)) }

    /**
     * Takes position reports, at most 10,000, in any order. An answer means that those accepted are on the medium. Within ten
     * minutes of sign-off reports dated before it are kept as evidence.
     *
     * @throws beatbook.core.BeatbookException `off_duty`, `too_many_fixes`, `moved`, `retired`, storage errors:
     * nothing was stored. A bad report is no error of the call; the report says which and why.
     */
    public suspend fun recordFixes(fixes: List<RawFix>): FixReport = calls.tell { recordFixes(fixes) }

    /**
     * Another way of moving, crew or operation from now on.
     *
     * @throws beatbook.core.BeatbookException `patrol`, `moved`, `retired`, storage errors.
     */
    public suspend fun change(change: PatrolChange): Unit = calls.tell { changePatrol(checked(change)) }

    /**
     * Taken away from the patrol's purpose from now on.
     *
     * @throws beatbook.core.BeatbookException As [change].
     */
    public suspend fun startAbstraction(reason: String, authorisedBy: String): Unit =
        calls.tell { startAbstraction(checked(reason), checked(authorisedBy)) }

    /**
     * Back on the patrol's purpose.
     *
     * @throws beatbook.core.BeatbookException As [change].
     */
    public suspend fun endAbstraction(): Unit = calls.tell { endAbstraction() }

    /**
     * Adds to the open patrol's tallies; negative numbers undo.
     *
     * @throws beatbook.core.BeatbookException As [change].
     */
    public suspend fun tally(add: Map<TallyKind, Int>): Unit = calls.tell { tally(add) }

    /**
     * Refers the open patrol to a record of another system.
     *
     * @throws beatbook.core.BeatbookException As [change].
     */
    public suspend fun reference(system: ReferenceSystem, value: String): Unit = calls.tell { reference(system, checked(value)) }

    /**
     * The officer's words on a patrol, open or ended. Derived minutes are annotated, never edited.
     *
     * @throws beatbook.core.BeatbookException `not_found`, `patrol`, `moved`, `retired`, storage errors.
     */
    public suspend fun annotate(patrol: UUID, text: String): Unit = calls.tell { annotate(patrol, checked(text)) }

    /**
     * Patrols, the newest first; at most 1,000.
     *
     * @throws beatbook.core.BeatbookException Storage errors.
     */
    public suspend fun newest(limit: UInt = 100u): List<PatrolView> = calls.ask { patrols(limit) }

    /**
     * The officer's own hours by zone, from the server: in the figures is what it has derived up to the instant it
     * tells, from every phone that names the officer. Nobody else's hours can be asked for, and each look is logged
     * there. Runs long; recording and [Beatbook.sync] go on beside it, and nothing is stored
     * here.
     *
     * @throws beatbook.core.BeatbookException `hours_period`, `too_many_zones`, `unknown_zone`, `too_much`;
     * `needs_server` (no network: what each patrol came to is told by [newest]); `retired` (ask from the successor);
     * `cancelled`; those of [Beatbook.sync] but `network`, `already_running` and `server_restored`.
     */
    public suspend fun ownHours(asked: AskHours): HoursResponse = calls.long { ownHours(checked(asked)) }
}
