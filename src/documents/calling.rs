//! What a person calls their work, in labeled lines ("Role: Java Developer") and in sentences ("Experienced Java
//! developer with 8 years of Spring").

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::headings;
use super::pattern;
use super::roles::is_role_noun;
use super::roles::names_a_role;

/// The most bytes of a title, and the most words of it.
const LONGEST: usize = 80;
const MOST_WORDS: usize = 8;

/// A title that a sentence names stands among so many first words, and has so many at most.
const REACH: usize = 14;
const MOST_IN_SENTENCE: usize = 5;

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W{0,3}(?:(?:current|present|last|latest|desired|target|my|aktuelle|actual)\s)?(?:job\s?(?:title|role|profile)|role|designation|position|title|post|profession|occupation|headline|beruf|berufsbezeichnung|funktion|tätigkeit|poste|fonction|métier|puesto|cargo|ocupación|profesión|função|profissão)(?:\s(?:held|title|applied for|sought|desired|recherché|actuel|actual|atual|souhaité))?(?:\s?[:–—]\s*|\s-\s*|\s{3,}|\t+)(?P<title>[^\n]{3,120})$",
    )
});

static AS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:(?:currently |presently |now |been |am |previously )?(?:work(?:ing|ed)?|employed|serv(?:ing|ed)|act(?:ing|ed)|position(?:ed)?|experience|career|job|joined|role) (?:\w+ ){0,3}?as)|i am|i['’]m|played the role of|ich bin|je suis|arbeite als|tätig als|travaille comme|trabajo como|trabalho como|soy|sou)\s(?:an?\s|the\s|eine?\s|une?\s|uma?\s|un\s)?(?P<rest>[^.;:\n]{3,90})",
    )
});

/// Words before a title that are no part of it.
static PRAISE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "ich bin je suis soy sou ein eine un une um uma mature a an the i am m as is experienced skilled seasoned passionate motivated self dedicated driven oriented focused \
         minded highly dynamic energetic creative innovative enthusiastic reliable detail detailed results result hard \
         hardworking working talented accomplished proficient qualified competent ambitious versatile effective efficient \
         strong resourceful successful proven knowledgeable committed diligent capable outgoing friendly flexible \
         organized professional trained tech savvy forward thinking goal customer client solution solutions performance \
         quality deadline mission purpose multi well rounded very extremely exceptionally exceptional excellent great \
         good award winning certified bilingual multilingual aspiring young recent new curious pragmatic thorough \
         personable responsible adaptable analytical hands on and with of my in for years year over more than to \
         erfahrener erfahrene motivierter",
    )
});

/// Words that make what follows them no title of one's own ("assisted the engineer", "report to the director").
static OTHERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "assist assisted assisting assistance report reporting reports reported support supporting supported by become \
         becoming other our under student help helping between among their his her your team manage managed managing",
    )
});

/// Words that may follow a title in a sentence.
static AFTER: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "with having who whose that in at for and or working seeking looking from since by on specializing specialized \
         specialising specialised experienced skilled based offering currently to of focused focusing adept proficient \
         dedicated committed possessing passionate holding bringing known able capable eager interested is has mit seit \
         im avec depuis con en com há chez bei",
    )
});

/// The words of a list.
fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// What a label gives as the title of a line ("Designation - Dot Net Developer").
pub(super) fn labeled(line: &str) -> Option<String> {
    if line.len() > 180 {
        return None;
    }
    let value = LABEL.captures(line)?.name("title")?.as_str();
    title(value)
}

/// The text as a title: cut where a title ends; nothing where it is a sentence, a degree, a place of study or names no
/// role.
pub(super) fn title(text: &str) -> Option<String> {
    let text = text.split([';', '|', '[', '\t']).next().unwrap_or_default();
    let text = text.split(". ").next().unwrap_or_default();
    let text = text.split(" – ").next().unwrap_or_default();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '+' | '#'));
    let text = if text.contains('(') == text.contains(')') { text } else { text.split('(').next().unwrap_or_default() };
    let text = text.trim();
    (is_title(text)).then(|| text.to_owned())
}

/// True for a text that can stand as a title: short, with a role, no sentence and no study.
pub(super) fn is_title(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if text.len() > LONGEST || words.len() > MOST_WORDS || text.contains(['@', '?', '!', ':']) {
        return false;
    }
    let plain = headings::normalize(text);
    let plain: Vec<&str> = plain.split(' ').collect();
    let first = plain.first().copied().unwrap_or_default();
    let tells = ["i", "was", "is", "are", "were", "have", "has", "had", "my", "we", "you", "involved", "responsible"];
    !tells.contains(&first)
        && !plain.iter().any(|word| STUDIES.contains(word) || matches!(*word, "i" | "was" | "were" | "am"))
        && headings::exact(text).is_none()
        && names_a_role(text)
        && !has_year(text)
}

/// True for a text from the head of a position that can be a title, whatever its words mean: no label, degree, year or
/// sentence.
pub(super) fn is_plausible(text: &str) -> bool {
    let plain = headings::normalize(text);
    let is_study = plain.split(' ').any(|word| STUDIES.contains(word));
    let is_label = matches!(plain.as_str(), "company" | "description" | "company name" | "client" | "state" | "city");
    text.len() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
        && !text.contains([':', '@', '?'])
        && !text.ends_with('.')
        && !has_year(text)
        && !is_label
        && (!is_study || names_a_role(text) && !plain.contains("bachelor") && !plain.contains("diploma"))
        && headings::exact(text).is_none_or(|_| names_a_role(text))
}

/// Words of degrees and of where they are taken.
static STUDIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "bachelor bachelors master masters university universitat universidad universite college institute institut \
         polytechnic academy diploma degree btech mtech bsc msc bcom mba phd hsc ssc school gpa",
    )
});

/// True where a year stands in the text.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4 && digits.starts_with(['1', '2']))
}

/// The title that a text gives its writer in one of its first sentences.
pub(super) fn in_prose(text: &str) -> Option<String> {
    let text = &text[..text.floor_char_boundary(700)];
    let sentences = || text.split('\n').flat_map(|line| line.split(". ")).map(str::trim).filter(|part| part.len() > 8);
    let first = sentences().take(2).find_map(opening);
    first.or_else(|| sentences().take(4).find_map(working_as))
}

/// The title that a line of the top names behind a label or as a sentence does; nothing where the line is a title itself.
pub(super) fn in_headline(line: &str) -> Option<String> {
    let is_told = [" with ", " having ", " years", "years ", " in search", " looking for", " seeking"];
    let is_sentence = is_told.iter().any(|word| line.contains(word)) && !line.contains('|');
    labeled(line).or_else(|| opening(line).or_else(|| working_as(line)).filter(|_| is_sentence))
}

/// "Currently working as a Java developer in Pune".
pub(super) fn working_as(sentence: &str) -> Option<String> {
    let rest = AS.captures(sentence)?.name("rest")?.as_str();
    opening(rest)
}

/// The title that a sentence opens with: words up to a noun for what people do, without the praise before them.
fn opening(sentence: &str) -> Option<String> {
    let sentence = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> = Vec::new();
    let mut ends = Vec::new();
    for word in sentence.split_whitespace().take(REACH) {
        let is_last = word.ends_with([',', '.', ';', ':', ')']) || matches!(word, "-" | "–" | "—" | "|");
        words.push(
            word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '.' | '/'))
                .trim_end_matches('.'),
        );
        ends.push(is_last);
    }
    let plain: Vec<String> = words.iter().map(|word| headings::normalize(word)).collect();
    let noun = plain.iter().position(|word| word.split(' ').any(is_role_noun))?;
    let noun = (noun..plain.len().min(noun + 3))
        .take_while(|&at| at == noun || !ends[at - 1])
        .filter(|&at| plain[at].split(' ').any(is_role_noun))
        .last()?;
    let to = end_of(noun, &plain, &ends)?;
    let mut from = noun;
    while from > 0 && !ends[from - 1] && noun - from < MOST_IN_SENTENCE && !is_praise(words[from - 1], &plain[from - 1])
    {
        from -= 1;
    }
    let before = &plain[..from];
    let is_others = before.iter().chain(&plain[from..noun]).any(|word| OTHERS.contains(word.as_str()));
    let comes_early = before
        .iter()
        .all(|word| word.split(' ').all(|part| PRAISE.contains(part)) || word.bytes().all(|b| b.is_ascii_digit()))
        || ends[..from].iter().any(|end| *end) && from <= 8;
    if is_others || !comes_early || noun - from >= MOST_IN_SENTENCE {
        return None;
    }
    let found = words[from..=to].join(" ");
    is_title(&found).then_some(found)
}

/// The last word of a title whose noun stands at `noun`: the noun, or what follows it up to a preposition of a language in
/// which what tells more follows ("développeur web avec"); nothing where the sentence goes on in another way.
fn end_of(noun: usize, plain: &[String], ends: &[bool]) -> Option<usize> {
    let may_follow = |at: usize| plain.get(at).is_none_or(|word| AFTER.contains(word.as_str()) || word.is_empty());
    if ends[noun] || may_follow(noun + 1) {
        return Some(noun);
    }
    let romance = ["avec", "con", "com", "depuis", "desde", "ha", "chez"];
    let is_romance = |at: usize| plain.get(at).is_some_and(|word| romance.contains(&word.as_str()));
    (noun + 1..noun + 4).take_while(|&at| at < ends.len() && !ends[at - 1]).find(|&at| is_romance(at + 1))
}

/// True for a word before a title that is no part of it.
fn is_praise(word: &str, plain: &str) -> bool {
    let last = plain.rsplit(' ').next().unwrap_or_default();
    let boasts = ["driven", "oriented", "focused", "minded", "motivated", "working", "winning", "savvy"];
    PRAISE.contains(&plain) || word.contains('-') && boasts.contains(&last) || word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_titles() {
        for (line, expected) in [
            ("Role: Java Developer", Some("Java Developer")),
            ("Designation - Dot Net Developer", Some("Dot Net Developer")),
            ("Position: Operations Manager (Bakery)", Some("Operations Manager (Bakery)")),
            ("Position          Civil Engineer", Some("Civil Engineer")),
            ("Position applied for: Head Baker", Some("Head Baker")),
            ("Current role: Senior Baker. Since May.", Some("Senior Baker")),
            ("Poste : Boulanger", Some("Boulanger")),
            ("Role: Was given raw data, carried out the work of an engineer", None),
            ("Role: Involved Everywhere", None),
            ("Title: Bread Ordering System", None),
            ("Roles and responsibilities of the engineer", None),
            ("Role: I was the leader of the offshore bakers", None),
        ] {
            assert_eq!(labeled(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn sentences_give_titles() {
        for (text, expected) in [
            ("Experienced Java developer with 8 years of Spring.", Some("Java developer")),
            (
                "Results-driven, highly motivated Senior Data Scientist with a love of rye.",
                Some("Senior Data Scientist"),
            ),
            ("I am a full stack developer based in Lyon.", Some("full stack developer")),
            ("Over 10 years as a Network Engineer in banks.", Some("Network Engineer")),
            ("Bakes. Currently working as a QA Engineer at Crumb & Sons.", Some("QA Engineer")),
            ("Working with Crumb as Test Analyst since 2015.", Some("Test Analyst")),
            ("Je suis développeur web avec 5 ans d'expérience.", Some("développeur web")),
            ("Desenvolvedora back-end com 7 anos de rye.", Some("Desenvolvedora back-end")),
            ("Ich bin Softwareentwickler mit Erfahrung in Java.", Some("Softwareentwickler")),
            ("Seeking a position where I can support the engineers.", None),
            ("Assisted the senior engineer with ovens.", None),
            ("Strong background in engineering and sales.", None),
            ("Reported to the director of baking.", None),
            ("I love bread.", None),
        ] {
            assert_eq!(in_prose(text).as_deref(), expected, "{text}");
        }
        assert_eq!(in_headline("Senior Baker, Rye | Lyon"), None);
        assert_eq!(in_headline("Java developer with 5 years of experience").as_deref(), Some("Java developer"));
    }

    #[test]
    fn degrees_and_lines_of_a_head_are_no_titles() {
        for text in
            ["Bachelor of Engineering, Mill College", "Team Size: 12", "company", "May 2012 B.E. Engineer", "Skills"]
        {
            assert!(!is_plausible(text), "{text}");
        }
        assert!(is_plausible("Baker") && is_plausible("Bread Whisperer") && is_plausible("School Teacher"));
    }
}
