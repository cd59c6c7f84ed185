//! What packed streams come to, counted within a limit before anything is unpacked for good.

use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;

/// How much more a byte of a damaged stream may come to, where what follows the damage is read as well.
const DEFLATED: u64 = 1032;

/// True for a filter that makes more of its bytes.
pub(super) const fn packs(filter: Filter) -> bool {
    matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
}

/// True for a filter that writes bytes as text.
pub(super) const fn is_text(filter: Filter) -> bool {
    matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode)
}

/// The bytes that filters make of `raw`, at most, where that is no more than `most`; `None` where it is more, and where two of
/// them pack, so that no byte of it tells.
pub(super) fn size(raw: &[u8], filters: &[Filter], most: u64) -> Option<u64> {
    let Some(first) = filters.iter().position(|filter| packs(*filter)) else {
        return within(4 * raw.len() as u64, most);
    };
    if filters.iter().skip(first + 1).any(|filter| packs(*filter)) {
        return None;
    }
    let mut data = std::borrow::Cow::Borrowed(raw);
    for filter in &filters[..first] {
        data = match filter {
            Filter::AsciiHexDecode => from_hex(&data).into(),
            Filter::Ascii85Decode => from_85(&data).into(),
            _ => data,
        };
    }
    let size = match filters[first] {
        Filter::FlateDecode => inflated(&data, most),
        Filter::LzwDecode => [true, false].into_iter().map(|early| of_lzw(&data, early, most)).max()?,
        _ => of_runs(&data),
    };
    let text_after = filters.len() > first + 1;
    within(if text_after { 4 * size } else { size }, most)
}

fn within(size: u64, most: u64) -> Option<u64> {
    (size <= most).then_some(size)
}

/// What deflated bytes come to, with or without a zlib head; what follows damage counts as if it were packed at the utmost.
fn inflated(data: &[u8], most: u64) -> u64 {
    let mut zlib = ZlibDecoder::new(data);
    let (size, whole) = counted(&mut zlib, most);
    if whole || size > most {
        return size;
    }
    let (bare, whole) = counted(&mut DeflateDecoder::new(data), most);
    if whole || bare > most {
        return size.max(bare);
    }
    let left = (data.len() as u64).saturating_sub(zlib.total_in());
    size.max(bare).max(left * DEFLATED)
}

/// The bytes that a stream gives, counted up to just over `most`, and whether it came to its end.
fn counted(stream: &mut dyn Read, most: u64) -> (u64, bool) {
    let mut counted = 0;
    let mut scratch = vec![0; 64 * 1024];
    while counted <= most {
        match stream.read(&mut scratch) {
            Ok(0) => return (counted, true),
            Err(_) => return (counted, false),
            Ok(read) => counted += read as u64,
        }
    }
    (counted, false)
}

/// What LZW codes come to (PDF 32000-1, 7.4.4), counted up to just over `most`.
fn of_lzw(data: &[u8], early: bool, most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let early = usize::from(early);
    // How long the text of each code is.
    let mut lengths = vec![1_u64; 258];
    let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9);
    let (mut before, mut size) = (None, 0);
    for byte in data {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        match code {
            CLEAR => {
                lengths.truncate(258);
                (before, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let added = before.map(|before: u64| before + 1);
        let Some(length) = lengths.get(code).copied().or(added) else { break };
        size += length;
        if size > most {
            break;
        }
        if let Some(added) = added.filter(|_| lengths.len() < 4096) {
            lengths.push(added);
        }
        before = Some(length);
        width = match lengths.len() + early {
            2048.. => 12,
            1024.. => 11,
            512.. => 10,
            _ => 9,
        };
    }
    size
}

/// What runs of bytes come to (7.4.5).
fn of_runs(data: &[u8]) -> u64 {
    let (mut at, mut size) = (0, 0);
    while let Some(&length) = data.get(at) {
        match length {
            128 => break,
            0..128 => {
                size += u64::from(length) + 1;
                at += usize::from(length) + 2;
            }
            _ => {
                size += 257 - u64::from(length);
                at += 2;
            }
        }
    }
    size
}

/// The bytes of hexadecimal digits.
fn from_hex(data: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
    let digits: Vec<u8> = data.iter().take_while(|byte| **byte != b'>').filter_map(digit).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

/// The bytes of digits to the base of 85.
fn from_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().skip_while(|byte| byte.is_ascii_whitespace()) {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(value(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&value(&group).to_be_bytes()[..kept]);
    }
    bytes
}

/// The number of a group of digits to the base of 85.
fn value(group: &[u8]) -> u32 {
    group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn counts_what_filters_make() {
        let text = b"Kneads dough, and kneads dough again.".repeat(20);
        let packed = zlib(&text);
        let size = |raw: &[u8], filters: &[Filter]| super::size(raw, filters, 1 << 20);
        assert_eq!(size(&packed, &[Filter::FlateDecode]), Some(740));
        assert_eq!(size(&packed[2..], &[Filter::FlateDecode]), Some(740));
        let hex: String = packed.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + ">";
        assert_eq!(size(hex.as_bytes(), &[Filter::AsciiHexDecode, Filter::FlateDecode]), Some(740));
        assert_eq!(size(b"\xFF\x41\x80", &[Filter::RunLengthDecode]), Some(2));
        // The example of the standard: 45 45 45 45 45 65 45 45 45 66.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(size(&lzw, &[Filter::LzwDecode]), Some(10));
        assert_eq!(from_85(b"9jqo^~>"), b"Man ");
        assert_eq!(from_85(b"z9jqo~>"), b"\0\0\0\0Man");
    }

    #[test]
    fn what_is_packed_twice_or_too_much_is_not_counted() {
        let bomb = zlib(&vec![b' '; 3 << 20]);
        assert_eq!(size(&bomb, &[Filter::FlateDecode], 1 << 20), None);
        assert_eq!(size(&zlib(&bomb), &[Filter::FlateDecode, Filter::FlateDecode], 1 << 30), None);
    }
}
