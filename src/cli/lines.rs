//! Files of text lines.

use std::path::Path;

use super::Failure;

/// The text of a file.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::NoAnswer(format!("{}: {error}; name a text file", path.display())))?;
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Failure::NoAnswer(format!("{} line {line}: not UTF-8; convert the file and try again", path.display()))
    })
}
