// swift-tools-version:6.0
import PackageDescription

// `cargo xtask bindings swift` and the suite `swift` put the generated files into Generated/, which is in no commit.
#if os(Linux)
// The host library for tests: BEATBOOK_LIBRARY is the folder of libbeatbook.so.
let library = Context.environment["BEATBOOK_LIBRARY"] ?? "../../target/debug"
let core: Target = .target(
    name: "BeatbookFFI",
    path: "Generated/BeatbookFFI",
    linkerSettings: [
        .linkedLibrary("beatbook"),
        .unsafeFlags(["-L", library, "-Xlinker", "-rpath", "-Xlinker", library]),
    ])
#else
// What build-xcframework.sh makes.
let core: Target = .binaryTarget(name: "BeatbookFFI", path: "Generated/BeatbookFFI.xcframework")
#endif

var products: [Product] = [
    .library(name: "Beatbook", targets: ["Beatbook"]),
    .library(name: "BeatbookApple", targets: ["BeatbookApple"]),
]
#if os(Linux)
// A server in a scratch folder, for tests of packages that are made of this one.
products.append(.library(name: "ContractSteps", targets: ["ContractSteps"]))
#endif

let package = Package(
    name: "Beatbook",
    // 17: CLLocationUpdate and CLBackgroundActivitySession, and executors of one's own.
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: products,
    targets: [
        core,
        .target(name: "BeatbookCore", dependencies: ["BeatbookFFI"], path: "Generated/BeatbookCore"),
        .target(name: "Beatbook", dependencies: ["BeatbookCore"]),
        .target(
            name: "BeatbookApple", dependencies: ["Beatbook"], resources: [.copy("PrivacyInfo.xcprivacy")]),
        // One scenario of bindings/contract, and a server for it.
        .target(name: "ContractSteps", dependencies: ["Beatbook"], path: "Tests/ContractSteps"),
        // The process that a scenario kills, and the one that opens and closes a thousand times.
        .executableTarget(name: "contract-child", dependencies: ["ContractSteps"], path: "Tests/ContractChild"),
        // What a call costs: `cargo xtask bench call-cost`.
        .executableTarget(name: "call-cost", dependencies: ["ContractSteps"], path: "Tests/CallCost"),
        .testTarget(name: "BeatbookTests", dependencies: ["Beatbook", "ContractSteps", "contract-child"]),
    ],
    swiftLanguageModes: [.v6]
)
