//! Chance that is the same each time.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use seal::{Keyring, MasterKey, Place};

pub const REPORT: Place<'static> = Place {
    table: "report",
    record: &[7; 16],
};

/// Certain bytes, then SplitMix64.
pub struct Rng {
    first: Vec<u8>,
    state: u64,
}

impl Rng {
    pub fn seeded(state: u64) -> Self {
        Rng {
            first: Vec::new(),
            state,
        }
    }

    pub fn of(first: impl IntoIterator<Item = u8>) -> Self {
        let mut first: Vec<u8> = first.into_iter().collect();
        first.reverse();
        Rng { first, state: 0 }
    }
}

impl TryRng for Rng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ (mixed >> 31))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            *byte = match self.first.pop() {
                Some(first) => first,
                None => self.try_next_u64()? as u8,
            };
        }
        Ok(())
    }
}

impl TryCryptoRng for Rng {}

pub fn keyring(seed: u64) -> Keyring {
    Keyring::new(MasterKey::new(&mut Rng::seeded(seed)))
}
