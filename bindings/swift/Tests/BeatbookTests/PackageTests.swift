// What an app for Apple's phones is made of beside Swift, as far as Linux can tell.

import Foundation
import Testing

private func file(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).appendingPathComponent("../../../\(path)").standardized
}

@Test func thePrivacyManifestNamesWhatIsCollectedAndEachInterfaceWithAReasonOfApples() throws {
    let manifest = try #require(
        try PropertyListSerialization.propertyList(
            from: Data(contentsOf: file("Sources/BeatbookApple/PrivacyInfo.xcprivacy")), format: nil) as? [String: Any])
    let collected = manifest["NSPrivacyCollectedDataTypes"] as? [[String: Any]] ?? []
    let kinds = collected.compactMap { $0["NSPrivacyCollectedDataType"] as? String }
    let known = ["PreciseLocation", "UserID", "Name", "PhysicalAddress", "SensitiveInfo", "Health", "OtherUserContent"]
    #expect(Set(kinds) == Set(known.map { "NSPrivacyCollectedDataType\($0)" }))
    #expect(kinds.count == collected.count && kinds.count == known.count)
    #expect(collected.allSatisfy { $0["NSPrivacyCollectedDataTypeLinked"] as? Bool == true })
    #expect(collected.allSatisfy { $0["NSPrivacyCollectedDataTypeTracking"] as? Bool == false })
    let accessed = manifest["NSPrivacyAccessedAPITypes"] as? [[String: Any]] ?? []
    let reasons = Dictionary(
        uniqueKeysWithValues: accessed.map {
            ($0["NSPrivacyAccessedAPIType"] as? String ?? "", $0["NSPrivacyAccessedAPITypeReasons"] as? [String] ?? [])
        })
    #expect(reasons == [
        "NSPrivacyAccessedAPICategoryDiskSpace": ["E174.1"], "NSPrivacyAccessedAPICategoryFileTimestamp": ["C617.1"],
    ])
    #expect(manifest["NSPrivacyTracking"] as? Bool == false)
}

@Test func theHeadersOfTheXCFrameworkLieInAFolderOfTheModulesName() throws {
    let script = try String(contentsOf: file("build-xcframework.sh"), encoding: .utf8)
    #expect(script.contains("\"$out/headers/BeatbookFFI/module.modulemap\""))
    #expect(!script.contains("2>/dev/null"), "what ends it is said")
}
