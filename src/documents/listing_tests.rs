//! Tests of listing and reading files.

use super::*;

fn ids(found: impl Iterator<Item = Result<Found>>) -> (Vec<String>, Vec<String>) {
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(found) => ids.push(found.id),
            Err(error) => errors.push(error.to_string()),
        }
    }
    (ids, errors)
}

#[test]
fn folders_are_read_in_order_and_broken_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    std::fs::create_dir(folder.path().join("inner")).unwrap();
    write("b.md", b"# [Baker](https://x.example)\n\nWe bake.");
    write("inner/node.js-cook.txt", b"Cook\n\nWe are looking for a cook.");
    write("many.jsonl", b"{\"id\": \"one\", \"text\": \"Baker\"}\n\n{broken\n{\"text\": \"Cook\"}\n");
    write(".hidden.md", b"x");
    write("a.pdf", b"%PDF-1.4");
    write("empty.md", b"");
    write("deep.json", "[".repeat(50_000).as_bytes());
    let (ids, errors) = ids(read_path(folder.path(), Some(Side::Posting)).unwrap());
    assert_eq!(ids, ["b", "inner/node.js-cook", "one", "many:4"]);
    assert_eq!(errors.len(), 4, "{errors:?}");
    for (error, part) in errors.iter().zip([
        "a.pdf: it is a damaged PDF",
        "deep.json: it is not",
        "empty.md: it is empty",
        "many.jsonl, line 3: ",
    ]) {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_file_gives_its_name_and_a_missing_one_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ida.md");
    std::fs::write(&path, "Ida Novak\nida@novak.example\n\nExperience\nBaker, Crumb, 2015 - 2019\n").unwrap();
    let (ids, _) = ids(read_path(&path, None).unwrap());
    assert_eq!(ids, ["ida"]);
    assert!(list(folder.path().join("none")).is_err());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.md");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return;
    }
    std::fs::write(folder.path().join("b.md"), b"# [Baker](https://x.example)\n\nWe bake.").unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    let inside = folder.path().to_owned();
    std::thread::spawn(move || {
        let read = |path: &Path| ids(read_path(path, Some(Side::Posting)).unwrap());
        sender.send((read(&pipe), read(&inside)))
    });
    let (alone, among) = receiver.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
    assert_eq!((alone.0.len(), among.0), (0, vec!["b".to_owned()]));
    for errors in [alone.1, among.1] {
        assert!(errors.len() == 1 && errors[0].contains("it is no file"), "{errors:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_in_circles_end() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("circle")).unwrap();
    assert_eq!(list(folder.path()).unwrap().count(), 0);
}
