#!/usr/bin/env bash
# Makes Generated/BeatbookFFI.xcframework and the generated Swift file beside it, for iOS phones, simulators and Macs.
# NEVER RUN where this project is built: it needs a Mac with Xcode and Rust's targets for iOS. Read it so.
#   rustup target add aarch64-apple-ios aarch64-apple-ios-sim aarch64-apple-darwin
set -euo pipefail
cd "$(dirname "$0")/../.."

built=${CARGO_TARGET_DIR:-target}
out=$built/xcframework
generated=bindings/swift/Generated
targets=(aarch64-apple-ios aarch64-apple-ios-sim aarch64-apple-darwin)
export IPHONEOS_DEPLOYMENT_TARGET=17.0 MACOSX_DEPLOYMENT_TARGET=14.0

rm -rf "$out" "$generated/BeatbookFFI.xcframework"
mkdir -p "$out/headers/BeatbookFFI" "$generated/BeatbookCore"

# The generator reads a library of the Mac itself, before anything is stripped.
cargo build --locked --release --package beatbook-ffi --package beatbook-bindgen
"$built/release/uniffi-bindgen" generate --no-format --language swift --out-dir "$out/generated" \
  --library "$built/release/libbeatbook.dylib"
cp "$out/generated/BeatbookCore.swift" "$generated/BeatbookCore/"
# In a folder of the module's name, where the compiler looks, too: Xcode puts the headers of all static XCFrameworks of an app into one
# folder, and two files of the name module.modulemap in it do not build.
cp "$out/generated/BeatbookFFI.h" "$out/headers/BeatbookFFI/"
cp "$out/generated/BeatbookFFI.modulemap" "$out/headers/BeatbookFFI/module.modulemap"

arguments=()
for target in "${targets[@]}"; do
  # Small, as on Android's phones; of one kind, or cargo leaves out the optimisation of the whole.
  cargo rustc --locked --profile mobile --package beatbook-ffi --lib --crate-type staticlib --target "$target"
  mkdir -p "$out/$target"
  case $target in
    *-ios) sdk=iphoneos ;;
    *-ios-sim) sdk=iphonesimulator ;;
    *) sdk=macosx ;;
  esac
  # One object in which only the library's own symbols are left to be seen. An app has another SQLite, the system's or its own: with
  # two of the same name the linker takes one for both, and the notebook would be opened by an engine without its encryption.
  nm -gjU "$built/$target/mobile/libbeatbook.a" | grep -E '^_(uniffi|ffi)_' | sort -u > "$out/$target/visible"
  xcrun --sdk "$sdk" ld -r -arch arm64 -force_load "$built/$target/mobile/libbeatbook.a" \
    -exported_symbols_list "$out/$target/visible" -o "$out/$target/beatbook.o"
  xcrun --sdk "$sdk" libtool -static -o "$out/$target/libbeatbook.a" "$out/$target/beatbook.o"
  nm -gjU "$out/$target/libbeatbook.a" > "$out/$target/seen"
  if grep -q '^_sqlite3_' "$out/$target/seen"; then
    echo "build-xcframework.sh: $target: symbols of SQLite can still be seen" >&2
    exit 1
  fi
  if ! grep -q '^_uniffi_' "$out/$target/seen"; then
    echo "build-xcframework.sh: $target: the library's own symbols are gone" >&2
    exit 1
  fi
  nm -gju "$out/$target/beatbook.o" > "$out/$target/called"
  if grep -q '^_mach_absolute_time$' "$out/$target/called"; then
    echo "build-xcframework.sh: $target: PrivacyInfo.xcprivacy must give a reason for mach_absolute_time" >&2
    exit 1
  fi
  arguments+=(-library "$out/$target/libbeatbook.a" -headers "$out/headers")
done

xcodebuild -create-xcframework "${arguments[@]}" -output "$generated/BeatbookFFI.xcframework"
echo "made $generated/BeatbookFFI.xcframework"
