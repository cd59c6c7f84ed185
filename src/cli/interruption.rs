//! Interruptions: Ctrl-C ends long work after the batch that is under way, so that it can be gone on with later.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use super::output;

static ASKED: AtomicBool = AtomicBool::new(false);

/// The exit code of who does not even wait for the batch.
const AT_ONCE: i32 = 130;

/// From now on an interruption (Ctrl-C, or the signal to terminate) is only noted, and a second one ends the program at
/// once. Where the system does not allow that, an interruption goes on ending the program, which harms no catalog.
pub(super) fn note() {
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(AT_ONCE);
        }
        output::warn("interrupted: finishing the batch under way; once more ends it at once");
    });
}

/// True once an interruption was noted.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
