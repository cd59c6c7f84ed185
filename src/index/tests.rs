use super::*;

/// Vectors in clusters, from a fixed generator.
fn clustered(count: usize, dimension: usize) -> Vec<Vector> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        #[allow(clippy::cast_precision_loss)]
        let unit = (state >> 40) as f32 / (1_u64 << 24) as f32;
        unit - 0.5
    };
    let centers: Vec<Vec<f32>> = (0..40).map(|_| (0..dimension).map(|_| next()).collect()).collect();
    (0..count)
        .map(|row| {
            let center = &centers[row % centers.len()];
            let values: Vec<f32> = center.iter().map(|value| value + 0.8 * next()).collect();
            Vector::new(&values).unwrap()
        })
        .collect()
}

fn table(vectors: &[Vector]) -> Vectors {
    let flat = vectors.iter().flat_map(Vector::values).copied().collect();
    Vectors::from_flat(flat, vectors.first().map_or(0, |one| one.values().len())).unwrap()
}

/// An index with a graph, however few they are.
fn with_graph(vectors: &[Vector], graph: Option<Graph>) -> Index {
    Index::with_graph_above(0, table(vectors), graph)
}

fn recall(index: &Index, vectors: &Vectors, queries: &[Vector]) -> f64 {
    let mut found = 0;
    for query in queries {
        let exact = vectors.nearest(query, 10, 0);
        let near = index.nearest(query, 10, 64);
        found += exact.iter().filter(|one| near.iter().any(|other| other.0 == one.0)).count();
    }
    found as f64 / (queries.len() * 10) as f64
}

#[test]
fn the_graph_finds_what_the_scan_finds() {
    let all = clustered(5_100, 32);
    let (stored, queries) = all.split_at(5_000);
    let index = with_graph(stored, None);
    assert!(index.graph().is_some());
    assert!(recall(&index, index.vectors(), queries) >= 0.97, "{}", recall(&index, index.vectors(), queries));

    let again = with_graph(stored, None);
    assert_eq!(index.graph(), again.graph());

    let bytes = index.graph().unwrap().to_bytes();
    assert_eq!(&Graph::from_bytes(&bytes).unwrap(), index.graph().unwrap());
    assert!(Graph::from_bytes(&bytes[..bytes.len() - 4]).is_err());
    assert!(Graph::from_bytes(b"nonsense").is_err());
}

#[test]
fn a_graph_with_rows_taken_out_and_rows_added_still_finds() {
    let all = clustered(5_600, 32);
    let (stored, rest) = all.split_at(5_000);
    let (added, queries) = rest.split_at(500);
    let index = with_graph(stored, None);
    let mut next = 0;
    let kept: Vec<Option<u32>> = (0..5_000)
        .map(|row| {
            (row % 10 != 3).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let graph = index.graph().unwrap().without(&kept);
    let left: Vec<Vector> =
        stored.iter().zip(&kept).filter(|(_, kept)| kept.is_some()).map(|(v, _)| v.clone()).collect();
    let all: Vec<Vector> = left.iter().chain(added).cloned().collect();
    let index = with_graph(&all, Some(graph));
    assert_eq!(index.graph().unwrap().len(), 4_500);
    let exact = table(&all);
    assert!(recall(&index, &exact, queries) >= 0.95);
}

#[test]
fn few_vectors_are_scanned_and_empty_ones_answer() {
    let some = clustered(100, 8);
    let index = Index::from_parts(table(&some), None);
    assert!(index.graph().is_none());
    let stored = Graph::build(&table(&some));
    assert!(Index::from_parts(table(&some), Some(stored)).graph().is_none(), "a graph that nobody searches");
    assert_eq!(index.nearest(&some[7], 1, 10)[0].0, 7);
    assert!(Index::from_parts(table(&[]), None).nearest(&some[0], 3, 10).is_empty());
    let other = Vector::new(&[1.0, 2.0]).unwrap();
    assert!(index.nearest(&other, 3, 10).is_empty());
    assert!(Vectors::from_flat(vec![0.5; 3], 2).is_err());
}

#[test]
fn a_graph_is_built_only_where_it_is_searched() {
    let vectors = |count: usize| Vectors::from_flat(vec![0.0; count * 2], 2).unwrap();
    assert!(Index::from_parts(vectors(GRAPH_ABOVE), None).graph().is_none());
    assert!(Index::with_graph_above(20, vectors(20), None).graph().is_none());
    assert_eq!(Index::with_graph_above(20, vectors(21), None).graph().unwrap().len(), 21);
}
