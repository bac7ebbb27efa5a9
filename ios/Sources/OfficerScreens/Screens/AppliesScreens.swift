// What applies here, now.

import Beatbook
import Foundation

func appliesScreen(_ asked: Asked, _ now: Now) -> AppliesScreen {
    switch asked {
    case .waiting: AppliesScreen(conditions: [], rests: [], told: line(.appliesAsking), problem: nil, busy: true)
    case .refused(let words): AppliesScreen(conditions: [], rests: [], told: nil, problem: remedy(words), busy: false)
    case .answered(let applies): answered(applies, now)
    }
}

private func answered(_ applies: Applies, _ now: Now) -> AppliesScreen {
    var told: Line?
    if applies.briefing == nil {
        told = line(.appliesNoBook)
    } else if applies.conditions.isEmpty {
        told = line(.appliesNone)
    }
    return AppliesScreen(
        conditions: applies.conditions.map { card($0, now) }, rests: rests(applies), told: told, problem: nil, busy: false)
}

private func card(_ found: ConditionNow, _ now: Now) -> ConditionCard {
    let (mark, word): (Phrase, Phrase) = switch found.standing {
    case .certain: (.markCertain, .standingCertain)
    case .unsure: (.markUnsure, .standingUnsure)
    case .justOutside: (.markOutside, .standingOutside)
    case .notInForce: (.markNot, .standingNot)
    }
    let condition = found.condition
    var lines = why(found, now)
    if let warnOnly = found.warnOnly { lines.append(warning(warnOnly)) }
    lines.append(.told(condition.text))
    lines += [extent(condition.who), extent(condition.circumstances)].compactMap { $0 }
    lines += condition.needs.map(words(for:))
    if let most = condition.moreThan { lines.append(line(.conditionMoreThan, .told(String(most)))) }
    if condition.asksDetails { lines.append(line(.conditionAsksDetails)) }
    lines += condition.exemptions.map { line(.conditionExemption, .told($0.text)) }
    if condition.supportFirst { lines.append(line(.conditionSupport)) }
    if let sign = found.nearestSign {
        lines.append(line(.signNear, .told(sign.code), metres(sign.metres)))
        if let noted = sign.noted.flatMap({ words(for: $0, now) }) { lines.append(noted) }
    }
    if let days = found.endsInDays { lines.append(days == 0 ? line(.endsToday) : many(.endsIn, Int(days))) }
    lines.append(line(.conditionZone, .told(found.zoneName)))
    if found.illustrative { lines.append(line(.illustrative)) }
    return ConditionCard(
        standing: line(.standingMarked, line(mark), line(word)), spoken: line(word), title: .told(found.orderTitle),
        lines: lines)
}

private func why(_ found: ConditionNow, _ now: Now) -> [Line] {
    switch found.standing {
    case .certain: []
    case .unsure(let doubts): doubts.map { words(for: $0, now) }
    case .justOutside: [line(.outsideBy, metres(found.edgeM))]
    case .notInForce(let reasons): reasons.map { words(for: $0, now) }
    }
}

private func words(for doubt: Doubt, _ now: Now) -> Line {
    switch doubt {
    case .edge: line(.doubtEdge)
    case .oldPosition(let age): line(.doubtOld, ago(age))
    case .timeVague: line(.doubtVague)
    case .timeUnknown: line(.doubtUnknown)
    case .notByThisClock(let why): line(.doubtClock, words(for: why, now))
    case .premises(_, let name): line(.doubtPremises, .told(name))
    case .zoneChanges: line(.doubtChanges)
    }
}

private func words(for why: WhyNot, _ now: Now) -> Line {
    switch why {
    case .ended(let day): line(.notEnded, onDay(day))
    case .discharged(let day): line(.notDischarged, onDay(day))
    case .notYet(let day): line(.notYet, onDay(day))
    case .hours(let next): next.map { line(.notHoursNext, now.clock($0)) } ?? line(.notHours)
    case .premises(_, let name, _): line(.notPremises, .told(name))
    }
}

private func warning(_ why: WhyWarnOnly) -> Line {
    switch why {
    case .noSignNear(let within): line(.warnNoSign, metres(Double(within)))
    case .signUnseen(let code, let days, let noted):
        switch noted {
        case .missing: line(.warnMissing, .told(code))
        case .damaged: line(.warnDamaged, .told(code))
        default: days.map { many(.warnUnseen, Int($0), .told(code)) } ?? line(.warnUnseenNever, .told(code))
        }
    }
}

/// What an officer found of a sign; absent of what nobody can find.
private func words(for found: SignFound, _ now: Now) -> Line? {
    switch found.state {
    case .seen: line(.signNotedSeen, now.clock(found.at))
    case .missing: line(.signNotedMissing, now.clock(found.at))
    case .damaged: line(.signNotedDamaged, now.clock(found.at))
    case .unseen, .wanted: nil
    }
}

/// What must be done before an offence under a condition is complete.
private func words(for need: Need) -> Line {
    switch need {
    case .directionFirst: line(.needDirection)
    case .requestFirst: line(.needRequest)
    case .ownWitnessStatement: line(.needWitness)
    }
}

private func extent(_ extent: Extent) -> Line? {
    switch extent {
    case .all: nil
    case .only(let words): line(.conditionOnly, .told(words))
    case .except(let words): line(.conditionExcept, .told(words))
    }
}

private func rests(_ applies: Applies) -> [Line] {
    var lines = [line(.restsPlace, metres(applies.place.accuracyM), ago(applies.place.ageMs))]
    switch applies.timeSource {
    case .gnss: lines.append(line(.restsGnss))
    case .server: lines.append(line(.restsServer))
    case .wallClock: lines.append(line(.restsClock))
    case nil: break
    }
    guard let briefing = applies.briefing else { return lines }
    let age = ago(briefing.age ?? 0)
    switch briefing.state {
    case .fresh: lines.append(line(.restsFresh, age))
    case .amber: lines.append(line(.restsAmber, age))
    case .draftsOnly: lines.append(line(.restsDrafts))
    }
    if applies.ruleSet == nil { lines.append(line(.restsNoRules)) }
    return lines
}
