//! Offsets in code points, as the contract counts them.

const BLOCK: usize = 256;

/// Counts code points before a byte, from a count kept for every block of the text.
#[derive(Debug)]
pub struct CodePoints {
    /// Code points before each block; empty for ASCII, where bytes are code points.
    before: Vec<u32>,
}

impl CodePoints {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CodePoints { before: Vec::new() };
        }
        let mut count = 0;
        let before = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let here = count;
                count += starts(block) as u32;
                here
            })
            .collect();
        CodePoints { before }
    }

    /// Code points before a byte of the same text.
    #[must_use]
    pub fn at(&self, text: &str, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte;
        }
        let block = (byte / BLOCK).min(self.before.len() - 1);
        self.before[block] as usize + starts(&text.as_bytes()[block * BLOCK..byte])
    }
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_like_chars() {
        let text = "añb\u{200b}c😀 ".repeat(200);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(&text, byte), count);
        }
        assert_eq!(points.at(&text, text.len()), text.chars().count());
    }
}
