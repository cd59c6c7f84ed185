//! Every kind of chart, on plain, empty and broken numbers: well-formed, without a number that is none, with its words.

use super::super::Bar;
use super::super::Bars;
use super::super::Curve;
use super::super::Curves;
use super::super::Dot;
use super::super::Group;
use super::super::Heat;
use super::super::Histograms;
use super::super::Point;
use super::super::Row;
use super::super::Swarm;
use super::*;

const HOSTILE: &str = "</svg><script>alert(\"1\")</script> & 'more'";

/// All charts over the same values, under the same name.
fn charts(values: &[f64], name: &str) -> Vec<Figure> {
    let text = || name.to_owned();
    let bars = values.iter().enumerate().map(|(at, &value)| Bar {
        group: format!("group {}", at / 2),
        label: text(),
        value,
        interval: Some((value - 0.1, value + 0.1)),
        note: text(),
        ..Bar::default()
    });
    let bars = Bars { title: text(), unit: text(), words: text(), bars: bars.collect(), range: None };
    let points = values.iter().map(|&value| Point { x: value, y: value, interval: Some((value, f64::NAN)), count: 3 });
    let curve = Curve { name: text(), points: points.collect(), ..Curve::default() };
    let curves = Curves { title: text(), curves: vec![curve], diagonal: Some(text()), ..Curves::default() };
    let group = |values: &[f64]| Group { name: text(), values: values.to_vec() };
    let groups = vec![group(values), group(&[])];
    let histograms = Histograms { title: text(), unit: text(), groups, bins: 20, ..Histograms::default() };
    let dots = values.iter().map(|&value| Dot { label: text(), value, ..Dot::default() }).collect();
    let rows = vec![Row { name: text(), dots }];
    let swarm = Swarm { title: text(), unit: text(), rows, ..Swarm::default() };
    let columns: Vec<String> = values.iter().map(|_| text()).collect();
    let rows = vec![(text(), values.iter().map(|&value| Some(value)).collect()), (text(), vec![None; values.len()])];
    let heat = Heat { title: text(), unit: text(), columns, rows, ..Heat::default() };
    vec![bars.draw(), curves.draw(), histograms.draw(), swarm.draw(), heat.draw()]
}

/// The names of all elements, where the text is well-formed XML.
fn elements(xml: &str) -> Vec<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document =
        roxmltree::Document::parse_with_options(xml, options).unwrap_or_else(|error| panic!("{error} in\n{xml}"));
    document.descendants().filter(|node| node.is_element()).map(|node| node.tag_name().name().to_owned()).collect()
}

#[test]
fn plain_numbers_become_marks() {
    for figure in charts(&[0.2, 0.9, 0.4, -0.3], "plain") {
        let marks = elements(figure.svg()).iter().filter(|name| ["rect", "circle"].contains(&name.as_str())).count();
        assert!(marks >= 4, "{}", figure.svg());
        assert!(figure.html().contains("<details>"), "the numbers stand below the picture");
    }
}

#[test]
fn what_is_no_number_is_left_out_and_counted() {
    for figure in charts(&[0.2, f64::NAN, 0.4, f64::INFINITY], "broken") {
        elements(figure.svg());
        assert!(!figure.svg().contains("NaN") && !figure.svg().contains("inf"), "{}", figure.svg());
        assert!(figure.summary().contains("2 values are no numbers and are not drawn."), "{}", figure.summary());
    }
}

#[test]
fn a_chart_of_nothing_says_so() {
    for values in [&[][..], &[f64::NAN]] {
        for figure in charts(values, "nothing") {
            assert!(figure.svg().contains(">Nothing to draw: there are no "), "{}", figure.svg());
            elements(figure.svg());
        }
    }
}

#[test]
fn one_value_and_equal_values_are_drawn() {
    for values in [&[0.0][..], &[0.5, 0.5, 0.5], &[1e9, -1e9]] {
        for figure in charts(values, "alike") {
            elements(figure.svg());
            assert!(!figure.svg().contains("Nothing to draw") && !figure.svg().contains("NaN"));
        }
    }
}

#[test]
fn a_page_is_well_formed_whatever_it_says() {
    let mut page = Page::new(HOSTILE, HOSTILE);
    page.heading(HOSTILE);
    page.subheading(HOSTILE);
    page.words(HOSTILE);
    page.notice(HOSTILE);
    page.list(&[HOSTILE.to_owned()]);
    page.cards(&[Card { name: HOSTILE.to_owned(), value: HOSTILE.to_owned(), note: HOSTILE.to_owned() }]);
    page.table(&Grid { columns: vec![HOSTILE.to_owned()], rows: vec![vec![HOSTILE.to_owned()]] });
    charts(&[0.1, 0.2], HOSTILE).iter().for_each(|figure| page.figure(figure));
    let html = page.html();
    let elements = elements(&html);
    assert!(!elements.contains(&"script".to_owned()));
    assert_eq!(elements.iter().filter(|name| *name == "svg").count(), 5);
    for loaded in ["src=", "href=", "url(", "@import"] {
        assert!(!html.contains(loaded), "{loaded} loads from elsewhere");
    }
}

#[test]
fn the_same_numbers_give_the_same_bytes() {
    let values = [0.3, 0.1, 0.9];
    assert_eq!(charts(&values, "same"), charts(&values, "same"));
}

#[test]
fn a_long_number_is_set_smaller() {
    let mut page = Page::new("page", "");
    let card = |value: &str| Card { name: "pairs".to_owned(), value: value.to_owned(), note: String::new() };
    page.cards(&[card("13,887"), card("27,954,531")]);
    let html = page.html();
    assert!(html.contains("<b>13,887</b>") && html.contains("<b class=\"long\">27,954,531</b>"));
    assert!(html.contains(".cards b.long {"));
}
