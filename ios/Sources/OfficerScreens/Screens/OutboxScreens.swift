// What is sent and what waits.

import Beatbook
import Foundation

/// A clock off by less than this is right enough for every time on paper, milliseconds.
private let skewTold: Int64 = 60_000

func outboxScreen(_ known: Known, _ status: Status, _ now: Now) -> OutboxScreen {
    OutboxScreen(
        counts: counts(status, known.former), faults: faults(status.outbox, known, now), server: server(status, now),
        skew: status.clockSkew.flatMap { skew in
            // No number has this one's magnitude.
            let off = skew == .min ? .max : abs(skew)
            return off >= skewTold ? line(skew > 0 ? .skewBehind : .skewAhead, minutes(off)) : nil
        },
        told: told(known.syncing), problem: problem(known), running: isRunning(known.syncing))
}

private func counts(_ status: Status, _ former: FormerNotebooks) -> [Line] {
    let box = status.outbox
    var lines: [Line] = []
    if box.waiting > 0 {
        lines.append(many(.outboxWaiting, Int(box.waiting)))
    } else if former.toSend == 0, former.problem == nil {
        lines.append(line(.outboxNothing))
    }
    if former.toSend > 0 { lines.append(many(.outboxFormer, Int(former.toSend))) }
    if box.offered > 0 { lines.append(many(.outboxOffered, Int(box.offered))) }
    guard let signed = status.receipt else { return lines + [line(.outboxNoReceipt)] }
    // Entries are numbered from 0: the number of the last one is one less than how many there are.
    let last = status.lastEntry ?? signed
    return lines + [line(.outboxReceipt, .told(String(signed + 1)), .told(String(last + 1)))]
}

private func faults(_ box: OutboxCounts, _ known: Known, _ now: Now) -> [Line] {
    var lines: [Line] = []
    if box.refused > 0 { lines.append(many(.outboxRefused, Int(box.refused))) }
    if box.rejected > 0 { lines.append(many(.outboxRejected, Int(box.rejected))) }
    lines += known.rejected.map { line(.outboxRejectedEntry, .told(String($0.seq)), .told($0.code)) }
    if !lines.isEmpty { lines.append(line(.outboxTell)) }
    guard let former = known.former.problem else { return lines }
    return lines + [
        line(.outboxFormerProblem, remedy(former.remedy)), line(.outboxFormerTried, now.clock(former.at), .told(former.code)),
    ]
}

private func server(_ status: Status, _ now: Now) -> [Line] {
    let last = status.lastSync.map { line(.syncLast, now.clock($0)) } ?? line(.syncNever)
    if status.syncWait <= 0 { return [last] }
    return [last, status.syncWait < 60_000 ? line(.syncNextSoon) : line(.syncNext, minutes(status.syncWait))]
}

private func told(_ syncing: Syncing) -> Line? {
    switch syncing {
    case .idle: nil
    case .running(let soFar): soFar.map { many(.syncSoFar, Int($0.acknowledged)) } ?? line(.syncRunning)
    case .done(let report): many(.syncDone, Int(report.acknowledged))
    case .cancelled: line(.syncCancelled)
    case .failed: line(.syncFailed)
    }
}

private func problem(_ known: Known) -> Line? {
    if case .failed(let words) = known.syncing { return remedy(words) }
    return known.wrong
}

private func isRunning(_ syncing: Syncing) -> Bool {
    if case .running = syncing { true } else { false }
}
