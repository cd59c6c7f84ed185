//! The floors: a module uses only lower ones.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The floor of each module: each paragraph of `mod` lines in `lib.rs` is one, ground first.
fn floors() -> HashMap<String, usize> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let mut floors = HashMap::new();
    let (mut floor, mut open) = (0, false);
    for line in text.lines() {
        match line
            .strip_prefix("pub mod ")
            .or_else(|| line.strip_prefix("mod "))
            .and_then(|rest| rest.strip_suffix(';'))
        {
            Some(module) => {
                if !open {
                    floor += 1;
                    open = true;
                }
                floors.insert(module.to_owned(), floor);
            }
            None if line.trim().is_empty() => open = false,
            None => {}
        }
    }
    floors
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The module a file belongs to.
fn module_of(path: &Path) -> String {
    let relative = path.strip_prefix(source()).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.strip_suffix(".rs").unwrap_or(&first).to_owned()
}

/// The `crate::` paths in a module's text that lead to a neighbor, a higher floor, or past the floors through what the
/// root passes on (`crate::Engine`), each with its line.
fn broken_in(module: &str, text: &str, floors: &HashMap<String, usize>) -> Vec<(usize, String)> {
    let own = *floors.get(module).unwrap_or_else(|| panic!("{module} has no floor in lib.rs"));
    let mut broken = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        for part in code.split("crate::").skip(1) {
            let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used != module && floors.get(&used).is_none_or(|&floor| floor >= own) {
                broken.push((number + 1, used));
            }
        }
    }
    broken
}

#[test]
fn a_module_uses_only_lower_floors() {
    let floors = floors();
    assert!(floors.len() >= 12, "{floors:?}");
    let mut files = Vec::new();
    rust_files(&source(), &mut files);
    let mut broken = Vec::new();
    for path in files {
        let module = module_of(&path);
        if ["lib", "main", "cli"].contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for (line, used) in broken_in(&module, &text, &floors) {
            broken.push(format!("{}:{line} uses {used}", path.display()));
        }
    }
    assert!(broken.is_empty(), "modules that use a neighbor or a higher floor:\n{}", broken.join("\n"));
}

#[test]
fn what_climbs_is_refused() {
    let floors = floors();
    let refused = |text: &str| broken_in("skills", text, &floors).into_iter().map(|(_, used)| used).collect::<Vec<_>>();
    assert_eq!(refused("use crate::error::Result;\nuse crate::skills::Need; // crate::engine\n"), Vec::<String>::new());
    for (text, used) in [
        ("use crate::Engine;", "Engine"),
        ("fn f() -> crate::Error {}", "Error"),
        ("use crate::pay::Pay;", "pay"),
        ("use crate::engine::Engine;", "engine"),
        ("use crate::{error, engine};", ""),
    ] {
        assert_eq!(refused(text), [used], "{text}");
    }
}

#[test]
fn the_doors_use_the_library_by_its_public_name() {
    let mut files = Vec::new();
    rust_files(&source().join("cli"), &mut files);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("crate::"), "{}: the doors use vocation:: and super::", path.display());
    }
}

#[test]
fn no_file_is_long() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        rust_files(&root.join(folder), &mut files);
    }
    for path in files {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[test]
fn one_crate_path_a_line() {
    let mut files = Vec::new();
    rust_files(&source(), &mut files);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let nested = line.trim_start().starts_with("use crate::{");
            assert!(!nested, "{}:{} nests crate paths", path.display(), number + 1);
        }
    }
}
