//! The table as text: one row an entry, in the form of `data/skills/*.tsv` with codes and areas.

use crate::skills::HEADER_WITH_CODES;
use crate::skills::Kind;
use crate::skills::Sort;

use super::joining::Row;

/// The text of the table; `credits` come first, each a line of comment.
pub(super) fn text(rows: &[Row], credits: &[String]) -> String {
    let mut text = String::with_capacity(256 * rows.len());
    for credit in credits {
        text.push_str("# ");
        text.push_str(credit);
        text.push('\n');
    }
    text.push_str(HEADER_WITH_CODES);
    text.push('\n');
    let mut cell = String::new();
    for row in rows {
        text.push_str(&row.name);
        list(&mut text, aliases(row).iter().map(String::as_str));
        list(&mut text, [row.sort.word()]);
        list(&mut text, row.parents.iter().map(|&at| rows[at].name.as_str()));
        cell.clear();
        for (number, &(at, needed)) in row.related.iter().enumerate() {
            cell.push_str(if number == 0 { "" } else { "|" });
            cell.push_str(if needed || matches!(row.sort, Sort::Skill(_)) { "" } else { "?" });
            cell.push_str(&rows[at].name);
        }
        list(&mut text, [cell.as_str()]);
        list(&mut text, [row.telling.map_or_else(String::new, |telling| format!("{telling:.1}")).as_str()]);
        list(&mut text, row.codes.iter().map(String::as_str));
        list(&mut text, [row.area.as_str()]);
        text.push('\n');
    }
    text
}

/// Adds a cell.
fn list<'a>(text: &mut String, items: impl IntoIterator<Item = &'a str>) {
    text.push('\t');
    for (number, item) in items.into_iter().enumerate() {
        text.push_str(if number == 0 { "" } else { "|" });
        text.push_str(item);
    }
}

/// The aliases of a row: a name that is written without marks goes without saying, one that is not written at all is
/// marked by a lone `!`.
fn aliases(row: &Row) -> Vec<String> {
    let Sort::Skill(kind) = row.sort else { return row.writings.clone() };
    if kind == Kind::Group {
        return Vec::new();
    }
    let bare = |writing: &str| writing.trim_start_matches(['=', '?', '~']).to_lowercase();
    let name = row.name.to_lowercase();
    let own = |writing: &&String| bare(writing) == name;
    // Beside a marked writing of the name, the name alone must be said.
    let marked = row.writings.iter().filter(own).any(|writing| writing.starts_with(['=', '?', '~']));
    let mut aliases: Vec<String> =
        row.writings.iter().filter(|writing| marked || **writing != row.name).cloned().collect();
    if !row.writings.iter().any(|writing| own(&writing)) {
        aliases.insert(0, "!".to_owned());
    }
    aliases
}
