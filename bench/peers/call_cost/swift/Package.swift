// swift-tools-version:6.0
import PackageDescription

// What `record_fixes` costs from Swift: see ../README.md.
let package = Package(
    name: "CallCost",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Beatbook", path: "../../../../bindings/swift")],
    targets: [
        .executableTarget(name: "call-cost", dependencies: [.product(name: "Beatbook", package: "Beatbook")], path: "Sources/CallCost")
    ],
    swiftLanguageModes: [.v6]
)
