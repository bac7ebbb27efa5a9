// A value of the table of scenarios, and of what is answered to it.

import Foundation

public indirect enum Json: Sendable, Equatable, Codable, CustomStringConvertible {
    case null
    case flag(Bool)
    case whole(Int64)
    case real(Double)
    case text(String)
    case list([Json])
    case table([String: Json])

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let real = try? value.decode(Double.self) {
            self = .real(real)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Json].self) {
            self = .list(list)
        } else {
            self = .table(try value.decode([String: Json].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .whole(let whole): try value.encode(whole)
        case .real(let real): try value.encode(real)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .table(let table): try value.encode(table)
        }
    }

    public subscript(name: String) -> Json {
        if case .table(let table) = self { table[name] ?? .null } else { .null }
    }

    public var table: [String: Json] { if case .table(let table) = self { table } else { [:] } }
    public var list: [Json] { if case .list(let list) = self { list } else { [] } }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var whole: Int64? { if case .whole(let whole) = self { whole } else { nil } }

    /// A number, also one that JSON cannot write.
    public var real: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .real(let real): real
        case .text("NaN"): .nan
        case .text("Infinity"): .infinity
        default: nil
        }
    }

    public var description: String {
        let written = (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) }
        return written ?? "a value that JSON cannot write"
    }
}
