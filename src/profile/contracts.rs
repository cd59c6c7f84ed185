//! For what contract pay is, and who may not apply: what a figure alone does not tell.

use std::sync::LazyLock;

use regex::Regex;

use crate::documents::Posting;
use crate::documents::Resume;
use crate::pay::Pay;

/// How far around the words of an amount its contract is looked for, in bytes.
const AROUND: usize = 60;

/// An invoice in place of a salary.
static INVOICED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\bb2b\b|\+\s?vat\b|\bplus vat\b|\bexcl(?:uding|\.)? vat\b|\bon an invoice\b|\bfaktur[aęy]\b|\b1099\b",
        r"|\bcorp[- ]to[- ]corp\b|\bc2c\b|\bfreelance\b|\bfreiberuflich|\bTJM\b|\bportage salarial\b|\baut[oó]nomo\b|\bPJ\b",
    ))
});

/// After taxes.
static NET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:net|netto|neto|líquido|liquido|nets|na rękę|take[- ]home)\b(?:\s(?:of|after) tax(?:es)?\b)?")
});

/// Who works on a contract of their own is asked not to apply.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:contractors?|freelancers?|b2b|c2c|corp[- ]to[- ]corp)\b[^.!?\n]{0,40}\b(?:do not|don['’]t|need not|should not|cannot|not be able to)\s+apply\b",
        r"|\b(?:contractors?|freelancers?|b2b|c2c|corp[- ]to[- ]corp)\b[^.!?\n]{0,30}\b(?:(?:is|are|will) not (?:be )?(?:accepted|considered|possible|offered)|not (?:accepted|considered|possible))\b",
        r"|\bno (?:b2b|c2c|1099|corp[- ]to[- ]corp|contractors?|freelancers?)\b|\bw-?2 only\b|\bkeine freelancer\b|\bpas de freelances?\b",
        r"|\bonly (?:on )?(?:an )?employment contracts?\b",
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests compile")
}

/// What must be known of a posting's pay and of who may apply.
pub(super) fn of_posting(posting: &Posting, pay: Option<&Pay>, notes: &mut Vec<String>) {
    if let Some(pay) = pay {
        let tag = posting.pay_tag.as_deref().unwrap_or_default();
        let told = posting.sections.iter().find_map(|section| around(&section.text, &pay.evidence));
        // The words of an amount, and a tag, may be a whole line; what other sentences of it say is said of something else.
        let amounts = |part: &&str| part.as_bytes().windows(2).any(|two| two.iter().all(u8::is_ascii_digit));
        let parts = [tag, told.unwrap_or(&pay.evidence)].into_iter().flat_map(|words| words.split(". "));
        say(&parts.filter(amounts).collect::<Vec<_>>().join("\n"), "the pay", notes);
    }
    let closed = posting.sections.iter().find_map(|section| CLOSED.find(&section.text));
    if let Some(words) = closed {
        notes.push(format!("not for those who work on a contract of their own: \u{201c}{}\u{201d}", words.as_str()));
    }
}

/// What must be known of the pay that a person asks for.
pub(super) fn of_resume(resume: &Resume, pay: Option<&Pay>, notes: &mut Vec<String>) {
    if let (Some(text), Some(_)) = (&resume.pay_text, pay) {
        say(text, "the pay asked for", notes);
    }
}

fn say(text: &str, what: &str, notes: &mut Vec<String>) {
    if INVOICED.is_match(text) {
        notes.push(format!(
            "{what} is for a contract of one's own (B2B, freelance), out of which taxes, insurance and leave are paid; it cannot \
             be compared exactly with a salary, and is compared as it stands"
        ));
    } else if NET.is_match(text) {
        notes.push(format!(
            "{what} is net, after taxes; it cannot be compared exactly with gross pay, and is compared as it stands"
        ));
    }
}

/// The sentence around the words of an amount, as far as its contract is looked for.
fn around<'a>(text: &'a str, evidence: &str) -> Option<&'a str> {
    let at = (!evidence.is_empty()).then(|| text.find(evidence)).flatten()?;
    let from = text.ceil_char_boundary(at.saturating_sub(AROUND));
    let to = text.floor_char_boundary((at + evidence.len() + AROUND).min(text.len()));
    let before = &text[from..at];
    let begins = before.rfind('\n').max(before.rfind(". ")).map_or(from, |end| from + end + 1);
    let behind = &text[at + evidence.len()..to];
    let ends = behind.find('\n').into_iter().chain(behind.find(". ")).min().map_or(to, |end| at + evidence.len() + end);
    Some(&text[begins..ends])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::YearMonth;
    use crate::profile::Profile;
    use crate::profile::Understanding;
    use crate::skills::Taxonomy;

    fn notes(text: &str) -> Vec<String> {
        let (taxonomy, today) = (Taxonomy::builtin(), YearMonth { year: 2026, month: Some(4) });
        Profile::of_posting(&Posting::parse("x", text), &Understanding { taxonomy: &taxonomy, today }).notes
    }

    #[test]
    fn pay_for_a_contract_of_ones_own_is_noted() {
        let head = "# [Baker](https://jobs.example.org/1)\n### Kornhaus\n";
        let of = |text: &str| notes(&format!("{head}{text}")).join("\n");
        assert!(of("#### `💰 18000-22000 PLN net + VAT B2B`\n").contains("the pay is for a contract of one's own"));
        assert!(
            of("\nWe pay 18 000 - 22 000 PLN per month on B2B.\n").contains("the pay is for a contract of one's own")
        );
        assert!(of("\nSalary: 3 000 EUR net per month.\n").contains("the pay is net"));
        let plain =
            of("\nSalary: 3 000 EUR per month. Our B2B customers bake.\n\nWe sell on the internet, net of nothing.\n");
        assert!(!plain.contains("cannot be compared exactly"), "{plain}");
    }

    #[test]
    fn who_may_not_apply_is_noted() {
        let closed = |text: &str| notes(text).iter().any(|note| note.starts_with("not for those"));
        assert!(closed("# Baker\n\nContractors, please do not apply.\n"));
        assert!(closed("# Baker\n\nNo agencies, no B2B.\n"));
        assert!(closed("# Baker\n\nB2B contracts are not possible.\n"));
        assert!(!closed("# Baker\n\nContractors may apply too. You sell to B2B customers; no agency work.\n"));
    }
}
