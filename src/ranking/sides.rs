//! Both sides of a match: how far the person meets the job, how far the job meets the person, and one figure for both.
//! All three are made of the reasons that the score is made of, and change none of them.

use serde::Serialize;

use super::scoring::Reason;
use super::signals::SIGNALS;

/// For which side a signal speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Serves {
    /// For the job: what it asks, and the person brings.
    Job,
    /// For the person: what they look for, and the job offers.
    Person,
    /// For both alike.
    Both,
}

impl Serves {
    /// The name of the side, in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Person => "person",
            Self::Both => "both",
        }
    }
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The score.
    #[default]
    Score,
    /// How far the person meets the job.
    Job,
    /// How far the job meets the person.
    Person,
    /// How far each meets the other: [`Sides::both`].
    Both,
}

/// How far two sides meet each other, from 0 to 1. A figure is absent where no signal that speaks for that side has a
/// weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Sides {
    /// How far the person meets the job: the weighted mean of the strengths that speak for the job or for both sides.
    pub person_meets_job: Option<f64>,
    /// How far the job meets the person: the same of those that speak for the person or for both sides.
    pub job_meets_person: Option<f64>,
    /// The harmonic mean of the two, `2ab / (a + b)`, 0 where both are 0: high only where both are. The usual figure of
    /// reciprocal recommendation (Pizzato and others, RECON, 2010).
    pub both: Option<f64>,
}

impl Sides {
    /// The sides of a match, by its reasons.
    #[must_use]
    pub fn of(reasons: &[Reason]) -> Self {
        Self::sum(reasons.iter().filter_map(|reason| {
            let signal = SIGNALS.iter().find(|signal| signal.name == reason.signal)?;
            Some((signal.serves, reason.weight, reason.contribution))
        }))
    }

    /// The sides of whom signals speak for, their weights, and what they add to the score.
    pub(super) fn sum(parts: impl Iterator<Item = (Serves, f64, f64)>) -> Self {
        let (mut job, mut person) = ((0.0, 0.0), (0.0, 0.0));
        let add = |side: &mut (f64, f64), weight: f64, contribution: f64| {
            side.0 += weight;
            side.1 += contribution;
        };
        for (serves, weight, contribution) in parts {
            if serves != Serves::Person {
                add(&mut job, weight, contribution);
            }
            if serves != Serves::Job {
                add(&mut person, weight, contribution);
            }
        }
        let mean = |(weight, contribution): (f64, f64)| (weight > 0.0).then(|| contribution / weight);
        let (person_meets_job, job_meets_person) = (mean(job), mean(person));
        let both = person_meets_job.zip(job_meets_person).map(|(a, b)| harmonic(a, b));
        Self { person_meets_job, job_meets_person, both }
    }

    /// What a list is ordered by; `None` for the score, which the reasons give, and for a figure that is absent.
    #[must_use]
    pub const fn by(&self, by: By) -> Option<f64> {
        match by {
            By::Score => None,
            By::Job => self.person_meets_job,
            By::Person => self.job_meets_person,
            By::Both => self.both,
        }
    }
}

fn harmonic(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() < 1e-12)
    }

    #[test]
    fn each_side_is_the_mean_of_what_speaks_for_it() {
        let parts = [(Serves::Job, 0.5, 0.4), (Serves::Person, 0.3, 0.06), (Serves::Both, 0.2, 0.1)];
        let sides = Sides::sum(parts.into_iter());
        assert!(close(sides.person_meets_job, 0.5 / 0.7), "{sides:?}");
        assert!(close(sides.job_meets_person, 0.16 / 0.5), "{sides:?}");
        let (a, b) = (0.5 / 0.7, 0.16 / 0.5);
        assert!(close(sides.both, 2.0 * a * b / (a + b)), "{sides:?}");
    }

    #[test]
    fn a_side_that_nothing_speaks_for_has_no_figure() {
        let sides = Sides::sum([(Serves::Job, 1.0, 0.3)].into_iter());
        assert_eq!((sides.job_meets_person, sides.both), (None, None));
        assert!(close(sides.person_meets_job, 0.3));
    }

    #[test]
    fn who_meets_nothing_and_is_not_met_is_at_zero() {
        let sides = Sides::sum([(Serves::Both, 1.0, 0.0)].into_iter());
        assert!(close(sides.both, 0.0));
    }
}
