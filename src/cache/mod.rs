//! What a build leaves for the next one, so that the next one costs what changed: verifying traces.
//!
//! For every document, body and output file stands what it was made from, as fingerprints; what still matches is taken
//! over, everything else is made anew. Nothing is marked dirty and nothing is propagated: an output never depends on
//! another output. Deleting a cache is always safe; one that is damaged, or of another program, counts as none.

mod answers;
mod commit;
mod delta;
mod files;
mod head;
mod heap;
mod known;
mod listing;
mod named;
mod next;
mod place;
mod read;
mod record;
mod records;
mod state;
mod store;
mod traced;

pub use answers::Answers;
pub use commit::Prepared;
pub use next::{KeptDocument, Links, Next};
pub use place::Place;
pub use read::{Grain, Read};
pub use record::{BodyRecord, BodyRecords, Counts, Decoded, Kept, KnownDocument, Reason, TargetRecord, Trace};
pub use store::Cache;
pub use traced::TracedWorld;
