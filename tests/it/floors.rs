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

/// The module a file belongs to, and every `crate::` path in it with its line.
fn uses(path: &Path) -> (String, Vec<(usize, String)>) {
    let relative = path.strip_prefix(source()).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    let module = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
    let text = fs::read_to_string(path).unwrap();
    let mut paths = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        for part in code.split("crate::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            paths.push((number + 1, name));
        }
    }
    (module, paths)
}

#[test]
fn a_module_uses_only_lower_floors() {
    let floors = floors();
    assert!(floors.len() >= 12, "{floors:?}");
    let mut files = Vec::new();
    rust_files(&source(), &mut files);
    let mut broken = Vec::new();
    for path in files {
        let (module, paths) = uses(&path);
        if ["lib", "main", "cli"].contains(&module.as_str()) {
            continue;
        }
        let own = *floors.get(&module).unwrap_or_else(|| panic!("{module} has no floor in lib.rs"));
        for (line, used) in paths {
            let lower = floors.get(&used).is_some_and(|&floor| floor < own);
            let first_letter_is_upper = used.starts_with(char::is_uppercase);
            if used != module && !lower && !first_letter_is_upper {
                broken.push(format!("{}:{line} uses {used}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "modules that use a neighbor or a higher floor:\n{}", broken.join("\n"));
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
