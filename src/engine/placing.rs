//! Where a document lies: the vector of its text, and one for each of its roles.

use crate::catalog::Embedded;
use crate::catalog::Entry;
use crate::catalog::Placed;
use crate::embedding;
use crate::embedding::Embedder;
use crate::embedding::Vector;
use crate::error::Result;
use crate::profile::Profile;

/// A profile with its place, from what of it is embedded. Roles that the model knows nothing of are left out.
pub(super) fn placed(embedder: &dyn Embedder, mut profile: Profile, source: &Embedded) -> Result<Placed> {
    let texts: Vec<&str> = source.passages.iter().map(|passage| passage.text.as_str()).collect();
    let vectors = embedder.embed(&texts)?;
    let weighted: Vec<(f32, &Vector)> = source
        .passages
        .iter()
        .zip(&vectors)
        .filter_map(|(passage, vector)| Some((passage.weight, vector.as_ref()?)))
        .collect();
    let vector = embedding::combine(&weighted);
    let titles: Vec<&str> = source.plain_roles.iter().map(String::as_str).collect();
    let mut codes = Vec::with_capacity(titles.len());
    profile.roles.clear();
    profile.plain_roles.clear();
    for ((vector, role), plain) in embedder.embed(&titles)?.into_iter().zip(&source.roles).zip(&source.plain_roles) {
        if let Some(vector) = vector {
            codes.push(vector.codes());
            profile.roles.push(role.clone());
            profile.plain_roles.push(plain.clone());
        }
    }
    Ok((Entry { profile, codes: vector.as_ref().map(Vector::codes), roles: codes }, vector))
}
