//! Finding things in a list by those who ask for one after the other, in its order.

use std::cmp::Ordering;

/// The place of `path` among so many that are sorted by `path_of`. `near` is where the last one was found: the next is most
/// often the next.
pub(super) fn place_of<'a>(
    count: usize,
    path_of: impl Fn(usize) -> &'a str,
    path: &str,
    near: &mut usize,
) -> Option<usize> {
    let is_at = |at: &usize| *at < count && path_of(*at) == path;
    let at = match [*near, *near + 1].into_iter().find(is_at) {
        Some(at) => at,
        None => search(count, |at| path_of(at).cmp(path))?,
    };
    *near = at;
    Some(at)
}

fn search(count: usize, compared: impl Fn(usize) -> Ordering) -> Option<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        match compared(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}
