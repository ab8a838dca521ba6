//! Every output file, planned before one byte is rendered: what exists, where, made of what.
//!
//! Two targets on one route are found here (checklist OUT-1, OUT-2, PATH-20).

mod all;
mod code;
mod collide;
mod draft;
mod feed;
mod file;
mod keep;
mod page;
mod pagination;
mod search;
mod section;
mod sitemap;
mod target;
mod taxonomy;
#[cfg(test)]
mod tests;

pub use all::{Drawn, all, draw};
pub use code::CODES;
pub use pagination::{Pagination, pager_path, pagination};
pub use sitemap::{SITEMAP_PART, SitemapEntry, sitemap_entries};
pub use target::{FeedOf, LayerVariables, PagerOf, Plan, Recipe, Subject, Target};
