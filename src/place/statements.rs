//! What the body of a posting says about where the work is done, sentence by sentence.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Mode;
use super::cues::Cue;
use super::cues::Hit;
use super::cues::context;
use super::cues::triggers;
use super::resolve::Gathered;
use super::surroundings::after_phrase;
use super::surroundings::before_suffix;
use super::tag::read_tag;
use super::tag::without_exceptions;
use super::week::of_a_year;
use super::week::splits_the_week;
use super::week::whole_week;
use super::wording::after_hybrid;
use super::wording::authorizes;
use super::wording::is_hashtag;
use super::wording::next_word;
use super::wording::of_company;
use super::wording::of_other_sites;
use super::wording::of_people_sought;
use super::wording::of_the_post;
use super::wording::of_thing;
use super::wording::of_this_role;
use super::wording::offers_remote;
use super::wording::phrase_is_vague;
use super::words::Word;
use super::words::words;
use crate::codes::Country;

/// A mode and the words that say so.
pub(super) type Said = (Mode, String);

/// What a body says.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    /// What is said of the role itself, most permissive first.
    pub(super) strong: Option<Said>,
    /// True where remote work and presence are both said of the role.
    pub(super) several_modes: bool,
    /// What is said of the company as a rule.
    pub(super) weak: Option<Said>,
    /// From where one may work, and the words that say so.
    pub(super) countries: Option<(Gathered, String)>,
    /// From where the role itself may be done remotely, and the words that say so.
    pub(super) remote_from: Option<(Gathered, String)>,
    /// The words that say that any country will do.
    pub(super) anywhere: Option<String>,
}

/// The longest stretch before and after a phrase, in bytes, that is read as its sentence. Countries follow what they are
/// named for, forty of them at times.
const REACH: (usize, usize) = (300, 1_200);
/// No more sentences than this are read, so that a body of nothing but phrases stays cheap.
const MOST_SENTENCES: usize = 120;

#[derive(Default)]
struct Collector {
    remote: Option<String>,
    hybrid: Option<String>,
    onsite: Option<String>,
    remote_weak: Option<String>,
    hybrid_weak: Option<String>,
    countries: Option<(Gathered, String)>,
    remote_from: Option<(Gathered, String)>,
    anywhere: Option<String>,
}

/// Reads the statements of `body`.
pub(super) fn read_statements(body: &str) -> Statements {
    let mut hits = triggers(body);
    hits.sort_by_key(|hit| hit.start);
    let mut collector = Collector::default();
    let mut at = 0;
    let mut sentences = 0;
    while at < hits.len() && sentences < MOST_SENTENCES {
        let range = sentence_around(body, hits[at].start);
        let end = range.end.max(hits[at].end).min(body.len());
        let range = range.start..end;
        let mut next = at + 1;
        while next < hits.len() && hits[next].start < range.end {
            next += 1;
        }
        collector.read_sentence(body, range, &hits[at..next]);
        sentences += 1;
        at = next;
    }
    collector.finish()
}

/// The sentence that holds byte `at`: it ends at a line's end or at a full stop before white space.
fn sentence_around(body: &str, at: usize) -> Range<usize> {
    let bytes = body.as_bytes();
    let low = at.saturating_sub(REACH.0);
    let high = (at + REACH.1).min(bytes.len());
    let start = (low + 1..=at).rev().find(|&here| ends_sentence(bytes, here - 1)).unwrap_or(low);
    let end = (at..high).find(|&here| ends_sentence(bytes, here)).unwrap_or(high);
    body.ceil_char_boundary(start)..body.ceil_char_boundary(end)
}

fn ends_sentence(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'.' | b'!' | b'?' => {
            let spaced = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
            // "U.S. citizens", "St. Louis": a period after a capital or a short word ends no sentence.
            let word =
                bytes[at.saturating_sub(3)..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            spaced && word != 1 && !bytes[..at].ends_with(b"St") && !bytes[..at].ends_with(b"e.g")
        }
        _ => false,
    }
}

impl Collector {
    fn read_sentence(&mut self, body: &str, range: Range<usize>, hits: &[Hit]) {
        let sentence = &body[range.clone()];
        let shift = |hit: &Hit| Hit {
            cue: hit.cue,
            start: hit.start - range.start,
            end: (hit.end - range.start).min(sentence.len()),
        };
        let hits: Vec<Hit> = hits.iter().filter(|hit| hit.start >= range.start).map(shift).collect();
        let is_label = |hit: &&Hit| matches!(hit.cue, Cue::Label | Cue::Line);
        if hits.iter().filter(is_label).any(|hit| self.read_label(body, &range, hit))
            || hits.iter().all(|hit| is_label(&hit))
        {
            return;
        }
        // A short line such as "Canada (remote)" is a tag that stands in the body.
        // One such as "#LI-Remote" is a label of the board's.
        let bare = sentence.len() <= 60 && !sentence.split_whitespace().any(is_hashtag);
        if bare && hits.iter().any(|hit| hit.cue == Cue::Remote) && self.read_as_tag(sentence, 0.99) {
            return;
        }
        let context = context(sentence);
        self.read_mode(sentence, &hits, &context);
        self.read_places(body, &range, &hits, &context);
    }

    /// Reads "Location: Remote - US" and its kind; true where the line was such a one.
    fn read_label(&mut self, body: &str, range: &Range<usize>, hit: &Hit) -> bool {
        let sentence = &body[range.clone()];
        if sentence[..hit.start].chars().any(char::is_alphanumeric) || sentence[..hit.start].contains('(') {
            return false;
        }
        // The line, since a full stop may stand within it ("Washington, D.C. or remote").
        let after = range.start + if hit.cue == Cue::Line { hit.start } else { hit.end };
        let line_end = body[after..].find('\n').map_or(body.len(), |length| after + length);
        let Some(content) = label_content(body, after, line_end, hit.cue) else { return false };
        self.read_as_tag(content, if hit.cue == Cue::Line { 0.9 } else { 0.6 })
    }

    /// Reads a stretch about the place like a tag; false where less than the share `least` of it is understood.
    fn read_as_tag(&mut self, content: &str, least: f32) -> bool {
        let content = without_exceptions(content);
        let read = read_tag(content);
        if read.understood < least {
            return false;
        }
        let quote = || shorten(content);
        match read.mode {
            Some(Mode::Remote) => _ = self.remote.get_or_insert_with(quote),
            Some(Mode::Hybrid) => _ = self.hybrid.get_or_insert_with(quote),
            Some(Mode::Onsite) => _ = self.onsite.get_or_insert_with(quote),
            None => {}
        }
        if read.gathered.world && read.gathered.countries.is_empty() {
            self.anywhere.get_or_insert_with(quote);
        }
        self.add_countries(read.gathered, content);
        true
    }

    fn read_mode(&mut self, sentence: &str, hits: &[Hit], context: &[Hit]) {
        let has = |cue: Cue| context.iter().any(|hit| hit.cue == cue);
        let negated = |hit: &Hit| {
            let own = sentence[hit.start..hit.end].to_ascii_lowercase();
            let negative = hit.cue == Cue::Onsite && (own.contains("not") || own.starts_with("no"));
            !negative
                && context.iter().any(|other| {
                    let before = other.end <= hit.start + 6 && hit.start.saturating_sub(other.end) < 30;
                    let after = other.start >= hit.end && other.start - hit.end < 4;
                    other.cue == Cue::Negate && (before || after) && other.start != hit.start
                })
        };
        let presence = hits.iter().any(|hit| matches!(hit.cue, Cue::Hybrid | Cue::Onsite | Cue::Days));
        for hit in hits {
            let next = next_word(&sentence[hit.end..]);
            // "not a remote role" holds "remote role", "not fully remote" holds "fully remote".
            let inside = |other: &Hit| {
                let refuses = other.cue == Cue::Onsite || sentence[other.start..].starts_with("not ");
                refuses && other.start < hit.start && hit.start < other.end
            };
            if of_thing(&next, sentence) || negated(hit) || (hit.cue == Cue::Remote && hits.iter().any(inside)) {
                continue;
            }
            let slot = match hit.cue {
                Cue::Remote if of_company(&next) => &mut self.remote_weak,
                Cue::Remote if after_hybrid(&sentence[..hit.start]) => &mut self.hybrid,
                Cue::Remote if presence && phrase_is_vague(&sentence[hit.start..hit.end]) => continue,
                Cue::Remote if sentence[hit.start..].starts_with("remotely") && has(Cue::Limited) => continue,
                Cue::Remote => &mut self.remote,
                Cue::RemoteWeak if has(Cue::Limited) || presence => continue,
                Cue::RemoteWeak => &mut self.remote_weak,
                Cue::Hybrid | Cue::Days if of_other_sites(sentence) || of_a_year(sentence, hit) => continue,
                Cue::Hybrid | Cue::Days if whole_week(sentence, hit) => &mut self.onsite,
                Cue::Days if !splits_the_week(sentence, hit) => continue,
                Cue::Hybrid | Cue::Days => &mut self.hybrid,
                Cue::HybridWeak if offers_remote(sentence) => &mut self.remote_weak,
                Cue::HybridWeak => &mut self.hybrid_weak,
                Cue::Onsite => &mut self.onsite,
                _ => continue,
            };
            slot.get_or_insert_with(|| shorten(sentence));
        }
    }

    fn read_places(&mut self, body: &str, range: &Range<usize>, hits: &[Hit], context: &[Hit]) {
        let sentence = &body[range.clone()];
        let has = |cue: Cue| context.iter().any(|hit| hit.cue == cue);
        let permit = hits.iter().any(|hit| authorizes(&sentence[hit.start..hit.end].to_ascii_lowercase()));
        let mut words_of_sentence: Option<Vec<Word<'_>>> = None;
        for hit in hits {
            let negated = context.iter().any(|other| {
                let phrase = &sentence[other.start..other.end];
                let of_all =
                    phrase.to_ascii_lowercase().contains("eligible") || phrase.to_ascii_lowercase().contains("hire");
                other.cue == Cue::Negate && (other.start < hit.start || of_all)
            });
            let phrase = sentence[hit.start..hit.end].to_ascii_lowercase();
            let firm = phrase.starts_with("must") || authorizes(&phrase);
            let counts = match hit.cue {
                Cue::Reside => {
                    !negated && (of_this_role(sentence, &phrase) || (firm || !has(Cue::Company)) && !has(Cue::Prefer))
                }
                Cue::Located => {
                    !negated
                        && has(Cue::Subject)
                        && (!has(Cue::Company) || of_the_post(sentence, hit))
                        && !has(Cue::Prefer)
                }
                Cue::Suffix => !negated && !has(Cue::Company),
                Cue::Anywhere => {
                    let said = !negated && !has(Cue::Limited) && !has(Cue::Company) && has(Cue::Subject);
                    if said && self.anywhere.is_none() {
                        self.anywhere = Some(shorten(sentence));
                    }
                    false
                }
                _ => false,
            };
            if !counts {
                continue;
            }
            let gathered = if hit.cue == Cue::Suffix {
                let words = words_of_sentence.get_or_insert_with(|| words(sentence));
                before_suffix(words, hit)
            } else {
                after_phrase(&body[range.start + hit.end..], sentence.len() - hit.end)
            };
            if let Some(gathered) = gathered {
                let of_role = !permit && has(Cue::Subject) && sentence.to_lowercase().contains("remote");
                let known = self.remote_from.as_ref().map_or(0, |(known, _)| known.countries.len());
                // A region of which people are sought says less than a tag that names the country.
                let sought = !permit && of_people_sought(&phrase) && gathered.countries.len() <= super::VAGUE;
                if (of_role || sought) && known < gathered.countries.len() {
                    self.remote_from = Some((gathered.clone(), shorten(sentence)));
                }
                self.add_countries(gathered, sentence);
            }
        }
    }

    /// Takes what a statement says: further statements narrow the first one where they overlap it.
    fn add_countries(&mut self, gathered: Gathered, sentence: &str) {
        if gathered.countries.is_empty() {
            return;
        }
        match &mut self.countries {
            None => self.countries = Some((gathered, shorten(sentence))),
            Some((known, text)) => {
                let both: BTreeSet<Country> = known.countries.intersection(&gathered.countries).copied().collect();
                if !both.is_empty() && both.len() < known.countries.len() {
                    *known = Gathered { countries: both, ..gathered };
                    *text = shorten(sentence);
                }
            }
        }
    }

    fn finish(self) -> Statements {
        let several_modes = self.remote.is_some() && (self.hybrid.is_some() || self.onsite.is_some());
        let strong = self.remote.map(|text| (Mode::Remote, text));
        let strong = strong.or(self.hybrid.map(|text| (Mode::Hybrid, text)));
        let strong = strong.or(self.onsite.map(|text| (Mode::Onsite, text)));
        let weak = self.remote_weak.map(|text| (Mode::Remote, text));
        let weak = weak.or(self.hybrid_weak.map(|text| (Mode::Hybrid, text)));
        Statements {
            strong,
            several_modes,
            weak,
            countries: self.countries,
            remote_from: self.remote_from,
            anywhere: self.anywhere,
        }
    }
}

/// What stands after a label that ends at byte `after`, on its line or else the next; `None` where it is no label. A line
/// that is about the place alone is its own content.
fn label_content(body: &str, after: usize, line_end: usize, cue: Cue) -> Option<&str> {
    let markup = |c: char| matches!(c, '*' | '_' | ' ' | '#' | '\r');
    let rest = body[after..line_end].trim_matches(markup);
    if cue == Cue::Line {
        return (rest.len() <= 80).then_some(rest);
    }
    if !rest.is_empty() && !rest.starts_with([':', '-', '–', '—', '|']) {
        return None;
    }
    let content = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut below = body[line_end..].lines().take(4).map(str::trim);
    let content =
        if content.is_empty() { below.find(|line| line.chars().any(char::is_alphanumeric))? } else { content };
    (content.len() <= 200).then_some(content)
}

/// The sentence in one line of at most 160 characters, without markup.
fn shorten(sentence: &str) -> String {
    let plain: String = sentence.chars().filter(|c| !matches!(c, '*' | '#' | '_')).collect();
    let mut words = plain.split_whitespace();
    let mut line = String::new();
    for word in words.by_ref() {
        if line.chars().count() + word.chars().count() > 160 {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
