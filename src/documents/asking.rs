//! The pay that a person asks for, behind a label or in a sentence. What a past position paid is not asked for.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// The longest line in which a sentence is looked for, in bytes.
const LONGEST: usize = 2_000;

/// The words of a label that say it is a wish.
const WISH: &str = r"(?:(?:desired|expected|target|minimum|required|asking|current expected|preferred)\s(?:(?:annual|yearly|monthly|hourly|daily|day|gross|net|base|total)\s)*(?:salary|pay|wage|compensation|rate|income|package|ctc)|(?:salary|pay|wage|compensation|rate)\s(?:expectations?|requirements?|expected|desired|wish)|gehaltsvorstellung(?:en)?|gehaltswunsch|wunschgehalt|lohnvorstellung(?:en)?|prétentions?(?:\ssalariales?)?|(?:salaire|rémunération)\s(?:souhaitée?|attendue?)|pretensi[óo]n(?:es)?\s(?:salarial(?:es)?|económicas?)|expectativas?\s(?:salarial(?:es|is)?|económicas?)|(?:salario|sueldo)\s(?:deseado|pretendido)|pretensão\ssalarial|salário\spretendido|oczekiwania\sfinansowe)";

/// What goes on to the end of the sentence and holds a digit.
const PAY: &str = r"(?P<pay>[^.!?;|\d]{0,40}\d(?:[^.!?;|]|[.;]\d)*)";

/// Signs and codes of money.
const MONEY: &str = r"(?:[$€£¥₹]|R\$|\b(?:US|C|CA|AU?|NZ|S)\$|\b(?:USD|EUR|euros?|GBP|PLN|CHF|CAD|AUD|NZD|BRL|SEK|NOK|DKK|INR|Rs\.?|MXN|CZK|SGD|AED|ZAR)(?:\b|\s))";

/// A label anywhere in a line.
static LABELED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)(?:^|\W){WISH}\s?(?:[:–—-]|\bof\b|\bis\b|\bvon\b|\bde\b|\bes\b|\bé\b)\s?{PAY}"))
});

/// A label with the pay right behind it ("Expected CTC 8 LPA").
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|\W){WISH}\s(?P<pay>(?:(?:from|at least|around|about|approx\.?|min\.?|ca\.?|ab|mind\.|mindestens|up to|brut|brutto|desde|à partir de)\s)?{MONEY}?\s?\d(?:[^.!?;|]|[.;]\d)*)"
    ))
});

/// Nothing but pay, as it stands between bars above everything else ("CAD 45 an hour or more", "₹8 LPA").
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?P<pay>(?:(?:from|at least|min\.?|ab|mind\.|mindestens|desde|à partir de)\s)?(?:{MONEY}\s?\d[\d.,\s]*(?:k|lakhs?|lpa)?\b|\d[\d.,\s]*k?\s?(?:{MONEY}|lpa\b|lakhs?\b))\s?(?:k€|[+]|/\s?\w+|lpa|p\.?\s?a\.?|or more|and up|oder mehr|et plus|minimum|gross|net|brutto?|netto|per|an?|the|im|pro|par|por|al?|year|annum|month|day|hour|hr|jahr|monat|stunde|tag|an|mois|jour|heure|año|mes|ano|mês|hora|[\s,.])*)$"
    ))
});

/// A plain label that begins a line above everything else.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:annual |hourly |daily |day )?(?:salary|pay|compensation|rate|gehalt|salaire|tjm|salario|salário)\s?[:–—-]\s?{PAY}"
    ))
});

/// A sentence in which a person says what they would like to be paid.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:i(?:['’]d| would| am|['’]m)?\s(?:like|want|expect(?:ing)?|ask(?:ing)?|need|hop(?:e|ing))|looking for|asking|hoping for|seeking|available|gesucht|suche|ich (?:möchte|erwarte|wünsche)|je (?:souhaite|recherche)|busco|procuro)\b[^.!?;|\d]{{0,120}}?(?P<pay>(?:\b(?:from|at least|at|ab|mindestens|à partir de|desde|a partir de|around|about)\s)?(?:{MONEY}\s?\d[\d.,\s]*\d?k?|\d[\d.,\s]*\d?k?\s?{MONEY})(?:[^.!?;|]|[.]\d)*)"
    ))
});

/// The pay that a line asks for. `is_top` for the lines above everything else, in which a plain label is enough. The
/// flag is true where the line says nothing else.
pub(super) fn pay_in(text: &str, is_top: bool) -> Option<(&str, bool)> {
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at_the_top = || {
        let alone =
            || ALONE.captures(text).filter(|_| text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80));
        PLAIN.captures(text).or_else(alone).filter(|_| is_top)
    };
    if let Some(found) = LABELED.captures(text).or_else(|| BARE.captures(text)).or_else(at_the_top) {
        let is_all = found.get(0).is_some_and(|whole| whole.start() == 0 && whole.end() + 1 >= text.len());
        let pay = before_others(found.name("pay")?.as_str());
        return pay.bytes().any(|byte| byte.is_ascii_digit()).then_some((pay, is_all));
    }
    let sentence = SENTENCE.captures(text)?;
    let found = sentence.name("pay")?;
    let gap = sentence.get(0).map_or("", |whole| &text[whole.start()..found.start()]).to_lowercase();
    let boasts =
        ["saved", "saving", "managed", "managing", "manage ", "generat", "increas", "reduc", "raised", "grow", "sold"];
    if boasts.iter().any(|word| gap.contains(word)) {
        return None;
    }
    let found = found.as_str().trim().trim_end_matches(['.', ',']);
    let is_sum = ["million", "mio", "budget", "revenue", "sales", "portfolio"].iter().any(|word| found.contains(word));
    (!is_sum && !is_large(found)).then_some((found, false))
}

/// The pay that is asked for, without what stands behind it of the pay that is had and the time of notice.
fn before_others(pay: &str) -> &str {
    let lower = pay.to_ascii_lowercase();
    let ends = ["current", "present c", "last c", "notice", "actuel", "derzeit", "aktuell", "atual", "actual"];
    let end = ends.iter().filter_map(|word| lower.find(word)).min().unwrap_or(pay.len());
    pay[..end].trim().trim_end_matches([',', '(', '/', '-', '–', '—']).trim_end()
}

/// True where a letter for millions or billions follows the number.
fn is_large(text: &str) -> bool {
    let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let rest = text[digits..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    let mut letters = rest.chars();
    matches!(letters.next(), Some('m' | 'M' | 'b' | 'B')) && letters.next().is_none_or(|next| !next.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_told_from_what_was_paid() {
        let cases = [
            ("Desired salary: $85,000+", Some("$85,000+")),
            ("Available for nights. Desired rate: $45/hour.", Some("$45/hour")),
            ("Gesucht: eine Backstube im Raum Bonn. Gehaltsvorstellung: 55.000 € im Jahr.", Some("55.000 € im Jahr")),
            ("I would like 14 000 PLN net a month on a contract.", Some("14 000 PLN net a month on a contract")),
            ("Looking for a bakery in Kent, from £35,000.", Some("from £35,000")),
            ("Salary expectations: 45 000 EUR brut par an", Some("45 000 EUR brut par an")),
            ("Salary: 2,500.00 USD Per Month", None),
            ("Looking for ovens, saved $300,000 in a year; managed $4M.", None),
            ("Seeking to manage $5M budgets", None),
            ("Pretensão salarial: R$ 12.000", Some("R$ 12.000")),
            ("Expected CTC 8 LPA", Some("8 LPA")),
            ("Expected CTC: ₹8 LPA, Current CTC: ₹6 LPA", Some("₹8 LPA")),
            ("Current CTC: 6 LPA", None),
            ("Gehaltsvorstellung 65.000 EUR", Some("65.000 EUR")),
            ("Prétentions : 45 k€", Some("45 k€")),
            ("Met salary expectations in 2019", None),
            ("Starting Salary: $31,500", None),
        ];
        for (text, pay) in cases {
            assert_eq!(pay_in(text, false).map(|(pay, _)| pay), pay, "{text}");
        }
        assert_eq!(pay_in("Salary: 45 000 EUR", true), Some(("45 000 EUR", true)));
        for alone in ["₹8 LPA", "CAD 45 an hour or more", "R$ 12.000 por mês", "from 65,000 EUR", "€450/day"] {
            assert_eq!(pay_in(alone, true), Some((alone, true)), "{alone}");
            assert_eq!(pay_in(alone, false), None, "{alone}");
        }
        assert_eq!(pay_in("2014 to 2016", true), None);
    }
}
