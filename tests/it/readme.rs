//! What README.md says is what the code does.

use vocation::ranking::SIGNALS;

#[test]
fn the_table_of_signals_is_the_table_of_signals() {
    let readme = include_str!("../../README.md");
    let sum: f64 = SIGNALS.iter().map(|signal| signal.weight).sum();
    for signal in SIGNALS {
        let (share, serves) = (signal.weight / sum, signal.serves.name());
        let row = format!("| {} | {share:.2} | {:.2} | {serves} | {} |", signal.name, signal.neutral, signal.meaning);
        assert!(readme.contains(&row), "README.md lacks the row\n{row}");
    }
}

#[test]
fn the_ten_lines_are_the_same_everywhere() {
    let lines = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim_start_matches("//!").trim().to_owned())
            .skip_while(|line| !line.starts_with("let engine = Engine::open(\"catalog\")"))
            .take_while(|line| !line.starts_with("# assert") && line != "```")
            .collect()
    };
    let (readme, library) = (lines(include_str!("../../README.md")), lines(include_str!("../../src/lib.rs")));
    assert!(readme.len() >= 10, "{readme:?}");
    assert_eq!(readme, library);
}
