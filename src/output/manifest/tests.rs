//! Manifests as bytes, and what is found in them.

use bytes::Bytes;
use proptest::prelude::*;

use super::{Entry, Manifest, Origin};
use crate::fingerprint::Fingerprint;
use crate::output::DiskOptions;
use crate::output::stamp::{Seen, Stamp};

fn manifest(routes: &[&str]) -> Manifest {
    let seen = |at: usize| {
        let at = at as u64;
        let stamp = Stamp { size: at, modified: -3, changed: 1 << 60, inode: u64::MAX - at };
        Seen { stamp, settled: at.is_multiple_of(2) }
    };
    let origin = |at: usize, route: &str| match at % 3 {
        0 => Origin::Bytes(Fingerprint::of(route.as_bytes())),
        rest => Origin::Source { modified: -(at as i64), linked: rest == 1 },
    };
    let files: Vec<(&str, Entry)> = routes
        .iter()
        .enumerate()
        .map(|(at, route)| (*route, Entry { seen: seen(at), origin: origin(at, route) }))
        .collect();
    let mut manifest = Manifest::collect(files.into_iter(), DiskOptions { keep_dotfiles: true, hard_link: false });
    // Not of each third.
    let looks: Vec<_> = (0..manifest.folder_count()).map(|at| (at % 3 != 2).then(|| seen(at + 7))).collect();
    manifest.set_looks(looks.into_iter());
    manifest
}

fn decode(bytes: &[u8]) -> Option<Manifest> {
    Manifest::decode(&Bytes::copy_from_slice(bytes))
}

fn encoded(manifest: &Manifest) -> Vec<u8> {
    let mut bytes = b"before".to_vec();
    manifest.encode(&mut bytes);
    bytes.split_off(6)
}

const ROUTES: [&str; 8] = ["404.html", "a", "a-b/c", "a.html", "a/b/index.html", "a/b/x/y.css", "a/c", "走访/记.html"];

#[test]
fn is_read_as_it_was_written() {
    for routes in [&ROUTES[..], &[], &["a/b/c"]] {
        // A file and a folder of one name do not occur, but the form does not care.
        let before = manifest(routes);
        let after = decode(&encoded(&before)).unwrap();
        assert_eq!(after.names, before.names);
        assert_eq!((&after.entries, &after.looks), (&before.entries, &before.looks));
        assert_eq!((&after.folders, &after.folder_of), (&before.folders, &before.folder_of));
        assert_eq!(after.options, before.options);
        for (at, route) in routes.iter().enumerate() {
            assert_eq!(after.find(route), Some(at));
        }
        for at in 0..before.folder_count() {
            let look = before.look(at);
            assert_eq!((look == Seen::default(), after.look(at)), (at % 3 == 2, look));
            assert_eq!(after.find_folder(after.folder_name(at)), Some(at));
        }
        for other in ["a/b/index.html", "404.html", "b", "a/", "x"] {
            assert_eq!(after.find_folder(other), None, "{other}");
        }
        assert_eq!(after.find("a/b"), None);
        assert_eq!(after.find(""), None);
    }
    let manifest = manifest(&ROUTES);
    assert_eq!(manifest.fingerprint("404.html"), Some(Fingerprint::of(b"404.html")));
    assert_eq!(manifest.fingerprint("a"), None, "a source file");
    assert_eq!(manifest.fingerprint("b"), None);
}

#[test]
fn folders_follow_from_the_files() {
    let manifest = manifest(&ROUTES);
    let folders: Vec<(&str, &str)> = (0..manifest.folder_count())
        .map(|at| (manifest.folder_name(at), manifest.folder_name(manifest.folder_parent(at))))
        .collect();
    assert_eq!(folders, [("", ""), ("a-b", ""), ("a", ""), ("a/b", "a"), ("a/b/x", "a/b"), ("走访", "")]);
    let of: Vec<&str> = (0..manifest.len()).map(|at| manifest.folder_name(manifest.folder_of(at))).collect();
    assert_eq!(of, ["", "", "a-b", "", "a/b", "a/b/x", "a", "走访"]);
    for (folder, _) in &folders[1..] {
        assert!(manifest.has_folder(folder), "{folder}");
    }
    for other in ["a/b/index.html", "404.html", "b", "a/", "走", "x", "a/b/y"] {
        assert!(!manifest.has_folder(other), "{other}");
    }
}

#[test]
fn any_damage_is_noticed() {
    let bytes = encoded(&manifest(&ROUTES));
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(decode(&damaged).is_none(), "byte {at}");
        assert!(decode(&bytes[..at]).is_none(), "cut at {at}");
    }
    let longer: Vec<u8> = bytes.iter().copied().chain([0]).collect();
    assert!(decode(&longer).is_none());
}

#[test]
fn names_outside_the_output_are_damage() {
    for name in ["../a", "a/../../b", "/etc/passwd", "a//b", ".", ""] {
        assert!(decode(&encoded(&manifest(&[name]))).is_none(), "{name}");
    }
    assert!(decode(&encoded(&manifest(&["b", "a"]))).is_none(), "not sorted");
    assert!(decode(&encoded(&manifest(&["a", "a"]))).is_none(), "twice");
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(decode(&bytes).is_none());
    }

    /// Bytes that somebody made to look whole.
    #[test]
    fn sealed_bytes_are_read_without_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
        length in any::<prop::sample::Index>(),
        cut: bool,
    ) {
        let mut bytes = encoded(&manifest(&ROUTES));
        bytes.truncate(bytes.len() - 16);
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        for (at, byte) in changes {
            let length = bytes.len();
            if let Some(place) = bytes.get_mut(at.index(length.max(1))) {
                *place = byte;
            }
        }
        let proof = Fingerprint::of(&bytes);
        bytes.extend(proof.bits().to_le_bytes());
        if let Some(manifest) = decode(&bytes) {
            for at in 0..manifest.len() {
                prop_assert_eq!(manifest.find(manifest.name(at)), Some(at));
            }
        }
    }

    #[test]
    fn every_file_is_found_and_its_folder_holds_it(mut routes in prop::collection::btree_set("[a-c.-]{1,2}(/[a-c.-]{1,2}){0,3}", 0..40)) {
        routes.retain(|route| super::super::file::is_inside(route));
        let sorted: Vec<&str> = routes.iter().map(String::as_str).collect();
        let manifest = manifest(&sorted);
        for (at, route) in sorted.iter().enumerate() {
            prop_assert_eq!(manifest.find(route), Some(at));
            let folder = route.rsplit_once('/').map_or("", |(folder, _)| folder);
            prop_assert_eq!(manifest.folder_name(manifest.folder_of(at)), folder);
            prop_assert!(folder.is_empty() || manifest.has_folder(folder));
        }
        let names: std::collections::BTreeSet<&str> =
            (0..manifest.folder_count()).map(|at| manifest.folder_name(at)).collect();
        prop_assert_eq!(names.len(), manifest.folder_count(), "none is twice");
    }
}
