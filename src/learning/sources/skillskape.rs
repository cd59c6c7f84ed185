//! SkillSkape's sentences: a CSV file whose lists of skills are written as Python writes lists.

use std::iter::Peekable;
use std::path::Path;
use std::str::Chars;

use crate::error::Error;
use crate::error::Result;

use super::pair_file::PairFile;
use super::table::Layout;
use super::table::read as rows;

/// `skillskape`: each sentence with each of its skills.
pub(super) fn pair_file(path: &Path) -> Result<PairFile> {
    let mut groups = Vec::new();
    for (at, [sentence, skills]) in rows(path, Layout::Commas, ["sentence", "skills"])?.into_iter().enumerate() {
        let skills = list(&skills).ok_or_else(|| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem: format!("row {}: the skills {skills:?} are no list", at + 1),
            form: "write skills as ['one', \"another's\"]".to_owned(),
        })?;
        groups.extend(skills.into_iter().map(|skill| [sentence.clone(), skill]));
    }
    Ok(PairFile::new("skillskape", groups))
}

/// The strings of a Python list, `None` where it is none.
fn list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.chars().peekable();
    let mut found = Vec::new();
    loop {
        while rest.next_if(|letter| letter.is_whitespace()).is_some() {}
        let Some(quote) = rest.next() else { return Some(found) };
        found.push(string(quote, &mut rest)?);
        while rest.next_if(|letter| letter.is_whitespace()).is_some() {}
        if rest.peek().is_some() && rest.next() != Some(',') {
            return None;
        }
    }
}

/// The string up to the closing `quote`.
fn string(quote: char, rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    if !matches!(quote, '\'' | '"') {
        return None;
    }
    let mut text = String::new();
    loop {
        match rest.next()? {
            letter if letter == quote => return Some(text),
            '\\' => text.push(match rest.next()? {
                letter @ ('\\' | '\'' | '"') => letter,
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'x' => numbered(2, rest)?,
                'u' => numbered(4, rest)?,
                _ => return None,
            }),
            letter => text.push(letter),
        }
    }
}

/// The character whose number `digits` hexadecimal digits give.
fn numbered(digits: usize, rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut number = 0;
    for _ in 0..digits {
        number = 16 * number + rest.next()?.to_digit(16)?;
    }
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_python_writes_them() {
        assert_eq!(
            list("['tune tides', \"a shepherd's songs\",'x\\'y\\xe9\\u0142']").unwrap(),
            ["tune tides", "a shepherd's songs", "x'yéł"]
        );
        assert_eq!(list(" [ ] ").unwrap(), Vec::<String>::new());
        for wrong in ["", "'a'", "['a", "['a]", "['a' 'b']", "[a]", "['\\q']", "['\\xg0']"] {
            assert_eq!(list(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn each_skill_of_a_sentence_is_a_pair() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("train.csv");
        std::fs::write(&path, ",sentence,skills\n0,\"Tunes, sings.\",\"['tune', 'sing']\"\n1,Rests.,[]\n").unwrap();
        let file = pair_file(&path).unwrap();
        assert_eq!(file.groups(), [["Tunes, sings.", "tune"], ["Tunes, sings.", "sing"]]);
        std::fs::write(&path, "sentence,skills\nTunes.,tune\n").unwrap();
        let error = pair_file(&path).unwrap_err().to_string();
        assert!(error.contains("train.csv: row 1: the skills \"tune\" are no list"), "{error}");
    }
}
