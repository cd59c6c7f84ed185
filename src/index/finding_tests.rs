use std::sync::Arc;

use super::super::blocks::BlocksWriter;
use super::super::flat::GraphImage;
use super::super::kernels::Kernel;
use super::super::recipe::Recipe;
use super::*;
use crate::embedding::Vector;

const DIMENSION: usize = 40;

/// Vectors in clusters, from a fixed generator.
fn clustered(seed: u64, count: usize) -> Vec<Vector> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = |state: &mut u64| {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
    };
    let centers: Vec<Vec<f32>> = (0..30).map(|_| (0..DIMENSION).map(|_| next(&mut state)).collect()).collect();
    state = state.wrapping_mul(2 * seed + 1) | 1;
    (0..count)
        .map(|row| {
            let values: Vec<f32> = centers[row % 30].iter().map(|value| value + 0.8 * next(&mut state)).collect();
            Vector::new(&values).unwrap()
        })
        .collect()
}

fn written(image: &GraphImage) -> Graph {
    let mut writer = BlocksWriter::in_memory();
    image.write(&mut writer).unwrap();
    Graph::open(Arc::new(writer.into_blocks().unwrap()), DIMENSION).unwrap()
}

fn image_of(vectors: &Vectors, count: usize) -> GraphImage {
    GraphImage::build(vectors, &(0..count as u32).collect::<Vec<_>>(), &Recipe::default()).unwrap()
}

/// Of the ten nearest passing rows a query, how many are found, as a share; every answer must be in order and pass.
fn recall(graph: &Graph, vectors: &Vectors, all: &[Vector], passing: impl Fn(&Vector) -> Option<RowSet>) -> f64 {
    let mut scratch = Scratch::new();
    let (mut hits, mut wanted) = (0, 0);
    for vector in clustered(77, 60) {
        let set = passing(&vector);
        let accepted = |row: u32| set.as_ref().is_none_or(|set| set.contains(row));
        let mut exact: Vec<Near> =
            (0..).zip(all).filter(|one| accepted(one.0)).map(|(row, one)| (row, one.dot(&vector))).collect();
        exact.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        exact.truncate(10);
        let passing = set.as_ref().map(Passing::new);
        let (found, _) = graph.find(vectors, &Query::new(&vector), 10, 64, passing, &mut scratch).unwrap();
        assert!(found.is_sorted_by(|a, b| a.1 >= b.1) && found.iter().all(|one| accepted(one.0)));
        assert!(found.iter().all(|&(row, cosine)| (all[row as usize].dot(&vector) - cosine).abs() < 1e-5));
        assert!(found.len() <= exact.len());
        hits += exact.iter().filter(|one| found.iter().any(|other| other.0 == one.0)).count();
        wanted += exact.len();
    }
    if wanted == 0 { 1.0 } else { f64::from(hits as u32) / f64::from(wanted as u32) }
}

#[test]
fn the_nearest_are_found_under_any_filter() {
    let all = clustered(1, 6000);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, 5800));
    assert_eq!((graph.covered(), graph.end()), (5800, 5800));
    assert!(recall(&graph, &vectors, &all, |_| None) > 0.99);
    for one_in in [1_u32, 2, 3, 8, 30, 300, 6000] {
        let some: RowSet = (0..6000).filter(|row| row * 7919 % 6007 % one_in == 0).collect();
        assert!(recall(&graph, &vectors, &all, |_| Some(some.clone())) > 0.99, "one in {one_in}");
        // Those that lie nearest to the query, and those that lie farthest from it.
        for sign in [1.0, -1.0] {
            let found = recall(&graph, &vectors, &all, |query| {
                let mut rows: Vec<(f32, u32)> =
                    (0..).zip(&all).map(|(row, one)| (sign * one.dot(query), row)).collect();
                rows.sort_by(|a, b| b.0.total_cmp(&a.0));
                Some(rows[..6000 / one_in as usize].iter().map(|one| one.1).collect())
            });
            assert!(found > 0.99, "one in {one_in}, {sign}: {found}");
        }
    }
    assert!(recall(&graph, &vectors, &all, |_| Some(RowSet::new())) > 0.99);
}

#[test]
fn each_way_is_taken_and_finds_the_same() {
    let all = clustered(1, 6000);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, 6000));
    let mut scratch = Scratch::new();
    let query = Query::new(&clustered(78, 1)[0]);
    let mut way = |one_in: u32| {
        let set: RowSet = (0..6000).filter(|row| row % one_in == 0).collect();
        let found = graph.find(&vectors, &query, 5, 8, Some(Passing::new(&set)), &mut scratch).unwrap();
        let exact = vectors.scan(&query, 5, 0..6000, Some(&set), &mut scratch).unwrap();
        assert_eq!(found.0[0], exact[0]);
        found.1
    };
    assert_eq!([way(1), way(3), way(100)], [Way::Walk, Way::FilteredWalk, Way::Scan]);
}

#[test]
fn every_kernel_finds_the_same() {
    let all = clustered(1, 2000);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, 1900));
    let mut scratch = Scratch::new();
    for vector in clustered(9, 20) {
        let mut answers = Kernel::available().into_iter().map(|kernel| {
            let query = Query::with_kernel(&vector, kernel);
            graph.find(&vectors, &query, 10, 20, None, &mut scratch).unwrap().0
        });
        let first = answers.next().unwrap();
        assert!(answers.all(|other| other == first));
    }
}

#[test]
fn a_graph_is_the_same_on_any_number_of_threads() {
    let vectors = Vectors::in_memory(DIMENSION, &clustered(1, 3000)).unwrap();
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let image = pool.install(|| image_of(&vectors, 3000));
        let path = tempfile::NamedTempFile::new().unwrap();
        let mut writer = BlocksWriter::create(path.path()).unwrap();
        image.write(&mut writer).unwrap();
        writer.finish().unwrap();
        std::fs::read(path.path()).unwrap()
    };
    let one = bytes(1);
    assert!(one == bytes(2) && one == bytes(5));
}

#[test]
fn every_node_can_be_reached_also_where_many_are_the_same() {
    let mut all = clustered(1, 1000);
    all.extend(std::iter::repeat_n(all[3].clone(), 700));
    all.extend(all[..200].to_vec());
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, all.len()));
    assert_eq!(graph.unreachable().unwrap(), Vec::<u32>::new());
    let mut scratch = Scratch::new();
    for (row, vector) in (0..).zip(&all) {
        let (found, _) = graph.find(&vectors, &Query::new(vector), 10, 64, None, &mut scratch).unwrap();
        assert!(found.len() == 10 && found[0].1 > 0.999_99, "row {row}: {found:?}");
    }
}

#[test]
fn a_merged_graph_finds_what_was_kept_and_what_was_added() {
    let all = clustered(1, 6000);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, 5000));
    // Every fourth row goes, and the others are numbered anew.
    let left: Vec<Vector> = (0..6000).filter(|row| row % 4 != 1).map(|row| all[row].clone()).collect();
    let after = Vectors::in_memory(DIMENSION, &left).unwrap();
    let number = |row: u32| (row % 4 != 1).then(|| row - row / 4 - u32::from(row % 4 > 1));
    let image = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let fresh: Vec<u32> = (3750..4500).collect();
        pool.install(|| GraphImage::merge(&graph, &after, number, &fresh, &Recipe::default()).unwrap())
    };
    let merged = written(&image(2));
    assert_eq!((merged.covered(), merged.end()), (4500, 4500));
    assert_eq!(merged.unreachable().unwrap(), Vec::<u32>::new());
    assert!(recall(&merged, &after, &left, |_| None) > 0.99);
    assert_eq!(image(1), image(2));
    let gone = GraphImage::merge(&graph, &after, |_| None, &[1, 2, 3], &Recipe::default()).unwrap();
    assert_eq!(written(&gone).covered(), 3);
}

#[test]
fn the_smallest_graphs_answer() {
    for count in [0, 1, 2, 3, 33, 65] {
        let all = clustered(1, count);
        let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
        let graph = written(&image_of(&vectors, count));
        let query = Query::new(&clustered(5, 1)[0]);
        let (found, _) = graph.find(&vectors, &query, 4, 64, None, &mut Scratch::new()).unwrap();
        assert_eq!(found.len(), count.min(4));
        assert!(graph.find(&vectors, &query, 0, 0, None, &mut Scratch::new()).unwrap().0.is_empty());
    }
    let vectors = Vectors::in_memory(DIMENSION, &clustered(1, 3)).unwrap();
    let other = Query::new(&Vector::new(&[1.0, 2.0]).unwrap());
    assert!(written(&image_of(&vectors, 3)).find(&vectors, &other, 1, 1, None, &mut Scratch::new()).is_err());
    assert!(GraphImage::build(&vectors, &[7], &Recipe::default()).is_err());
}

#[test]
fn a_changed_byte_is_an_error_or_changes_nothing() {
    let all = clustered(1, 300);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph");
    let mut writer = BlocksWriter::create(&path).unwrap();
    image_of(&vectors, 300).write(&mut writer).unwrap();
    let seal = writer.finish().unwrap();
    let good = std::fs::read(&path).unwrap();
    let open =
        || super::super::blocks::Blocks::open(&path, &seal).and_then(|blocks| Graph::open(Arc::new(blocks), DIMENSION));
    let query = Query::new(&all[0]);
    let wanted = open().unwrap().find(&vectors, &query, 10, 300, None, &mut Scratch::new()).unwrap();
    let mut errors = 0;
    for at in (0..good.len()).step_by(97) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&path, &bytes).unwrap();
        match open().and_then(|graph| graph.find(&vectors, &query, 10, 300, None, &mut Scratch::new())) {
            Ok(found) => assert_eq!(found, wanted, "byte {at}"),
            Err(error) => {
                assert!(error.to_string().contains("graph"), "{error}");
                errors += 1;
            }
        }
    }
    assert!(errors * 97 * 10 > good.len() * 9, "{errors}");
}

#[test]
fn of_another_set_the_near_are_noted_on_the_way() {
    let all = clustered(1, 6000);
    let vectors = Vectors::in_memory(DIMENSION, &all).unwrap();
    let graph = written(&image_of(&vectors, 5800));
    let mut scratch = Scratch::new();
    let others: RowSet = (0..6000).filter(|row| row % 11 == 0).collect();
    let ways = [1_u32, 3, 100].map(|one_in| {
        let passing: RowSet = (0..6000).filter(|row| row % one_in == 0).collect();
        let both = passing.and(&others);
        for vector in clustered(79, 10) {
            let query = Query::new(&vector).roughly();
            let plain = graph.find(&vectors, &query, 20, 60, Some(Passing::new(&passing)), &mut scratch).unwrap();
            let (near, noted) = graph
                .find_and_note(&vectors, &query, (20, 60), Some(Passing::new(&passing)), (&both, 15), &mut scratch)
                .unwrap();
            assert_eq!(near, plain.0, "noting changes nothing");
            let exact = vectors.scan(&query, 15, 0..6000, Some(&both), &mut scratch).unwrap();
            if plain.1 == Way::Scan {
                assert_eq!(noted, exact);
            }
            assert!(noted.is_sorted_by(|a, b| a.1 > b.1 || (a.1 == b.1 && a.0 < b.0)) && noted.len() <= 15);
            assert!(noted.iter().all(|one| both.contains(one.0)));
            assert_eq!(noted.first(), exact.first(), "what lies nearest is come by");
        }
        graph.find(&vectors, &Query::new(&all[0]), 20, 60, Some(Passing::new(&passing)), &mut scratch).unwrap().1
    });
    assert_eq!(ways, [Way::Walk, Way::Scan, Way::Scan]);
}
