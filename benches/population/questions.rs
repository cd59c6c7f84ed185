//! Kinds of questions: what is wished beyond what the asking document says, and how many entries that leaves.

use vocation::Result;
use vocation::catalog::Entry;
use vocation::catalog::Snapshot;
use vocation::codes::Country;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::USD;
use vocation::ranking;
use vocation::ranking::By;
use vocation::ranking::Match;
use vocation::ranking::Question;
use vocation::ranking::Verdict;
use vocation::ranking::Weights;
use vocation::ranking::Wishes;
use vocation::seniority::Level;

/// A kind of question.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) wishes: Wishes,
}

impl Kind {
    /// The kinds that can be asked among entries of a side.
    pub(crate) fn all(side: Side) -> Vec<Self> {
        let in_country = |code: &str| Country::from_code(code).into_iter().collect::<Vec<_>>();
        let of = |name, wishes| Self { name, wishes };
        let none = Wishes::default;
        let mut kinds = vec![
            of("none", none()),
            of("country", Wishes { countries: in_country("DE"), ..none() }),
            of("seniority", Wishes { seniority: vec![Level::Principal], ..none() }),
        ];
        if side == Side::Posting {
            let without = vec!["Invented Works 0000000".to_owned()];
            let asked = |code, level, pay: u32| Wishes {
                remote: true,
                countries: in_country(code),
                seniority: vec![level],
                pay_at_least: Some(USD.a_year(pay)),
                ..none()
            };
            kinds.extend([
                of("remote", Wishes { remote: true, ..none() }),
                of("pay", Wishes { pay_at_least: Some(USD.a_year(150_000)), ..none() }),
                of("company", Wishes { without, ..none() }),
                of("several", asked("US", Level::Senior, 180_000)),
                of("many", asked("DE", Level::Staff, 250_000)),
                of("nearly all", asked("NZ", Level::Intern, 900_000)),
            ]);
        }
        kinds
    }

    /// The share of entries for which no gate fails, over some who ask.
    pub(crate) fn share(&self, among: &Snapshot, options: &Options, people: &[Entry]) -> Result<f64> {
        let (mut passing, mut all) = (0, 0);
        for asking in people {
            let (wishes, weights) = (self.wishes.clone(), Weights::default());
            let top = usize::MAX;
            let question = Question {
                asking,
                vector: None,
                wishes,
                weights,
                top,
                keep_copies: true,
                by: By::Score,
                diversity: 0.0,
                per_company: None,
            };
            let matches = ranking::rank(&question, among, &options.taxonomy, &options.rates)?;
            all += matches.len();
            passing += matches.iter().filter(|one| !fails(one)).count();
        }
        Ok((10_000.0 * passing as f64 / all.max(1) as f64).round() / 10_000.0)
    }
}

/// True where a gate fails.
pub(crate) fn fails(one: &Match) -> bool {
    one.gates.iter().any(|gate| gate.verdict == Verdict::Fail)
}
