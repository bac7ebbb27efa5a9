// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// Which start of the phone this is.

#if canImport(Darwin)
import Darwin
import os

/// The kernel's own name of this start of the phone: a random UUID, made anew at each.
public enum BootSession {
    /// Its first 64 bits, the same for as long as the phone runs: what `found`, `enrol` and `open` take as `boot`. Without it each start of
    /// the app counts as a restart of the phone: a gap in the patrol, and no time that a server told is known any more.
    ///
    /// - Returns: absent where the system does not say, which the phone's log is told; the library then makes one up, with just that
    ///   effect.
    public static func id() -> UInt64? {
        let said = asked()
        if said == nil {
            Logger(subsystem: "beatbook", category: "boot").error("no kern.bootsessionuuid: each start of the app counts as the phone's")
        }
        return said
    }

    private static func asked() -> UInt64? {
        var size = 0
        guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 0 else { return nil }
        var text = [UInt8](repeating: 0, count: size)
        guard sysctlbyname("kern.bootsessionuuid", &text, &size, nil, 0) == 0 else { return nil }
        // Hexadecimal digits in groups, and a zero at the end.
        let digits = String(decoding: text.prefix(size), as: UTF8.self).filter(\.isHexDigit).prefix(16)
        return digits.count == 16 ? UInt64(digits, radix: 16) : nil
    }
}
#endif
