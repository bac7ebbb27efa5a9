// Off duty, on duty, signing off.

import Beatbook
import Foundation

/// Without a position for so long, an officer has more likely gone home than stayed in a cellar. Milliseconds.
let forgottenAfter: Int64 = 4 * 3_600_000
private let aMinute: Int64 = 60_000

func offDutyScreen(_ status: Status, _ known: Known, _ now: Now) -> OffDutyScreen {
    let choice = known.choice ?? known.last?.patrol.choice ?? Choice()
    var last = line(.lastNone)
    if let view = known.last, let ended = view.patrol.ended {
        last = span(view.patrol.started.wall, view.result?.span.to ?? ended.at.wall, now)
    }
    let officer = line(.officer, .told(status.officerCode), .told(status.authorityCode))
    return OffDutyScreen(
        officer: status.officerCode.isEmpty ? nil : officer, choice: choice,
        signsOnAs: line(.signsOnAs, words(for: choice.duty), words(for: choice.mode), crew(choice.others)), last: last,
        lastZones: known.last?.result.map(cameTo) ?? [], notLetIn: notLetIn(status),
        storageLow: storageLow(status), rolesEnded: rolesEnded(known.rolesEnded), busy: known.busy, problem: known.wrong)
}

func onDutyScreen(_ status: Status, _ duty: OnDuty, _ known: Known, _ now: Now) -> OnDutyScreen {
    let started = duty.patrol.started.wall
    let silence = duty.lastFixAge ?? (now.wall - started)
    let choice = duty.patrol.choice
    let soFar = cameTo(duty.soFar)
    return OnDutyScreen(
        since: line(.onSince, now.clock(started), minutes(now.wall - started)),
        doing: line(.onAs, words(for: choice.duty), words(for: choice.mode), crew(choice.others)),
        trouble: known.recording.flatMap(trouble), gap: gap(duty, known.recording, now),
        forgotten: silence >= forgottenAfter ? line(.forgottenAsk, minutes(silence)) : nil,
        here: duty.zonesNow.map { card($0, now) }, hereNone: hereNone(status, duty, known.recording),
        lastPosition: duty.lastFixAge.map { line(.lastPosition, ago($0)) } ?? line(.lastPositionNone),
        soFar: soFar.isEmpty ? [line(.soFarNone)] : soFar, notLetIn: notLetIn(status),
        storageLow: storageLow(status), rolesEnded: rolesEnded(known.rolesEnded), problem: known.wrong)
}

private func notLetIn(_ status: Status) -> Line? { status.state == .enrolling ? line(.notLetIn) : nil }

private func storageLow(_ status: Status) -> Line? { status.reserveUsed ? line(.storageLow) : nil }

private func gap(_ duty: OnDuty, _ recording: Recording?, _ now: Now) -> Line? {
    guard let since = recording?.gapSince else { return nil }
    guard let age = duty.lastFixAge else { return line(.gapFromStart) }
    // A recorder that began after the last position knows less of the gap than the notebook does.
    return line(.gapNow, minutes(max(age, now.sinceBoot - since)))
}

private func hereNone(_ status: Status, _ duty: OnDuty, _ recording: Recording?) -> Line? {
    if !duty.zonesNow.isEmpty { return nil }
    if !status.hasBriefing { return line(.hereNoZones) }
    if duty.lastFixAge == nil { return line(.hereWaiting) }
    return line(recording?.gapSince == nil ? .hereNone : .hereUnknown)
}

func signOffScreen(_ duty: OnDuty, _ known: Known, _ now: Now) -> SignOffScreen {
    let started = duty.patrol.started.wall
    return SignOffScreen(
        what: line(.signOffWhat, now.clock(started), minutes(now.wall - started)), busy: known.busy, problem: known.wrong)
}

func resultScreen(_ result: PatrolResult, _ now: Now) -> ResultScreen {
    let none: [Line] = result.zones.isEmpty ? [line(result.measured ? .resultNone : .resultNotMeasured)] : []
    let quality: Phrase = switch result.quality {
    case .a: .qualityA
    case .b: .qualityB
    case .c: .qualityC
    case .d: .qualityD
    }
    return ResultScreen(
        span: span(result.span.from, result.span.to, now),
        zones: none + cameTo(result), quality: line(quality))
}

private func span(_ from: Int64, _ to: Int64, _ now: Now) -> Line {
    line(.lastSpan, now.clock(from), now.clock(to), minutes(to - from))
}

private func card(_ zone: ZoneNow, _ now: Now) -> ZoneCard {
    let name = Line.told(zone.name)
    guard let since = zone.visitSince else {
        return ZoneCard(kind: words(for: zone.kind), visit: line(.visitBegins, name))
    }
    let visit = line(zone.inside ? .visitSince : .visitLeaving, name, now.clock(since), minutes(now.wall - since))
    return ZoneCard(kind: words(for: zone.kind), visit: visit)
}

/// Minutes in each zone, then what no zone has, from a whole minute on: every patrol has a few seconds before its first position.
private func cameTo(_ result: PatrolResult) -> [Line] {
    var lines = result.zones.map { line(.soFarZone, .told($0.name), times($0)) }
    if result.gap >= aMinute { lines.append(line(.gapTotal, minutes(result.gap))) }
    if result.abstracted >= aMinute { lines.append(line(.abstractedTotal, minutes(result.abstracted))) }
    return lines
}

/// On foot first, since that is what is asked for.
private func times(_ zone: ZoneTime) -> Line {
    let ways: [(time: Int64, way: Phrase)] = [(zone.foot, .byFoot), (zone.cycle, .byCycle), (zone.vehicle, .byVehicle)]
    return listed(ways.filter { $0.time > 0 }.map { line($0.way, minutes($0.time)) }) ?? minutes(0)
}

extension Patrol {
    /// The patrol as it goes on now, which is how the next one begins.
    var choice: Choice {
        let crew = crews.last?.crew
        return Choice(
            duty: duty, mode: modes.last?.mode ?? .foot,
            others: crew.map { Int($0.others) + $0.officers.count - 1 } ?? 0)
    }
}

/// Kinds of duty, ways of moving, numbers of others to choose from, in the order of the screen.
package enum Choices {
    package static let duties: [Duty] = [.taskedCore, .overtimeFunded, .selfInitiated, .onCall, .outreach, .count]
    package static let modes: [TravelMode] = [.foot, .cycle, .vehicle]
    package static let others = Array(0...3)
    /// Why a patrol was not signed off; with the last one words of the officer's own are asked for.
    package static let reasons: [Phrase] = [.forgottenForgot, .forgottenPower, .forgottenOther]
}

package func words(for duty: Duty) -> Line {
    switch duty {
    case .taskedCore: line(.dutyTasked)
    case .overtimeFunded: line(.dutyOvertime)
    case .selfInitiated: line(.dutyOwn)
    case .onCall: line(.dutyOnCall)
    case .outreach: line(.dutyOutreach)
    case .count: line(.dutyCount)
    }
}

package func words(for mode: TravelMode) -> Line {
    switch mode {
    case .foot: line(.modeFoot)
    case .cycle: line(.modeCycle)
    case .vehicle: line(.modeVehicle)
    }
}

private func words(for kind: ZoneKind) -> Line {
    switch kind {
    case .ward: line(.kindWard)
    case .hotspot: line(.kindHotspot)
    case .pspoArea: line(.kindPspo)
    case .premisesExclusion: line(.kindPremises)
    case .countSector: line(.kindSector)
    }
}

package func crew(_ others: Int) -> Line {
    switch others {
    case ...0: line(.crewSingle)
    case 1: line(.crewDouble)
    default: many(.crewMore, others)
    }
}
