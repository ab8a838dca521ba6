//! Finding things in a list by those who ask for one after the other, in its order.

/// The place of what has this path in a list that is sorted by paths. `near` is where the last one was found: the next is most
/// often the next.
pub(super) fn place<T>(sorted: &[T], path_of: impl Fn(&T) -> &str, path: &str, near: &mut usize) -> Option<usize> {
    let is_at = |at: &usize| sorted.get(*at).is_some_and(|known| path_of(known) == path);
    let at = match [*near, *near + 1].into_iter().find(is_at) {
        Some(at) => at,
        None => sorted.binary_search_by(|known| path_of(known).cmp(path)).ok()?,
    };
    *near = at;
    Some(at)
}
