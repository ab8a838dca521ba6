//! When the allocator may give memory back to the system: not while a build runs.
//!
//! By itself mimalloc gives back what was freed a second ago, at whatever moment it looks for a page next: in the middle of
//! the next build, which then has to ask for the same memory again.
#![expect(unsafe_code, reason = "mimalloc's and the C library's own functions")]
#![expect(clippy::disallowed_methods, reason = "ends the process")]

use std::io::Write as _;

use libmimalloc_sys::{mi_collect, mi_option_set, mi_option_t, mi_option_use_numa_nodes};

/// `mi_option_purge_delay`, in milliseconds; the binding has no name for it. In `mimalloc.h` it stands before this one.
const PURGE_DELAY: mi_option_t = mi_option_use_numa_nodes - 1;

/// From now on freed memory is kept until [`give_back`].
pub fn keep() {
    const HOUR: i32 = 60 * 60 * 1000;
    // SAFETY: may be called at any time, from any thread.
    unsafe { mi_option_set(PURGE_DELAY, HOUR.into()) }
}

/// Gives freed memory back to the system.
pub fn give_back() {
    // SAFETY: may be called at any time, from any thread.
    unsafe { mi_collect(true) }
}

/// Ends the program. What it holds is left to the system, which takes it back as a whole: to look through it first, as
/// mimalloc does at a usual end, would take longer than many a second build.
pub fn end(code: u8) -> ! {
    let _ = std::io::stdout().flush();
    #[cfg(unix)]
    // SAFETY: ends the process at once, other threads included; nothing is left that has to be written.
    unsafe {
        libc::_exit(code.into())
    }
    #[cfg(not(unix))]
    std::process::exit(code.into())
}

#[cfg(test)]
mod tests {
    use std::alloc::{GlobalAlloc, Layout};

    use libmimalloc_sys::mi_option_get;

    use super::{PURGE_DELAY, keep};
    use crate::allocator::Allocator;

    #[test]
    fn blocks_are_aligned_before_and_after_they_grow() {
        for align in [1, 2, 4, 8, 16, 32, 64, 4096] {
            for size in (1..200).chain([1000, 4096, 70_000]) {
                let layout = Layout::from_size_align(size, align).unwrap();
                let is_aligned = |block: *mut u8| !block.is_null() && (block as usize).is_multiple_of(align);
                // SAFETY: each block is written where it is, and given back once.
                unsafe {
                    let block = Allocator.alloc_zeroed(layout);
                    assert!(is_aligned(block) && *block == 0 && *block.add(size - 1) == 0);
                    *block = 7;
                    let grown = Allocator.realloc(block, layout, size * 3);
                    assert!(is_aligned(grown) && *grown == 7, "{size} {align}");
                    Allocator.dealloc(grown, Layout::from_size_align(size * 3, align).unwrap());
                }
            }
        }
    }

    #[test]
    fn the_option_is_the_delay() {
        // SAFETY: reads a number.
        let delay = || unsafe { mi_option_get(PURGE_DELAY) };
        assert_eq!(delay(), 1000, "mimalloc's default");
        keep();
        assert_eq!(delay(), 3_600_000);
    }
}
