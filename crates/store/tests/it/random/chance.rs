//! Chance that can be told again.

/// Numbers that follow from a seed (splitmix64).
pub struct Chance(u64);

impl Chance {
    pub const fn of(seed: u64) -> Self {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of them, if there is any.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let at = self.below(all.len().max(1) as u64);
        all.get(at as usize).copied()
    }

    /// Some of them, at most so many.
    pub fn some_of<T: Copy + PartialEq>(&mut self, all: &[T], most: u64) -> Vec<T> {
        let mut some = Vec::new();
        for _ in 0..=self.below(most) {
            some.extend(self.one_of(all).filter(|one| !some.contains(one)));
        }
        some
    }
}
