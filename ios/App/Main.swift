// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// The whole of the app's own target in Xcode; everything else is in the package.

import OfficerApp
import SwiftUI

@main
enum Main {
    @MainActor static func main() {
        BeatbookOfficer.main()
    }
}
