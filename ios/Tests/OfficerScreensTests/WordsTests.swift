// Every word of the app's own lies in Localizable.strings; and what the app asks of the system stands in its Info.plist.

import Foundation
import OfficerScreens
import Testing

private let package = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in path.deletingLastPathComponent() }

private func sources(_ target: String) throws -> [URL: String] {
    let folder = package.appendingPathComponent("Sources").appendingPathComponent(target)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    let swift = files.filter { $0.pathExtension == "swift" }
    return Dictionary(uniqueKeysWithValues: try swift.map { ($0, try String(contentsOf: $0, encoding: .utf8)) })
}

private func texts() throws -> [String: String] {
    let file = package.appendingPathComponent("Sources/OfficerScreens/Resources/en.lproj/Localizable.strings")
    return try #require(
        try PropertyListSerialization.propertyList(from: Data(contentsOf: file), format: nil) as? [String: String])
}

@Test func everyTextHasWordsAndNoWordsAreLeftThatNobodySays() throws {
    let names = Phrase.allCases.map(\.rawValue)
        + CountedPhrase.allCases.flatMap { ["\($0.rawValue).one", "\($0.rawValue).other"] }
    let words = try texts()
    #expect(Set(names) == Set(words.keys))
    let said = try ["OfficerScreens", "OfficerApp"].flatMap { try sources($0).filter { $0.key.lastPathComponent != "Phrases.swift" } }
        .map(\.value).joined()
    let silent = try (Phrase.allCases.map(\.rawValue) + CountedPhrase.allCases.map(\.rawValue)).filter { name in
        try said.firstMatch(of: Regex("\\.\(name)\\b")) == nil
    }
    #expect(silent == [])
}

@Test func noViewSaysAnythingThatIsNotInTheResources() throws {
    let literal = /(Text|Button|Label|Section|TextField|accessibilityLabel|accessibilityHint|navigationTitle)\(\s*"/
    let views = try sources("OfficerApp")
    #expect(views.count > 5)
    for (file, text) in views { #expect(text.firstMatch(of: literal) == nil, "\(file.lastPathComponent)") }
}

@Test func infoPlistAsksForWhatThePhoneNeedsAndSaysWhy() throws {
    let file = package.appendingPathComponent("App/Info.plist")
    let info = try #require(
        try PropertyListSerialization.propertyList(from: Data(contentsOf: file), format: nil) as? [String: Any])
    #expect(Set(info["UIBackgroundModes"] as? [String] ?? []) == ["location", "fetch", "processing"])
    // As BackgroundSync of bindings/swift asks for it.
    let sync = package.appendingPathComponent("../bindings/swift/Sources/BeatbookApple/BackgroundSync.swift")
    let identifiers = info["BGTaskSchedulerPermittedIdentifiers"] as? [String] ?? []
    #expect(identifiers.count == 2)
    let scheduler = try String(contentsOf: sync, encoding: .utf8)
    for identifier in identifiers { #expect(scheduler.contains("\"\(identifier)\""), "\(identifier)") }
    for key in ["NSLocationWhenInUseUsageDescription", "NSLocationAlwaysAndWhenInUseUsageDescription"] {
        #expect((info[key] as? String ?? "").contains("on duty"), "\(key)")
    }
    #expect(info["NSAppTransportSecurity"] == nil, "nothing is sent in the clear")
    // The App Store asks for both before it takes an app.
    for key in ["UISupportedInterfaceOrientations", "UISupportedInterfaceOrientations~ipad"] {
        #expect(Set(info[key] as? [String] ?? []).count == 4, "\(key)")
    }
    #expect(info["ITSAppUsesNonExemptEncryption"] is Bool)
}
