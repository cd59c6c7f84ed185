//! One new entry from several sources.

use std::cmp::Reverse;
use std::collections::HashSet;

use vocation::Document;
use vocation::Posting;
use vocation::Resume;
use vocation::catalog::Entry;
use vocation::documents::Section;
use vocation::documents::SectionKind;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::skills::Skill;
use vocation::words::Words;

use super::Stock;

/// What base, kindred skills and title count in the vector.
const SHARES: [f32; 3] = [0.6, 0.2, 0.2];

/// The length of the noise that is added to a vector, about.
const NOISE: f32 = 0.15;

/// The share of skills that stay those of the base.
const STAY: f32 = 0.7;

/// How many postings a company has on average.
const PER_COMPANY: u64 = 8;

/// The most words of an entry, as understanding keeps them.
const WORDS: usize = 200;

/// Numbers that look random and always are the same (SplitMix64; Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below 1, and not below 0.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn one_of(&mut self, among: &[usize], otherwise: usize) -> usize {
        among.get(self.below(among.len())).copied().unwrap_or(otherwise)
    }
}

/// The entry of a number.
pub(super) fn entry(stock: &Stock, seed: u64, side: Side, number: u64) -> (Entry, Vector) {
    let sides = if side == Side::Posting { 1 } else { 2 };
    let mut dice = Dice(seed ^ number.wrapping_mul(4).wrapping_add(sides).wrapping_mul(0xd6e8_feb8_6659_fd93));
    dice.next();
    let base = dice.below(stock.entries.len());
    let other = dice.one_of(&stock.kin[base], base);
    let titled = dice.one_of(&stock.kin[base], base);
    let level = stock.entries[titled].profile.seniority.level;
    let facts = dice.one_of(stock.levels.get(&level).map_or(&[], Vec::as_slice), titled);
    let [of_base, of_other, of_titled, of_facts] = [base, other, titled, facts].map(|at| &stock.entries[at]);
    let vector = mixed(&[&stock.vectors[base], &stock.vectors[other], &stock.vectors[titled]], &mut dice);
    let mut profile = of_base.profile.clone();
    profile.id = format!("{}{number:08}", if side == Side::Posting { "p" } else { "r" });
    profile.title.clone_from(&of_titled.profile.title);
    profile.roles.clone_from(&of_titled.profile.roles);
    profile.plain_roles.clone_from(&of_titled.profile.plain_roles);
    profile.role_words = of_titled.profile.role_words.clone();
    profile.seniority = of_titled.profile.seniority.clone();
    profile.place = of_facts.profile.place.clone();
    profile.pay = of_facts.profile.pay.clone();
    profile.skills = swapped(&of_base.profile.skills, &of_other.profile.skills, &mut dice);
    profile.words = blended(&stock.words[base], &stock.words[other]);
    profile.company = (side == Side::Posting).then(|| company(number, &mut dice));
    profile.notes.clear();
    (Entry { profile, codes: Some(vector.codes()), roles: of_titled.roles.clone() }, vector)
}

/// A name that no other company has. Some companies have many postings, most have few.
fn company(number: u64, dice: &mut Dice) -> String {
    let companies = (number / PER_COMPANY).max(1);
    let share = f64::from(dice.share());
    format!("Invented Works {:07}", (companies as f64 * share * share) as u64)
}

fn mixed(sources: &[&Vector; 3], dice: &mut Dice) -> Vector {
    let dimension = sources[0].values().len();
    let noise = NOISE * (12.0 / dimension as f32).sqrt();
    let mut values: Vec<f32> = (0..dimension).map(|_| noise * (dice.share() - 0.5)).collect();
    for (source, share) in sources.iter().zip(SHARES) {
        values.iter_mut().zip(source.values()).for_each(|(value, part)| *value += share * part);
    }
    Vector::new(&values).unwrap_or_else(|| sources[0].clone())
}

/// The skills of the base, some of them given up for those of the other.
fn swapped(base: &[Skill], other: &[Skill], dice: &mut Dice) -> Vec<Skill> {
    let mut skills: Vec<Skill> = base.iter().filter(|_| dice.share() < STAY).cloned().collect();
    let mut there: HashSet<u32> = skills.iter().map(|skill| skill.id.0).collect();
    for _ in skills.len()..base.len() {
        let Some(new) = other.get(dice.below(other.len())) else { break };
        if there.insert(new.id.0) {
            skills.push(Skill { group: None, ..new.clone() });
        }
    }
    skills.sort_by_key(|skill| (Reverse(skill.need), skill.id));
    skills
}

/// The weights of words, in order of rows.
pub(super) fn weights(words: &Words) -> Vec<(u16, f32)> {
    postcard::to_allocvec(words).ok().and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
}

/// The words of two texts, those of the base counting more.
fn blended(base: &[(u16, f32)], other: &[(u16, f32)]) -> Words {
    let scaled = |words: &[(u16, f32)], share: f32| -> Vec<(u16, f32)> {
        words.iter().map(|&(word, weight)| (word, weight * share)).collect()
    };
    let mut both = scaled(base, STAY);
    both.extend(scaled(other, 1.0 - STAY));
    both.sort_by_key(|&(word, _)| word);
    both.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    both.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    both.truncate(WORDS);
    both.sort_by_key(|&(word, _)| word);
    let length = both.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    both.iter_mut().for_each(|(_, weight)| *weight /= length);
    postcard::to_allocvec(&both).ok().and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
}

/// A short document that could have been understood so: the title and the words that its skills stood in.
pub(super) fn document(entry: &Entry) -> Document {
    let profile = &entry.profile;
    let text: String = profile.skills.iter().map(|skill| format!("- {}\n", skill.evidence)).collect();
    let section = |kind| vec![Section { kind, heading: "Skills".to_owned(), text }];
    let (id, title) = (profile.id.clone(), profile.title.clone());
    match profile.side {
        Side::Posting => {
            let company = profile.company.clone();
            let sections = section(SectionKind::Requirements);
            Document::Posting(Posting { id, title, company, sections, ..Posting::default() })
        }
        Side::Resume => {
            Document::Resume(Resume { id, title, sections: section(SectionKind::Skills), ..Resume::default() })
        }
    }
}
