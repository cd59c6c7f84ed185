//! The places that stand before or after a phrase: "must reside in Spain or Portugal", "US-based candidates".

use std::collections::HashSet;
use std::sync::LazyLock;

use super::cues::Hit;
use super::resolve::Gathered;
use super::resolve::Style;
use super::resolve::gather;
use super::resolve::mentions;
use super::words::Gap;
use super::words::Word;
use super::words::words;

/// Words that may stand between a phrase and a place, or between two places of one list.
const JOINS: &str = "and or the of in any either other following states state countries country one these your from \
    within anywhere cities city area areas place places regions out metro our office both et ou und oder y o e a an greater mainland \
    continental contiguous time region locations parts select based to be for are is la le el der den \
    die eligible approved remotely territory offices work eastern western northern southern";

/// [`JOINS`], ready to be looked up.
static JOINING: LazyLock<HashSet<&str>> = LazyLock::new(|| JOINS.split(' ').collect());

fn joins(folded: &str) -> bool {
    JOINING.contains(folded)
}

/// The places that follow a phrase within its sentence (its first `length` bytes), or on the next lines after a colon.
pub(super) fn after_phrase(rest: &str, length: usize) -> Option<Gathered> {
    let own = &rest[..length];
    let trimmed = own.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let listed = trimmed.ends_with(':') && trimmed.len() < 60;
    let text = if listed { first_lines(rest, length) } else { own };
    let words = words(text);
    let found = mentions(&words, Style::Prose);
    let mut kept = Vec::new();
    let mut reached = 0;
    for mention in &found {
        let between = &words[reached..mention.from];
        let allowed = if kept.is_empty() { 6 } else { 4 };
        if between.len() > allowed || !between.iter().all(|word| joins(&word.folded)) {
            break;
        }
        kept.push(mention);
        reached = mention.to;
    }
    (!kept.is_empty()).then(|| gather(kept))
}

/// `rest` up to the end of the third line with words after its first `length` bytes.
fn first_lines(rest: &str, length: usize) -> &str {
    let mut end = length;
    let mut lines = 0;
    for line in rest[length..].split_inclusive('\n') {
        if end + line.len() > length + 600 || lines == 3 {
            break;
        }
        end += line.len();
        lines += usize::from(line.chars().any(char::is_alphanumeric));
    }
    &rest[..end]
}

/// The place that stands just before "-based", "citizens", "only": it counts where that speaks of the people sought.
pub(super) fn before_suffix(words: &[Word<'_>], hit: &Hit) -> Option<Gathered> {
    let at = words.iter().position(|word| word.end() >= hit.end && word.start < hit.end)?;
    let suffix = words[at].folded.as_str();
    let next = words.get(at + 1).filter(|word| word.before <= Gap::Hyphen).map_or("", |word| word.folded.as_str());
    let people = matches!(
        next,
        "" | "candidates"
            | "candidate"
            | "applicants"
            | "only"
            | "role"
            | "position"
            | "residents"
            | "employees"
            | "individuals"
            | "and"
            | "or"
            | "remote"
            | "people"
            | "talent"
            | "engineers"
            | "developers"
            | "job"
            | "can"
            | "who"
            | "with"
    );
    // "Tinfoil is a remote, US-based, growing company" tells of the company.
    let listed = words.get(at + 1).is_some_and(|word| word.before == Gap::Comma);
    let article = words[at.saturating_sub(5)..at].iter().any(|word| matches!(word.folded.as_str(), "a" | "an"));
    let describes = listed && article;
    if suffix == "based" && (!people || describes) || suffix == "only" && words[at].before > Gap::Soft {
        return None;
    }
    let from = at.saturating_sub(8);
    let found = mentions(&words[from..], Style::Prose);
    let last = found.iter().position(|mention| mention.to + from == at)?;
    let mut first = last;
    while first > 0
        && words[from + found[first - 1].to..from + found[first].from].iter().all(|word| joins(&word.folded))
    {
        first -= 1;
    }
    Some(gather(&found[first..=last])).filter(|gathered| !gathered.countries.is_empty())
}
