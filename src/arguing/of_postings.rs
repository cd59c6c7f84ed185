//! Edits of postings.

use super::edits::Edit;
use crate::documents::Posting;
use crate::documents::SectionKind;
use crate::place;
use crate::place::Mode;
use crate::profile::Profile;
use crate::skills::Need;
use crate::skills::Passage;
use crate::skills::Setting;
use crate::skills::Taxonomy;

/// The posting with a change made in it.
pub(super) fn applied(edit: &Edit, posting: &Posting, before: &Profile, taxonomy: &Taxonomy) -> Option<Posting> {
    let mut changed = posting.clone();
    match edit {
        Edit::Drop { skills } => drop_skills(&mut changed, skills, taxonomy)?,
        Edit::Offer { pay, .. } => changed.pay = Some(pay.clone()),
        Edit::Remote { .. } => changed.mode = Some(Mode::Remote),
        Edit::OpenTo { country } => {
            let mut countries = before.place.countries.clone();
            countries.push(*country);
            countries.sort_unstable();
            let named: Vec<String> = countries.into_iter().map(place::country_name).collect();
            let remote = if changed.mode == Some(Mode::Remote) || before.place.mode == Some(Mode::Remote) {
                "Remote - "
            } else {
                ""
            };
            changed.place_tag = Some(format!("{remote}{}", named.join(", ")));
        }
        Edit::Show { .. }
        | Edit::Years { .. }
        | Edit::Level { .. }
        | Edit::Ask { .. }
        | Edit::Work { .. }
        | Edit::Move { .. } => return None,
    }
    Some(changed)
}

/// Takes the names of skills out of the text; `None` where the title says one: that is the work itself.
fn drop_skills(posting: &mut Posting, skills: &[String], taxonomy: &Taxonomy) -> Option<()> {
    if !spans(&posting.title, skills, taxonomy).is_empty() {
        return None;
    }
    for section in posting.sections.iter_mut().filter(|section| section.kind != SectionKind::Legal) {
        for text in [&mut section.heading, &mut section.text] {
            for (start, end) in spans(text, skills, taxonomy).into_iter().rev() {
                text.replace_range(start..end, "");
            }
        }
    }
    Some(())
}

/// Where a text names one of the skills, with the comma that follows; in order, without overlaps.
fn spans(text: &str, skills: &[String], taxonomy: &Taxonomy) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    // What is doubtful in running text is believed in a list.
    for setting in [Setting::Demands, Setting::Listing, Setting::Prose] {
        let passage = Passage { text, need: Need::Required, setting, months: None };
        for mention in taxonomy.mentions(&passage) {
            if skills.contains(&taxonomy.entry(mention.id).name) {
                let comma = text[mention.end..].starts_with(", ");
                found.push((mention.start, mention.end + if comma { 2 } else { 0 }));
            }
        }
    }
    found.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for span in found {
        match apart.last_mut() {
            Some(last) if span.0 < last.1 => last.1 = last.1.max(span.1),
            _ => apart.push(span),
        }
    }
    apart
}
