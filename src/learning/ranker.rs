//! What ranks the corpus of a benchmark: a model, a lexical baseline, or a run that another system made.

use rayon::prelude::*;

use super::benchmark::Benchmark;
use super::benchmark::Entry;
use super::metrics::Ranks;
use super::run::Run;
use crate::embedding::Embedder;
use crate::embedding::Vector;
use crate::error::Result;
use crate::words::Bm25;
use crate::words::CharacterNgrams;

/// How many texts are embedded at once: bounds what a model holds.
const BATCH: usize = 4_096;

/// Sums that are made side by side, so that a processor adds them at once and in one order everywhere.
const LANES: usize = 8;

/// What ranks the corpus of a benchmark for each of its queries.
#[derive(Debug)]
pub enum Ranker {
    /// By the cosine of query and document.
    Embedding(Placed),
    /// By the words they share.
    Bm25(Bm25),
    /// By the pieces of words they share.
    CharacterNgrams(CharacterNgrams),
    /// As a file says.
    Run(Run),
}

/// The texts of a benchmark as one model's vectors.
#[derive(Debug)]
pub struct Placed {
    queries: Vec<Option<Vector>>,
    corpus: Vec<Option<Vector>>,
}

impl Ranker {
    /// Ranks by a model's vectors. A text of which the model knows nothing has the cosine 0 to every other.
    ///
    /// # Errors
    /// When the model cannot run.
    pub fn embedding(benchmark: &Benchmark, model: &dyn Embedder) -> Result<Self> {
        let queries = embedded(benchmark.queries(), model)?;
        let corpus = embedded(benchmark.corpus(), model)?;
        Ok(Self::Embedding(Placed { queries, corpus }))
    }

    /// Ranks by BM25 over the corpus.
    #[must_use]
    pub fn bm25(benchmark: &Benchmark) -> Self {
        Self::Bm25(Bm25::new(&texts(benchmark.corpus())))
    }

    /// Ranks by the TF-IDF of character n-grams over the corpus.
    #[must_use]
    pub fn character_ngrams(benchmark: &Benchmark) -> Self {
        Self::CharacterNgrams(CharacterNgrams::new(&texts(benchmark.corpus())))
    }

    /// How many queries and documents of the benchmark are unknown to this ranker: without a vector, or not in the run.
    #[must_use]
    pub fn unknown(&self, benchmark: &Benchmark) -> usize {
        match self {
            Self::Embedding(placed) => placed.queries.iter().chain(&placed.corpus).filter(|one| one.is_none()).count(),
            Self::Run(run) => benchmark.queries().iter().filter(|query| run.list(&query.id).is_empty()).count(),
            Self::Bm25(_) | Self::CharacterNgrams(_) => 0,
        }
    }

    /// Where the relevant documents of each query stand. Models and baselines rank the whole corpus.
    #[must_use]
    pub fn ranks(&self, benchmark: &Benchmark) -> Vec<Ranks> {
        let of = |query: usize| match self.order(benchmark, query) {
            Order::Scores(scores) => benchmark.ranks(query, &scores),
            Order::Listed(run) => benchmark.ranks_in(query, run),
        };
        (0..benchmark.queries().len()).into_par_iter().map(of).collect()
    }

    /// The `depth` best documents of each query; of a run as many as it lists.
    #[must_use]
    pub fn best(&self, benchmark: &Benchmark, depth: usize) -> Run {
        let of = |query: usize| match self.order(benchmark, query) {
            Order::Scores(scores) => benchmark.best(query, &scores, depth),
            Order::Listed(run) => {
                let list = run.list(&benchmark.queries()[query].id).iter();
                list.take(depth).map(|(id, score)| (id.as_str(), *score)).collect()
            }
        };
        let lists: Vec<Vec<(&str, f64)>> = (0..benchmark.queries().len()).into_par_iter().map(of).collect();
        Run::of(benchmark.queries().iter().map(|query| query.id.as_str()).zip(lists))
    }

    fn order(&self, benchmark: &Benchmark, query: usize) -> Order<'_> {
        let text = &benchmark.queries()[query].text;
        Order::Scores(match self {
            Self::Embedding(placed) => placed.scores(query),
            Self::Bm25(bm25) => bm25.scores(text),
            Self::CharacterNgrams(ngrams) => ngrams.scores(text),
            Self::Run(run) => return Order::Listed(run),
        })
    }
}

/// What a ranker says of one query.
enum Order<'a> {
    /// One score a document.
    Scores(Vec<f32>),
    /// What a run lists.
    Listed(&'a Run),
}

impl Placed {
    fn scores(&self, query: usize) -> Vec<f32> {
        let Some(query) = &self.queries[query] else { return vec![0.0; self.corpus.len()] };
        let score = |document: &Option<Vector>| document.as_ref().map_or(0.0, |one| dot(query.values(), one.values()));
        self.corpus.iter().map(score).collect()
    }
}

/// The dot product, added in one order on every machine.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (left, right) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for lane in 0..LANES {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn texts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.text.as_str()).collect()
}

fn embedded(entries: &[Entry], model: &dyn Embedder) -> Result<Vec<Option<Vector>>> {
    let mut vectors = Vec::with_capacity(entries.len());
    for batch in texts(entries).chunks(BATCH) {
        vectors.extend(model.embed(batch)?);
    }
    Ok(vectors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::StaticModel;
    use crate::learning::benchmark::Exclude;
    use crate::learning::benchmark::of_texts;
    use crate::learning::metrics::Metric;

    fn benchmark() -> Benchmark {
        let corpus = "a\tregistered nurse\nb\tsoftware developer\nc\tnurses\nd\t\u{4e2d}\n";
        of_texts("1\tnurse\n2\tprogrammer\n", corpus, "1 0 a 1\n1 0 c 1\n2 0 b 1\n", Exclude::default()).unwrap()
    }

    #[test]
    fn every_ranker_ranks_by_what_it_sees() {
        let benchmark = benchmark();
        let precision = |ranker: &Ranker| {
            let ranks = ranker.ranks(&benchmark);
            ranks.iter().map(|one| Metric::AveragePrecision.of(one)).collect::<Vec<_>>()
        };
        let model = StaticModel::builtin();
        let embedding = Ranker::embedding(&benchmark, model.as_ref()).unwrap();
        assert!(precision(&embedding).iter().all(|&one| one > 0.99));
        // The word stands in the first only, and the second query shares no word with anything: b is second by id.
        let bm25 = precision(&Ranker::bm25(&benchmark));
        assert!((bm25[0] - f64::midpoint(1.0, 2.0 / 3.0)).abs() < 1e-9 && (bm25[1] - 0.5).abs() < 1e-9, "{bm25:?}");
        assert!((precision(&Ranker::character_ngrams(&benchmark))[0] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_saved_ranking_measures_as_the_ranker_does() {
        let benchmark = benchmark();
        let model = StaticModel::builtin();
        for ranker in [Ranker::embedding(&benchmark, model.as_ref()).unwrap(), Ranker::bm25(&benchmark)] {
            let run = ranker.best(&benchmark, 9);
            assert_eq!(run.list("1").len(), 4);
            assert_eq!(Ranker::Run(run).ranks(&benchmark), ranker.ranks(&benchmark));
            let cut = ranker.best(&benchmark, 1);
            assert_eq!(cut.list("1").len(), 1);
            assert_eq!(Ranker::Run(cut.clone()).best(&benchmark, 3), cut);
        }
        assert_eq!(Ranker::Run(Run::default()).unknown(&benchmark), 2);
    }

    #[test]
    fn the_dot_product_is_that_of_the_whole() {
        let (a, b): (Vec<f32>, Vec<f32>) = ((0..19).map(|x| x as f32).collect(), (0..19).map(|_| 0.5).collect());
        assert!((dot(&a, &b) - 85.5).abs() < 1e-4);
    }
}
