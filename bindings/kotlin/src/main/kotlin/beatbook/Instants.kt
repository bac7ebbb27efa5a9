package beatbook

import beatbook.core.AloneAlarm
import beatbook.core.AloneEnded
import beatbook.core.AskHours
import beatbook.core.Behaviour
import beatbook.core.BriefingAge
import beatbook.core.CardAge
import beatbook.core.CardSet
import beatbook.core.ColdNightView
import beatbook.core.ConductObserved
import beatbook.core.CountDeed
import beatbook.core.CountPlan
import beatbook.core.Direction
import beatbook.core.DirectionStanding
import beatbook.core.Done
import beatbook.core.EncampmentReported
import beatbook.core.EncounterConduct
import beatbook.core.EncounterStep
import beatbook.core.EngagementChange
import beatbook.core.EngagementDetails
import beatbook.core.EntryView
import beatbook.core.HoursResponse
import beatbook.core.Interval
import beatbook.core.ItemDone
import beatbook.core.LegalTime
import beatbook.core.Moment
import beatbook.core.NoteView
import beatbook.core.NoticeServed
import beatbook.core.PlacedBelongingsGone
import beatbook.core.PlacedCourtMatter
import beatbook.core.PlacedDirection
import beatbook.core.PlacedEncampmentReported
import beatbook.core.PlacedEncampmentVisit
import beatbook.core.PlacedHelpOffered
import beatbook.core.PlacedId
import beatbook.core.PlacedJoined
import beatbook.core.PlacedOnly
import beatbook.core.PlacedOptionString
import beatbook.core.PlacedString
import beatbook.core.PlacedTentNoted
import beatbook.core.PlacedTentRemoved
import beatbook.core.PlacedWelfareDone
import beatbook.core.PriorityClosed
import beatbook.core.RawFix
import beatbook.core.Refused
import beatbook.core.ReportEncampment
import beatbook.core.S77Asked
import beatbook.core.S77Direction
import beatbook.core.Said
import beatbook.core.ServiceTold
import beatbook.core.Status
import beatbook.core.TakenBack
import beatbook.core.TaskProof
import beatbook.core.TaskSet
import beatbook.core.TentNoted
import beatbook.core.VisitChange
import beatbook.core.VisitDetails
import beatbook.core.WelfareDone
import beatbook.core.WelfareStep
import beatbook.core.ZoneNow
import java.time.Instant

// Every UTC time that the library answers in milliseconds, as an Instant: the field's name and `Instant`. Extensions, because
// records of the layer's own would say everything twice. What is handed in: Times.kt.

/** [AloneAlarm.placeAt]. */
public val AloneAlarm.placeAtInstant: Instant? get() = placeAt?.let(Instant::ofEpochMilli)

/** [AloneAlarm.since]. */
public val AloneAlarm.sinceInstant: Instant? get() = since?.let(Instant::ofEpochMilli)

/** [AloneAlarm.told]. */
public val AloneAlarm.toldInstant: Instant? get() = told?.let(Instant::ofEpochMilli)

/** [AloneEnded.at]. */
public val AloneEnded.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [AskHours.from]. */
public val AskHours.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [AskHours.to]. */
public val AskHours.toInstant: Instant get() = Instant.ofEpochMilli(to)

/** [Behaviour.time]. */
public val Behaviour.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [BriefingAge.synced]. */
public val BriefingAge.syncedInstant: Instant? get() = synced?.let(Instant::ofEpochMilli)

/** [CardAge.synced]. */
public val CardAge.syncedInstant: Instant? get() = synced?.let(Instant::ofEpochMilli)

/** [CardSet.at]. */
public val CardSet.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [ColdNightView.until]. */
public val ColdNightView.untilInstant: Instant get() = Instant.ofEpochMilli(until)

/** [ConductObserved.time]. */
public val ConductObserved.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [CountDeed.at]. */
public val CountDeed.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [CountPlan.toldFrom]. */
public val CountPlan.toldFromInstant: Instant get() = Instant.ofEpochMilli(toldFrom)

/** [Direction.leaveBy]. */
public val Direction.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [DirectionStanding.at]. */
public val DirectionStanding.atInstant: Instant? get() = at?.let(Instant::ofEpochMilli)

/** [Done.at]. */
public val Done.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [EncampmentReported.time]. */
public val EncampmentReported.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [EncounterConduct.time]. */
public val EncounterConduct.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [EncounterStep.time]. */
public val EncounterStep.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [EngagementChange.from]. */
public val EngagementChange.fromInstant: Instant? get() = from?.let(Instant::ofEpochMilli)

/** [EngagementDetails.from]. */
public val EngagementDetails.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [EntryView.wall]. */
public val EntryView.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [HoursResponse.derivedUpTo]. */
public val HoursResponse.derivedUpToInstant: Instant? get() = derivedUpTo?.let(Instant::ofEpochMilli)

/** [HoursResponse.from]. */
public val HoursResponse.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [HoursResponse.serverTime]. */
public val HoursResponse.serverTimeInstant: Instant get() = Instant.ofEpochMilli(serverTime)

/** [HoursResponse.to]. */
public val HoursResponse.toInstant: Instant get() = Instant.ofEpochMilli(to)

/** [Interval.from]. */
public val Interval.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [Interval.to]. */
public val Interval.toInstant: Instant get() = Instant.ofEpochMilli(to)

/** [ItemDone.time]. */
public val ItemDone.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [LegalTime.at]. */
public val LegalTime.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [Moment.wall]. */
public val Moment.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [NoteView.wall]. */
public val NoteView.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [NoticeServed.time]. */
public val NoticeServed.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedBelongingsGone.time]. */
public val PlacedBelongingsGone.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedCourtMatter.time]. */
public val PlacedCourtMatter.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedDirection.time]. */
public val PlacedDirection.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedEncampmentReported.time]. */
public val PlacedEncampmentReported.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedEncampmentVisit.time]. */
public val PlacedEncampmentVisit.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedId.time]. */
public val PlacedId.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedJoined.time]. */
public val PlacedJoined.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedOnly.time]. */
public val PlacedOnly.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedOptionString.time]. */
public val PlacedOptionString.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedHelpOffered.time]. */
public val PlacedHelpOffered.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedString.time]. */
public val PlacedString.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedTentNoted.time]. */
public val PlacedTentNoted.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedTentRemoved.time]. */
public val PlacedTentRemoved.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedWelfareDone.time]. */
public val PlacedWelfareDone.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PriorityClosed.at]. */
public val PriorityClosed.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [RawFix.time]. */
public val RawFix.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [Refused.time]. */
public val Refused.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [ReportEncampment.time]. */
public val ReportEncampment.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [S77Asked.leaveBy]. */
public val S77Asked.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [S77Direction.leaveBy]. */
public val S77Direction.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [Said.at]. */
public val Said.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [ServiceTold.at]. */
public val ServiceTold.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [Status.lastSync]. */
public val Status.lastSyncInstant: Instant? get() = lastSync?.let(Instant::ofEpochMilli)

/** [TakenBack.time]. */
public val TakenBack.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [TaskProof.from]. */
public val TaskProof.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [TaskProof.to]. */
public val TaskProof.toInstant: Instant get() = Instant.ofEpochMilli(to)

/** [TaskSet.from]. */
public val TaskSet.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [TaskSet.until]. */
public val TaskSet.untilInstant: Instant get() = Instant.ofEpochMilli(until)

/** [TentNoted.time]. */
public val TentNoted.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [VisitChange.from]. */
public val VisitChange.fromInstant: Instant? get() = from?.let(Instant::ofEpochMilli)

/** [VisitDetails.from]. */
public val VisitDetails.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [WelfareDone.completed]. */
public val WelfareDone.completedInstant: Instant get() = Instant.ofEpochMilli(completed)

/** [WelfareStep.time]. */
public val WelfareStep.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [ZoneNow.visitSince]. */
public val ZoneNow.visitSinceInstant: Instant? get() = visitSince?.let(Instant::ofEpochMilli)
