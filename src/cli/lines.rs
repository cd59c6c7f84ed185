//! Files of text lines.

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
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

/// A line of a file that is read line by line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its bytes, without the line's end.
    Whole(Vec<u8>),
    /// It is longer than the limit, and was passed over.
    TooLong,
}

/// A file that is read line by line; blank lines are passed over, but counted.
pub(super) struct Lines {
    name: String,
    stream: Box<dyn BufRead>,
    limit: usize,
    number: usize,
}

impl Lines {
    /// The lines of a file, or of standard input where its name is `-`, of no more than `limit` bytes each.
    pub(super) fn open(path: &Path, limit: usize) -> Result<Self, Failure> {
        let (name, stream): (_, Box<dyn BufRead>) = if path == Path::new("-") {
            ("standard input".to_owned(), Box::new(std::io::stdin().lock()))
        } else {
            let file = File::open(path).and_then(|file| match file.metadata()?.is_dir() {
                true => Err(std::io::Error::other("it is a folder")),
                false => Ok(file),
            });
            let file = file.map_err(|error| {
                Failure::NoAnswer(format!("{}: {error}; name a file that exists and that you may read", path.display()))
            })?;
            (path.display().to_string(), Box::new(BufReader::with_capacity(1 << 17, file)))
        };
        Ok(Self { name, stream, limit, number: 0 })
    }

    /// The next line that is not blank, and where it stands, in words.
    pub(super) fn next(&mut self) -> Result<Option<(String, Line)>, Failure> {
        loop {
            let Some(line) = self.advance().map_err(|error| {
                Failure::NoAnswer(format!("{}, line {}: {error}; what follows was not read", self.name, self.number))
            })?
            else {
                return Ok(None);
            };
            if !matches!(&line, Line::Whole(bytes) if bytes.trim_ascii().is_empty()) {
                return Ok(Some((format!("{}, line {}", self.name, self.number), line)));
            }
        }
    }

    fn advance(&mut self) -> std::io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        self.number += 1;
        (&mut self.stream).take(self.limit as u64 + 1).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        } else if bytes.len() > self.limit {
            self.stream.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        if self.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        Ok(Some(Line::Whole(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_long_ones_passed_over() {
        let text = format!("\u{feff}one\r\n\n  \n{}\nfive{}\n{}", "x".repeat(11), "!".repeat(6), "y".repeat(10));
        let mut lines = Lines { name: "f".into(), stream: Box::new(std::io::Cursor::new(text)), limit: 10, number: 0 };
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        let long = || Line::TooLong;
        for (number, line) in [(1, whole("one\r")), (4, long()), (5, whole("five!!!!!!")), (6, whole("yyyyyyyyyy"))] {
            let found = lines.next().ok().flatten();
            assert_eq!(found, Some((format!("f, line {number}"), line)));
        }
        assert!(matches!(lines.next(), Ok(None)));
    }
}
