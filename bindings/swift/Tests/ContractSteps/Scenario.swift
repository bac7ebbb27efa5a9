// One scenario of the contract, step by step, through the actor. bindings/contract/README.md says what each call is.

import Beatbook
import Foundation

public final class Scenario {
    let folder: URL
    let key: Data
    let server: Server?
    let places: FolderPlaces
    /// Tells the one code of a scenario's process of its own.
    let givenTicket: String?
    var keys: Keys
    var books: [String: Notebook] = [:]
    private var kept: [String: Json] = [:]

    public init(folder: URL, key: Data, server: Server?, ticket: String? = nil) throws {
        self.folder = folder
        self.key = key
        self.server = server
        givenTicket = ticket
        keys = Keys(key)
        places = try FolderPlaces(below: folder)
    }

    public func run(_ steps: [Json]) async throws {
        for (number, step) in steps.enumerated() {
            try await run(step, "step \(number + 1), \(step["do"].text ?? "?")")
        }
    }

    private func run(_ step: Json, _ place: String) async throws {
        let told = Json.table(step["with"].table.mapValues(meant))
        var answer: [String: Json] = [:]
        do {
            answer = try await act(step["do"].text ?? "", step["book"].text ?? "first", told)
        } catch let error as BeatbookError {
            guard step["refused"].text == error.code else { throw Wrong("\(place): \(error)") }
            guard !error.remedy.isEmpty else { throw Wrong("\(place): \(error.code) has no remedy") }
            return
        }
        if let code = step["refused"].text { throw Wrong("\(place): should have been refused with \(code)") }
        if let name = step["keep"].text { kept[name] = answer["id"] }
        for (name, wanted) in step["gives"].table {
            guard let found = answer[name] else { throw Wrong("\(place): answers no \(name)") }
            guard matches(name, found, meant(wanted)) else { throw Wrong("\(place): \(name) is \(found), not \(wanted)") }
        }
    }

    private func matches(_ name: String, _ found: Json, _ wanted: Json) -> Bool {
        guard let text = wanted.text else { return found == wanted }
        if text.hasPrefix(">"), let bound = Int64(text.dropFirst()) { return (found.whole ?? .min) > bound }
        if name == "grid" { return found.text?.hasPrefix(text) ?? false }
        return found == wanted
    }

    private func meant(_ value: Json) -> Json {
        if let text = value.text, text.hasPrefix("$") { kept[String(text.dropFirst())] ?? .null } else { value }
    }

    func book(_ name: String) throws -> Notebook {
        guard let book = books[name] else { throw Wrong("no notebook \(name) yet") }
        return book
    }

    func ticket() throws -> String {
        if let givenTicket { return givenTicket }
        guard let server else { throw Wrong("no server in this process") }
        return try server.ticket()
    }

    private func act(_ name: String, _ book: String, _ told: Json) async throws -> [String: Json] {
        if let answer = try await lifecycle(name, book, told) { return answer }
        let notebook = try self.book(book)
        if let answer = try await patrol(name, notebook, told) { return answer }
        if let answer = try await record(name, notebook, told) { return answer }
        throw Wrong("this runner does not know \(name): teach it")
    }

    private func enrol(_ ticket: String, cancelledAfter wait: Int64?) async throws -> Notebook {
        let (places, keys) = (places, keys)
        guard let wait else { return try await Notebook.enrol(in: places, keys: keys, ticket: ticket) }
        let enrolling = Task {
            if wait == 0 { withUnsafeCurrentTask { $0?.cancel() } }
            return try await Notebook.enrol(in: places, keys: keys, ticket: ticket)
        }
        try await Task.sleep(for: .milliseconds(wait))
        let cancelled = ContinuousClock.now
        enrolling.cancel()
        let ended = await enrolling.result
        guard ContinuousClock.now - cancelled < .seconds(2) else { throw Wrong("a cancelled enrolment ends at once") }
        return try ended.get()
    }

    private func lifecycle(_ name: String, _ book: String, _ told: Json) async throws -> [String: Json]? {
        switch name {
        case "keys":
            guard let kind = Keys.Kind(rawValue: told["are"].text ?? "") else { throw Wrong("no such keys: \(told)") }
            keys = Keys(key, kind)
        case "found":
            let ticket = try told["ticket"].text ?? self.ticket()
            books[book] = try await Notebook.found(in: places, keys: keys, ticket: ticket)
        case "ticket":
            return ["id": .text(try self.ticket())]
        case "enrol":
            books[book] = try await enrol(told["ticket"].text ?? "", cancelledAfter: told["cancel"].whole)
        case "open":
            let listed = try await Notebook.list(in: places)
            guard listed.count == 1 else { throw Wrong("one notebook is there, not \(listed.count)") }
            books[book] = try await Notebook.open(listed[0], in: places, keys: keys)
        case "list":
            return ["count": .whole(Int64(try await Notebook.list(in: places).count))]
        case "pause": try await self.book(book).pause()
        case "resume": try await self.book(book).resume()
        case "cancel": try self.book(book).cancel()
        case "shutdown": try await self.book(book).close()
        case "server":
            guard let server else { throw Wrong("no server in this process") }
            switch told["is"].text {
            case "stopped": try server.stop()
            case "silent": server.freeze(true)
            default: try server.goOn()
            }
        case "wait":
            try await Task.sleep(for: .milliseconds(told["ms"].whole ?? 0))
        case "killed":
            let given: Json = .table([
                "folder": .text(folder.path), "key": .text(key.base64EncodedString()), "ticket": .text(try ticket()),
                "steps": told["steps"],
            ])
            try Child("steps").killedAfter(given)
        default: return nil
        }
        return [:]
    }
}
