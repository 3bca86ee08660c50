//! Bytes to text: UTF-8 first, then what a byte order mark, a label or the bytes themselves tell.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text and where it came from.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Converted from this encoding, if not from UTF-8.
    pub(crate) encoding: Option<&'static str>,
}

/// Name given to UTF-8 in which some bytes were wrong and were replaced by `U+FFFD`.
pub(crate) const DAMAGED_UTF_8: &str = "damaged UTF-8";

/// Decodes `bytes`. `declared` is the encoding that the container names; it is believed only where
/// the bytes are not UTF-8 anyway.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some(encoding) = utf_16(bytes) {
        return with(encoding, bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let stateful = declared.filter(|encoding| {
        !encoding.is_ascii_compatible() && *encoding != UTF_16LE && *encoding != UTF_16BE
    });
    if let Some(encoding) = stateful {
        return with(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            encoding: None,
        };
    }
    if mostly_utf_8(bytes) {
        return Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            encoding: Some(DAMAGED_UTF_8),
        };
    }
    with(
        declared
            .filter(|encoding| *encoding != UTF_8)
            .unwrap_or_else(|| guess(bytes)),
        bytes,
    )
}

/// The encoding that bytes which are not UTF-8 are most likely in.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    Decoded {
        text: text.into_owned(),
        encoding: Some(encoding.name()),
    }
}

/// UTF-16, by its byte order mark or by zeros in every other place.
pub(crate) fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ if bytes.len() < 4 => return None,
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |parity: usize| {
        sample
            .iter()
            .skip(parity)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// True where sequences of several bytes that are right UTF-8 far outnumber the wrong ones.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right >= wrong * 4 && right > 0
}

#[cfg(test)]
mod tests {
    use super::{DAMAGED_UTF_8, decode};

    #[test]
    fn encodings_are_told_apart() {
        let spanish = "El señor Núñez recibió otra amenaza; mañana habrá más información aquí.";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(spanish);
        let utf_16: Vec<u8> = spanish.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut damaged = spanish.as_bytes().to_vec();
        damaged.push(0xf0);
        let cases: [(&[u8], Option<&str>); 4] = [
            (spanish.as_bytes(), None),
            (&latin, Some("windows-1252")),
            (&utf_16, Some("UTF-16LE")),
            (&damaged, Some(DAMAGED_UTF_8)),
        ];
        for (bytes, encoding) in cases {
            let decoded = decode(bytes, None);
            assert_eq!(decoded.encoding, encoding);
            assert_eq!(decoded.text.trim_end_matches('\u{fffd}'), spanish);
        }
    }
}
