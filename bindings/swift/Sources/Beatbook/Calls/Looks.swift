// Who looked at what.

import BeatbookCore
import Foundation

extension Notebook {
    /// Who looked at what on this phone, after a row's number, in order; at most 1,000. That somebody reads it is written
    /// down as well.
    ///
    /// - Throws: Storage errors.
    public func accessLog(after: UInt64? = nil, limit: UInt32 = 100) throws(BeatbookError) -> AccessLog {
        try read { try $0.accessLog(after: after, limit: limit) }
    }
}
