// What is known on an evening in Chatham, made up: for what no server can be asked to say.

import Beatbook
import Foundation
import OfficerScreens

private let me = UUID()

/// 28 November 2026 at a time of day in London, UTC milliseconds.
func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Int64 {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = london
    let day = DateComponents(year: 2026, month: 11, day: 28, hour: hour, minute: minute, second: second)
    return (calendar.date(from: day) ?? .distantPast).utcMilliseconds
}

private let london = TimeZone(identifier: "Europe/London") ?? .gmt

/// A quarter past nine in the evening.
let nine = Now(wall: at(21, 16, 40), sinceBoot: 100_000_000, zone: london)

func patrol(_ started: Int64, duty: Duty = .taskedCore, ended: Int64? = nil, others: UInt8 = 1) -> Patrol {
    func moment(_ wall: Int64) -> Moment { Moment(wall: wall, mono: 0, boot: 1) }
    return Patrol(
        started: moment(started), duty: duty,
        modes: [TravelModeFrom(from: moment(started), mode: .foot)],
        crews: [CrewFrom(from: moment(started), crew: Crew(officers: [me], others: others))], tallies: [:],
        ended: ended.map { PatrolEnded(at: moment($0), ending: .signedOff) })
}

func zoneTime(_ name: String, foot: Int64, vehicle: Int64 = 0) -> ZoneTime {
    ZoneTime(
        code: "Z", name: name, kind: .hotspot, foot: foot * 60_000, cycle: 0, vehicle: vehicle * 60_000, certain: 0, possible: 0,
        visits: 1, dosageVisits: 0)
}

func result(_ from: Int64, _ to: Int64, _ zones: [ZoneTime], gap: Int64 = 0) -> PatrolResult {
    PatrolResult(
        span: Interval(from: from, to: to), zones: zones, gap: gap * 60_000, abstracted: 0, quality: gap > 0 ? .b : .a,
        fixes: FixCounts(accepted: 1, inaccurate: 0, excursion: 0, late: 0, mock: 0), measured: true)
}

func onDuty(
    started: Int64 = at(20, 50), zonesNow: [ZoneNow] = [], lastFixAge: Int64? = 3_000, soFar: [ZoneTime] = [], gap: Int64 = 0
) -> OnDuty {
    OnDuty(
        record: me, patrol: patrol(started), zonesNow: zonesNow, soFar: result(started, nine.wall, soFar, gap: gap),
        lastFixAge: lastFixAge)
}

func status(
    _ onDuty: OnDuty? = nil, state: NotebookState = .open,
    outbox: OutboxCounts = OutboxCounts(waiting: 0, offered: 0, refused: 0, rejected: 0), skew: Int64? = 200, wait: Int64 = 0,
    hasBriefing: Bool = true, reserveUsed: Bool = false
) -> Status {
    Status(
        state: state, unannounced: false, authorityCode: "MDW", officerCode: "4711", onDuty: onDuty, outbox: outbox, lastEntry: 47,
        receipt: 41, lastSync: at(20, 58), clockSkew: skew, syncWait: wait, hasBriefing: hasBriefing,
        wording: WordingNow(set: TemplatesRef(id: "shipped", revision: 1, hash: "00")), reserveUsed: reserveUsed)
}

let riverside = ZoneNow(code: "RP", name: "Riverside Park", kind: .hotspot, inside: true, visitSince: at(21, 4))

/// What is known, with the notebook open.
func known(_ status: Status, _ recording: Recording? = Recording(), _ change: (inout Known) -> Void = { _ in }) -> Known {
    var known = Known()
    (known.standing, known.status, known.recording) = (.open, status, recording)
    change(&known)
    return known
}

func condition(
    _ title: String, _ standing: Standing, warnOnly: WhyWarnOnly? = nil, endsInDays: UInt32? = nil, sign: NearSign? = nil,
    needs: [Need] = [], moreThan: UInt16? = nil, asksDetails: Bool = false
) -> ConditionNow {
    ConditionNow(
        order: OrderRef(code: "MDW-ALC-CHA", version: 3, hash: "00"), orderTitle: title, madeBy: "Medway Council",
        illustrative: true,
        condition: Condition(
            code: "ALC-1", text: "Whoever is asked to stop drinking alcohol must do so.", duty: .requirement, zones: ["ALC-CHA"],
            who: .all, times: .always, circumstances: .except("Where a licence allows it."), offence: "PSPO-A",
            supportFirst: true, needs: needs, exemptions: [Exemption(code: "assistance", text: "an assistance dog")],
            asksDetails: asksDetails, moreThan: moreThan),
        zone: "00", zoneCode: "ALC-CHA", zoneName: "Chatham town centre", standing: standing, inside: true, edgeM: 34.2,
        nearestSign: sign, warnOnly: warnOnly, endsInDays: endsInDays)
}

func applies(_ conditions: [ConditionNow], _ state: BriefingState = .fresh, _ source: TimeSource? = .gnss) -> Applies {
    Applies(
        place: Place(lat: 513_826_000, lon: 5_265_000, accuracyM: 8.2, ageMs: 12_000),
        time: LegalTime(at: nine.wall, within: 1_000), timeSource: source,
        briefing: BriefingAge(book: "00", synced: at(20, 58), age: 18 * 60_000, state: state), ruleSet: nil,
        conditions: conditions)
}
