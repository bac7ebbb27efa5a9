//! Compiles SQLite3MultipleCiphers (one C file) and links it whole, for every target.
//! Always optimised: an unoptimised AES and SHA-512 would make debug builds and tests ten times slower.
//! Nothing here may look at the machine that builds; only at the target that cargo names.

use std::env;
use std::error::Error;

/// What the engine is compiled with, each with its reason.
const DEFINES: &[(&str, Option<&str>)] = &[
    // Linked into our own program, not loaded as an extension.
    ("SQLITE_CORE", None),
    // The only cipher we write is SQLCipher's; it is also the default, so that no file of ours is ever plain
    // or in another format by a forgotten pragma.
    ("CODEC_TYPE", Some("CODEC_TYPE_SQLCIPHER")),
    // Connections are used from several threads, each guarded by its own mutex in Rust.
    ("SQLITE_THREADSAFE", Some("1")),
    // Temporary tables and sorters never reach the disk, where they would lie unencrypted.
    ("SQLITE_TEMP_STORE", Some("2")),
    ("SQLITE_DEFAULT_FOREIGN_KEYS", Some("1")),
    ("SQLITE_DEFAULT_MEMSTATUS", Some("0")),
    // "text" in double quotes is an error, not silently a string.
    ("SQLITE_DQS", Some("0")),
    ("SQLITE_TRUSTED_SCHEMA", Some("0")),
    // SQLite's own recommended settings: what LIKE would do to blobs nobody wants, and the stack is cheaper.
    ("SQLITE_LIKE_DOESNT_MATCH_BLOBS", None),
    ("SQLITE_USE_ALLOCA", None),
    // A database must not be able to load code.
    ("SQLITE_OMIT_LOAD_EXTENSION", None),
    ("SQLITE_ENABLE_FTS5", None),
    ("SQLITE_ENABLE_RTREE", None),
    ("HAVE_USLEEP", Some("1")),
    ("HAVE_ISNAN", None),
    ("HAVE_LOCALTIME_R", None),
    ("HAVE_STDINT_H", Some("1")),
    // Compressed virtual tables are not used; less C on every phone.
    ("SQLITE3MC_USE_MINIZ", Some("0")),
];

fn main() -> Result<(), Box<dyn Error>> {
    let source = sqlite3mc_src::source_dir().join(sqlite3mc_src::SOURCE_FILE);
    let mut compiler = cc::Build::new();
    compiler.file(&source).warnings(false).opt_level(2).cargo_metadata(false);
    for (name, value) in DEFINES {
        compiler.define(name, *value);
    }
    if env::var("CARGO_CFG_TARGET_ARCH")? == "x86_64" {
        // Lets the compiler accept the AES intrinsics; whether the processor has them is asked at run time.
        compiler.flag_if_supported("-msse4.2").flag_if_supported("-maes");
    }
    compiler.compile("sqlite3mc");
    println!("cargo::rustc-link-search=native={}", env::var("OUT_DIR")?);
    // Whole, because nothing on this crate's Rust side refers to a symbol: a linker that picks would pick none.
    println!("cargo::rustc-link-lib=static:+whole-archive=sqlite3mc");
    println!("cargo::rustc-env=BEATBOOK_ENGINE_VERSION={}", sqlite3mc_src::SQLITE3MC_VERSION);
    println!("cargo::rustc-env=BEATBOOK_SQLITE_VERSION={}", sqlite3mc_src::SQLITE_VERSION);
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
