//! What a page is drawn from: its operators, the resources they name, text that stands for what is drawn.

use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;

use super::limits::Budget;

/// The resources that a page takes from those above it in the tree.
pub(super) fn inherited<'a>(page: &'a Page<'a>, budget: &mut Budget) -> Result<Dict<'a>, &'static str> {
    let mut dict = page.raw().clone();
    for _ in 0..64 {
        if let Some(resources) = dict.get::<Dict<'a>>("Resources") {
            return Ok(resources);
        }
        let Some(parent) = dict.get::<Dict<'a>>("Parent") else { break };
        budget.look(&parent)?;
        dict = parent;
    }
    Ok(Dict::default())
}

/// The operators of a page: one stream, or several one behind the other.
pub(super) fn content_of<'a>(page: &'a Page<'a>, budget: &mut Budget) -> Result<Vec<u8>, &'static str> {
    let mut content = Vec::new();
    let raw = page.raw();
    if let Some(stream) = raw.get::<Stream<'a>>("Contents") {
        content = budget.content(&stream)?.unwrap_or_default();
    } else if let Some(streams) = raw.get::<Array<'a>>("Contents") {
        for stream in streams.iter::<Object<'a>>().filter_map(Object::into_stream).take(4096) {
            content.extend(budget.content(&stream)?.unwrap_or_default());
            content.push(b'\n');
            if content.len() > 64 * 1024 * 1024 {
                break;
            }
        }
    }
    Ok(content)
}

/// The text that a file states for what it marks, where it does.
pub(super) fn said_instead(
    operands: &[&Object<'_>],
    resources: &Dict<'_>,
    budget: &mut Budget,
) -> Result<Option<String>, &'static str> {
    let properties = match operands.get(1) {
        Some(Object::Name(_)) => resources.get::<Dict<'_>>("Properties").unwrap_or_default(),
        _ => Dict::default(),
    };
    budget.look(&properties)?;
    Ok(stated(operands, &properties))
}

/// The text that is stated in place or under a name.
fn stated(operands: &[&Object<'_>], properties: &Dict<'_>) -> Option<String> {
    let text = match operands.get(1)? {
        Object::Dict(dict) => dict.get::<hayro_syntax::object::String<'_>>("ActualText")?,
        Object::Name(name) => {
            properties.get::<Dict<'_>>(name.as_ref())?.get::<hayro_syntax::object::String<'_>>("ActualText")?
        }
        _ => return None,
    };
    let bytes = text.as_bytes();
    Some(match bytes.strip_prefix(b"\xFE\xFF") {
        Some(wide) => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}
