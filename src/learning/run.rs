//! A run: the ranking that some system gave, as a file in TREC form.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

use super::text_files::TextFile;
use super::text_files::columns;
use crate::error::Error;
use crate::error::Result;

const FORM: &str = "write a line as \"query Q0 document rank score tag\", the score a number";

/// For each query the documents that a system lists, best first. The file has `query Q0 document rank score tag` a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    lists: BTreeMap<String, Vec<(String, f64)>>,
}

impl Run {
    /// A run of queries, each with documents and their scores in any order.
    pub fn of<'a>(lists: impl IntoIterator<Item = (&'a str, Vec<(&'a str, f64)>)>) -> Self {
        let mut run = Self::default();
        for (query, list) in lists {
            let list = list.into_iter().map(|(document, score)| (document.to_owned(), score + 0.0)).collect();
            run.lists.insert(query.to_owned(), list);
        }
        run.sort();
        run
    }

    /// Reads a run. The order is that of the scores, equal ones by id; the column of ranks is not looked at.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::TooLarge`], and [`Error::Malformed`] with the line: what is no line of the form, or a
    /// document that a query lists twice.
    pub fn read(path: &Path) -> Result<Self> {
        let file = TextFile::read(path)?;
        let mut run = Self::default();
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        for (line, content) in file.lines() {
            let columns = columns(content);
            let [query, _, document, _, score, _] = columns[..] else {
                return Err(file.wrong(line, &format!("{} columns", columns.len()), FORM));
            };
            let value = score.parse().ok().filter(|value: &f64| value.is_finite());
            let value = value.ok_or_else(|| file.wrong(line, &format!("the score {score:?} is no number"), FORM))?;
            if !seen.insert((query, document)) {
                let problem = format!("query {query:?} lists document {document:?} twice");
                return Err(file.wrong(line, &problem, "list a document once"));
            }
            run.lists.entry(query.to_owned()).or_default().push((document.to_owned(), value + 0.0));
        }
        if run.lists.is_empty() {
            return Err(file.empty(FORM));
        }
        run.sort();
        Ok(run)
    }

    /// True for a file that starts as a run does.
    #[must_use]
    pub fn starts_like_one(bytes: &[u8]) -> bool {
        let start = &bytes[..bytes.len().min(4_096)];
        let line = start.split(|&byte| byte == b'\n').next().unwrap_or(start);
        std::str::from_utf8(line).is_ok_and(|line| columns(line).len() == 6)
    }

    /// Writes the run, under a name that tells which system it is of.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn save(&self, path: &Path, tag: &str) -> Result<()> {
        let plain = |id: &str| !id.contains(char::is_whitespace);
        let is_plain =
            |(query, list): (&String, &Vec<(String, f64)>)| plain(query) && list.iter().all(|(id, _)| plain(id));
        let between = if self.lists.iter().all(is_plain) { ' ' } else { '\t' };
        let tag: String = tag.split_whitespace().collect::<Vec<_>>().join("_");
        let mut text = String::new();
        for (query, list) in &self.lists {
            for (rank, (document, score)) in (1..).zip(list) {
                let columns = [query, "Q0", document, &format!("{rank}"), &format!("{score}"), &tag];
                text.push_str(columns[0]);
                for column in &columns[1..] {
                    let _ = write!(text, "{between}{column}");
                }
                text.push('\n');
            }
        }
        std::fs::write(path, text).map_err(|error| Error::io(path, error))
    }

    /// The ids of the queries.
    pub fn queries(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The documents that a query lists with their scores, best first; empty for a query that the run does not know.
    #[must_use]
    pub fn list(&self, query: &str) -> &[(String, f64)] {
        self.lists.get(query).map_or(&[], Vec::as_slice)
    }

    fn sort(&mut self) {
        for list in self.lists.values_mut() {
            list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_read_as_it_was_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.run");
        let run = Run::of([("7", vec![("b", 0.25), ("a", 0.25), ("c", f64::from(0.9_f32))]), ("8", vec![("a", -1.0)])]);
        run.save(&path, "a model").unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("7 Q0 c 1 0.8999999761581421 a_model\n7 Q0 a 2 0.25 a_model\n"), "{text}");
        assert!(Run::starts_like_one(text.as_bytes()) && !Run::starts_like_one(b"VOCSTAT1 \xff"));
        assert_eq!(Run::read(&path).unwrap(), run);
        assert_eq!(run.list("9"), []);
        let spaced = Run::of([("a b", vec![("c d", 1.0)])]);
        spaced.save(&path, "x").unwrap();
        assert_eq!(Run::read(&path).unwrap(), spaced);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.run");
        for (text, problem) in [
            ("q Q0 d 1 0.5 t\nq Q0 d 2 0.4 t\n", "line 2: query \"q\" lists document \"d\" twice"),
            ("q Q0 d 1 0.5\n", "line 1: 5 columns"),
            ("q Q0 d 1 NaN t\n", "line 1: the score \"NaN\" is no number"),
            ("", "the file holds none"),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = Run::read(&path).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
    }
}
