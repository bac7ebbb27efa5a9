// NEVER COMPILED, NEVER RUN where this project is built: there is no SDK of Apple's. Read it so.
//
// The desk's screen, for SwiftUI to follow.

#if canImport(SwiftUI) && os(iOS)
import OfficerScreens
import SwiftUI

/// What is shown now.
@MainActor
@Observable
final class ShownScreen {
    private(set) var screen = OfficerScreens.Screen.loading

    init(_ desk: Desk) {
        let screens = desk.screens
        Task { [weak self] in
            for await screen in screens { self?.screen = screen }
        }
    }
}
#endif
