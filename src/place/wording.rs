//! What the words around a phrase make of it: whether a mode or a place is said of the role, of a company or of a thing.

use super::cues::Hit;

/// True where a sentence speaks of those who work near one of the company's offices, wherever this role is.
pub(super) fn of_other_sites(sentence: &str) -> bool {
    ["those locations", "these locations", "those offices", "those cities"].iter().any(|words| sentence.contains(words))
}

/// True for a label of a job board, "#LI-Remote".
pub(super) fn is_hashtag(word: &str) -> bool {
    word.trim_start_matches(['*', '_', '(']).strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// True where a sentence says of the role itself that it may be done remotely from what follows, whatever else it says.
pub(super) fn of_this_role(sentence: &str, phrase: &str) -> bool {
    let lower = sentence.to_lowercase();
    (phrase.starts_with("remote") || phrase.starts_with("anywhere"))
        && ["this role", "this position", "you can work", "you may work"].iter().any(|words| lower.contains(words))
}

/// True for phrases about the right to work, which restricts people and not the place.
pub(super) fn authorizes(phrase: &str) -> bool {
    let words = ["author", "eligib", "legal", "right", "entitled", "permitted", "work permit", "work visa", "citizen"];
    words.iter().any(|word| phrase.starts_with(word))
}

/// True where the word after "is a remote" and its kind makes it a statement about the company.
pub(super) fn of_company(next: &str) -> bool {
    let words =
        ["first", "friendly", "company", "team", "organization", "organisation", "startup", "business", "culture"];
    words.contains(&next) || ["workforce", "environment", "teams", "companies", "global"].contains(&next)
}

/// True where the word after a mode makes it the name of a thing: "hybrid cloud", "a hybrid of baker and miller".
pub(super) fn of_thing(next: &str, sentence: &str) -> bool {
    if next == "of" && !offers_remote(sentence) && !sentence.contains("office") {
        return true;
    }
    let words = ["cloud", "app", "apps", "mobile", "infrastructure", "search", "integration", "multi", "architecture"];
    words.contains(&next)
        || ["sensing", "control", "access", "desktop", "deployment", "solution", "solutions", "applications"]
            .contains(&next)
}

/// True where a sentence about hybrid work offers remote work beside it.
pub(super) fn offers_remote(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    ["remot", "home office", "anywhere", "wherever", "onde quiser", "virtual work"]
        .iter()
        .any(|word| sentence.contains(word))
}

/// True where "hybrid" stands just before a phrase: "hybrid remote role".
pub(super) fn after_hybrid(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '-', '/']);
    before.get(before.len().saturating_sub(6)..).is_some_and(|word| word.eq_ignore_ascii_case("hybrid"))
}

/// True for phrases that also stand in the description of a hybrid week ("work remotely from home on Fridays").
pub(super) fn phrase_is_vague(phrase: &str) -> bool {
    let phrase = phrase.to_ascii_lowercase();
    ["remotely", "remote from", "works", "a distance", "performed"].iter().any(|word| phrase.starts_with(word))
}

/// The word at the start of `rest`, in small letters.
pub(super) fn next_word(rest: &str) -> String {
    let rest = rest.trim_start_matches([' ', '-']);
    rest.chars().take_while(|c| c.is_alphanumeric()).take(20).flat_map(char::to_lowercase).collect()
}

/// True where the phrase of a place says of the post itself that it is there: "this role is based in". Otherwise "is based
/// in" is said of a company.
pub(super) fn of_the_post(sentence: &str, hit: &Hit) -> bool {
    let before = sentence[..hit.start].trim_end().to_lowercase();
    let posts = ["role is", "position is", "job is", "opportunity is", "role will be", "position will be"];
    posts.iter().any(|words| before.ends_with(words))
}

/// True for phrases about where the people sought may be: "candidates may live".
pub(super) fn of_people_sought(phrase: &str) -> bool {
    ["candidates", "applicants", "open to candidates", "open to applicants"]
        .iter()
        .any(|words| phrase.starts_with(words))
}
