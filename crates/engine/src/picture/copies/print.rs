//! What the index keeps of a text: its folded words in order, each as a number.

/// Words beyond this many are not looked at, so that no text costs more than 32 KiB.
pub const MOST_WORDS: usize = 8192;

/// Marks of one text, at most.
pub const MARKS: usize = 16;

/// The words of a text, folded (case, accents, apostrophes and invisible characters do not
/// count) and hashed, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print {
    words: Box<[u32]>,
}

impl Print {
    /// Takes the print of any text at all. Where a script does not put spaces between words,
    /// each character counts as a word.
    #[must_use]
    pub fn of(text: &str) -> Print {
        let mut words = Vec::new();
        let mut word = Hash::new();
        for c in text.chars() {
            if words.len() >= MOST_WORDS {
                break;
            }
            if is_silent(c) {
                continue;
            }
            if stands_alone(c) {
                words.extend(word.finish());
                word.push(c);
                words.extend(word.finish());
            } else if c.is_ascii() {
                if c.is_ascii_alphanumeric() {
                    word.push(c.to_ascii_lowercase());
                } else {
                    words.extend(word.finish());
                }
            } else if c.is_alphanumeric() {
                c.to_lowercase()
                    .filter(|&c| !is_silent(c))
                    .for_each(|c| word.push(without_accent(c)));
            } else {
                words.extend(word.finish());
            }
        }
        words.extend(word.finish());
        words.truncate(MOST_WORDS);
        Print {
            words: words.into_boxed_slice(),
        }
    }

    /// How many words were kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True for a text without words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Some of its pairs of neighbouring words, as hashes: those that come first in an order that is the same for
    /// all texts, so that a text and its copy share some. No more than [`MARKS`], ascending.
    #[must_use]
    pub fn marks(&self) -> Vec<u64> {
        let pairs = self.words.windows(2);
        let mut marks: Vec<u64> = pairs.map(|pair| spread(pair[0], pair[1])).collect();
        marks.sort_unstable();
        marks.dedup();
        marks.truncate(MARKS);
        marks
    }

    pub(super) fn words(&self) -> &[u32] {
        &self.words
    }
}

/// A running hash of one word.
struct Hash {
    state: u64,
    chars: u32,
}

impl Hash {
    const START: u64 = 0xcbf2_9ce4_8422_2325;

    fn new() -> Hash {
        Hash {
            state: Hash::START,
            chars: 0,
        }
    }

    fn push(&mut self, c: char) {
        self.state = (self.state ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3);
        self.chars += 1;
    }

    /// The hash of the word so far, if there is one; the next word starts afresh.
    fn finish(&mut self) -> Option<u32> {
        let found = (self.chars > 0).then(|| mix(self.state));
        *self = Hash::new();
        found
    }
}

/// A hash of two words in their order, each input bit reaching each output bit.
fn spread(one: u32, other: u32) -> u64 {
    let mut bits = (u64::from(one) << 32 | u64::from(other)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    bits = (bits ^ (bits >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    bits ^ (bits >> 32)
}

/// Spreads 64 bits over 32, each input bit reaching each output bit.
pub(super) fn mix(mut bits: u64) -> u32 {
    bits = (bits ^ (bits >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    bits = (bits ^ (bits >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (bits >> 32) as u32
}

/// Characters that neither belong to a word nor end it: apostrophes, joiners, soft hyphens,
/// combining accents.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters of scripts that are written without spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}'
        | '\u{1000}'..='\u{103f}' | '\u{1780}'..='\u{17d3}' | '\u{3041}'..='\u{309f}'
        | '\u{30a1}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// The bare letter of a lower-case Latin letter with an accent; other characters as they are.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ'..='ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        other => other,
    }
}
