//! The language a document is written in.

use whatlang::Detector;
use whatlang::Lang;

use crate::codes::Language;

use super::Section;
use super::SectionKind;

/// Bytes of text that are looked at.
const SAMPLE: usize = 2000;

/// The languages that are told apart, with their codes.
const LANGUAGES: [(Lang, &str); 22] = [
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "no"),
    (Lang::Fin, "fi"),
    (Lang::Ron, "ro"),
    (Lang::Hun, "hu"),
    (Lang::Tur, "tr"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Ell, "el"),
];

/// The language of a text of some length; `None` where it is too short or unclear.
pub(super) fn of_text(text: &str) -> Option<Language> {
    let detector = Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect());
    let found = detector.detect(text)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(200).count();
    let sure = found.is_reliable() || (letters >= 60 && found.confidence() > 0.15);
    if letters < 20 || !sure {
        return None;
    }
    let (_, code) = LANGUAGES.iter().find(|(lang, _)| *lang == found.lang())?;
    Language::from_code(code)
}

/// The language of sections: what tells most first, legal text and contact left out.
pub(super) fn of_sections(sections: &[Section]) -> Option<Language> {
    let mut sample = String::with_capacity(SAMPLE + 200);
    let telling =
        |section: &&Section| !matches!(section.kind, SectionKind::Legal | SectionKind::Contact | SectionKind::Skills);
    for section in sections.iter().filter(telling).chain(sections.iter().filter(|section| !telling(section))) {
        if sample.len() >= SAMPLE {
            break;
        }
        if sample.len() > SAMPLE / 4 && !telling(&section) {
            break;
        }
        let room = SAMPLE - sample.len();
        let end = section.text.floor_char_boundary(room);
        sample.push_str(&section.text[..end]);
        sample.push('\n');
    }
    of_text(&sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_and_stays_silent_when_unsure() {
        for (text, code) in [
            ("We are looking for a baker who loves bread and works at night with our small team.", "en"),
            ("Nous recherchons un boulanger qui aime le pain et travaille la nuit avec notre équipe.", "fr"),
            ("Wir suchen einen Bäcker, der Brot liebt und nachts mit unserem kleinen Team arbeitet.", "de"),
            ("Buscamos un panadero que ame el pan y trabaje por la noche con nuestro pequeño equipo.", "es"),
            ("Procuramos um padeiro que ame pão e trabalhe à noite com a nossa pequena equipe.", "pt"),
        ] {
            assert_eq!(of_text(text), Language::from_code(code), "{text}");
        }
        assert_eq!(of_text("Rust, C++"), None);
    }
}
