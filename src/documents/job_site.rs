//! Résumés as a job site exports them: "Education Details", then without a heading what the person calls their work and
//! a line about them, "Skill Details", and "Company Details" with a block for each employer.

use std::sync::LazyLock;

use regex::Regex;

use super::Position;
use super::YearMonth;
use super::calling;
use super::dates;
use super::lines::Line;
use super::lines::Style;
use super::pattern;
use super::roles::names_a_role;
use super::sections;

/// The most bytes of what a person calls their work.
const LONGEST: usize = 100;

static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)(?P<end>[^\s])(?:(?P<heading>(?:Education|Skill|Company|Personal) Details\b)|[ \t]+(?P<last>(?:Education|Skill|Company|Personal) Details)[ \t]*$)",
    )
});

/// An export, with what stands without a heading in it put where it belongs.
pub(super) struct Export {
    /// What the person calls their work.
    pub(super) title: String,
    /// The text: what stands first, the line about the person as a summary, and the rest.
    pub(super) text: String,
}

/// Sets headings that are glued to the text before them on lines of their own.
pub(super) fn unglue(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(" Details") {
        GLUED.replace_all(text, "$end\n\n$heading$last")
    } else {
        std::borrow::Cow::Borrowed(text)
    }
}

/// Reads an export; nothing for any other text.
pub(super) fn read(text: &str) -> Option<Export> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = |heading: &str| lines.iter().position(|line| *line == heading);
    let (education, skills) = (at("Education Details")?, at("Skill Details")?);
    at("Company Details").filter(|companies| *companies > skills && skills > education)?;
    let between = &lines[education + 1..skills];
    let filled = |line: &&str| !line.is_empty();
    let gap = (0..between.len())
        .rev()
        .filter(|&line| between[line].is_empty())
        .find(|&gap| between[..gap].iter().any(filled))?;
    let said: Vec<&str> = between[gap..].iter().copied().filter(filled).collect();
    let named = between[..gap].iter().rposition(filled)?;
    let title = between[named];
    let title = own_title(title, &said);
    if title.len() > LONGEST {
        return None;
    }
    let mut parts: Vec<String> = vec![lines[..education].join("\n")];
    if !said.is_empty() {
        parts.push(format!("\nSummary\n{}\n", said.join("\n")));
    }
    parts.push(lines[education..=education + named].join("\n"));
    for line in &lines[skills..] {
        // A line of its own for each, or they would pass for the rest of the line before.
        parts.push(match line.strip_prefix("description -") {
            Some(description) => format!("\n{}", description.trim()),
            None if line.starts_with("company -") => format!("\n{line}"),
            None => (*line).to_owned(),
        });
    }
    Some(Export { title, text: parts.join("\n") })
}

/// What the person calls their work, without a label and the employer; as the line about them spells it where the title
/// names no role ("Network Enginner").
fn own_title(title: &str, said: &[&str]) -> String {
    let title = calling::labeled(title).unwrap_or_else(|| title.to_owned());
    let told = said.first().map_or("", |line| line.split(" - ").next().unwrap_or_default().trim());
    if !names_a_role(&title) && calling::is_title(told) {
        return told.to_owned();
    }
    match title.split_once(", ") {
        Some((role, employer)) if employer.split(' ').count() > 1 && names_a_role(role) && !names_a_role(employer) => {
            role.to_owned()
        }
        _ => title,
    }
}

/// The positions in the blocks of an export's lines, latest first as the site has them; nothing where there are none.
pub(super) fn positions(lines: &[Line]) -> Option<Vec<Position>> {
    let begins = lines.iter().position(|line| line.text == "Company Details")?;
    let lines = &lines[begins + 1..];
    let starts: Vec<usize> = (0..lines.len()).filter(|&at| employer(&lines[at]).is_some()).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    Some(starts.iter().zip(ends).filter_map(|(&start, end)| block(&lines[start..end])).collect())
}

/// The employer of a line "company - Crumb & Sons"; an empty one where it is left out.
fn employer(line: &Line) -> Option<&str> {
    let rest = line.text.strip_prefix("company -")?.trim();
    (line.style != Style::Heading(1)).then_some(rest)
}

/// One employer's block as a position.
fn block(lines: &[Line]) -> Option<Position> {
    let (head, body) = lines.split_first()?;
    let title = body.iter().find_map(|line| calling::labeled(&line.text));
    let worked = || body.iter().take(4).flat_map(|line| line.text.split(". ")).find_map(calling::working_as);
    let mut position = Position {
        title: title.or_else(worked).unwrap_or_default(),
        employer: employer(head).filter(|name| name.len() > 2).map(ToOwned::to_owned),
        text: sections::text_of(body),
        ..Position::default()
    };
    span(body, &mut position);
    let is_empty = position.title.is_empty() && position.employer.is_none() && position.text.is_empty();
    (!is_empty).then_some(position)
}

/// Gives a position the months from the first to the last that its lines name as ranges: those of it and its projects.
fn span(lines: &[Line], position: &mut Position) {
    let ends = |dates: &dates::Dates| {
        dates.end.map_or((i16::MAX, 12), |YearMonth { year, month }| (year, month.unwrap_or(12)))
    };
    let found: Vec<dates::Dates> = lines.iter().filter_map(|line| dates::range(&line.text)).collect();
    position.start = found.iter().filter_map(|dates| dates.start).min();
    if let Some(last) = found.iter().max_by_key(|dates| ends(dates)) {
        (position.end, position.current) = (last.end, last.current);
    }
}

#[cfg(test)]
mod tests {
    use super::super::resume::read_resume;

    const EXPORT: &str = "Skills * Ovens * Rye. Education Details \nMay 2012 to May 2014 B.E. Baking  Mill College\n\
        Rye Bread Engineer \n\nRye Bread Engineer - Crumb Pvt Ltd\nSkill Details \nRYE- Exprience - 24 months\n\
        OVENS- Exprience - 12 monthsCompany Details \ncompany - Crumb Pvt Ltd\n\
        description - Jan 2019 till Date\nTeam Size: 12\nDesignation: Senior Rye Engineer\nBaked.\n\
        company - Mill\ndescription - Project: Ovens\nDuration: March 2016 to April 2018\nWorked as a Baker in Lyon.\n";

    #[test]
    fn reads_title_and_positions_of_an_export() {
        let resume = read_resume("x", EXPORT);
        assert_eq!(resume.title, "Rye Bread Engineer");
        let held: Vec<_> = resume
            .positions
            .iter()
            .map(|held| {
                (held.title.as_str(), held.employer.as_deref(), held.start.map(|start| start.year), held.current)
            })
            .collect();
        assert_eq!(
            held,
            [
                ("Senior Rye Engineer", Some("Crumb Pvt Ltd"), Some(2019), true),
                ("Baker", Some("Mill"), Some(2016), false)
            ]
        );
        assert!(resume.positions[0].text.contains("Baked."), "{:?}", resume.positions);
    }
}
