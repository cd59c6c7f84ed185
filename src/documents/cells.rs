//! The parts of a line that stands above everything else in a résumé.

/// The parts of a line of the top. Where nothing else parts them, full stops do around an e-mail address ("Baker. Provo,
/// Utah. ida@novak.example").
pub(super) fn of(text: &str) -> Vec<&str> {
    let marked: Vec<&str> = text.split(['|', '•', '·', '—']).map(str::trim).collect();
    let told: Vec<&str> = text.split(". ").map(str::trim).collect();
    let is_told = marked.len() == 1 && text.contains('@') && told.iter().all(|part| part.len() <= 50);
    if is_told { told } else { marked }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_stops_part_a_line_with_an_address() {
        assert_eq!(of("Baker · Lyon. France · +33"), ["Baker", "Lyon. France", "+33"]);
        assert_eq!(of("Baker. Provo, Utah. ida@novak.example"), ["Baker", "Provo, Utah", "ida@novak.example"]);
        assert_eq!(of("I bake. Rye, mostly."), ["I bake. Rye, mostly."]);
    }
}
