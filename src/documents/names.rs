//! Which line is the person's name: by its shape, and at the top of a résumé whatever its words mean elsewhere.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::headings;
use super::identity::PRONOUN_DECLARATION;
use super::lines::Line;
use super::lines::Style;
use super::roles::names_a_role;
use super::whereabouts;

/// Words that no name has, small and without accents.
const NO_NAMES: &str = "area areas expertise position applying technical technicalskills skills skill professional profile resume \
curriculum vitae cv lebenslauf personal details contact information experience summary objective education page \
university college inc llc gmbh street road city state company united states high school project projects and \
for with management business development software data web public relations digital media career work job \
highlights";

/// Words of names that name work or things elsewhere: a line above an address that ends in one is a name.
const TRADES: &str = "baker banker cook carpenter mason head guard porter page koch boulanger lead captain chef rep maker \
backer baecker kaufmann street";

/// The same, told from a title only where another line says what the person does.
const SELDOM: &str = "nurse clerk coach pilot teller server trainer tutor founder chief principal president partner fellow guide \
driver foreman mentor resident expert pastor counsel writer reporter seller trader tester owner buyer soldier sergeant \
student surgeon waiter lehrer leiter leader scribe professor sales high";

/// Words that open titles and no names, before a word of work.
const GRADES: &str = "head senior junior lead chief assistant executive apprentice master certified registered licensed \
experienced professional freelance graduate associate vice co managing deputy principal staff trainee sous pastry line prep fry \
grill sushi hotel restaurant kitchen bread cake artisan stone brick finish private personal security night day shift team tech \
technical squad project product scrum account customer field store shop service support truck bus taxi cab delivery forklift bank \
airline airplane ship boat fire police football soccer basketball math english life fitness dog stock file office law order mail \
shipping payroll accounts billing school travel tour teaching medical college content copy ghost domain class business \
software quality manual qa it hr sales java python";

static NO_NAME_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_NAMES.split_ascii_whitespace().collect());
static TRADE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| TRADES.split_ascii_whitespace().collect());
static SELDOM_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SELDOM.split_ascii_whitespace().collect());
static GRADE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| GRADES.split_ascii_whitespace().collect());

/// The part of a line that would be the name: without pronouns, a form of address, and what follows behind a sign.
fn bare(line: &str) -> String {
    let line = PRONOUN_DECLARATION.replace_all(line, "");
    let line = line.split([',', '|', '(', '·', '•']).next().unwrap_or("").trim();
    let line = line.strip_prefix("Name:").or_else(|| line.strip_prefix("NAME:")).unwrap_or(line).trim();
    let line = ["Dr. ", "Dr ", "Mr. ", "Mrs. ", "Ms. ", "Prof. ", "Mr ", "Ms ", "Herr ", "Frau "]
        .iter()
        .find_map(|prefix| line.strip_prefix(prefix))
        .unwrap_or(line);
    line.to_owned()
}

/// True for the small words inside names.
fn is_particle(word: &str) -> bool {
    [
        "de", "da", "do", "dos", "del", "della", "der", "den", "van", "von", "zu", "la", "le", "bin", "al", "el", "y",
        "e", "di", "du", "ter", "ten",
    ]
    .contains(&word)
}

/// True for two to `most` words of letters with capitals, particles aside.
fn has_the_shape(line: &str, most: usize) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_part = |word: &&str| {
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
        letters && (word.chars().next().is_some_and(|c| !c.is_lowercase()) || is_particle(word))
    };
    let wide = line.chars().any(|c| ('\u{2E80}'..='\u{D7AF}').contains(&c));
    let enough = (2..=most).contains(&words.len()) || (wide && words.len() == 1 && line.chars().count() <= 5);
    enough && words.iter().all(is_part) && !words.iter().all(|word| is_particle(word))
}

/// The person's name where a line is one: two to five words of letters, none of them a role.
pub(super) fn name_in(line: &str) -> Option<String> {
    let name = bare(line);
    if name.len() > 60 || names_a_role(&name) || headings::exact(&name).is_some() {
        return None;
    }
    let is_none = headings::normalize(&name).split(' ').any(|word| NO_NAME_WORDS.contains(word));
    (!is_none && has_the_shape(&name, 5)).then_some(name)
}

/// The name in a first line that is one although a word of it is work or a thing as well ("Anna Baker", "Mason Reed").
/// With `told`, another line says what the person does, so that this one need not; without, it stands above an address.
fn name_of_a_trade(line: &str, told: bool) -> Option<String> {
    let name = bare(line);
    if name.len() > 60 || headings::exact(&name).is_some() || !has_the_shape(&name, 4) {
        return None;
    }
    let plain = headings::normalize(&name);
    let (before, _) = plain.rsplit_once(' ')?;
    let may_name = |word: &str| {
        let is_listed = |word: &str| TRADE_WORDS.contains(word) || told && SELDOM_WORDS.contains(word);
        let is_known = is_listed(word) || word.strip_suffix('s').is_some_and(is_listed);
        is_known || !names_a_role(word) && !NO_NAME_WORDS.contains(word)
    };
    let graded = before.split(' ').any(|word| GRADE_WORDS.contains(word));
    let only_work = plain.split(' ').all(names_a_role);
    (plain.split(' ').all(may_name) && !graded && (told || !only_work)).then_some(name)
}

/// The name in the first line where it could be a title as well: another line, or the rest of this one, says what the
/// person does, or contact follows and no line below is a name.
pub(super) fn in_first_line(line: &Line, below: &[Line], has_contact: bool) -> Option<String> {
    let (cell, rest) = line.text.split_once(['|', '•', '·', '—', ',']).unwrap_or((&line.text, ""));
    let tells = |text: &str| text.len() < 100 && !text.ends_with('.') && !text.contains('@') && names_a_role(text);
    let told = tells(rest) || below.iter().any(|line| tells(&line.text));
    let followed = below.iter().find(|line| line.style != Style::Blank).is_some_and(|next| tells(&next.text));
    let is_name = |line: &Line| name_in(&line.text).is_some() && !whereabouts::is_place(&line.text);
    let trusted = if told {
        has_contact || followed || matches!(line.style, Style::Heading(1))
    } else {
        has_contact && !below.iter().any(is_name)
    };
    trusted.then(|| name_of_a_trade(cell, told)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_from_titles() {
        for name in
            ["Ida Novak", "JOHN DOE", "José María Álvarez-Núñez", "Ludwig van der Berg", "李明", "Dr. Mia O'Brien, PhD"]
        {
            assert!(name_in(name).is_some(), "{name}");
        }
        for line in ["SENIOR ACCOUNTANT", "Software Engineer", "Work Experience", "Lyon, France", "Baker", "42 Main St"]
        {
            assert!(name_in(line).is_none(), "{line}");
        }
        assert_eq!(name_in("Alex Kim (they/them)").as_deref(), Some("Alex Kim"));
    }

    #[test]
    fn an_employer_beside_a_title_is_no_name() {
        let line = |text: &str| Line { text: text.to_owned(), style: Style::Plain, indent: 0, lead: None };
        let first = line("KEY HOLDER, SALES PLANNER");
        assert_eq!(in_first_line(&first, &[line("Summary")], false), None);
        let named = in_first_line(&line("Tim Cook, Sales Planner"), &[line("tim@mail.example")], true);
        assert_eq!(named.as_deref(), Some("Tim Cook"));
    }

    #[test]
    fn a_name_may_be_a_trade() {
        for name in ["Anna Baker", "Tim Cook", "ANTHONY HEAD", "Mason Reed", "Ruby Page", "Jean-Luc Boulanger"] {
            assert_eq!(name_of_a_trade(name, false).as_deref(), Some(name));
            assert_eq!(name_of_a_trade(name, true).as_deref(), Some(name));
        }
        for title in [
            "Head Baker",
            "Senior Baker",
            "Head Chef",
            "Software Engineer",
            "Java Developer",
            "Team Lead",
            "Sales Rep",
            "Guard Captain",
            "Registered Nurse",
        ] {
            assert_eq!(name_of_a_trade(title, false), None, "{title}");
        }
        assert_eq!((name_of_a_trade("Minnie Driver", false), name_of_a_trade("Java Developer", true)), (None, None));
        assert_eq!(name_of_a_trade("Minnie Driver", true).as_deref(), Some("Minnie Driver"));
    }
}
