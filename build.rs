//! With the feature `bert`, programs look for libtorch where they were linked with it.

// A build script speaks to cargo through its output.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Named by torch-sys, which found or fetched it; absent without the feature.
    println!("cargo:rerun-if-env-changed=DEP_TCH_LIBTORCH_LIB");
    let folder = std::env::var("DEP_TCH_LIBTORCH_LIB").ok();
    if let Some(folder) = folder.filter(|_| cfg!(unix)) {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
