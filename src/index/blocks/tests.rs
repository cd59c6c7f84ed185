use super::*;

/// A file of two sections, and what is in it.
fn written(folder: &Path) -> (PathBuf, Seal, Vec<u8>) {
    let path = folder.join("some.voc");
    let long: Vec<u8> = (0..BLOCK * 3 + 77).map(|at| (at * 31 % 251) as u8).collect();
    let mut writer = BlocksWriter::create(&path).unwrap();
    writer.add("short", b"ferry pilot").unwrap();
    writer.section("long").unwrap();
    long.chunks(1000).for_each(|part| writer.write(part).unwrap());
    (path, writer.finish().unwrap(), long)
}

#[test]
fn what_was_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (path, seal, long) = written(folder.path());
    let blocks = Blocks::open(&path, &seal).unwrap();
    assert_eq!(blocks.all(blocks.section("short").unwrap()).unwrap(), b"ferry pilot");
    let section = blocks.section("long").unwrap();
    assert_eq!(blocks.all(section).unwrap(), long);
    assert_eq!(blocks.get(section, 20_000..20_010).unwrap(), &long[20_000..20_010]);
    assert_eq!(blocks.all(section).unwrap().as_ptr() as usize % ALIGNMENT, 0);
    assert!(blocks.get(section, 0..long.len() + 1).unwrap_err().to_string().contains("outside"));
    assert!(blocks.section("other").unwrap_err().to_string().contains("no section \"other\""));
    blocks.verify().unwrap();

    let mut memory = BlocksWriter::in_memory();
    memory.add("long", &long).unwrap();
    let memory = memory.into_blocks().unwrap();
    assert_eq!(memory.all(memory.section("long").unwrap()).unwrap(), long);
}

#[test]
fn every_changed_bit_and_every_cut_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (path, seal, long) = written(folder.path());
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(97).chain(whole.len() - 400..whole.len()) {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        std::fs::write(&path, changed).unwrap();
        let problem = Blocks::open(&path, &seal).and_then(|blocks| blocks.verify()).unwrap_err().to_string();
        assert!(problem.contains("some.voc"), "{problem}");
    }
    for bytes in [0, 1, 23, 24, whole.len() - 1] {
        std::fs::write(&path, &whole[..bytes]).unwrap();
        assert!(matches!(Blocks::open(&path, &seal), Err(Error::Damaged { .. })));
    }
    let mut changed = whole;
    changed[BLOCK + 5] ^= 4;
    std::fs::write(&path, changed).unwrap();
    let blocks = Blocks::open(&path, &seal).unwrap();
    let section = blocks.section("long").unwrap();
    assert_eq!(blocks.get(section, BLOCK * 2..BLOCK * 2 + 9).unwrap(), &long[BLOCK * 2..BLOCK * 2 + 9]);
    assert!(blocks.get(section, BLOCK..BLOCK + 1).unwrap_err().to_string().contains("long"));
}

#[test]
fn a_file_in_anothers_place_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (path, seal, long) = written(folder.path());
    let mut writer = BlocksWriter::create(&path).unwrap();
    writer.add("short", b"FERRY PILOT").unwrap();
    writer.add("long", &long).unwrap();
    assert_eq!(writer.finish().unwrap().bytes, seal.bytes);
    assert!(matches!(Blocks::open(&path, &seal), Err(Error::Damaged { .. })));
}
