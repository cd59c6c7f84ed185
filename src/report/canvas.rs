//! The canvas: SVG elements with escaped text and rounded coordinates.

use std::fmt::Write;

/// Text as it may stand in XML, between tags and in attributes; what XML cannot hold (control characters) becomes U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The first `most` characters of a text, with an ellipsis where there are more.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// Where text is held.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// An SVG that is being drawn. Coordinates are in units of the view box, from the upper left corner; charts place finite
/// numbers only.
#[derive(Debug)]
pub(super) struct Canvas {
    width: f64,
    height: f64,
    body: String,
}

impl Canvas {
    pub(super) const fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(coordinate);
        let _ = writeln!(self.body, r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#);
    }

    /// A rectangle from its upper left corner, with what it says when pointed at.
    pub(super) fn rect(&mut self, at: (f64, f64), size: (f64, f64), class: &str, says: &str) {
        let [x, y, width, height] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(coordinate);
        let says = title(says);
        let _ = writeln!(
            self.body,
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2">{says}</rect>"#
        );
    }

    /// A rectangle whose fill has some opacity, 0 to 1.
    pub(super) fn shade(&mut self, at: (f64, f64), size: (f64, f64), opacity: f64, says: &str) {
        let [x, y, width, height] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(coordinate);
        let (opacity, says) = (coordinate(opacity.clamp(0.0, 1.0)), title(says));
        let _ = writeln!(
            self.body,
            r#"<rect class="shade" x="{x}" y="{y}" width="{width}" height="{height}" fill-opacity="{opacity}">{says}</rect>"#
        );
    }

    pub(super) fn circle(&mut self, at: (f64, f64), radius: f64, class: &str, says: &str) {
        let [x, y, radius] = [at.0, at.1, radius].map(coordinate);
        let says = title(says);
        let _ = writeln!(self.body, r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}">{says}</circle>"#);
    }

    /// Straight lines from point to point.
    pub(super) fn polyline(&mut self, points: &[(f64, f64)], class: &str) {
        let points: Vec<String> = points.iter().map(|&(x, y)| format!("{},{}", coordinate(x), coordinate(y))).collect();
        let _ = writeln!(self.body, r#"<polyline class="{class}" points="{}"/>"#, points.join(" "));
    }

    pub(super) fn text(&mut self, at: (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let ([x, y], anchor, text) = ([at.0, at.1].map(coordinate), anchor.name(), escape(text));
        let _ = writeln!(self.body, r#"<text class="{class}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>"#);
    }

    /// Text that runs from the bottom to the top.
    pub(super) fn upward(&mut self, at: (f64, f64), class: &str, text: &str) {
        let ([x, y], text) = ([at.0, at.1].map(coordinate), escape(text));
        let _ = writeln!(
            self.body,
            r#"<text class="{class}" x="{x}" y="{y}" text-anchor="middle" transform="rotate(-90 {x} {y})">{text}</text>"#
        );
    }

    /// The whole element, with a title and a description for those who do not see it.
    pub(super) fn finish(self, name: &str, summary: &str) -> String {
        let ([width, height], name, summary) =
            ([self.width, self.height].map(coordinate), escape(name), escape(summary));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             aria-label=\"{name}. {summary}\">\n<title>{name}</title>\n<desc>{summary}</desc>\n{}</svg>",
            self.body
        )
    }
}

fn title(says: &str) -> String {
    if says.is_empty() { String::new() } else { format!("<title>{}</title>", escape(says)) }
}

/// A coordinate with at most two digits after the point.
fn coordinate(value: f64) -> String {
    debug_assert!(value.is_finite(), "charts place finite numbers only");
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(escape("a<b> & \"c\" 'd'\u{0}"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;\u{fffd}");
        assert_eq!(shortened("Entwicklerin", 6), "Entwi\u{2026}");
        assert_eq!(shortened("Köchin", 6), "Köchin");
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([1.0, 0.456, -0.001, 120.5].map(coordinate), ["1", "0.46", "0", "120.5"]);
    }
}
