//! Every output file, planned before one byte is rendered: what exists, where, made of what.
//!
//! Two targets on one route are found here (checklist OUT-1, OUT-2, PATH-20).

mod all;
mod code;
mod collide;
mod feed;
mod page;
mod pagination;
mod redirect;
mod search;
mod section;
mod sitemap;
mod target;
mod taxonomy;

pub use all::all;
pub use code::CODES;
pub use target::{FeedOf, PagerOf, Plan, Subject, Target};
