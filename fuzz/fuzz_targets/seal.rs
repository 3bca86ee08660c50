//! Nothing opens that was not sealed, and no bytes or words make a fault. What is read as words, a key or
//! a token is what would be written.
#![no_main]

use std::convert::Infallible;

use libfuzzer_sys::fuzz_target;
use rand_core::{TryCryptoRng, TryRng};
use seal::{DataKey, HEADER, Keyring, MasterKey, Opener, Place, Stretch, Token, Words};

/// Keys of nothing but zeros.
struct Zeros;

impl TryRng for Zeros {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(0);
        Ok(())
    }
}

impl TryCryptoRng for Zeros {}

const PLACE: Place<'static> = Place { table: "report", record: b"1" };

fuzz_target!(|bytes: &[u8]| {
    let key = DataKey::new(&mut Zeros);
    assert!(key.open(&PLACE, "text", bytes).is_err());
    let keyring = Keyring::new(MasterKey::new(&mut Zeros));
    assert!(keyring.unwrap(bytes, &PLACE).is_err());
    if let Some((header, rest)) = bytes.split_first_chunk::<HEADER>()
        && let Ok(mut opener) = Opener::new(&key, &PLACE, "file", header)
    {
        let mut plain = Vec::new();
        assert!(opener.read(rest, &mut plain).is_ok() && opener.finish(&mut plain).is_err());
        assert!(plain.is_empty());
    }
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(words) = Words::parse(text) {
        assert_eq!(Words::parse(&words.phrase()), Ok(words));
    }
    if let Ok(key) = MasterKey::from_file(text) {
        assert_eq!(MasterKey::from_file(&key.to_file()).map(|again| again.id()), Ok(key.id()));
    }
    if let Ok(token) = Token::parse(text) {
        assert_eq!(token.reveal(), text.trim().to_ascii_lowercase());
    }
    if let Ok(stretch) = text.parse::<Stretch>() {
        assert_eq!(stretch.to_string(), text);
    }
});
