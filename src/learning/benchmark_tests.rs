use super::*;
use crate::learning::metrics::Metric;

const QUERIES: &str = "q2\tnurse\nq1\tcook\nq3\tpilot\n";
const CORPUS: &str = "d3\tChef\nd1\tNurse\nd2\tRN\nq1\tCook \nd4\tWard sister\n";
const JUDGMENTS: &str = "q1 0 d3 1\nq1 0 q1 1\nq2 0 d1 2\nq2 0 d2 1\nq2 0 d4 1\nq2 0 d3 0\nq3 0 d9 1\nq9 0 d1 1\n";

fn read(exclude: Exclude) -> Benchmark {
    of_texts(QUERIES, CORPUS, JUDGMENTS, exclude).unwrap()
}

#[test]
fn a_benchmark_is_in_order_of_ids_and_counts_what_it_leaves_out() {
    let found = read(Exclude::default());
    let ids: Vec<&str> = found.queries().iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["q1", "q2"]);
    assert_eq!(found.corpus()[0], Entry { id: "d1".into(), text: "Nurse".into() });
    assert_eq!(found.judgments(), 5);
    assert_eq!(*found.left_out(), LeftOut { queries: 1, of_unknown_queries: 1, of_unknown_documents: 1, excluded: 0 });
}

#[test]
fn equal_scores_are_ranked_by_id() {
    let found = read(Exclude::default());
    // The corpus in order: d1 d2 d3 d4 q1. Ranking of q2: d3 (.9), d1 and d4 (.5), d2 and q1 (.1).
    let ranks = found.ranks(1, &[0.5, 0.1, 0.9, 0.5, 0.1]);
    assert_eq!(ranks, Ranks::new(&[(Some(2), 2), (Some(3), 1), (Some(4), 1)]));
    // A query about which nothing is known ranks the corpus in order of ids.
    assert_eq!(found.ranks(1, &[0.0; 5]), Ranks::new(&[(Some(1), 2), (Some(2), 1), (Some(4), 1)]));
    assert_eq!(found.ranks(0, &[0.0, -0.0, 0.0, 0.0, 1.0]), Ranks::new(&[(Some(1), 1), (Some(4), 1)]));
}

#[test]
fn what_says_nothing_is_taken_out_of_the_ranking() {
    for exclude in [Exclude { same_id: true, same_text: false }, Exclude { same_id: false, same_text: true }] {
        let found = read(exclude);
        let cook = found.ranks(0, &[0.0, 0.0, 0.5, 0.0, 1.0]);
        assert!((Metric::ReciprocalRank.of(&cook) - 1.0).abs() < 1e-12);
        assert_eq!(found.left_out().excluded, if exclude.same_text { 2 } else { 1 });
    }
}

#[test]
fn a_run_counts_for_what_it_lists() {
    let found = read(Exclude { same_id: true, same_text: false });
    let run =
        Run::of([("q2", vec![("d3", 3.0), ("elsewhere", 2.0), ("d1", 1.0)]), ("q1", vec![("q1", 2.0), ("d3", 1.0)])]);
    assert_eq!(found.ranks_in(1, &run), Ranks::new(&[(Some(3), 2), (None, 1), (None, 1)]));
    assert_eq!(found.ranks_in(0, &run), Ranks::new(&[(Some(1), 1)]));
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let refused = |queries: &str, corpus: &str, judgments: &str| {
        of_texts(queries, corpus, judgments, Exclude::default()).unwrap_err().to_string()
    };
    let twice = refused("1\ta\n2\tb\n1\tc\n", "d\tx\n", "1 0 d 1\n");
    assert!(twice.contains(", line 3: the id \"1\" stands also in line 1; give every text an id"), "{twice}");
    let twice = refused("1\ta\n", "d\tx\n", "1 0 d 1\n1 0 d 1\n1 0 d 0\n");
    assert!(twice.contains("line 3: query \"1\" and document \"d\" are judged twice"), "{twice}");
    let strange = refused("1\ta\n", "d\tx\n", "1 0 e 1\n");
    assert!(strange.contains("judgments: no document of the corpus is relevant"), "{strange}");
}
