//! Pages: headings, words, tables and figures, one below the other, in one file of HTML.

use std::fmt::Write;

use super::canvas::escape;
use super::figure::Figure;
use super::figure::Grid;

const STYLE: &str = include_str!("page.css");

/// The most characters of a card's number that fit the narrowest card in large type.
const WIDEST: usize = 8;

/// A figure of a page's head: one number with what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What is counted.
    pub name: String,
    /// The number.
    pub value: String,
    /// How far chance reaches, or what it is of.
    pub note: String,
}

/// A page that is being written. All text is escaped; nothing on it is loaded from elsewhere.
#[derive(Clone, Debug)]
pub struct Page {
    title: String,
    body: String,
}

impl Page {
    /// A page under a title, with what it is about in a sentence or two.
    #[must_use]
    pub fn new(title: &str, lead: &str) -> Self {
        let mut body = format!("<header>\n<h1>{}</h1>\n", escape(title));
        let _ = writeln!(body, "<p class=\"lead\">{}</p>\n</header>", escape(lead));
        Self { title: title.to_owned(), body }
    }

    /// Begins a section.
    pub fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.body, "<h2>{}</h2>", escape(heading));
    }

    /// Begins a part of a section.
    pub fn subheading(&mut self, heading: &str) {
        let _ = writeln!(self.body, "<h3>{}</h3>", escape(heading));
    }

    /// A paragraph.
    pub fn words(&mut self, words: &str) {
        let _ = writeln!(self.body, "<p>{}</p>", escape(words));
    }

    /// A paragraph that stands out: something that limits what the page says.
    pub fn notice(&mut self, words: &str) {
        let _ = writeln!(self.body, "<p class=\"notice\" role=\"note\">{}</p>", escape(words));
    }

    /// Sentences, each beside a dot.
    pub fn list(&mut self, sentences: &[String]) {
        let items: String = sentences.iter().map(|one| format!("<li>{}</li>\n", escape(one))).collect();
        if !items.is_empty() {
            let _ = writeln!(self.body, "<ul>\n{items}</ul>");
        }
    }

    /// Numbers that stand out, side by side.
    pub fn cards(&mut self, cards: &[Card]) {
        self.body.push_str("<dl class=\"cards\">\n");
        for card in cards {
            let [name, value, note] = [&card.name, &card.value, &card.note].map(|text| escape(text));
            let long = if card.value.chars().count() > WIDEST { " class=\"long\"" } else { "" };
            let _ = writeln!(self.body, "<div><dt>{name}</dt><dd><b{long}>{value}</b> <span>{note}</span></dd></div>");
        }
        self.body.push_str("</dl>\n");
    }

    /// A table.
    pub fn table(&mut self, grid: &Grid) {
        self.body.push_str(&grid.html());
    }

    /// A figure.
    pub fn figure(&mut self, figure: &Figure) {
        self.body.push_str(&figure.html());
    }

    /// The whole page: HTML that is also well-formed XML.
    #[must_use]
    pub fn html(&self) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
            escape(&self.title),
            self.body
        )
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
