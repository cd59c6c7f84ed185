//! A segment: rows of one side that were written together, in one immutable file of blocks.
//!
//! | section | what |
//! |---|---|
//! | `outlines`, `outline-ends` | an [`Entry`] a row (postcard) without the words it was read from, and where each ends (u64) |
//! | `told`, `told-ends` | the words that it was read from (see `outline`), and where each ends (u64) |
//! | `sources`, `source-ends` | a [`Source`] a row (JSON, LZ4), and where each ends (u64) |
//! | `hashes` | 16 bytes a row: the BLAKE3 of its source before it was packed |
//! | `id-hashes`, `id-rows` | the BLAKE3 of each id (its first 8 bytes, u64), in order; and the row of each (u32) |
//! | `codes`, `residuals`, `steps` | the vector of each row (see `index`), and of none up to a multiple of 64 rows |
//! | others | see `columns` and `skill_lists` |
//!
//! All numbers are little-endian. Of format 2 there are `entries` and `entry-ends`, whole entries, in place of the first two
//! rows of this table, sources that name no fields (see `format_2`), and no skill lists.

use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;

use super::Entry;
use super::columns::Columns;
use super::columns::Facts;
use super::columns::Filter;
use super::columns::Glance;
use super::columns::Judged;
use super::known::KnownFacts;
use super::outline;
use super::records;
use super::records::Entries;
use super::records::Records;
use super::skill_lists;
use super::skill_lists::Key;
use super::skill_lists::SkillLists;
use super::skill_lists::Sums;
use super::skilled::Part;
use super::skilled::Sought;
use super::skilled::Whole;
use super::source;
use super::source::Hash;
use super::source::Source;
use crate::embedding::Vector;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Coded;
use crate::index::Seal;
use crate::index::Section;
use crate::index::VectorColumns;

/// What the rows of a segment are filled up to a multiple of.
pub(super) const ROUND: usize = 64;

/// The most rows of a segment.
pub(super) const MAX_ROWS: usize = 1 << 15;

/// Up to how many asked skills an entry is modest.
const MODEST: u8 = 3;

/// A row on its way into a segment.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: u64,
    pub(super) outline: Vec<u8>,
    pub(super) told: Vec<u8>,
    pub(super) lists: Vec<Key>,
    pub(super) source: Vec<u8>,
    pub(super) hash: Hash,
    pub(super) facts: Facts,
    pub(super) vector: Option<Coded>,
}

impl Row {
    /// The row of an entry.
    pub(super) fn of(entry: &Entry, vector: Option<&Vector>, source: Option<&Source>) -> Result<Self> {
        let packed = source.map_or_else(|| Ok(Default::default()), source::pack)?;
        Self::with(entry, vector.map(Coded::of), packed)
    }

    /// The same, of a source that is packed.
    fn with(entry: &Entry, vector: Option<Coded>, (source, hash): (Vec<u8>, Hash)) -> Result<Self> {
        let (outline, told) = outline::split(entry);
        Ok(Self {
            id: id_hash(&entry.profile.id),
            outline: super::encoded(&entry.profile.id, &outline)?,
            told: super::encoded(&entry.profile.id, &told)?,
            lists: skill_lists::keys(entry),
            source,
            hash,
            facts: Facts::of(entry),
            vector,
        })
    }
}

/// The first eight bytes of an id's BLAKE3.
pub(super) fn id_hash(id: &str) -> u64 {
    blake3::hash(id.as_bytes()).as_bytes().first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight))
}

/// Writes rows as a segment.
pub(super) fn write(rows: Vec<Row>, dimension: usize, into: &mut BlocksWriter) -> Result<()> {
    records::write("outlines", "outline-ends", rows.iter().map(|row| row.outline.as_slice()), into)?;
    records::write("told", "told-ends", rows.iter().map(|row| row.told.as_slice()), into)?;
    records::write("sources", "source-ends", rows.iter().map(|row| row.source.as_slice()), into)?;
    into.section("hashes")?;
    rows.iter().try_for_each(|row| into.write(&row.hash))?;
    let mut ids: Vec<(u64, u32)> = rows.iter().map(|row| row.id).zip(0..).collect();
    ids.sort_unstable();
    into.section("id-hashes")?;
    ids.iter().try_for_each(|(hash, _)| into.write(&hash.to_le_bytes()))?;
    into.section("id-rows")?;
    ids.iter().try_for_each(|(_, row)| into.write(&row.to_le_bytes()))?;
    let vectors = rows.iter().map(|row| row.vector.as_ref()).chain(std::iter::repeat(None));
    VectorColumns::write_coded(vectors.take(rows.len().next_multiple_of(ROUND)), dimension, into)?;
    skill_lists::write(rows.iter().map(|row| row.lists.as_slice()), into)?;
    let facts: Vec<Facts> = rows.into_iter().map(|row| row.facts).collect();
    Columns::write(&facts, into)
}

/// Outlines that were read once, by row.
type Kept = Box<[OnceLock<Arc<Entry>>]>;

/// Rows of one side that were written together.
#[derive(Debug)]
pub(super) struct Segment {
    blocks: Arc<Blocks>,
    rows: usize,
    dimension: usize,
    entries: Entries,
    sources: Records,
    hashes: Section,
    id_hashes: Section,
    id_rows: Section,
    vectors: VectorColumns,
    columns: Columns,
    lists: Option<SkillLists>,
    /// Of how many points the rows' own skills are, by one measure of worth.
    totals: OnceLock<(u64, Sums)>,
    kept: OnceLock<Kept>,
    modest: OnceLock<Box<[u64]>>,
}

impl Segment {
    /// The segment of a file, on a side of which this is known.
    pub(super) fn open(path: &Path, seal: &Seal, dimension: usize, known: &Arc<KnownFacts>) -> Result<Self> {
        Self::over(Blocks::open(path, seal)?, dimension, known)
    }

    /// The segment of rows that stay in memory.
    pub(super) fn in_memory(rows: Vec<Row>, dimension: usize, known: &Arc<KnownFacts>) -> Result<Self> {
        let mut writer = BlocksWriter::in_memory();
        write(rows, dimension, &mut writer)?;
        Self::over(writer.into_blocks()?, dimension, known)
    }

    fn over(blocks: Blocks, dimension: usize, known: &Arc<KnownFacts>) -> Result<Self> {
        let entries = Entries::open(&blocks)?;
        let sources = Records::open(&blocks, "sources", "source-ends")?;
        let section = |name| blocks.section(name);
        let hashes = section("hashes")?;
        let (id_hashes, id_rows) = (section("id-hashes")?, section("id-rows")?);
        let (ends, told_ends) = entries.ends();
        let rows = ends.len() / 8;
        let lengths = [
            (ends.len(), 8),
            (told_ends.len(), 8),
            (sources.ends.len(), 8),
            (hashes.len(), size_of::<Hash>()),
            (id_hashes.len(), 8),
            (id_rows.len(), 4),
        ];
        if rows > MAX_ROWS || lengths.iter().any(|&(len, each)| rows.checked_mul(each) != Some(len)) {
            return Err(blocks.wrong("its sections are not of one number of rows"));
        }
        let blocks = Arc::new(blocks);
        let vectors = VectorColumns::open(Arc::clone(&blocks))?;
        if vectors.len() != rows.next_multiple_of(ROUND) {
            return Err(blocks.wrong("its vectors are not those of its rows"));
        }
        let (columns, lists) = (Columns::new(Arc::clone(known)), SkillLists::open(&blocks)?);
        let (kept, modest, totals) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Ok(Self {
            blocks,
            rows,
            dimension,
            entries,
            sources,
            hashes,
            id_hashes,
            id_rows,
            vectors,
            columns,
            lists,
            totals,
            kept,
            modest,
        })
    }

    /// How many rows it has, removed ones among them.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// The entry of a row.
    pub(super) fn entry(&self, row: usize) -> Result<Entry> {
        self.entries.entry(&self.blocks, row)
    }

    /// The id of a row.
    pub(super) fn id(&self, row: usize) -> Result<&str> {
        self.entries.id(&self.blocks, row)
    }

    /// The entry of a row without the words that it was read from.
    pub(super) fn outline(&self, row: usize) -> Result<Arc<Entry>> {
        match self.kept.get().and_then(|kept| kept.get(row)).and_then(OnceLock::get) {
            Some(outline) => Ok(Arc::clone(outline)),
            None => self.entries.outline(&self.blocks, row).map(Arc::new),
        }
    }

    /// The same, which is kept for the next who asks.
    pub(super) fn kept_outline(&self, row: usize) -> Result<Arc<Entry>> {
        let kept = self.kept.get_or_init(|| (0..self.rows).map(|_| OnceLock::new()).collect());
        if let Some(outline) = kept.get(row).and_then(OnceLock::get) {
            return Ok(Arc::clone(outline));
        }
        let outline = Arc::new(self.entries.outline(&self.blocks, row)?);
        let slot = kept.get(row).map(|slot| Arc::clone(slot.get_or_init(|| Arc::clone(&outline))));
        Ok(slot.unwrap_or(outline))
    }

    /// What each row is worth to whom certain skills are, the first of them being `first_row` of the side; unknown where the
    /// segment has no skill lists.
    pub(super) fn worths(&self, first_row: u32, sought: &Sought) -> Result<Part> {
        let Some(lists) = self.lists else { return Ok(Part::unknown(first_row, self.rows)) };
        let mut search = lists.search(&self.blocks)?;
        let sums = sought.sums(|skill, used| search.rows(skill_lists::key(skill, used)))?;
        let Whole::Own(own) = &sought.whole else { return Ok(sought.part(first_row, &sums, None, self.rows)) };
        if self.totals.get().is_none() {
            let totals = lists.totals(&self.blocks, |skill, used| own.of(skill, used))?;
            self.totals.get_or_init(|| (own.id(), totals));
        }
        match self.totals.get() {
            Some((id, totals)) if *id == own.id() => Ok(sought.part(first_row, &sums, Some(totals), self.rows)),
            _ => {
                let totals = lists.totals(&self.blocks, |skill, used| own.of(skill, used))?;
                Ok(sought.part(first_row, &sums, Some(&totals), self.rows))
            }
        }
    }

    /// What an entry was made from; `None` where it is not known.
    pub(super) fn source(&self, row: usize) -> Result<Option<Source>> {
        let packed = self.sources.get(&self.blocks, row)?;
        source::unpack(packed)
            .map_err(|problem| self.blocks.wrong(format!("the source of row {row} cannot be read ({problem})")))
    }

    /// The hash of what an entry was made from; zeros where it is not known.
    pub(super) fn hash(&self, row: usize) -> Result<Hash> {
        let size = size_of::<Hash>();
        let bytes = self.blocks.get(self.hashes, row * size..(row + 1) * size)?;
        bytes.try_into().map_err(|_| self.blocks.wrong("a hash is cut short"))
    }

    /// The row of an id.
    pub(super) fn find(&self, id: &str) -> Result<Option<usize>> {
        let wanted = id_hash(id);
        let hash = |at: usize| -> Result<u64> {
            let bytes = self.blocks.get(self.id_hashes, at * 8..at * 8 + 8)?;
            Ok(bytes.first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight)))
        };
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low.midpoint(high);
            if hash(middle)? < wanted { low = middle + 1 } else { high = middle }
        }
        while low < self.rows && hash(low)? == wanted {
            let row = self.id_row(low)?;
            if self.id(row)? == id {
                return Ok(Some(row));
            }
            low += 1;
        }
        Ok(None)
    }

    fn id_row(&self, at: usize) -> Result<usize> {
        let bytes = self.blocks.get(self.id_rows, at * 4..at * 4 + 4)?;
        let row = bytes.first_chunk().map_or(usize::MAX, |&four| u32::from_le_bytes(four) as usize);
        if row < self.rows { Ok(row) } else { Err(self.blocks.wrong("an id is of a row that is not there")) }
    }

    /// The vectors of its rows, and of none after them up to a multiple of [`ROUND`].
    pub(super) const fn vectors(&self) -> &VectorColumns {
        &self.vectors
    }

    /// Reads the values that a filter looks at by number, so that they are known.
    pub(super) fn know(&self, filter: &Filter<'_>) -> Result<()> {
        self.columns.know(&self.blocks, filter)
    }

    /// Takes the rows that do not pass a filter out of `words`, a bit a row; it was judged after [`Segment::know`].
    pub(super) fn keep(&self, filter: &Filter<'_>, judged: &Judged, words: &mut [u64]) -> Result<()> {
        self.columns.keep(&self.blocks, filter, judged, words)
    }

    /// What the columns tell of a row.
    pub(super) fn glance(&self, row: usize) -> Result<Glance<'_>> {
        self.columns.glance(&self.blocks, row)
    }

    /// The rows that ask for so little that whoever asks meets most of it, a bit a row.
    pub(super) fn modest(&self) -> Result<&[u64]> {
        if let Some(words) = self.modest.get() {
            return Ok(words);
        }
        let mut words = vec![u64::MAX; self.rows.div_ceil(64)];
        self.columns.keep_modest(&self.blocks, MODEST, &mut words)?;
        Ok(self.modest.get_or_init(|| words.into_boxed_slice()))
    }

    /// A row as it is, to be written to another segment.
    pub(super) fn row(&self, row: usize) -> Result<Row> {
        let packed = (self.sources.get(&self.blocks, row)?.to_vec(), self.hash(row)?);
        let vector = self.vectors.coded(row, self.dimension)?;
        let Entries::Split { outlines, told } = &self.entries else {
            return Row::with(&self.entry(row)?, vector, packed);
        };
        let outline = self.outline(row)?;
        Ok(Row {
            id: id_hash(&outline.profile.id),
            outline: outlines.get(&self.blocks, row)?.to_vec(),
            told: told.get(&self.blocks, row)?.to_vec(),
            lists: skill_lists::keys(&outline),
            source: packed.0,
            hash: packed.1,
            facts: self.columns.facts(&self.blocks, row)?,
            vector,
        })
    }

    /// That every block is as it was written, every record can be read and every id finds its row.
    pub(super) fn verify(&self) -> Result<()> {
        self.blocks.verify()?;
        self.columns.verify(&self.blocks, self.rows)?;
        if let Some(lists) = self.lists {
            lists.verify(&self.blocks, self.rows)?;
        }
        for row in 0..self.rows {
            let entry = self.entry(row)?;
            self.source(row)?;
            if self.find(&entry.profile.id)? != Some(row) {
                return Err(self.blocks.wrong(format!("the id of row {row} does not lead to it")));
            }
        }
        Ok(())
    }
}
