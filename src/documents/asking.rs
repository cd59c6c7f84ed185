//! The pay that a person asks for, behind a label or in a sentence. What a past position paid is not asked for.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// The longest line in which a sentence is looked for, in bytes.
const LONGEST: usize = 2_000;

/// The words of a label that say it is a wish.
const WISH: &str = r"(?:(?:desired|expected|target|minimum|required|asking|current expected|preferred)\s(?:(?:annual|yearly|monthly|hourly|daily|day|gross|net|base|total)\s)*(?:salary|pay|wage|compensation|rate|income|package|ctc)|(?:salary|pay|wage|compensation|rate)\s(?:expectations?|requirements?|expected|desired|wish|target)|gehaltsvorstellung(?:en)?|gehaltswunsch|wunschgehalt|lohnvorstellung(?:en)?|prétentions?(?:\ssalariales?)?|(?:salaire|rémunération)\s(?:souhaitée?|attendue?|visée?)|(?:pretensi[óo]n(?:es)?|aspiraci[óo]n(?:es)?)\s(?:salarial(?:es)?|económicas?)|expectativas?\s(?:salarial(?:es|is)?|económicas?)|(?:salario|sueldo)\s(?:deseado|pretendido|esperado)|pretens(?:ão|ões)\s(?:salarial|salariais)|(?:salário|remuneração)\s(?:pretendid[oa]|desejad[oa])|oczekiwania\sfinansowe)";

/// A label that says it is a wish where nothing but money stands behind it ("Target: $190,000 base", "TJM : 520 €").
const SHORT: &str = r"(?:target(?:ing)?|asking|wunsch|vorstellung|objectif|souhait|aspiraci[óo]n(?:es)?|pretensi[óo]n(?:es)?|pretens(?:ão|ões)|expectativas?|tjm|taux journalier(?: moyen)?|tagessatz|stundensatz|honorarvorstellung)";

/// What goes on to the end of the sentence and holds a digit.
const PAY: &str = r"(?P<pay>[^.!?;|\d]{0,40}\d(?:[^.!?;|]|[.;]\d)*)";

/// The rest of a sentence.
const REST: &str = r"(?:[^.!?;|]|[.;]\d)*";

/// Signs and codes of money.
const MONEY: &str = r"(?:[$€£¥₹]|R\$|\b(?:US|C|CA|AU?|NZ|S)\$|\b(?:USD|EUR|euros?|GBP|PLN|CHF|CAD|AUD|NZD|BRL|SEK|NOK|DKK|INR|Rs\.?|MXN|CZK|SGD|AED|ZAR)(?:\b|\s))";

/// Words that stand before an amount that is asked for.
const BEFORE: &str = r"(?:\b(?:from|at least|no less than|at|min\.?|minimum|max\.?|up to|ab|mind\.|mindestens|à partir de|au moins|minimum|desde|a partir de|al menos|pelo menos|around|about|approx\.?|ca\.|circa|rund|etwa|environ|autour de|alrededor de|unos|cerca de|por volta de)\s)";

/// An amount with its currency.
static AMOUNT: LazyLock<String> =
    LazyLock::new(|| format!(r"(?:{MONEY}\s?\d[\d.,\s]*\d?(?:k|mil)?\b|\d[\d.,\s]*\d?\s?(?:k\s?|mil\s)?{MONEY})"));

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

/// A short label that begins a line or a part of one, with nothing but money behind it.
static SHORTLY: LazyLock<Regex> = LazyLock::new(|| {
    let amount = &*AMOUNT;
    pattern(&format!(
        r"(?i)(?:^|[.;,|·•(]\s?)(?P<label>{SHORT})\s?(?:[:–—-]|\bde\b)?\s?(?P<pay>{BEFORE}?{amount}{REST})"
    ))
});

/// Nothing but pay, as it stands between bars above everything else ("CAD 45 an hour or more", "₹8 LPA").
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:(?:annual |hourly |daily |day )?(?:salary|pay|rate|target|asking)\s)?(?P<pay>{BEFORE}?(?:{MONEY}\s?\d[\d.,\s]*(?:k|lakhs?|lpa)?\b|\d[\d.,\s]*k?\s?(?:{MONEY}|lpa\b|lakhs?\b))\s?(?:k€|[+]|/\s?\w+|lpa|p\.?\s?a\.?|or (?:more|better)|and up|oder mehr|et plus|ou plus|au moins|minimum|gross|net|brutto?|netto|per|an?|the|im|pro|par|por|al?|year|annum|month|day|hour|hr|jahr|monat|stunde|tag|an|mois|jour|heure|año|mes|ano|mês|hora|mensua(?:les|l)|anuales|[\s,.])*)$"
    ))
});

/// A plain label that begins a line above everything else.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:annual |hourly |daily |day )?(?:salary|pay|compensation|rate|target|asking|gehalt|salaire|tjm|salario|salário)\s?[:–—-]\s?{PAY}"
    ))
});

/// A sentence in which a person says what they would like to be paid.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    let amount = &*AMOUNT;
    pattern(&format!(
        r"(?i)\b(?:i(?:['’]d| would| am|['’]m)?\s(?:like|want|expect(?:ing)?|ask(?:ing)?|need|hop(?:e|ing)|aim(?:ing)?|accept|take)|looking for|asking|hoping for|seeking|aiming for|available|gesucht|suche|ich (?:möchte|erwarte|wünsche|stelle mir)|je (?:souhaite|recherche|cherche|vise|demande)|busco|procuro|pretendo|aspiro a|me gustaría|gostaria de|espero)\b[^.!?;|\d]{{0,120}}?(?P<pay>{BEFORE}?{amount}{REST})"
    ))
});

/// An amount that a person calls a fair one ("$36 an hour would be fair").
static FAIR: LazyLock<Regex> = LazyLock::new(|| {
    let amount = &*AMOUNT;
    pattern(&format!(
        r"(?i)(?P<pay>{BEFORE}?{amount}[^.!?;|\d]{{0,40}}?\s(?:would be|is|w[äa]ren?|serai(?:en)?t|ser[íi]an?)\s(?:fair|fine|right|enough|good|ok(?:ay)?|acceptable|ideal|what i (?:ask|want|expect|need)|mein wunsch|meine vorstellung|in ordnung|correcte?|idéale?|bien|just[oa]|b[ou]ena?|bom))(?:\s*(?:[.,;)!]|$)|\s(?:for|to|für|pour|para)\b)"
    ))
});

/// An amount in a sentence under a heading of wishes.
static AMOUNTS: LazyLock<Regex> = LazyLock::new(|| {
    let amount = &*AMOUNT;
    pattern(&format!(r"(?i)(?P<pay>{BEFORE}?{amount}{REST})"))
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
    if let Some(found) = SHORTLY.captures(text) {
        let (label, pay) = (found.name("label")?, found.name("pay")?);
        let is_all = found.get(0).is_some_and(|whole| whole.start() == 0 && whole.end() + 1 >= text.len());
        // A label may say what the pay covers: "TJM". What follows in the sentence may be asked of another contract.
        let rest = &text[pay.end()..];
        let rest = &rest[..rest.find(". ").unwrap_or(rest.len())];
        let other = AMOUNTS.find_iter(rest).last().filter(|_| rest.starts_with([';', ',']));
        let end = pay.end() + other.map_or(0, |other| other.end());
        let told = before_others(&text[label.start()..end]);
        return is_no_sum(pay.as_str()).then_some((told, is_all));
    }
    if let Some(found) = FAIR.captures(text).and_then(|fair| fair.name("pay")) {
        return is_no_sum(found.as_str()).then_some((found.as_str(), false));
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
    is_no_sum(found).then_some((found, false))
}

/// The first line of a text that names a pay behind a plain label ("Salary: 25 000 PLN / month"), of which nothing says
/// whether it is asked for or was had.
pub(crate) fn plain_in(text: &str) -> Option<&str> {
    let named = |line: &&str| line.len() <= LONGEST && PLAIN.is_match(line) && AMOUNTS.is_match(line);
    text.lines().map(|line| line.trim_start_matches(['-', '*', '•', ' '])).find(named)
}

/// The first amount of pay in the text of a section whose heading says that it is about wishes.
pub(super) fn under_wishes(text: &str) -> Option<&str> {
    let found = AMOUNTS.captures(&text[..text.floor_char_boundary(LONGEST)])?.name("pay")?;
    let pay = text[found.range()].trim().trim_end_matches(['.', ',']);
    is_no_sum(pay).then(|| before_others(pay))
}

/// True where an amount is no sum that a person was charged with.
fn is_no_sum(pay: &str) -> bool {
    let sums = [
        "million",
        "mio",
        "budget",
        "revenue",
        "sales",
        "portfolio",
        "quota",
        "umsatz",
        "chiffre d",
        "ventas",
        "business",
        "quarter",
        "pipeline",
        "customer",
        "client",
        "saving",
        "donat",
        "fund",
        "raised",
        "grant",
        "deal",
        "profit",
    ];
    let lower = pay.to_lowercase();
    !sums.iter().any(|word| lower.contains(word)) && !is_large(pay)
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
            ("Target: $190,000 base", Some("Target: $190,000 base")),
            ("Target: $250,000 in sales a quarter", None),
            ("- Target: $500,000 of new business", None),
            ("Night shifts, aspiración: 2.800 USD mensuales", Some("aspiración: 2.800 USD mensuales")),
            ("Pretensão: R$ 7.000 (CLT)", Some("Pretensão: R$ 7.000 (CLT)")),
            ("Disponible en mai. TJM : 520 €", Some("TJM : 520 €")),
            (
                "TJM : 520 € ; ouvert à un CDI à partir de 55 000 € par an",
                Some("TJM : 520 € ; ouvert à un CDI à partir de 55 000 € par an"),
            ),
            ("I bake at night; $36 an hour would be fair.", Some("$36 an hour would be fair")),
            ("Une rémunération de 42 000 € par an serait idéale", Some("42 000 € par an serait idéale")),
            ("Looking for a bakery in Lyon, about 5,200 euros a month", Some("about 5,200 euros a month")),
            ("Seeking a head baker's post at €70,000 or more.", Some("at €70,000 or more")),
            ("I'd need a base of at least $90,000.", Some("at least $90,000")),
            ("Je vise 45 k€ brut.", Some("45 k€ brut")),
            ("Ovens for $36,000 would be fair game to others; sold 12.", None),
            ("Target market: $5,000 customers", None),
        ];
        for (text, pay) in cases {
            assert_eq!(pay_in(text, false).map(|(pay, _)| pay), pay, "{text}");
        }
        assert_eq!(pay_in("Salary: 45 000 EUR", true), Some(("45 000 EUR", true)));
        for alone in [
            "₹8 LPA",
            "CAD 45 an hour or more",
            "R$ 12.000 por mês",
            "from 65,000 EUR",
            "€450/day",
            "Around £40,000",
            "$38 an hour or better",
        ] {
            assert_eq!(pay_in(alone, true), Some((alone, true)), "{alone}");
            assert_eq!(pay_in(alone, false), None, "{alone}");
        }
        assert_eq!(pay_in("Rate €600 a day", true), Some(("€600 a day", true)));
        assert_eq!(pay_in("Target: 190k", true), Some(("190k", true)));
        assert_eq!(pay_in("2014 to 2016", true), None);
        assert_eq!(
            under_wishes("A bakery near Lyon. About 5,200 euros a month. Nights."),
            Some("About 5,200 euros a month")
        );
        assert_eq!(under_wishes("To lead a team of 12 with a budget of $2M"), None);
    }
}
