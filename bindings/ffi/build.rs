//! How the library that ships on phones is linked: without what only the generator of bindings reads, and with a short
//! list of what the loader fills in.
//!
//! Also the build script of the floor that the figure `library-size` compares the library with.

use std::env::var;
use std::error::Error;
use std::path::Path;

/// Every type and function described to uniffi's generator, with its documentation. Bindings are generated from the
/// debug build, which keeps it.
const UNTOLD: &str = "SECTIONS { /DISCARD/ : { *(.rodata.UNIFFI_META_*) } } INSERT AFTER .rodata;\n";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    // The profile `mobile`, the only one that is built small.
    if var("OPT_LEVEL")? != "z" {
        return Ok(());
    }
    // The loader's list: Android reads its own short form from version 6 on, the machines that measure this one.
    let short = match var("CARGO_CFG_TARGET_OS")?.as_str() {
        "android" => "-Wl,--pack-dyn-relocs=android",
        "linux" => "-Wl,-z,pack-relative-relocs",
        // Apple's linker drops both by itself when an app is linked.
        _ => return Ok(()),
    };
    let script = Path::new(&var("OUT_DIR")?).join("untold.ld");
    std::fs::write(&script, UNTOLD)?;
    println!("cargo::rustc-cdylib-link-arg={short}");
    println!("cargo::rustc-cdylib-link-arg=-Wl,-T,{}", script.display());
    Ok(())
}
