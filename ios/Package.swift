// swift-tools-version:6.0
import PackageDescription

// The generated files and the library below it are those of bindings/swift: its README says how they are made.
var tested: [Target] = []
#if os(Linux)
// A real server for the tests is started by a program, which iOS does not allow.
tested = [
    .testTarget(
        name: "OfficerScreensTests",
        dependencies: ["OfficerScreens", "OfficerApp", .product(name: "ContractSteps", package: "swift")])
]
#endif

let package = Package(
    name: "BeatbookOfficer",
    defaultLocalization: "en",
    // As bindings/swift. On a Mac nothing but the screens' logic compiles.
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "OfficerApp", targets: ["OfficerApp"])],
    dependencies: [.package(path: "../bindings/swift")],
    targets: [
        .target(
            name: "OfficerScreens", dependencies: [.product(name: "Beatbook", package: "swift")],
            resources: [.process("Resources")]),
        .target(
            name: "OfficerApp",
            dependencies: ["OfficerScreens", .product(name: "BeatbookApple", package: "swift")]),
    ] + tested,
    swiftLanguageModes: [.v6]
)
