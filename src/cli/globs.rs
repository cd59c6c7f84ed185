//! Patterns that no shell expanded: they stand in quotes, in a schedule, or where the shell knows none.

use std::path::Path;
use std::path::PathBuf;

use glob::MatchOptions;

use super::Failure;

/// As shells match: letters as they are, `/` and a leading period only where the pattern has them.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// True for a path that is none, but a pattern of paths. What exists under that very name is a path.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '['])) && path.symlink_metadata().is_err()
}

/// The paths that a pattern matches, in order; the path itself where it is none.
///
/// # Errors
/// In words, where the pattern cannot be read or matches nothing.
pub(super) fn matching(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !is_pattern(path) {
        return Ok(vec![path.to_owned()]);
    }
    let text = path.to_string_lossy();
    let wrong = |problem: &str| format!("{text}: {problem}; write it as in 'data/*.md', ** being any folders");
    let found = glob::glob_with(&text, OPTIONS).map_err(|error| wrong(&format!("it is no pattern ({error})")))?;
    // A folder that may not be listed holds no match.
    let found: Vec<PathBuf> = found.filter_map(Result::ok).collect();
    if found.is_empty() { Err(wrong("nothing matches this pattern")) } else { Ok(found) }
}

/// The paths that are named, by patterns or as they are, in order.
pub(super) fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(matching(path).map_err(Failure::NoAnswer)?);
    }
    Ok(all)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_shell() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("a/b")).unwrap();
        for name in ["2.md", "10.md", ".hidden.md", "a/3.md", "a/b/4.md", "x[1].md", "5.MD"] {
            std::fs::write(at(name), "").unwrap();
        }
        let names = |pattern: &str| {
            let found = matching(&at(pattern)).unwrap();
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("*.md"), ["10.md", "2.md", "x[1].md"]);
        assert_eq!(names("[0-9].md"), ["2.md"]);
        assert_eq!(names("**/[34].md"), ["a/3.md", "a/b/4.md"]);
        assert_eq!(names("x[1].md"), ["x[1].md"], "what is there under this name is meant");
        assert_eq!(names("none.md"), ["none.md"], "what is no pattern is left as it is");
        assert!(matching(&at("*.docx")).unwrap_err().contains("nothing matches this pattern"));
        assert!(matching(&at("a***b")).unwrap_err().contains("it is no pattern"));
    }
}
