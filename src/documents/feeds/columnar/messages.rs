//! The messages of Arrow's streams, each looked at before it is decoded: what it claims to unpack to must be within the limit.

use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Result;

use arrow_ipc::root_as_message;

/// What stands before the length of a message.
const CONTINUATION: [u8; 4] = [0xFF; 4];

/// The most bytes of what describes a message.
pub(super) const DESCRIPTION: u64 = 16 * 1024 * 1024;

/// The most bytes of a message's columns, as they lie in the file and unpacked.
const BODY: u64 = 512 * 1024 * 1024;

/// A stream of messages, passed on one by one.
pub(super) struct Messages<R> {
    input: R,
    /// What was looked at and is to be passed on.
    ready: Vec<u8>,
    passed: usize,
    /// Bytes of a body that follow it unlooked at.
    rest: u64,
    /// What all dictionaries so far take: they stay.
    dictionaries: u64,
    ended: bool,
}

impl<R: Read> Messages<R> {
    /// Opens a stream.
    pub(super) fn open(mut input: R) -> Result<Self> {
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let mut messages = Self { input, ready: Vec::new(), passed: 0, rest: 0, dictionaries: 0, ended: false };
        messages.message(head.to_vec())?;
        Ok(messages)
    }

    /// Looks at the message that begins with these bytes: a mark and a length.
    fn message(&mut self, mut bytes: Vec<u8>) -> Result<()> {
        let length = i32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        if bytes[..4] != CONTINUATION {
            return Err(refused("it holds a message without a beginning"));
        }
        if length == 0 {
            self.ended = true;
            (self.ready, self.passed) = (bytes, 0);
            return Ok(());
        }
        let length = u64::try_from(length).map_err(|_| refused("it holds a message of negative length"))?;
        if length > DESCRIPTION {
            return Err(refused(&format!(
                "a message is described in {length} bytes, more than the limit of {DESCRIPTION}"
            )));
        }
        if self.input.by_ref().take(length).read_to_end(&mut bytes)? as u64 != length {
            return Err(refused("it ends within a message"));
        }
        let Described { size, packed, stays } = described(&bytes[8..])?;
        within(size)?;
        let mut takes = size;
        if packed.is_empty() {
            self.rest = size;
        } else {
            let begin = bytes.len();
            if self.input.by_ref().take(size).read_to_end(&mut bytes)? as u64 != size {
                return Err(refused("it ends within a message"));
            }
            takes = packed.iter().map(|&at| unpacked(&bytes[begin..], at)).fold(0, u64::saturating_add);
            within(takes)?;
        }
        if stays {
            self.dictionaries = self.dictionaries.saturating_add(takes);
            within(self.dictionaries)?;
        }
        (self.ready, self.passed) = (bytes, 0);
        Ok(())
    }
}

/// What a message says of itself.
struct Described {
    /// The size of its body.
    size: u64,
    /// Where in it the buffers begin that are packed.
    packed: Vec<u64>,
    /// True for a dictionary, which is kept for the batches after it.
    stays: bool,
}

fn described(bytes: &[u8]) -> Result<Described> {
    let broken = || refused("a message cannot be read");
    let message = root_as_message(bytes).map_err(|_| broken())?;
    let size = u64::try_from(message.bodyLength()).map_err(|_| broken())?;
    let dictionary = message.header_as_dictionary_batch();
    let stays = dictionary.is_some();
    let batch = message.header_as_record_batch().or_else(|| dictionary?.data());
    let mut packed = Vec::new();
    for buffer in batch.iter().flat_map(|batch| batch.buffers().into_iter().flatten()) {
        let ends = u64::try_from(buffer.offset()).ok().zip(u64::try_from(buffer.length()).ok());
        let (at, length) = ends.ok_or_else(broken)?;
        if at.checked_add(length).is_none_or(|end| end > size) {
            return Err(refused("a column lies outside of its message"));
        }
        packed.extend((length > 0).then_some(at));
    }
    if batch.is_none_or(|batch| batch.compression().is_none()) {
        packed.clear();
    }
    Ok(Described { size, packed, stays })
}

/// Looks at a message that is there as a whole, its mark and length before its description: how many bytes it takes unpacked.
pub(super) fn looked_at(description: &[u8], body: &[u8]) -> Result<u64> {
    let bytes = description.strip_prefix(&CONTINUATION).and_then(|rest| rest.get(4..));
    let Described { size, packed, .. } =
        described(bytes.ok_or_else(|| refused("it holds a message without a beginning"))?)?;
    if size > body.len() as u64 {
        return Err(refused("a column lies outside of its message"));
    }
    let takes = packed.iter().map(|&at| unpacked(body, at)).fold(0, u64::saturating_add);
    let takes = if packed.is_empty() { size } else { takes };
    within(takes)?;
    Ok(takes)
}

/// What a packed buffer claims to unpack to: the number before it; -1 where it is not packed.
fn unpacked(body: &[u8], at: u64) -> u64 {
    let prefix = usize::try_from(at).ok().and_then(|at| body.get(at..at.checked_add(8)?));
    let prefix = prefix.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes);
    if prefix == -1 { 0 } else { u64::try_from(prefix).unwrap_or(u64::MAX) }
}

pub(super) fn within(size: u64) -> Result<()> {
    if size > BODY {
        let problem =
            format!("a batch of rows takes {size} bytes, more than the limit of {BODY}: write smaller batches");
        return Err(refused(&problem));
    }
    Ok(())
}

pub(super) fn refused(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidData, problem.to_owned())
}

impl<R: Read> Read for Messages<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.passed == self.ready.len() && self.rest == 0 && !self.ended && !buffer.is_empty() {
            let mut head = Vec::with_capacity(8);
            match self.input.by_ref().take(8).read_to_end(&mut head)? {
                8 => self.message(head)?,
                0 => self.ended = true,
                _ => return Err(refused("it ends within a message")),
            }
        }
        if self.passed < self.ready.len() {
            let size = buffer.len().min(self.ready.len() - self.passed);
            buffer[..size].copy_from_slice(&self.ready[self.passed..self.passed + size]);
            self.passed += size;
            return Ok(size);
        }
        let most = usize::try_from(self.rest).unwrap_or(usize::MAX).min(buffer.len());
        let size = self.input.read(&mut buffer[..most])?;
        self.rest -= size as u64;
        Ok(size)
    }
}
