// The steps of a patrol, of notes, and of the journal as a whole.

import Beatbook
import Foundation

/// What is noted while a sync is held up; the table knows this text.
let heldUp = "written while a sync was held up"

extension Scenario {
    func patrol(_ name: String, _ book: Notebook, _ told: Json) async throws -> [String: Json]? {
        switch name {
        case "sign_on":
            return id(try await book.signOn(try signOn(told)))
        case "record_fixes":
            let report = try await book.recordFixes(fixes(told))
            let reasons = report.outcomes.compactMap { if case .refused(let why) = $0 { why.code } else { nil } }
            return [
                "accepted": .whole(Int64(report.accepted)), "late": .whole(Int64(report.late)),
                "duplicates": .whole(Int64(report.duplicates)), "off_duty": .whole(Int64(report.offDuty)),
                "refused": .whole(Int64(report.refused)), "reasons": .text(reasons.joined(separator: " ")),
            ]
        case "sign_off":
            let done = try await book.signOff(fixes(told))
            let (zones, kept) = (done.result.zones, done.result.fixes)
            return [
                "record": .text(done.record.uuidString.lowercased()), "zones": .whole(Int64(zones.count)),
                "zone": zones.first.map { .text($0.code) } ?? .null, "foot": .whole(zones.first?.foot ?? 0),
                "fixes_kept": .whole(Int64(kept.accepted + kept.inaccurate + kept.excursion + kept.late + kept.mock)),
            ]
        case "status":
            let status = try await book.status()
            return [
                "on_duty": .flag(status.onDuty != nil), "has_briefing": .flag(status.hasBriefing),
                "state": .text("\(status.state)"), "waiting": .whole(Int64(status.outbox.waiting)),
                "receipt_is_last": .flag(status.receipt != nil && status.receipt == status.lastEntry),
            ]
        case "note":
            let letter = told["letter"].text.map { String(repeating: $0, count: Int(told["times"].whole ?? 0)) }
            return ["entry": .whole(Int64(try await book.note(text: letter ?? told["text"].text ?? "", basis: .fact)))]
        case "notes":
            let notes = try await book.notes(limit: 1000)
            return ["count": .whole(Int64(notes.count)), "last": notes.last.map { .text($0.text) } ?? .null]
        case "patrols": return ["count": .whole(Int64(try await book.patrols().count))]
        case "sync": return try await sync(book, told["progress"].text)
        case "at_once":
            let (text, times) = (told["text"].text ?? "", told["times"].whole ?? 0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<(told["threads"].whole ?? 0) {
                    group.addTask { for _ in 0..<times { _ = try await book.note(text: text, basis: .fact) } }
                }
                try await group.waitForAll()
            }
        case "verify":
            let found = try await book.verify()
            return ["sound": .flag(found.firstFault == nil && !found.damagedFile)]
        case "export":
            let file = folder.appendingPathComponent("export-\(UUID().uuidString)")
            return ["entries": .whole(Int64(try await book.export(to: file).entries))]
        default: return nil
        }
        return [:]
    }

    private func sync(_ book: Notebook, _ kind: String?) async throws -> [String: Json] {
        let heard = Heard()
        let report = try await book.sync { _ in
            heard.told += 1
            switch kind {
            case "throws": throw Wrong("an error of the app's own")
            case "calls": _ = try book.blocking.status()
            case "blocks" where !heard.noted: heard.noted = noteFromElsewhere(book)
            default: break
            }
        }
        return ["left": .whole(Int64(report.left)), "told": .whole(heard.told), "noted_meanwhile": .flag(heard.noted)]
    }

    private func signOn(_ told: Json) throws -> SignOn {
        let duties: [String: Duty] = [
            "tasked_core": .taskedCore, "self_initiated": .selfInitiated, "overtime_funded": .overtimeFunded,
            "on_call": .onCall, "outreach": .outreach, "count": .count,
        ]
        let modes: [String: TravelMode] = ["foot": .foot, "cycle": .cycle, "vehicle": .vehicle]
        guard let duty = duties[told["duty"].text ?? ""], let mode = modes[told["mode"].text ?? ""] else {
            throw Wrong("no such duty or mode: \(told)")
        }
        return SignOn(duty: duty, mode: mode, others: UInt8(told["others"].whole ?? 0), operation: told["operation"].text)
    }

    private func fixes(_ told: Json) -> [RawFix] {
        let (wall, mono) = (Date().utcMilliseconds, MonotonicClock.now())
        if let count = told["walk"].whole {
            // Ten metres there and back, so that it is a walk.
            return (0..<count).map { (step: Int64) -> RawFix in
                let north = Double(step % 100) * 1e-6
                let ago = count - 1 - step
                return RawFix(
                    lat: middle.lat + north, lon: middle.lon, time: wall - ago, mono: mono - ago, accuracy: 5, provider: .gnss)
            }
        }
        return told["fixes"].list.map { one in
            let ago = one["ago"].whole ?? 0
            return RawFix(
                lat: one["lat"].real ?? middle.lat, lon: one["lon"].real ?? middle.lon, time: wall - ago,
                mono: one["mono"].whole ?? mono - ago, accuracy: one["accuracy"].real ?? 5, provider: .gnss)
        }
    }
}

/// Counted on the thread of the sync, read when it is over.
private final class Heard: @unchecked Sendable {
    var told: Int64 = 0
    var noted = false
}

/// The sync's own thread waits until somebody else has written.
private func noteFromElsewhere(_ book: Notebook) -> Bool {
    let written = DispatchSemaphore(value: 0)
    Task {
        _ = try await book.note(text: heldUp, basis: .fact)
        written.signal()
    }
    return written.wait(timeout: .now() + 20) == .success
}

func id(_ id: UUID) -> [String: Json] {
    ["id": .text(id.uuidString.lowercased())]
}
