// What is left in notebooks that are not in use any more.

import Foundation

/// The notebooks of this phone that were restored, copied or found twice, and gone on from. They take nothing new, and what the server has
/// not signed for is still sent.
package struct FormerNotebooks: Equatable, Sendable {
    /// By notebook: entries without a receipt when it was last looked at.
    package var left: [UUID: UInt64] = [:]
    /// By notebook: why it was not opened or not sent when that was last tried, and what to do, in English.
    package var problems: [UUID: String] = [:]

    package init() {}

    /// Entries without a receipt, of all of them.
    package var toSend: UInt64 { left.values.reduce(0, +) }

    /// What is wrong with one of them, and what to do; absent if nothing is.
    package var problem: String? { problems.min { $0.key.uuidString < $1.key.uuidString }?.value }
}
