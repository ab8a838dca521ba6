//! Streams packed by `/FlateDecode`: zlib around the packing that ZIP archives use too, so the archives' reader unpacks them.

use std::io::Read as _;

use zip::read::read_zipfile_from_stream;

/// The most bytes of a stream when unpacked.
const LARGEST: u64 = 64 << 20;
/// The header of zlib (RFC 1950).
const ZLIB_HEADER: usize = 2;

/// The bytes of a packed stream; what came before a fault, where there is one.
pub fn inflate(packed: &[u8]) -> Vec<u8> {
    let Some(packed) = packed.get(ZLIB_HEADER..) else { return Vec::new() };
    let size = u32::try_from(packed.len()).unwrap_or(u32::MAX - 1);
    // The header of one file in an archive: deflated, its sum unknown. That the sum is wrong shows at the end only.
    let mut file = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\x21\0\0\0\0\0".to_vec();
    file.extend(size.to_le_bytes());
    file.extend((u32::MAX - 1).to_le_bytes());
    file.extend(*b"\x01\0\0\0s");
    file.extend(packed);
    let mut file = file.as_slice();
    let mut unpacked = Vec::new();
    if let Ok(Some(stream)) = read_zipfile_from_stream(&mut file) {
        let mut stream = stream.take(LARGEST);
        let mut part = [0; 8192];
        while let Ok(count) = stream.read(&mut part) {
            if count == 0 {
                break;
            }
            unpacked.extend(&part[..count]);
        }
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::inflate;

    #[test]
    fn what_zlib_packed_comes_back_and_rubbish_gives_little() {
        // "stored" block of three bytes, with its header and sum.
        assert_eq!(inflate(b"\x78\x01\x01\x03\0\xfc\xffabc\x02\x4d\x01\x27"), b"abc");
        assert!(inflate(b"\x78\x9crubbish").len() < 100);
        assert!(inflate(b"").is_empty());
    }
}
