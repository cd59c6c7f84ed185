//! The network: rows of word pieces become vectors, by libtorch.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use rust_bert::bert::BertEmbeddings;
use rust_bert::bert::BertModel;
use tch::Device;
use tch::Kind;
use tch::TchError;
use tch::Tensor;
use tch::nn::VarStore;

use super::folder::Folder;
use super::folder::Pooling;

/// A network with its weights, and how it pools. Tensors cannot be shared between threads, so that one at a time has
/// them.
pub(super) struct Network {
    model: Mutex<BertModel<BertEmbeddings>>,
    pooling: Pooling,
}

impl Network {
    /// The network of a folder, its weights as single-precision numbers, or what is wrong with them. Limits libtorch to
    /// one thread: more of them collapse where others compute.
    pub(super) fn load(folder: &Folder) -> Result<Self, String> {
        tch::set_num_threads(1);
        let tensors = Tensor::read_safetensors(&folder.weights).map_err(said)?;
        let tensors: HashMap<String, Tensor> = tensors.into_iter().collect();
        let store = VarStore::new(Device::Cpu);
        // Some folders keep the network as part of a larger one.
        let part = tensors.keys().any(|name| name.starts_with("bert.embeddings."));
        let root = if part { store.root() / "bert" } else { store.root() };
        let model = BertModel::new_with_optional_pooler(root, &folder.network, false);
        for (name, mut variable) in store.variables() {
            let read = tensors.get(&name).ok_or_else(|| format!("it holds no {name}"))?;
            let (is, must) = (read.size(), variable.size());
            if is != must {
                return Err(format!("{name} has the shape {is:?}, and by config.json {must:?}"));
            }
            tch::no_grad(|| variable.f_copy_(read)).map_err(said)?;
        }
        Ok(Self { model: Mutex::new(model), pooling: folder.pooling })
    }

    /// The pooled values of `texts` texts, row after row: `ids` are the rows of their word pieces, padded to one length,
    /// and `mask` is 1 where a piece counts.
    pub(super) fn run(&self, ids: &[i64], mask: &[i64], texts: usize) -> Result<Vec<f32>, String> {
        let shape = [i64::try_from(texts).map_err(|error| error.to_string())?, -1];
        let tensor = |values: &[i64]| Tensor::f_from_slice(values).and_then(|flat| flat.f_view(shape)).map_err(said);
        let _no_gradients = tch::no_grad_guard();
        let (ids, mask) = (tensor(ids)?, tensor(mask)?);
        let model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        let output = model
            .forward_t(Some(&ids), Some(&mask), None, None, None, None, None, false)
            .map_err(|error| format!("the network cannot run: {error}"))?;
        self.pooled(&output.hidden_state, &mask).map_err(said)
    }

    /// One row of values a text, from the vectors of its tokens (texts x tokens x values).
    fn pooled(&self, hidden: &Tensor, mask: &Tensor) -> Result<Vec<f32>, TchError> {
        let pooled = match self.pooling {
            // The direction of the sum is that of the mean.
            Pooling::Mean => {
                let weights = mask.f_to_kind(Kind::Float)?.f_unsqueeze(-1)?;
                hidden.f_mul(&weights)?.f_sum_dim_intlist([1_i64].as_slice(), false, Kind::Float)?
            }
            Pooling::First => hidden.f_select(1, 0)?,
        };
        Vec::<f32>::try_from(pooled.f_contiguous()?.f_view([-1])?)
    }
}

/// What libtorch says, without the trace that it adds.
fn said(error: TchError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
