//! One writer and eight readers at once, in threads and in other processes: every answer is of one commit, whole.
//!
//! `VOCATION_LONG=1` lets them run for a minute.

use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use vocation::Engine;
use vocation::catalog::Catalog;
use vocation::catalog::Snapshot;
use vocation::documents::Document;
use vocation::documents::Side;

use crate::samples;
use crate::tiny;

const FOLDER: &str = "VOCATION_READ_FOLDER";

/// How many postings there are in every commit; in every second, one more.
const POSTINGS: u32 = 12;

/// The résumé that comes with the last commit.
const LAST: u32 = 99;

/// The documents of a commit: all of them say its number.
fn documents(commit: u64) -> Vec<Document> {
    let odd = u32::from(commit % 2 == 1);
    let postings = (0..POSTINGS + odd).map(|number| tiny::document(false, number, commit));
    postings.chain([tiny::document(true, 0, commit)]).collect()
}

/// The commit that a snapshot is of; that it is of one.
fn commit_of(snapshot: &Snapshot) -> u64 {
    let of_side = |side| snapshot.entries(side).map(|entry| tiny::version_of(&entry.unwrap())).collect::<Vec<_>>();
    let (postings, resumes) = (of_side(Side::Posting), of_side(Side::Resume));
    is_whole(&postings);
    assert!(resumes.iter().all(|resume| *resume == postings[0]), "{postings:?} beside {resumes:?}");
    postings[0]
}

/// That postings are those of one commit, each once.
fn is_whole(commits: &[u64]) -> u64 {
    let commit = commits[0];
    assert!(commits.iter().all(|other| *other == commit), "of more than one commit: {commits:?}");
    assert_eq!(commits.len() as u64, u64::from(POSTINGS) + commit % 2, "not all of commit {commit}");
    commit
}

/// The commit that an answer is of.
fn commit_of_answer(engine: &Engine) -> u64 {
    let found = engine.postings_for(&samples::ada()).keeping_copies().best(100).unwrap();
    is_whole(&found.iter().map(|one| one.title.split(' ').nth(1).unwrap().parse().unwrap()).collect::<Vec<_>>())
}

/// Looks until it is told to stop; never sees an older commit after a newer one, nor one that is older than what was
/// committed before it looked.
fn look(look: impl Fn() -> u64, committed: &AtomicU64, stop: &AtomicBool) -> u64 {
    let (mut last, mut looks) = (0, 0);
    while !stop.load(Ordering::Relaxed) || looks == 0 {
        let before = committed.load(Ordering::SeqCst);
        let commit = look();
        assert!(commit >= before, "commit {before} was there, and commit {commit} is seen");
        assert!(commit >= last, "commit {last} was seen, and then commit {commit}");
        last = commit;
        looks += 1;
    }
    looks
}

#[test]
fn one_writer_and_eight_readers_see_whole_commits() {
    let place = tempfile::tempdir().unwrap();
    let writer = Engine::open(place.path()).unwrap().as_of(samples::engine_month());
    writer.add_all(&documents(1)).unwrap();
    writer.commit().unwrap();
    let others: Vec<_> = (0..2).map(|_| reader_in_another_process(place.path())).collect();
    let elsewhere = Engine::open(place.path()).unwrap();
    let mut handle = Catalog::open(place.path(), Catalog::describe(place.path()).unwrap().identity).unwrap();
    let handle = move || {
        handle.refresh().unwrap();
        commit_of(&handle.snapshot())
    };
    let (committed, stop) = (AtomicU64::new(1), AtomicBool::new(false));
    let handle = std::sync::Mutex::new(handle);
    let looks = [
        &(|| commit_of(&writer.snapshot())) as &(dyn Fn() -> u64 + Sync),
        &|| commit_of(&writer.newest().unwrap()),
        &|| commit_of_answer(&writer),
        &|| commit_of(&elsewhere.newest().unwrap()),
        &|| commit_of_answer(&elsewhere),
        &|| (handle.lock().unwrap())(),
    ];
    let seen: Vec<u64> = thread::scope(|scope| {
        let (committed, stop) = (&committed, &stop);
        let readers: Vec<_> = looks.into_iter().map(|one| scope.spawn(move || look(one, committed, stop))).collect();
        let until = Instant::now() + Duration::from_secs(tiny::rounds(1, 60) as u64);
        let mut commit = 1;
        while Instant::now() < until && readers.iter().all(|reader| !reader.is_finished()) {
            commit += 1;
            write(&writer, commit);
            committed.store(commit, Ordering::SeqCst);
        }
        stop.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    writer.add(tiny::document(true, LAST, committed.load(Ordering::SeqCst))).unwrap();
    writer.commit().unwrap();
    for other in others {
        let output = other.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        println!("{}", said.lines().find(|line| line.contains("in another process")).unwrap());
    }
    println!("{} commits; looks of the readers in threads: {seen:?}", committed.load(Ordering::SeqCst));
}

/// Commits what all say the number of; now and then in a compacted catalog.
fn write(writer: &Engine, commit: u64) {
    if commit.is_multiple_of(2) {
        writer.remove(&tiny::id(POSTINGS)).unwrap();
    }
    writer.add_all(&documents(commit)).unwrap();
    if commit.is_multiple_of(7) {
        writer.compact().unwrap();
    } else {
        writer.commit().unwrap();
    }
}

/// This program again, to run [`a_reader_in_another_process`] only.
fn reader_in_another_process(folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["concurrency::a_reader_in_another_process", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Reads until the last commit is there.
#[test]
#[ignore = "is run by the test above, in a process of its own"]
fn a_reader_in_another_process() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let identity = Catalog::describe(&folder).unwrap().identity;
    let mut catalog = Catalog::open(&folder, identity).unwrap();
    let (mut last, mut looks, mut commits, begun) = (0, 0, 0, Instant::now());
    while catalog.snapshot().get(Side::Resume, &tiny::id(LAST)).unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(600), "the last commit never comes");
        catalog.refresh().unwrap();
        let commit = commit_of(&catalog.snapshot());
        assert!(commit >= last, "commit {last} was seen, and then commit {commit}");
        commits += u64::from(commit > last);
        looks += 1;
        last = commit;
    }
    println!("in another process: {looks} looks, {commits} commits seen");
}

/// Two commits within a tick of the clock, the second in the place of the first but one on the disk.
#[test]
fn a_manifest_like_the_one_before_is_not_taken_for_it() {
    let place = tempfile::tempdir().unwrap();
    let (manifest, older) = (place.path().join("catalog.json"), place.path().join("older.json"));
    let writer = Engine::open(place.path()).unwrap();
    writer.add_all(&documents(1)).unwrap();
    writer.commit().unwrap();
    writer.remove(&tiny::id(3)).unwrap();
    writer.commit().unwrap();
    let reader = Engine::open(place.path()).unwrap();
    assert_eq!(reader.newest().unwrap().len(Side::Posting), 12);
    let about = std::fs::metadata(&manifest).unwrap();
    std::fs::hard_link(&manifest, &older).unwrap();
    writer.remove(&tiny::id(4)).unwrap();
    writer.compact().unwrap();
    let mut text = std::fs::read(&manifest).unwrap();
    assert!(text.len() as u64 <= about.len());
    text.resize(usize::try_from(about.len()).unwrap(), b' ');
    std::fs::write(&older, text).unwrap();
    std::fs::File::options().append(true).open(&older).unwrap().set_modified(about.modified().unwrap()).unwrap();
    std::fs::rename(&older, &manifest).unwrap();
    assert_eq!(reader.newest().unwrap().len(Side::Posting), 11);
}

/// All files of a catalog that was made on so many threads, and what it answers.
fn made_on(threads: usize, folder: &Path) -> (Vec<(String, Vec<u8>)>, String) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let answers = pool.install(|| {
        let engine = Engine::open(folder).unwrap().as_of(samples::engine_month());
        for commit in 1..4 {
            write(&engine, commit);
            engine.add_all(&[samples::rust_posting().into(), samples::nurse_posting().into()]).unwrap();
        }
        engine.commit().unwrap();
        let found = engine.postings_for(&samples::ada()).best(20).unwrap();
        let mut catalog = Catalog::open(folder.join("tiny"), tiny::identity()).unwrap();
        for commit in 0..3 {
            let count = u32::try_from(tiny::rounds(1_000, 40_000)).unwrap() >> commit;
            (0..count).for_each(|number| tiny::add(&mut catalog, (number % 3 == 0, number + commit), commit.into()));
            if commit == 1 { catalog.compact().unwrap() } else { assert!(catalog.commit().is_ok()) }
        }
        let near = catalog.snapshot().nearest(Side::Posting, &tiny::vector(true, 1, 1).unwrap(), 20, None).unwrap();
        format!("{found:?} {near:?}")
    });
    let mut files = Vec::new();
    for folder in [folder, &folder.join("tiny")] {
        let paths = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).filter(|path| path.is_file());
        files.extend(paths.map(|path| (format!("{path:?}"), std::fs::read(&path).unwrap())));
    }
    files.sort();
    (files, answers)
}

#[test]
fn the_same_input_makes_the_same_files_on_any_number_of_threads() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("catalog");
    let one = made_on(1, &folder);
    for threads in [2, 5] {
        std::fs::remove_dir_all(&folder).unwrap();
        let many = made_on(threads, &folder);
        let unlike = one.0.iter().zip(&many.0).filter(|(one, other)| one != other).map(|(one, _)| &one.0);
        assert_eq!(unlike.collect::<Vec<_>>(), Vec::<&String>::new());
        assert_eq!((one.0.len(), &one.1), (many.0.len(), &many.1), "on {threads} threads");
    }
    assert!(one.0.len() > 6, "{} files", one.0.len());
}
