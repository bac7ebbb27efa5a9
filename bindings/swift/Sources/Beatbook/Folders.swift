// Where notebooks live.

import BeatbookCore
import Foundation

extension FolderPlaces {
    /// The two folders of a phone below one: `notebooks` and `seats`, made if they are not there. On a phone
    /// `ProtectedFolders` of BeatbookApple makes them, which keeps `seats` out of every backup.
    ///
    /// - Throws: what Foundation throws if they cannot be made.
    public init(below folder: URL) throws {
        let (notebooks, seats) = (folder.appendingPathComponent("notebooks"), folder.appendingPathComponent("seats"))
        for place in [notebooks, seats] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        self.init(notebooks: notebooks.path, seats: seats.path)
    }
}
