//! A benchmark: queries, a corpus, and which documents are relevant to which query.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::PathBuf;

use super::metrics::Ranks;
use super::run::Run;
use super::text_files::Identified;
use super::text_files::TextFile;
use crate::error::Error;
use crate::error::Result;

/// The three files of a benchmark.
///
/// Queries and corpus: `id<TAB>text` a line, or JSON Lines with `id` (or `_id`), `text` and, where there is one, `title`.
/// Judgments ("qrels"): TREC's `query 0 document grade`, or `query<TAB>document<TAB>grade`. A heading is passed over.
#[derive(Clone, Debug)]
pub struct Files {
    /// The queries.
    pub queries: PathBuf,
    /// The documents to rank.
    pub corpus: PathBuf,
    /// The judgments.
    pub judgments: PathBuf,
}

/// Which documents are taken out of the ranking of a query, since finding them shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exclude {
    /// The document with the query's id.
    pub same_id: bool,
    /// The documents with the query's text, but for case and the space around it.
    pub same_text: bool,
}

/// What of the files is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Queries to which no document of the corpus is relevant: they count in no mean.
    pub queries: usize,
    /// Judgments of queries that are not in the file of queries.
    pub of_unknown_queries: usize,
    /// Judgments of documents that are not in the corpus.
    pub of_unknown_documents: usize,
    /// Relevant documents that were taken out of the ranking of their query, as [`Exclude`] asks.
    pub excluded: usize,
}

/// A text with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
}

/// Queries, a corpus, and which documents are relevant to which query. Both are kept in order of their ids, whatever the
/// order in the files; equal scores are ranked in that order too.
#[derive(Clone, Debug)]
pub struct Benchmark {
    queries: Vec<Entry>,
    corpus: Vec<Entry>,
    /// For each query the places of its relevant documents, in order, with their grades.
    relevant: Vec<Vec<(usize, u32)>>,
    /// For each query the places of what is taken out of its ranking, in order.
    excluded: Vec<Vec<usize>>,
    left_out: LeftOut,
}

impl Benchmark {
    /// Reads a benchmark. Queries without relevant documents are left out, and counted.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::TooLarge`] (files above 1 GiB), and [`Error::Malformed`] with the line: what is no line of
    /// the form, an id that stands twice, two grades of one pair, or judgments that leave no query.
    pub fn read(files: &Files, exclude: Exclude) -> Result<Self> {
        let queries = unique(&TextFile::read(&files.queries)?)?;
        let corpus = unique(&TextFile::read(&files.corpus)?)?;
        let judged = TextFile::read(&files.judgments)?;
        let mut left_out = LeftOut::default();
        let mut relevant = judgments(&judged, &queries, &corpus, &mut left_out)?;
        let excluded = exclude.of(&queries, &corpus);
        for (relevant, excluded) in relevant.iter_mut().zip(&excluded) {
            let before = relevant.len();
            relevant.retain(|(document, _)| excluded.binary_search(document).is_err());
            left_out.excluded += before - relevant.len();
        }
        let mut read = Self { queries: Vec::new(), corpus, relevant: Vec::new(), excluded: Vec::new(), left_out };
        for ((query, relevant), excluded) in queries.into_iter().zip(relevant).zip(excluded) {
            if relevant.is_empty() {
                read.left_out.queries += 1;
            } else {
                read.queries.push(query);
                read.relevant.push(relevant);
                read.excluded.push(excluded);
            }
        }
        if read.queries.is_empty() {
            return Err(Error::Malformed {
                path: files.judgments.clone(),
                line: None,
                problem: "no document of the corpus is relevant to any of the queries".to_owned(),
                form: "check that the three files belong together".to_owned(),
            });
        }
        Ok(read)
    }

    /// The queries that have relevant documents, in order of their ids.
    #[must_use]
    pub fn queries(&self) -> &[Entry] {
        &self.queries
    }

    /// The documents, in order of their ids.
    #[must_use]
    pub fn corpus(&self) -> &[Entry] {
        &self.corpus
    }

    /// How many pairs of query and relevant document there are.
    #[must_use]
    pub fn judgments(&self) -> usize {
        self.relevant.iter().map(Vec::len).sum()
    }

    /// What of the files is not counted.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// True where a document is taken out of the ranking of a query.
    fn is_excluded(&self, query: usize, document: usize) -> bool {
        self.excluded[query].binary_search(&document).is_ok()
    }

    /// Where the relevant documents of a query stand when the corpus is ranked by one score a document: by score from high
    /// to low, equal ones by id.
    pub(super) fn ranks(&self, query: usize, scores: &[f32]) -> Ranks {
        let mut relevant = self.relevant[query].clone();
        relevant.sort_unstable_by(|a, b| order(scores, a.0, b.0));
        // How many of the others come between a relevant document and the one before it.
        let mut others = vec![0_usize; relevant.len() + 1];
        for document in 0..self.corpus.len() {
            let at = relevant.partition_point(|&(one, _)| order(scores, one, document).is_lt());
            let is_relevant = relevant.get(at).is_some_and(|&(one, _)| one == document);
            if !is_relevant && !self.is_excluded(query, document) {
                others[at] += 1;
            }
        }
        let mut passed = 0;
        let ranked = relevant.iter().enumerate().map(|(at, &(_, grade))| {
            passed += others[at];
            (Some(passed + at + 1), grade)
        });
        Ranks::new(&ranked.collect::<Vec<_>>())
    }

    /// The ids and scores of the `depth` best documents of a query, best first.
    pub(super) fn best(&self, query: usize, scores: &[f32], depth: usize) -> Vec<(&str, f64)> {
        let mut best: Vec<usize> = (0..scores.len()).filter(|&one| !self.is_excluded(query, one)).collect();
        if depth < best.len() {
            best.select_nth_unstable_by(depth, |&a, &b| order(scores, a, b));
            best.truncate(depth);
        }
        best.sort_unstable_by(|&a, &b| order(scores, a, b));
        best.into_iter().map(|one| (self.corpus[one].id.as_str(), f64::from(scores[one]))).collect()
    }

    /// Where the relevant documents of a query stand in a run; nowhere, where it does not list them. What it lists beside
    /// the corpus keeps its rank and counts as not relevant.
    pub(super) fn ranks_in(&self, query: usize, run: &Run) -> Ranks {
        let listed: Vec<Option<usize>> =
            run.list(&self.queries[query].id).iter().map(|(id, _)| place(&self.corpus, id)).collect();
        let kept = listed.into_iter().filter(|one| !one.is_some_and(|document| self.is_excluded(query, document)));
        let ranks: HashMap<usize, usize> =
            (1..).zip(kept).filter_map(|(rank, document)| Some((document?, rank))).collect();
        let relevant = self.relevant[query].iter().map(|(document, grade)| (ranks.get(document).copied(), *grade));
        Ranks::new(&relevant.collect::<Vec<_>>())
    }
}

impl Exclude {
    /// For each query the places of what is taken out of its ranking.
    fn of(self, queries: &[Entry], corpus: &[Entry]) -> Vec<Vec<usize>> {
        let plain = |text: &str| text.trim().to_lowercase();
        let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
        if self.same_text {
            for (document, entry) in corpus.iter().enumerate() {
                by_text.entry(plain(&entry.text)).or_default().push(document);
            }
        }
        let of = |query: &Entry| {
            let mut found = by_text.get(&plain(&query.text)).cloned().unwrap_or_default();
            if self.same_id {
                found.extend(place(corpus, &query.id));
            }
            found.sort_unstable();
            found.dedup();
            found
        };
        queries.iter().map(of).collect()
    }
}

/// The order of two documents in a ranking: by score from high to low, then by id. Zero is zero, whatever its sign.
fn order(scores: &[f32], a: usize, b: usize) -> Ordering {
    (scores[b] + 0.0).total_cmp(&(scores[a] + 0.0)).then(a.cmp(&b))
}

/// The place of an id among entries in order of their ids.
fn place(entries: &[Entry], id: &str) -> Option<usize> {
    entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()
}

/// The texts of a file in order of their ids, none of which may stand twice.
fn unique(file: &TextFile<'_>) -> Result<Vec<Entry>> {
    let mut found = file.texts()?;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(same) = found.windows(2).find(|pair| pair[0].id == pair[1].id) {
        let problem = format!("the id {:?} stands also in line {}", same[1].id, same[0].line);
        return Err(file.wrong(same[1].line, &problem, "give every text an id of its own"));
    }
    Ok(found.into_iter().map(|Identified { id, text, .. }| Entry { id, text }).collect())
}

/// For each query the places of its relevant documents, in order, with their grades.
fn judgments(
    file: &TextFile<'_>,
    queries: &[Entry],
    corpus: &[Entry],
    left_out: &mut LeftOut,
) -> Result<Vec<Vec<(usize, u32)>>> {
    let mut grades: HashMap<(usize, usize), u32> = HashMap::new();
    let mut relevant = vec![Vec::new(); queries.len()];
    for judgment in file.judgments()? {
        let Some(query) = place(queries, &judgment.query) else {
            left_out.of_unknown_queries += 1;
            continue;
        };
        let Some(document) = place(corpus, &judgment.document) else {
            left_out.of_unknown_documents += 1;
            continue;
        };
        match grades.insert((query, document), judgment.grade) {
            None if judgment.grade > 0 => relevant[query].push((document, judgment.grade)),
            Some(before) if before != judgment.grade => {
                let problem =
                    format!("query {:?} and document {:?} are judged twice", judgment.query, judgment.document);
                return Err(file.wrong(judgment.line, &problem, "keep one grade a pair"));
            }
            _ => {}
        }
    }
    relevant.iter_mut().for_each(|one: &mut Vec<(usize, u32)>| one.sort_unstable());
    Ok(relevant)
}

/// A benchmark of texts written in place, for tests.
#[cfg(test)]
pub(super) fn of_texts(queries: &str, corpus: &str, judgments: &str, exclude: Exclude) -> Result<Benchmark> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let files =
        Files { queries: write("q", queries), corpus: write("c", corpus), judgments: write("judgments", judgments) };
    Benchmark::read(&files, exclude)
}

#[cfg(test)]
#[path = "benchmark_tests.rs"]
mod tests;
