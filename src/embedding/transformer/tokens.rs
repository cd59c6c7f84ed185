//! Text becomes the rows of its word pieces.

use std::collections::HashMap;

use rust_tokenizers::tokenizer::BertTokenizer;
use rust_tokenizers::tokenizer::Tokenizer;
use rust_tokenizers::vocab::BertVocab;
use rust_tokenizers::vocab::Vocab;
use serde_json::json;

/// How many bytes of a text are read for each token that counts: far more than words have, and a bound on time.
const BYTES_A_TOKEN: usize = 256;

/// A tokenizer with its limit.
pub(super) struct Tokens {
    tokenizer: BertTokenizer,
    limit: usize,
    first: i64,
    last: i64,
    padding: i64,
}

impl Tokens {
    /// A tokenizer of these word pieces, the special ones among them; `limit` counts the tokens that begin and end a
    /// text.
    pub(super) fn new(
        pieces: HashMap<String, i64>,
        lower_case: bool,
        strip_accents: bool,
        limit: usize,
    ) -> Result<Self, String> {
        let special = json!({
            "unk_token": "[UNK]", "pad_token": "[PAD]", "sep_token": "[SEP]", "cls_token": "[CLS]", "mask_token": "[MASK]",
        });
        let special = serde_json::from_value(special).map_err(|error| error.to_string())?;
        let row = |special: &str| pieces.get(special).copied().ok_or_else(|| format!("its words lack {special}"));
        let (first, last, padding) = (row("[CLS]")?, row("[SEP]")?, row("[PAD]")?);
        let vocabulary =
            BertVocab::from_values_and_special_token_map(pieces, special).map_err(|error| error.to_string())?;
        let tokenizer = BertTokenizer::from_existing_vocab(vocabulary, lower_case, strip_accents);
        Ok(Self { tokenizer, limit, first, last, padding })
    }

    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    pub(super) const fn padding(&self) -> i64 {
        self.padding
    }

    /// The rows of a text's tokens, cut at the limit, between those that begin and end it; `None` where it has none.
    pub(super) fn of(&self, text: &str) -> Option<Vec<i64>> {
        let text = &text[..text.floor_char_boundary(self.limit * BYTES_A_TOKEN)];
        let pieces = self.tokenizer.tokenize(text);
        if pieces.is_empty() {
            return None;
        }
        let vocabulary = self.tokenizer.vocab();
        let rows = pieces.iter().take(self.limit - 2).map(|piece| vocabulary.token_to_id(piece));
        Some(std::iter::once(self.first).chain(rows).chain([self.last]).collect())
    }
}
