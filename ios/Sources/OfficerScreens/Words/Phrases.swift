// The names of the app's texts; the texts themselves lie in `Resources/en.lproj/Localizable.strings`.

/// A text without a number, with what stands in its gaps in the order of `%1$@`, `%2$@`, …
package enum Phrase: String, CaseIterable, Sendable {
    // Parts of other texts
    case hoursAndMinutes, justNow, withComma
    // Everywhere
    case loading, back, done, tryAgain
    // Setting up
    case enrolHeading, enrolWhat, enrolHow, enrolField, enrolNothingToPaste, enrolEmpty, enrolDo,
        enrolDoing, enrolAgainHeading, enrolAgainWhat, enrolAgainDo
    // The notebook cannot be used as it is
    case shutHeading, shutWhat, shutCode, setAsideOpen, setAsideHeading, setAsideWhat, setAsideThen, setAsideDo, setAsideDoing,
        successorHeading, successorMoved, successorRetired, successorKept,
        successorDo, successorDoing
    // Off duty
    case offHeading, officer, signOn, signingOn, signsOnAs, dutyHeading, dutyTasked, dutyOvertime, dutyOwn,
        dutyOnCall, dutyOutreach, dutyCount, modeHeading, modeFoot, modeCycle, modeVehicle, crewHeading, crewSingle,
        crewDouble, lastHeading, lastNone, lastSpan, notLetIn, openOutbox, openNewCode, storageNotUsable, storageLow
    // Roles
    case roleEnded, roleConstable, rolePcso, rolePoliceSupervisor, roleCommunitySafetyOfficer,
        roleEnvironmentalEnforcement, roleAnimalControl, roleContractor, roleOutreachWorker, roleNavigator,
        roleRoughSleepingCoordinator, roleCommissionedPartner, roleCountVolunteer, roleSafeguardingLead,
        roleCommunitySafetyManager, roleAnalyst, roleLegal, roleDataProtectionOfficer, roleSystemAdministrator
    // Permissions
    case placeHeading, placeWhy, placeWhen, placeHow, placeDenied, placeContinue, placeWithout,
        noticesHeading, noticesWhy, noticesWithout
    // On duty
    case onHeading, onSince, onAs, hereHeading, hereUnknown, hereNone, hereWaiting, hereNoZones, visitSince,
        visitBegins, visitLeaving, kindWard, kindHotspot, kindPspo, kindPremises, kindSector, soFarHeading, soFarNone,
        soFarZone, byFoot, byCycle, byVehicle, gapTotal, abstractedTotal, lastPosition, lastPositionNone, gapNow,
        gapFromStart, troubleNotAllowed, troubleRoughly, troubleNotFound, troubleHeldFull, troubleHeld, troubleEnded,
        settingsApp, recordAgain, openApplies, openSignOff, forgottenAsk, forgottenOpen
    // Signing off
    case signOffHeading, signOffWhat, signOffDo, signingOff, stayOn, forgottenHeading, forgottenWhat, forgottenReason,
        forgottenForgot, forgottenPower, forgottenOther, forgottenWords, forgottenSay, forgottenDo, closing,
        resultHeading, resultNone, resultNotMeasured, resultNothingToType, qualityA, qualityB, qualityC, qualityD
    // Outbox
    case outboxHeading, outboxNothing, outboxFormerProblem, outboxFormerTried, outboxReceipt, outboxNoReceipt, outboxRejectedEntry,
        outboxTell,
        syncHeading, syncLast, syncNever, syncNext, syncNextSoon, skewBehind, skewAhead, syncNow, syncCancel, syncRunning,
        syncCancelled, syncFailed
    // What applies here
    case appliesHeading, appliesAsking, appliesNone, appliesNoBook, appliesAgain, standingCertain, standingUnsure,
        standingOutside, standingNot, markCertain, markUnsure, markOutside, markNot, standingMarked, outsideBy,
        doubtEdge, doubtOld, doubtVague, doubtUnknown, doubtClock, doubtPremises, doubtChanges, notEnded,
        notDischarged, notYet, notHoursNext, notHours, notPremises, conditionOnly, conditionExcept,
        needDirection, needRequest, needWitness, conditionMoreThan, conditionAsksDetails, conditionExemption,
        conditionSupport, conditionZone, warnNoSign, warnUnseenNever, warnMissing, warnDamaged, signNear, signNotedSeen,
        signNotedMissing, signNotedDamaged, endsToday, illustrative, restsHeading, restsPlace, restsGnss, restsServer, restsClock, restsFresh, restsAmber,
        restsDrafts, restsNoRules
    // Notifications
    case notifiedNear, notifiedNearSome, notifiedOpen
}

/// A text that differs by a number, which is its first gap: two entries there, `.one` and `.other`.
package enum CountedPhrase: String, CaseIterable, Sendable {
    case minutes, secondsAgo, minutesAgo, hoursAgo, daysAgo, metres, crewMore, outboxWaiting, outboxFormer, outboxOffered,
        outboxRefused, outboxRejected, syncSoFar, syncDone, warnUnseen, endsIn
}
