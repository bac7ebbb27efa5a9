#if canImport(SwiftUI) && os(iOS)
import SwiftUI
#endif
