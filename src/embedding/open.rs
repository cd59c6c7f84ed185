//! A model by its path.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::Embedder;
use super::StaticModel;
use crate::error::Error;
use crate::error::Result;

/// The largest static model that is read, in bytes.
const FILE_LIMIT: u64 = 1 << 30;

/// The model at `path`: a static model's file, or, where the program was built with the feature `bert`, the folder of a
/// sentence transformer of the BERT family.
///
/// # Errors
/// When there is nothing at `path`, it is too large, it is no whole model, or it is a folder and this program was built
/// without the feature `bert`.
pub fn open(path: impl AsRef<Path>) -> Result<Arc<dyn Embedder>> {
    let path = path.as_ref();
    let about = std::fs::metadata(path).map_err(|error| Error::io(path, error))?;
    if about.is_dir() {
        return transformer(path);
    }
    let malformed = |problem: String| Error::Malformed {
        path: path.to_owned(),
        line: None,
        problem,
        form: "name the file of a static model, or the folder of a sentence transformer".to_owned(),
    };
    if !about.is_file() {
        return Err(malformed("it is neither a file nor a folder".to_owned()));
    }
    if about.len() > FILE_LIMIT {
        return Err(Error::TooLarge { what: path.display().to_string(), bytes: about.len(), limit: FILE_LIMIT });
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_LIMIT).read_to_end(&mut bytes));
    read.map_err(|error| Error::io(path, error))?;
    match StaticModel::from_bytes(&bytes) {
        Ok(model) => Ok(Arc::new(model)),
        Err(Error::BrokenData { problem, .. }) => Err(malformed(format!("it is no static model: {problem}"))),
        Err(other) => Err(other),
    }
}

#[cfg(feature = "bert")]
fn transformer(folder: &Path) -> Result<Arc<dyn Embedder>> {
    Ok(Arc::new(super::Transformer::open(folder)?))
}

#[cfg(not(feature = "bert"))]
fn transformer(folder: &Path) -> Result<Arc<dyn Embedder>> {
    Err(Error::Usage {
        problem: format!("{} is a folder, and this program was built without transformers", folder.display()),
        remedy: "build it with `cargo build --release --features bert`, or name the file of a static model".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &Path) -> String {
        open(path).err().unwrap().to_string()
    }

    #[test]
    fn a_file_is_a_static_model() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/static.bin");
        let opened = open(path).unwrap();
        assert_eq!(opened.fingerprint(), StaticModel::builtin().fingerprint());
        let text = ["Kubernetes"];
        assert_eq!(opened.embed(&text).unwrap(), StaticModel::builtin().embed(&text).unwrap());
    }

    #[test]
    fn what_is_no_model_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(problem(&folder.path().join("none.bin")).contains("none.bin"));
        let path = folder.path().join("shopping.bin");
        std::fs::write(&path, "bread\n".repeat(40)).unwrap();
        let said = problem(&path);
        assert!(said.contains("shopping.bin: it is no static model: it does not start with"), "{said}");
    }

    #[test]
    fn a_folder_needs_the_feature_and_what_belongs_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let said = problem(folder.path());
        let expected = if cfg!(feature = "bert") { "modules.json" } else { "--features bert" };
        assert!(said.contains(expected), "{said}");
    }
}
