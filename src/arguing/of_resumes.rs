//! Edits of résumés.

use super::edits::Edit;
use crate::documents::Resume;
use crate::documents::Section;
use crate::documents::SectionKind;
use crate::pay::Money;
use crate::place;
use crate::place::Mode;
use crate::place::Place;
use crate::profile::Profile;
use crate::seniority::Level;

/// The résumé with a change made in it.
pub(super) fn applied(edit: &Edit, resume: &Resume, before: &Profile) -> Option<Resume> {
    let mut changed = resume.clone();
    match edit {
        Edit::Show { skill } => add_to_skills(&mut changed, skill),
        Edit::Years { skill, years } => add_to_skills(&mut changed, &format!("{skill} ({years} years)")),
        Edit::Level { level } => name_level(&mut changed, *level)?,
        Edit::Ask { amount, currency, period, .. } => {
            let asked = Money { amount: *amount, currency: *currency, period: *period };
            ask(&mut changed, &plain(&asked))?;
        }
        Edit::Work { mode } => {
            let wish = match mode {
                Mode::Remote => "open to remote work",
                Mode::Hybrid => "open to hybrid work",
                Mode::Onsite => "open to on-site work",
            };
            let of_mode = |part: &str| place::read_person(part, None).mode.is_some();
            changed.place_text = Some(wishing(resume, &before.place, wish, of_mode));
        }
        Edit::Move { to } => {
            let wish = match to {
                Some(country) => format!("would move to {}", place::country_name(*country)),
                None => "open to relocation".to_owned(),
            };
            let of_moving = |part: &str| {
                let lower = part.to_lowercase();
                ["move", "relocat"].iter().any(|word| lower.contains(word))
            };
            changed.place_text = Some(wishing(resume, &before.place, &wish, of_moving));
        }
        Edit::Drop { .. } | Edit::Offer { .. } | Edit::Remote { .. } | Edit::OpenTo { .. } => return None,
    }
    Some(changed)
}

/// Adds a line to the list of skills, which is begun where there is none.
fn add_to_skills(resume: &mut Resume, line: &str) {
    if let Some(skills) = resume.sections.iter_mut().find(|section| section.kind == SectionKind::Skills) {
        skills.text.push('\n');
        skills.text.push_str(line);
        return;
    }
    let section = Section { kind: SectionKind::Skills, heading: "Skills".to_owned(), text: line.to_owned() };
    let contact = resume.sections.iter().position(|section| section.kind == SectionKind::Contact);
    resume.sections.insert(contact.unwrap_or(resume.sections.len()), section);
}

/// Puts a level before the headline.
fn name_level(resume: &mut Resume, level: Level) -> Option<()> {
    if resume.title.is_empty() {
        return None;
    }
    let name = level.name();
    let capital = name.chars().next()?.to_uppercase();
    resume.title = format!("{capital}{} {}", &name[1..], resume.title);
    Some(())
}

/// Puts another amount in the place of the one that is asked, also where the text says it.
fn ask(resume: &mut Resume, amount: &str) -> Option<()> {
    let old = resume.pay_text.replace(amount.to_owned())?;
    for section in &mut resume.sections {
        if section.text.contains(&old) {
            section.text = section.text.replace(&old, amount);
        }
    }
    Some(())
}

/// An amount without signs between thousands, which every language reads alike.
fn plain(money: &Money) -> String {
    let (amount, currency, period) = (money.amount, money.currency, money.period.name());
    let article = if period == "hour" { "an" } else { "a" };
    if amount.fract() == 0.0 {
        format!("{amount:.0} {currency} {article} {period}")
    } else {
        format!("{amount:.2} {currency} {article} {period}")
    }
}

/// Where the person is, as it is written, with `wish` in the place of the wishes that are `replaced`.
fn wishing(resume: &Resume, now: &Place, wish: &str, replaced: impl Fn(&str) -> bool) -> String {
    let text = resume.place_text.as_deref().unwrap_or("");
    let parts = || text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let is_home = |part: &str| {
        let read = place::read_person(part, None);
        read.countries == now.countries && read.cities == now.cities && read.mode.is_none() && !read.would_move
    };
    let written = parts().next().filter(|part| is_home(part)).map(str::to_owned);
    let home = written.clone().unwrap_or_else(|| named(now));
    let rest = parts().skip(usize::from(written.is_some())).filter(|part| !replaced(part) && !is_home(part));
    let all = std::iter::once(home.as_str()).chain([wish]).chain(rest);
    all.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A place by the names of its city and countries.
fn named(place: &Place) -> String {
    let countries = place.countries.iter().copied().map(place::country_name);
    place.cities.first().cloned().into_iter().chain(countries).collect::<Vec<_>>().join(", ")
}
