//! Which of a person's positions were of another line of work than the present one: ten years of teaching make nobody a
//! senior developer.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use super::Understanding;
use super::lines;
use super::months::months;
use crate::documents::Resume;
use crate::seniority;
use crate::seniority::Held;
use crate::skills::Need;
use crate::skills::Passage;
use crate::skills::Setting;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// Skills that tell less than this stand in every line of work ("communication").
const TELLING: f32 = 2.0;

/// A line of work is known by at least so many skills, of which at least this share is of one area.
const SKILLS: usize = 4;
const SHARE: f32 = 0.75;

/// Letters by which words of titles are the same ("teacher", "teaching").
const STEM: usize = 5;

/// The most text of a summary that is read, in bytes.
const MOST: usize = 4_000;

/// What people say who turn to other work.
static TURNING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?: re-?train(?:ing|ed)?(?:\x20myself)? | re-?skill(?:ing|ed)? | (?:career|job)\x20chang(?:e|er)
        | (?:transition|switch|mov|pivot|turn)(?:ing|ed) | chang(?:ing|ed)\x20(?:career|careers|fields) | umschulung | quereinstieg | quereinsteiger
        | reconversion | en\x20reconversion | reorient\w+ | cambio\x20de\x20carrera | transição\x20de\x20carreira )
        \x20(?: (?:from|out\x20of)\x20[^.;\n]{2,40}?\x20 )?(?:as|into|in|to|to\x20become|to\x20be|towards?|zur?|zum|als|vers|comme|hacia|como|para)\x20
        (?P<work>[^.;,\n]{3,60})",
    )
    .expect("the pattern is a constant that the tests compile")
});

/// Words behind which stands something else than the work that a person turns to.
const BEHIND: [&str; 7] = [" and ", " to ", " where ", " und ", " et ", " y ", " e "];

/// What a title and an account say of the line of work.
struct Work {
    stems: BTreeSet<String>,
    skills: BTreeSet<SkillId>,
    area: Option<usize>,
    line: Option<&'static str>,
}

/// The positions of a person with the months that count as experience: those of another line of work have none, which is
/// noted.
pub(super) fn held<'a>(
    resume: &'a Resume,
    aim: Option<&str>,
    with: &Understanding<'_>,
    notes: &mut Vec<String>,
) -> Vec<Held<'a>> {
    let others = match aim {
        Some(aim) => of_other_lines(resume, aim),
        None => of_other_work(resume, with.taxonomy),
    };
    let held = resume.positions.iter().zip(others).map(|(position, is_other)| {
        let dated = months(position, with.today);
        if is_other && dated.is_some() {
            notes.push(format!(
                "\"{}\" was another line of work: its time does not count as experience",
                position.title
            ));
        }
        // What was another line of work gives who turns from it no level there, and no people to lead.
        let (title, text) = if is_other && aim.is_some() { ("", "") } else { (&*position.title, &*position.text) };
        Held { title, months: dated.filter(|_| !is_other), text }
    });
    held.collect()
}

/// The line of work that a person turns to by their own words ("I am retraining as a web developer"), where the latest
/// position names another one.
pub(super) fn aim(resume: &Resume, summary: &str) -> Option<&'static str> {
    let latest = lines::of(&resume.positions.first()?.title)?;
    let summary = &summary[..summary.floor_char_boundary(MOST)];
    let work = |found: Captures<'_>| {
        let said = found.name("work")?.as_str();
        lines::of(BEHIND.iter().fold(said, |said, word| said.split_once(word).map_or(said, |(work, _)| work)))
    };
    let turned = TURNING.captures_iter(summary).find_map(work)?;
    (turned != latest).then_some(turned)
}

/// The headline, unless it is of another line of work than the person turns to.
pub(super) fn headline<'a>(resume: &'a Resume, aim: Option<&str>) -> &'a str {
    if aim.is_some() && lines::of(&resume.title) != aim { "" } else { &resume.title }
}

/// For each position, whether it was of another line of work than `aim`; not where its title names none.
fn of_other_lines(resume: &Resume, aim: &str) -> Vec<bool> {
    let line = |title: &str| lines::of(title).is_some_and(|line| line != aim);
    resume.positions.iter().map(|position| line(&position.title)).collect()
}

/// For each position, whether it was of another line of work than the latest one and the headline: no word of the titles and
/// no telling skill in common, and either the titles name two lines of work, or most skills of each are from another
/// table of the taxonomy. Where that cannot be told, it was not.
pub(super) fn of_other_work(resume: &Resume, taxonomy: &Taxonomy) -> Vec<bool> {
    let Some((latest, earlier)) = resume.positions.split_first() else { return Vec::new() };
    let mut present = work(&format!("{}\n{}", resume.title, latest.title), &latest.text, taxonomy);
    let mut others = vec![false];
    for position in earlier {
        let past = work(&position.title, &position.text, taxonomy);
        let by_skills = past.area.is_some() && present.area.is_some() && past.area != present.area;
        let by_titles = past.line.is_some() && present.line.is_some() && past.line != present.line;
        let is_other = (by_skills || by_titles)
            && past.stems.is_disjoint(&present.stems)
            && past.skills.is_disjoint(&present.skills);
        if !is_other {
            // What led to the present work is a part of it.
            present.stems.extend(past.stems);
        }
        others.push(is_other);
    }
    others
}

fn work(title: &str, account: &str, taxonomy: &Taxonomy) -> Work {
    let shown = |text, setting| Passage { text, need: Need::Shown, setting, months: None };
    let found = taxonomy.find(&[shown(title, Setting::Title), shown(account, Setting::Prose)]);
    let telling = |id: &SkillId| taxonomy.entry(*id).telling >= TELLING;
    let skills: BTreeSet<SkillId> = found.iter().map(|skill| skill.id).filter(telling).collect();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for id in &skills {
        let area = taxonomy.entry(*id).area;
        match counts.iter_mut().find(|(known, _)| *known == area) {
            Some((_, count)) => *count += 1,
            None => counts.push((area, 1)),
        }
    }
    #[allow(clippy::cast_precision_loss)]
    let most = |&&(_, count): &&(usize, usize)| count >= SKILLS && count as f32 >= SHARE * skills.len() as f32;
    let area = counts.iter().find(most).map(|&(area, _)| area);
    let plain = seniority::without_level(title).to_lowercase();
    let words = plain.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4);
    Work { stems: words.map(|word| word.chars().take(STEM).collect()).collect(), skills, area, line: lines::of(title) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::YearMonth;
    use crate::profile::Profile;
    use crate::seniority::Level;

    fn read(text: &str) -> Profile {
        let taxonomy = &Taxonomy::builtin();
        let today = YearMonth { year: 2026, month: Some(11) };
        Profile::of_resume(&Resume::parse("a", text), &Understanding { taxonomy, today })
    }

    #[test]
    fn years_in_another_line_of_work_do_not_count() {
        let changed = read(
            "# Ida Novak\n\nWeb Developer\n\n## Experience\n\n### Web Developer, Crumb GmbH (Nov 2025 – present)\n- Built shops in React, TypeScript and PostgreSQL with Docker\n\n### Primary Teacher, Mill School (Sep 2012 – Jul 2024)\n- Lesson planning, classroom management and differentiated instruction for special education\n",
        );
        assert!(changed.seniority.years.min.is_some_and(|years| years < 2.0), "{:?}", changed.seniority);
        assert_eq!(changed.seniority.level, Some(Level::Junior));
        assert!(changed.notes.iter().any(|note| note.contains("another line of work")), "{:?}", changed.notes);
    }

    #[test]
    fn titles_alone_may_name_another_line_of_work() {
        let changed = read(
            "# Ida Novak\n\nWeb Developer\n\n## Experience\n\n### Web Developer, Crumb GmbH (Nov 2025 – present)\n- Built sites in React\n\n### Nursery Teacher, Mill School (Sep 2012 – Jul 2024)\n- Planned days\n",
        );
        assert!(changed.seniority.years.min.is_some_and(|years| years < 2.0), "{:?}", changed.seniority);
    }

    #[test]
    fn who_turns_to_other_work_begins_anew() {
        let turned = read(
            "# Ida Novak\n\n## Summary\nAfter nine years of teaching I am retraining as a web developer.\n\n## Experience\n\n### Primary Teacher, Mill School (Sep 2012 – Jul 2024)\n- Planned days; led a team of four students\n\n## Skills\nJavaScript, React\n",
        );
        assert_eq!(turned.seniority.level, Some(Level::Junior), "{:?}", turned.seniority);
        assert_eq!(turned.seniority.years.min, Some(0.0));
        assert!(turned.notes.iter().any(|note| note.contains("another line of work")), "{:?}", turned.notes);
        let teaches = read(
            "# Ida Novak\n\n## Summary\nI moved to Berlin and teach future developers.\n\n## Experience\n\n### Primary Teacher, Mill School (Sep 2012 – Jul 2024)\n- Planned days\n",
        );
        assert_eq!(teaches.seniority.level, Some(Level::Senior), "{:?}", teaches.seniority);
    }

    #[test]
    fn years_in_the_same_or_an_unknown_line_do() {
        let same = read(
            "# Ida Novak\n\nWeb Developer\n\n## Experience\n\n### Web Developer, Crumb GmbH (Nov 2024 – present)\n- Built shops in React, TypeScript and PostgreSQL with Docker\n\n### Systems Administrator, Mill AG (Sep 2012 – Oct 2024)\n- Ran Linux, VMware, Nagios and Ansible\n",
        );
        assert!(same.seniority.years.min.is_some_and(|years| years > 10.0), "{:?}", same.seniority);
        let unknown = read(
            "# Ida Novak\n\nWeb Developer\n\n## Experience\n\n### Web Developer, Crumb GmbH (Nov 2024 – present)\n- Built shops in React, TypeScript and PostgreSQL\n\n### Helper, Mill AG (Sep 2012 – Oct 2024)\n- Helped\n",
        );
        assert!(unknown.seniority.years.min.is_some_and(|years| years > 10.0), "{:?}", unknown.seniority);
    }
}
