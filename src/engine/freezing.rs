//! Building graphs beside readers and writers.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use super::Engine;
use crate::catalog::Plan;
use crate::error::Error;
use crate::error::Result;

impl Engine {
    /// Builds the graphs that the catalog lacks, where it lacks some, without keeping readers or writers waiting; true
    /// where some were built and taken. Half of the cores build.
    ///
    /// # Errors
    /// When a file is damaged or cannot be written.
    pub fn freeze(&self) -> Result<bool> {
        let plan = self.options.freezing.plan(&self.catalog());
        plan.map_or(Ok(false), |plan| self.build(plan))
    }

    fn build(&self, plan: Plan) -> Result<bool> {
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| Error::Usage {
            problem: format!("no threads to build graphs ({error})"),
            remedy: "allow this process more threads".to_owned(),
        })?;
        let frozen = pool.install(|| plan.build())?;
        let mut catalog = self.catalog();
        let taken = catalog.adopt(&frozen)?;
        self.reader.publish(catalog.snapshot());
        Ok(taken)
    }

    /// Builds graphs on a thread of its own, one at a time. What goes wrong there is found again by whoever reads the
    /// same files; without its graphs a catalog answers the same, only more slowly.
    pub(super) fn freeze_behind(&self, plan: Plan) {
        if self.building.swap(true, Ordering::AcqRel) {
            return;
        }
        let engine = self.clone();
        let begun = std::thread::Builder::new().name("vocation-freezing".to_owned()).spawn(move || {
            let _done = Building(&engine.building);
            let _ = engine.build(plan);
        });
        if begun.is_err() {
            self.building.store(false, Ordering::Release);
        }
    }
}

/// That graphs are being built, until it is dropped.
struct Building<'a>(&'a AtomicBool);

impl Drop for Building<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
