//! Arrow files: their messages in the order that the footer says, each looked at before it is decoded. (Polars writes batches
//! before the dictionaries that they are of, so that a file cannot be read from its front.)

use std::fs::File;
use std::io::Error;
use std::io::Read;
use std::io::Result;
use std::io::Seek;
use std::io::SeekFrom;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::Block;
use arrow_ipc::MetadataVersion;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::FileDecoder;
use arrow_ipc::root_as_footer;
use arrow_schema::SchemaRef;

use super::messages::DESCRIPTION;
use super::messages::looked_at;
use super::messages::refused;
use super::messages::within;

/// How a file begins and ends.
const MAGIC: &[u8; 6] = b"ARROW1";

/// What the footer of a file says.
pub(super) struct Footer {
    file: File,
    size: u64,
    pub(super) schema: SchemaRef,
    version: MetadataVersion,
    dictionaries: Vec<Block>,
    batches: Vec<Block>,
}

impl Footer {
    /// Reads it; `None` for what is no file but a stream.
    pub(super) fn read(mut file: File) -> Result<Option<Self>> {
        let size = file.metadata()?.len();
        let mut head = [0; 6];
        file.read_exact(&mut head)?;
        if head != *MAGIC {
            return Ok(None);
        }
        let mut tail = [0; 10];
        if size < 18 || file.seek(SeekFrom::End(-10)).and_then(|_| file.read_exact(&mut tail)).is_err() {
            return Err(refused("it is an Arrow file without an end"));
        }
        let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
        if tail[4..] != *MAGIC || length > size - 18 {
            return Err(refused("it is an Arrow file without an end"));
        }
        if length > DESCRIPTION {
            return Err(refused(&format!("its footer has {length} bytes, more than the limit of {DESCRIPTION}")));
        }
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(size - 10 - length))?;
        file.by_ref().take(length).read_to_end(&mut bytes)?;
        let footer = root_as_footer(&bytes).map_err(|_| refused("its footer cannot be read"))?;
        let schema = footer.schema().ok_or_else(|| refused("its footer names no columns"))?;
        let schema = Arc::new(try_fb_to_schema(schema).map_err(Error::other)?);
        let dictionaries = footer.dictionaries().into_iter().flatten().copied().collect();
        let batches = footer.recordBatches().into_iter().flatten().copied().collect();
        Ok(Some(Self { file, size, schema, version: footer.version(), dictionaries, batches }))
    }

    /// The batches of some columns.
    pub(super) fn batches(
        mut self,
        places: Vec<usize>,
    ) -> Result<impl Iterator<Item = std::result::Result<RecordBatch, String>> + Send> {
        let mut decoder = FileDecoder::new(Arc::clone(&self.schema), self.version).with_projection(places);
        let mut kept = 0_u64;
        for block in std::mem::take(&mut self.dictionaries) {
            let (bytes, takes) = self.block(&block)?;
            kept = kept.saturating_add(takes);
            within(kept)?;
            decoder.read_dictionary(&block, &bytes.into()).map_err(Error::other)?;
        }
        let blocks = std::mem::take(&mut self.batches);
        Ok(blocks.into_iter().filter_map(move |block| {
            let read = self.block(&block).map_err(|error| error.to_string());
            let batch = read.and_then(|(bytes, _)| {
                decoder.read_record_batch(&block, &bytes.into()).map_err(|error| error.to_string())
            });
            batch.transpose()
        }))
    }

    /// The bytes of a message, and how many it takes unpacked.
    fn block(&mut self, block: &Block) -> Result<(Vec<u8>, u64)> {
        let outside = || refused("a message lies outside of the file");
        let at = u64::try_from(block.offset()).map_err(|_| outside())?;
        let described = u64::try_from(block.metaDataLength()).map_err(|_| outside())?;
        let body = u64::try_from(block.bodyLength()).map_err(|_| outside())?;
        let length = described.checked_add(body).ok_or_else(outside)?;
        if described < 16 || at.checked_add(length).is_none_or(|end| end > self.size) {
            return Err(outside());
        }
        within(length)?;
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(at))?;
        self.file.by_ref().take(length).read_to_end(&mut bytes)?;
        let split = usize::try_from(described).unwrap_or(usize::MAX);
        let (description, body) = bytes.split_at_checked(split).ok_or_else(outside)?;
        let takes = looked_at(description, body)?;
        Ok((bytes, takes))
    }
}
