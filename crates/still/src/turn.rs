//! How an image is to be turned and mirrored before it is looked at, as its camera wrote it down (EXIF, tag 0x0112).

use image::DynamicImage;

/// The tag, and the type of its value: two bytes.
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;
/// Bytes of an entry in the directory.
const ENTRY: usize = 12;

/// The image upright; as it is where nothing readable is written down.
pub(crate) fn upright(image: DynamicImage, exif: Option<&[u8]>) -> DynamicImage {
    match exif.and_then(written) {
        Some(2) => image.fliph(),
        Some(3) => image.rotate180(),
        Some(4) => image.flipv(),
        Some(5) => image.rotate90().fliph(),
        Some(6) => image.rotate90(),
        Some(7) => image.rotate270().fliph(),
        Some(8) => image.rotate270(),
        _ => image,
    }
}

/// The number from 1 to 8 in the first directory.
fn written(exif: &[u8]) -> Option<u16> {
    let is_little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match is_little {
            true => u16::from_le_bytes(bytes),
            false => u16::from_be_bytes(bytes),
        })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at + 2)?));
        Some(match is_little {
            true => first | second << 16,
            false => first << 16 | second,
        })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = directory.checked_add(2)?;
    (0..usize::from(short(directory)?))
        .map(|entry| entries.saturating_add(entry * ENTRY))
        .find(|&at| short(at) == Some(TAG) && short(at.saturating_add(2)) == Some(SHORT))
        .and_then(|at| short(at.checked_add(8)?))
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn both_orders_of_bytes() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        assert_eq!((written(little), written(big)), (Some(6), Some(6)));
    }

    #[test]
    fn what_cannot_be_read_is_left() {
        let whole = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        for length in 0..19 {
            assert_eq!(written(&whole[..length]), None, "{length}");
        }
        assert_eq!(written(b"II*\0\xff\xff\xff\xff\x01\0"), None);
        assert_eq!(written(b"PNG?\x08\0\0\0"), None);
    }
}
