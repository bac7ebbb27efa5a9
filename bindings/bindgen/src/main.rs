//! The uniffi binding generator, pinned to the version of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
