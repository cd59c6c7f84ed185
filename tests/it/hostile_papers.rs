//! PDF and Office documents that somebody made to fill the memory or to last: each is an error that names the file and the
//! reason, or a document, within seconds, and the other files of the folder are still read.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use vocation::documents;
use vocation::documents::Side;

/// What a machine that does other things as well may take for a file that is refused within 5 seconds on an idle one.
const PATIENCE: Duration = Duration::from_secs(20);

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub(crate) fn stream(dict: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dict} /Length {}>> stream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

/// A PDF of one page with these resources, whose operators are object 4; more objects from 5 on.
pub(crate) fn pdf(resources: &str, operators: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page =
        format!("<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources <<{resources}>>>>");
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>".to_vec(),
        page.into_bytes(),
        operators,
    ];
    objects.extend(more);
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(table, "{place:010} 00000 n ").unwrap();
    }
    write!(table, "trailer <</Size {} /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).unwrap();
    bytes.extend(table.as_bytes());
    bytes
}

pub(crate) const FONT: &str = "/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>";

/// LZW codes of ever longer runs of one byte: half a gigabyte of a few hundred kilobytes.
fn lzw_bomb() -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u64, 0);
    let mut put = |code: u64, width: u32| {
        held = held << width | code;
        bits += width;
        while bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
        held &= (1 << bits) - 1;
    };
    for _ in 0..60 {
        put(256, 9);
        put(u64::from(b' '), 9);
        for next in 258_u64..4096 {
            let width = match next {
                2047.. => 12,
                1023.. => 11,
                511.. => 10,
                _ => 9,
            };
            put(next, width);
        }
    }
    bytes
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    bytes.iter().for_each(|byte| write!(text, "{byte:02x}").unwrap());
    (text + ">").into_bytes()
}

/// Reads a file beside another one; the error that it comes to, if it does.
fn problem(name: &str, bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    fs::write(folder.path().join("z.md"), "# [Baker](https://x.example)\n\nWe bake.").unwrap();
    let began = Instant::now();
    let found: Vec<_> = documents::read_path(folder.path(), Some(Side::Posting)).unwrap().collect();
    println!("{name}: {} bytes, {:?}", bytes.len(), began.elapsed());
    assert!(began.elapsed() < PATIENCE, "{name}: {:?}", began.elapsed());
    assert!(found.len() == 2 && found[1].is_ok(), "{name}: {found:?}");
    let problem = found[0].as_ref().err().map(ToString::to_string);
    assert!(problem.as_ref().is_none_or(|problem| problem.contains(name)), "{problem:?}");
    problem
}

fn refused(name: &str, bytes: &[u8], why: &str) {
    let found = problem(name, bytes).unwrap_or_default();
    assert!(found.contains(why), "{name}: {found:?}");
}

#[test]
fn streams_that_unpack_to_too_much_are_refused_by_whatever_route() {
    let spaces = zlib(&vec![b' '; 256 << 20]);
    let twice = stream("/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]", &zlib(&spaces));
    let twice_hidden = stream("/X (1 0 obj) /Type /ObjStm /Filter [/Fl#61teDecode /FlateDecode]", &zlib(&spaces));
    let elsewhere = stream("/Type /ObjStm /N 1 /First 4 /Filter 6 0 R", &zlib(&spaces));
    let in_hex = stream("/Type /ObjStm /N 1 /First 4 /Filter [/AHx /Fl]", &hex(&spaces));
    let lzw = stream("/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", &lzw_bomb());
    let bare = stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &spaces[2..]);
    let many = |object: &Vec<u8>| vec![object.clone(); 8];
    for (name, more, why) in [
        ("twice.pdf", vec![twice], "a stream that is packed twice"),
        ("twice-hidden.pdf", vec![twice_hidden], "a stream that is packed twice"),
        ("elsewhere.pdf", vec![elsewhere, b"/FlateDecode".to_vec()], "states elsewhere how"),
        ("in-hex.pdf", many(&in_hex), "unpack to too much"),
        ("lzw.pdf", many(&lzw), "unpack to too much"),
        ("bare.pdf", many(&bare), "unpack to too much"),
    ] {
        let operators = stream("", b"BT /F 12 Tf (Baker) Tj ET");
        refused(name, &pdf(FONT, operators, more), why);
    }
}

#[test]
fn what_a_page_makes_one_do_is_counted() {
    let drawn = stream("", "/X Do ".repeat(1_000_000).as_bytes());
    let form = |dict: &str, operators: &[u8]| stream(&format!("/Type /XObject /Subtype /Form {dict}"), operators);
    let objects = format!("{FONT} /XObject <</X 5 0 R>>");
    let large = format!("/XObject <<{} /X 5 0 R>>", "/Y 5 0 R ".repeat(20_000));
    let nested = form("/Resources <</XObject <</X 5 0 R>>>>", "/X Do ".repeat(50).as_bytes());
    let bomb = form("/Filter /FlateDecode", &zlib(&vec![b' '; 31 << 20]));
    for (name, resources, more) in [
        ("forms.pdf", &objects, form("", b"")),
        ("packed-forms.pdf", &objects, bomb),
        ("large-resources.pdf", &large, form("", b"")),
        ("nested-forms.pdf", &objects, nested),
    ] {
        refused(name, &pdf(resources, drawn.clone(), vec![more]), "the pages hold too much to draw");
    }
    let fonts: String = (0..2_000).map(|number| format!("/F{number} {} 0 R ", number + 6)).collect();
    let program = stream("/Filter /FlateDecode", &zlib(&vec![0; 15 << 20]));
    let font = |number: usize| {
        format!(
            "<</Type /Font /Subtype /TrueType /BaseFont /F{number} /FontDescriptor \
             <</Type /FontDescriptor /FontName /F{number} /Flags 4 /FontFile2 5 0 R>>>>"
        )
    };
    let more = std::iter::once(program).chain((0..2_000).map(|number| font(number).into_bytes())).collect();
    let shown: String = (0..2_000).map(|number| format!("BT /F{number} 9 Tf (x) Tj ET ")).collect();
    refused(
        "fonts.pdf",
        &pdf(&format!("/Font <<{fonts}>>"), stream("", shown.as_bytes()), more),
        "the fonts hold too much",
    );
}

#[test]
fn pictures_between_operators_whose_ends_are_far_are_counted() {
    for (name, operators) in [("endless-pictures.pdf", "BI ID "), ("pictures.pdf", "BI ID EI BI x ")] {
        let shown = stream("", operators.repeat(200_000).as_bytes());
        refused(name, &pdf(FONT, shown, Vec::new()), "the pages hold too much to draw");
    }
    let few = "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI ".repeat(500) + "BT /F 9 Tf (Baker) Tj ET";
    assert_eq!(problem("few-pictures.pdf", &pdf(FONT, stream("", few.as_bytes()), Vec::new())), None);
}

#[test]
fn what_says_too_much_is_refused() {
    // Each of eight characters means eight million.
    let map = format!(
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <{}> endbfchar endcmap",
        "0041".repeat(2_000_000)
    );
    let font = b"<</Type /Font /Subtype /TrueType /BaseFont /X /ToUnicode 6 0 R>>".to_vec();
    let more = vec![font, stream("/Filter /FlateDecode", &zlib(map.as_bytes()))];
    let shown = stream("", "BT /F 9 Tf <4141414141414141> Tj ET ".repeat(1_000).as_bytes());
    refused("long-meanings.pdf", &pdf("/Font <</F 5 0 R>>", shown, more), "the pages hold too many characters");
    let large = stream("", "BT /F 9 Tf (Baker) Tj ET ".repeat(500_000).as_bytes());
    refused("large.pdf", &pdf(FONT, large, Vec::new()), "whose pages hold more than 33554432 bytes in one piece");
    let text = format!("{{\\rtf1 {}}}", "\\'e9".repeat(5_000_000));
    refused("long.rtf", text.as_bytes(), "its text is longer than 4194304 bytes");
}

#[test]
fn what_never_ends_or_lies_deep_is_read_or_refused_in_time() {
    let endless: String = (5..250_000).map(|number| format!("{number} 0 obj <</Length 9>> stream\n")).collect();
    let mut bytes = pdf(FONT, stream("", b"BT /F 12 Tf (Baker) Tj ET"), Vec::new());
    bytes.extend(endless.as_bytes());
    refused("endless.pdf", &bytes, "streams that never end");
    let glyphs =
        "BT /F 1 Tf 0.3 0 0 0.3 7 9 Tm (abcdefghijklmnopqrstuvwxyz0123456789) Tj 5 11 Td (z) Tj ET ".repeat(20_000);
    assert_eq!(problem("glyphs.pdf", &pdf(FONT, stream("", glyphs.as_bytes()), Vec::new())), None);
    refused("deep.rtf", format!("{{\\rtf1 {}Baker", "{\\b ".repeat(1_000_000)).as_bytes(), "more than 512 groups");
    let page = format!("<html><body>{}Baker", "<div><ul><li>".repeat(100_000));
    assert_eq!(problem("deep.html", page.as_bytes()), None);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut part = |name: &str, xml: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    };
    part("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>Baker</w:t></w:r></w:p></w:body></w:document>");
    let filling = " ".repeat(14_000);
    for number in 0..4_000 {
        part(&format!("word/header{number}.xml"), &format!("<w:hdr>{filling}{number:05}</w:hdr>"));
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(problem("headers.docx", &bytes), None);
}
