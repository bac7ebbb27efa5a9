// The steps that write and read one record of each workflow.

import Beatbook
import Foundation

extension Scenario {
    func record(_ name: String, _ book: Notebook, _ told: Json) async throws -> [String: Json]? {
        let place = AskWhere.at(lat: told["lat"].real ?? 0, lon: told["lon"].real ?? 0, accuracyM: 5)
        switch name {
        case "what_applies":
            return ["conditions": count(try await book.whatApplies(at: place).conditions)]
        case "begin_encounter":
            return id(try await book.beginEncounter(BeginEncounter(place: place)))
        case "tell_encounter":
            let seen = Behaviour(code: told["code"].text ?? "", person: 1, text: told["text"].text ?? "", basis: .fact)
            _ = try await book.tellEncounter(
                try uuid(told["encounter"]), news: [.person(person: 1, known: PersonKnown()), .conduct(seen)])
        case "encounter":
            let conducts = try await book.encounter(try uuid(told["encounter"])).encounter.conducts
            return ["conducts": count(conducts), "text": conducts.first.map { .text($0.text) } ?? .null]
        case "check_notice":
            let asked = NoticeAsked(
                encounter: try uuid(told["encounter"]), person: UInt16(told["person"].whole ?? 0), about: .offence("LIT"),
                place: "", particulars: "", service: .hand, six: SixAsked(), training: false)
            return ["missing": count(try await book.checkNotice(asked).missing)]
        case "begin_welfare":
            return id(try await book.beginWelfare(BeginWelfare(about: .contact, place: place)))
        case "tell_welfare":
            let step = CareStep.danger(immediate: told["danger"].flag ?? false, called: nil, text: told["text"].text)
            try await book.tellWelfare(try uuid(told["welfare"]), news: [.step(person: nil, time: nil, step: step)])
        case "emergency_card":
            return ["grid": try await book.emergencyCard(at: place).card?.reference.map { .text($0) } ?? .null]
        case "start_alone":
            let minutes = told["minutes"].whole.map { UInt16($0) }
            try await book.startAlone(StartAlone(minutes: minutes, words: told["place"].text))
        case "lone_worker":
            let now = try await book.loneWorker()
            let state = switch now.state {
            case .off: "off"
            case .running: "running"
            case .overdue: "overdue"
            }
            return ["state": .text(state), "sound": .flag(now.sound)]
        case "stop_alone": try await book.stopAlone()
        case "tasks": return ["count": count(try await book.tasks())]
        case "note_tent":
            _ = try await book.noteTent(NoteTent(land: told["text"].text ?? "", ground: .communityImpact, place: place))
        case "tents": return ["count": count(try await book.tents())]
        case "access_log": return ["rows": count(try await book.accessLog(limit: 1000).rows)]
        default: return nil
        }
        return [:]
    }
}

private func count(_ list: [some Any]) -> Json { .whole(Int64(list.count)) }

private func uuid(_ value: Json) throws -> UUID {
    guard let id = UUID(uuidString: value.text ?? "") else { throw Wrong("no id: \(value)") }
    return id
}
