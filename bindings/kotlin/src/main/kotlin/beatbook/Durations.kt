package beatbook

import beatbook.core.BriefingAge
import beatbook.core.CardAge
import beatbook.core.ConcernAt
import beatbook.core.Doubt
import beatbook.core.EmergencyCard
import beatbook.core.EncounterPlaced
import beatbook.core.Keeping
import beatbook.core.LegalTime
import beatbook.core.LoneState
import beatbook.core.Moment
import beatbook.core.OnDuty
import beatbook.core.PatrolResult
import beatbook.core.Place
import beatbook.core.ProofBounds
import beatbook.core.RawFix
import beatbook.core.Status
import beatbook.core.SyncReport
import beatbook.core.TaskProof
import beatbook.core.WelfareStep
import beatbook.core.ZoneHours
import beatbook.core.ZoneTime
import java.time.Duration

// Every length of time that the library answers in milliseconds, as a Duration: the field's name and `Duration`.

/** [BriefingAge.age]. */
public val BriefingAge.ageDuration: Duration? get() = age?.let(Duration::ofMillis)

/** [CardAge.age]. */
public val CardAge.ageDuration: Duration? get() = age?.let(Duration::ofMillis)

/** [ConcernAt.mono]. */
public val ConcernAt.monoDuration: Duration get() = Duration.ofMillis(mono)

/** [Doubt.OldPosition.ageMs]. */
public val Doubt.OldPosition.ageDuration: Duration get() = Duration.ofMillis(ageMs)

/** [EmergencyCard.ageMs]. */
public val EmergencyCard.ageDuration: Duration? get() = ageMs?.let(Duration::ofMillis)

/** [EncounterPlaced.age]. */
public val EncounterPlaced.ageDuration: Duration get() = Duration.ofMillis(age)

/** [Keeping.counts]. */
public val Keeping.countsDuration: Duration get() = Duration.ofMillis(counts)

/** [Keeping.records]. */
public val Keeping.recordsDuration: Duration get() = Duration.ofMillis(records)

/** [Keeping.tracks]. */
public val Keeping.tracksDuration: Duration get() = Duration.ofMillis(tracks)

/** [LegalTime.within]. */
public val LegalTime.withinDuration: Duration? get() = within?.let(Duration::ofMillis)

/** [LoneState.Running.left]. */
public val LoneState.Running.leftDuration: Duration get() = Duration.ofMillis(left)

/** [Moment.mono]. */
public val Moment.monoDuration: Duration get() = Duration.ofMillis(mono)

/** [OnDuty.lastFixAge]. */
public val OnDuty.lastFixAgeDuration: Duration? get() = lastFixAge?.let(Duration::ofMillis)

/** [PatrolResult.abstracted]. */
public val PatrolResult.abstractedDuration: Duration get() = Duration.ofMillis(abstracted)

/** [PatrolResult.gap]. */
public val PatrolResult.gapDuration: Duration get() = Duration.ofMillis(gap)

/** [Place.ageMs]. */
public val Place.ageDuration: Duration get() = Duration.ofMillis(ageMs)

/** [ProofBounds.certain]. */
public val ProofBounds.certainDuration: Duration get() = Duration.ofMillis(certain)

/** [ProofBounds.possible]. */
public val ProofBounds.possibleDuration: Duration get() = Duration.ofMillis(possible)

/** [RawFix.mono]. */
public val RawFix.monoDuration: Duration get() = Duration.ofMillis(mono)

/** [Status.clockSkew]. */
public val Status.clockSkewDuration: Duration? get() = clockSkew?.let(Duration::ofMillis)

/** [Status.syncWait]. */
public val Status.syncWaitDuration: Duration get() = Duration.ofMillis(syncWait)

/** [SyncReport.wait]. */
public val SyncReport.waitDuration: Duration get() = Duration.ofMillis(wait)

/** [TaskProof.present]. */
public val TaskProof.presentDuration: Duration get() = Duration.ofMillis(present)

/** [WelfareStep.within]. */
public val WelfareStep.withinDuration: Duration? get() = within?.let(Duration::ofMillis)

/** [ZoneHours.abstracted]. */
public val ZoneHours.abstractedDuration: Duration get() = Duration.ofMillis(abstracted)

/** [ZoneHours.certain]. */
public val ZoneHours.certainDuration: Duration get() = Duration.ofMillis(certain)

/** [ZoneHours.cycle]. */
public val ZoneHours.cycleDuration: Duration get() = Duration.ofMillis(cycle)

/** [ZoneHours.foot]. */
public val ZoneHours.footDuration: Duration get() = Duration.ofMillis(foot)

/** [ZoneHours.gap]. */
public val ZoneHours.gapDuration: Duration get() = Duration.ofMillis(gap)

/** [ZoneHours.possible]. */
public val ZoneHours.possibleDuration: Duration get() = Duration.ofMillis(possible)

/** [ZoneHours.vehicle]. */
public val ZoneHours.vehicleDuration: Duration get() = Duration.ofMillis(vehicle)

/** [ZoneTime.certain]. */
public val ZoneTime.certainDuration: Duration get() = Duration.ofMillis(certain)

/** [ZoneTime.cycle]. */
public val ZoneTime.cycleDuration: Duration get() = Duration.ofMillis(cycle)

/** [ZoneTime.foot]. */
public val ZoneTime.footDuration: Duration get() = Duration.ofMillis(foot)

/** [ZoneTime.possible]. */
public val ZoneTime.possibleDuration: Duration get() = Duration.ofMillis(possible)

/** [ZoneTime.vehicle]. */
public val ZoneTime.vehicleDuration: Duration get() = Duration.ofMillis(vehicle)
