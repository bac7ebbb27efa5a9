package beatbook

import beatbook.core.AloneAlarm
import beatbook.core.AloneEnded
import beatbook.core.AskHours
import beatbook.core.Behaviour
import beatbook.core.BreachesView
import beatbook.core.BriefingAge
import beatbook.core.CardAge
import beatbook.core.CardSet
import beatbook.core.CareStep
import beatbook.core.ColdNightView
import beatbook.core.ConcernAt
import beatbook.core.ConductObserved
import beatbook.core.CountCase
import beatbook.core.CountDeed
import beatbook.core.CountPlan
import beatbook.core.DeskBack
import beatbook.core.Direction
import beatbook.core.DirectionStanding
import beatbook.core.Done
import beatbook.core.DraftOutcome
import beatbook.core.EncampmentNews
import beatbook.core.EncampmentReported
import beatbook.core.EncampmentStanding
import beatbook.core.EncounterConduct
import beatbook.core.EncounterNews
import beatbook.core.EncounterStep
import beatbook.core.EngagementChange
import beatbook.core.EngagementDetails
import beatbook.core.EntryView
import beatbook.core.HoursResponse
import beatbook.core.Interval
import beatbook.core.ItemDone
import beatbook.core.LegalTime
import beatbook.core.LoneState
import beatbook.core.Moment
import beatbook.core.NoteView
import beatbook.core.NoticeNews
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
import beatbook.core.PlacedReference
import beatbook.core.PlacedString
import beatbook.core.PlacedTentNoted
import beatbook.core.PlacedTentRemoved
import beatbook.core.PlacedWelfareDone
import beatbook.core.PriorityClosed
import beatbook.core.RawFix
import beatbook.core.Refused
import beatbook.core.ReportEncampment
import beatbook.core.ReviewAnswer
import beatbook.core.S77Asked
import beatbook.core.S77Direction
import beatbook.core.Said
import beatbook.core.SeizureGround
import beatbook.core.ServiceTold
import beatbook.core.SignFound
import beatbook.core.Stage
import beatbook.core.Status
import beatbook.core.TakenBack
import beatbook.core.TaskProof
import beatbook.core.TaskSet
import beatbook.core.TaskState
import beatbook.core.TeamWord
import beatbook.core.TentFound
import beatbook.core.TentNoted
import beatbook.core.TentTaken
import beatbook.core.VisitChange
import beatbook.core.VisitDetails
import beatbook.core.WelfareDone
import beatbook.core.WelfareNews
import beatbook.core.WelfareStep
import beatbook.core.WhyNot
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

/** [BreachesView.Counted.asAt]. */
public val BreachesView.Counted.asAtInstant: Instant get() = Instant.ofEpochMilli(asAt)

/** [BriefingAge.synced]. */
public val BriefingAge.syncedInstant: Instant? get() = synced?.let(Instant::ofEpochMilli)

/** [CardAge.synced]. */
public val CardAge.syncedInstant: Instant? get() = synced?.let(Instant::ofEpochMilli)

/** [CardSet.at]. */
public val CardSet.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [CareStep.Danger.called]. */
public val CareStep.Danger.calledInstant: Instant? get() = called?.let(Instant::ofEpochMilli)

/** [ColdNightView.until]. */
public val ColdNightView.untilInstant: Instant get() = Instant.ofEpochMilli(until)

/** [ConcernAt.wall]. */
public val ConcernAt.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [ConductObserved.time]. */
public val ConductObserved.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [CountCase.over]. */
public val CountCase.overInstant: Instant? get() = over?.let(Instant::ofEpochMilli)

/** [CountDeed.at]. */
public val CountDeed.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [CountPlan.toldFrom]. */
public val CountPlan.toldFromInstant: Instant get() = Instant.ofEpochMilli(toldFrom)

/** [DeskBack.time]. */
public val DeskBack.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [Direction.leaveBy]. */
public val Direction.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [DirectionStanding.at]. */
public val DirectionStanding.atInstant: Instant? get() = at?.let(Instant::ofEpochMilli)

/** [Done.at]. */
public val Done.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [DraftOutcome.Posted.time]. */
public val DraftOutcome.Posted.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [EncampmentNews.Spoken.leaveBy]. */
public val EncampmentNews.Spoken.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [EncampmentReported.time]. */
public val EncampmentReported.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [EncampmentStanding.checked]. */
public val EncampmentStanding.checkedInstant: Instant? get() = checked?.let(Instant::ofEpochMilli)

/** [EncampmentStanding.vacatedAt]. */
public val EncampmentStanding.vacatedAtInstant: Instant? get() = vacatedAt?.let(Instant::ofEpochMilli)

/** [EncounterConduct.time]. */
public val EncounterConduct.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [EncounterNews.Step.time]. */
public val EncounterNews.Step.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

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

/** [LoneState.Overdue.since]. */
public val LoneState.Overdue.sinceInstant: Instant? get() = since?.let(Instant::ofEpochMilli)

/** [LoneState.Running.until]. */
public val LoneState.Running.untilInstant: Instant get() = Instant.ofEpochMilli(until)

/** [Moment.wall]. */
public val Moment.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [NoteView.wall]. */
public val NoteView.wallInstant: Instant get() = Instant.ofEpochMilli(wall)

/** [NoticeNews.Served.time]. */
public val NoticeNews.Served.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

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

/** [PlacedHelpOffered.time]. */
public val PlacedHelpOffered.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedId.time]. */
public val PlacedId.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedJoined.time]. */
public val PlacedJoined.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedOnly.time]. */
public val PlacedOnly.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedOptionString.time]. */
public val PlacedOptionString.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [PlacedReference.time]. */
public val PlacedReference.timeInstant: Instant get() = Instant.ofEpochMilli(time)

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

/** [ReviewAnswer.at]. */
public val ReviewAnswer.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [S77Asked.leaveBy]. */
public val S77Asked.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [S77Direction.leaveBy]. */
public val S77Direction.leaveByInstant: Instant? get() = leaveBy?.let(Instant::ofEpochMilli)

/** [Said.at]. */
public val Said.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [SeizureGround.Continued.warned]. */
public val SeizureGround.Continued.warnedInstant: Instant get() = Instant.ofEpochMilli(warned)

/** [ServiceTold.at]. */
public val ServiceTold.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [SignFound.at]. */
public val SignFound.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [Stage.Refused.refused]. */
public val Stage.Refused.refusedInstant: Instant? get() = refused?.let(Instant::ofEpochMilli)

/** [Stage.Refused.required]. */
public val Stage.Refused.requiredInstant: Instant? get() = required?.let(Instant::ofEpochMilli)

/** [Stage.Required.time]. */
public val Stage.Required.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

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

/** [TaskState.Done.at]. */
public val TaskState.Done.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [TeamWord.NotTold.network]. */
public val TeamWord.NotTold.networkInstant: Instant? get() = network?.let(Instant::ofEpochMilli)

/** [TeamWord.ServerWatches.network]. */
public val TeamWord.ServerWatches.networkInstant: Instant? get() = network?.let(Instant::ofEpochMilli)

/** [TeamWord.Told.at]. */
public val TeamWord.Told.atInstant: Instant get() = Instant.ofEpochMilli(at)

/** [TentFound.time]. */
public val TentFound.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [TentNoted.time]. */
public val TentNoted.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [TentTaken.time]. */
public val TentTaken.timeInstant: Instant get() = Instant.ofEpochMilli(time)

/** [VisitChange.from]. */
public val VisitChange.fromInstant: Instant? get() = from?.let(Instant::ofEpochMilli)

/** [VisitDetails.from]. */
public val VisitDetails.fromInstant: Instant get() = Instant.ofEpochMilli(from)

/** [WelfareDone.completed]. */
public val WelfareDone.completedInstant: Instant get() = Instant.ofEpochMilli(completed)

/** [WelfareNews.Step.time]. */
public val WelfareNews.Step.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [WelfareStep.time]. */
public val WelfareStep.timeInstant: Instant? get() = time?.let(Instant::ofEpochMilli)

/** [WhyNot.Hours.next]. */
public val WhyNot.Hours.nextInstant: Instant? get() = next?.let(Instant::ofEpochMilli)

/** [ZoneNow.visitSince]. */
public val ZoneNow.visitSinceInstant: Instant? get() = visitSince?.let(Instant::ofEpochMilli)
