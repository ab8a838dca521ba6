//! The allocator: mimalloc.
#![expect(unsafe_code, reason = "Rust's door to an allocator, and mimalloc's own functions")]

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_realloc, mi_realloc_aligned, mi_zalloc, mi_zalloc_aligned,
};

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

/// mimalloc's functions. The crate `mimalloc` asks for every block by its alignment, which takes mimalloc a longer way.
pub struct Allocator;

impl Allocator {
    /// Whether every block of that size is aligned so: mimalloc's are to 16 bytes (`MI_MAX_ALIGN_SIZE`), smaller ones to
    /// what fits into them.
    fn is_plain(size: usize, align: usize) -> bool {
        align <= 16 && align <= size
    }
}

// SAFETY: mimalloc's blocks are as large and aligned as was asked for, or null; it takes back only its own, from any thread.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: takes numbers.
        unsafe { if Self::is_plain(size, align) { mi_malloc(size) } else { mi_malloc_aligned(size, align) }.cast() }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: takes numbers.
        unsafe { if Self::is_plain(size, align) { mi_zalloc(size) } else { mi_zalloc_aligned(size, align) }.cast() }
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the caller gives back what came from here.
        unsafe { mi_free(block.cast()) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (block, align) = (block.cast(), layout.align());
        // SAFETY: the caller gives what came from here.
        unsafe {
            if Self::is_plain(size, align) { mi_realloc(block, size) } else { mi_realloc_aligned(block, size, align) }
                .cast()
        }
    }
}
