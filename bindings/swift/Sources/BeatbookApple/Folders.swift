// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// The folders of notebooks, protected by the phone and out of its backups.

#if os(iOS)
import Beatbook
import Foundation

/// Below Application Support, or below an app group's folder. Files are closed until the first unlock since the phone's start and
/// open from then on, because the phone records and syncs while it is locked; the notebooks are encrypted beside it.
///
/// Both folders stay out of backups: a restored notebook would be a second one of the same officer, and the seat says which one is
/// real.
public struct ProtectedFolders: FolderProtection {
    private let below: URL?

    /// - Parameter below: absent: Application Support of the app.
    public init(below: URL? = nil) {
        self.below = below
    }

    public func places() throws -> FolderPlaces {
        let files = FileManager.default
        let root = try below ?? files.url(
            for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = root.appendingPathComponent("Beatbook", isDirectory: true)
        let protection: [FileAttributeKey: Any] = [
            .protectionKey: FileProtectionType.completeUntilFirstUserAuthentication
        ]
        try files.createDirectory(at: folder, withIntermediateDirectories: true, attributes: protection)
        let places = try FolderPlaces(below: folder)
        for path in [folder.path, places.notebooks, places.seats] {
            // Files made in a folder later inherit its class.
            try files.setAttributes(protection, ofItemAtPath: path)
        }
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try folder.setResourceValues(values)
        return places
    }
}
#endif
