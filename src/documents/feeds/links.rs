//! Links to postings name the company that posts, where the answer does not.

use super::offer::Offer;

/// The sites of applicant tracking systems whose links name the company first.
const SITES: [&str; 8] = [
    "boards.greenhouse.io/",
    "boards.eu.greenhouse.io/",
    "job-boards.greenhouse.io/",
    "job-boards.eu.greenhouse.io/",
    "jobs.lever.co/",
    "jobs.eu.lever.co/",
    "jobs.ashbyhq.com/",
    "jobs.smartrecruiters.com/",
];

/// Takes the company that is stated, or the one that the link to the posting names, with a note.
pub(super) fn company(offer: &mut Offer, stated: Option<String>) {
    offer.posting.company = stated;
    if offer.posting.company.is_some() {
        return;
    }
    let Some(named) = offer.posting.url.as_deref().and_then(of_link) else {
        return offer.note("no company is stated");
    };
    offer.note(format!("no company is stated: {named:?} is taken from the link"));
    offer.posting.company = Some(named);
}

/// The company in a link to a posting.
fn of_link(url: &str) -> Option<String> {
    let rest = SITES.iter().find_map(|site| url.split_once("://")?.1.strip_prefix(*site))?;
    let token = rest.split(['/', '?', '#']).next()?.trim();
    let plain = token.replace("%20", " ").replace(['-', '_', '+'], " ");
    Some(plain).filter(|name| !name.trim().is_empty() && name != "embed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_name_the_company() {
        assert_eq!(of_link("https://jobs.ashbyhq.com/Crumb%20Labs/1-2").as_deref(), Some("Crumb Labs"));
        assert_eq!(of_link("https://boards.greenhouse.io/crumb/jobs/5?x").as_deref(), Some("crumb"));
        assert_eq!((of_link("https://crumb.example/jobs/5"), of_link("jobs.lever.co/")), (None, None));
    }
}
