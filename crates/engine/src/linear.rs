//! Linear models over hashed features: what each feature weighs for several answers at once, a byte each.

/// Places for the words of texts and sentences, by their hash.
pub const SLOTS: usize = 1 << 16;
/// Shortest and longest piece of a word, its edges counted in.
const PIECE: std::ops::RangeInclusive<usize> = 3..=5;
/// Longest word that is taken to pieces.
const LONGEST: usize = 24;

/// Weights of features for `N` answers, laid out `WIDE` numbers a slot, as many as a processor likes to fetch at once.
pub struct Linear<const N: usize, const WIDE: usize = 32> {
    bias: [f32; N],
    /// What a step weighs.
    scale: f32,
    /// As many as a power of two.
    steps: Vec<[i8; WIDE]>,
}

impl<const N: usize, const WIDE: usize> Linear<N, WIDE> {
    /// Reads a file as [`to_bytes`] writes it; none where its length is no such file's.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, steps) = bytes.split_at_checked(4 * (1 + N))?;
        let rows = steps.len() / N;
        if steps.len() % N != 0 || !rows.is_power_of_two() {
            return None;
        }
        let mut head = head
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&four| f32::from_le_bytes(four));
        let scale = head.next()?;
        let mut bias = [0.0; N];
        bias.iter_mut()
            .zip(head)
            .for_each(|(bias, value)| *bias = value);
        let row = |row: &[u8; N]| {
            let mut wide = [0; WIDE];
            wide.iter_mut()
                .zip(row)
                .for_each(|(wide, &step)| *wide = step as i8);
            wide
        };
        Some(Self {
            bias,
            scale,
            steps: steps.as_chunks::<N>().0.iter().map(row).collect(),
        })
    }

    /// What ships with the program, which is whole.
    #[must_use]
    pub(crate) fn shipped(file: &[u8]) -> Self {
        let shipped = Self::parse(file);
        debug_assert!(shipped.is_some(), "weights of another length");
        shipped.unwrap_or_else(Self::blank)
    }

    /// Weighs nothing.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            bias: [0.0; N],
            scale: 0.0,
            steps: vec![[0; WIDE]],
        }
    }

    /// Log-odds of each answer.
    #[must_use]
    pub fn answers(&self, slots: &[u32]) -> [f32; N] {
        let mut sums = [0i32; WIDE];
        for &slot in slots {
            for (sum, &step) in sums.iter_mut().zip(self.row(slot)) {
                *sum += i32::from(step);
            }
        }
        let each = self.scale * share(slots.len());
        std::array::from_fn(|at| self.bias[at] + each * sums[at] as f32)
    }

    /// What one slot weighs for an answer, in steps.
    #[must_use]
    pub fn steps(&self, slot: u32, answer: usize) -> i8 {
        self.row(slot)[answer]
    }

    fn row(&self, slot: u32) -> &[i8; WIDE] {
        &self.steps[slot as usize & (self.steps.len() - 1)]
    }
}

/// The file: what a step weighs and the biases, each a number of four bytes, then a byte for each slot and answer.
#[must_use]
pub fn to_bytes<const N: usize>(bias: &[f32; N], weights: &[f32]) -> Vec<u8> {
    let most = weights
        .iter()
        .fold(1e-9f32, |most, weight| most.max(weight.abs()));
    let scale = most / f32::from(i8::MAX);
    let head = std::iter::once(&scale).chain(bias);
    let mut bytes: Vec<u8> = head.flat_map(|number| number.to_le_bytes()).collect();
    bytes.extend(
        weights
            .iter()
            .map(|weight| (weight / scale).round() as i8 as u8),
    );
    bytes
}

/// How much each of so many slots counts.
#[must_use]
pub fn share(slots: usize) -> f32 {
    1.0 / (slots.max(1) as f32).sqrt()
}

/// Slot of a feature that stands behind another; `before` is 0 for one alone. Its last bits tell the place.
pub(crate) fn slot(before: u64, here: u64) -> u32 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = (before.wrapping_mul(K).rotate_left(23) ^ here).wrapping_mul(K);
    (mixed >> 40) as u32
}

/// Slot of some values of one kind of feature.
pub(crate) fn mixed(group: u64, values: &[u64]) -> u32 {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = values.iter().fold(group.wrapping_mul(K), |mixed, value| {
        (mixed.rotate_left(23) ^ value).wrapping_mul(K)
    });
    (mixed >> 32) as u32
}

/// Adds the places of the pieces of a word, with its edges.
pub(crate) fn take_apart(word: &str, slots: &mut Vec<u32>) {
    let word = word.as_bytes();
    if word.len() > LONGEST {
        return;
    }
    let mut edged = [b' '; LONGEST + 2];
    edged[1..=word.len()].copy_from_slice(word);
    let edged = &edged[..word.len() + 2];
    for start in 0..edged.len() {
        let mut hash = 0xCBF2_9CE4_8422_2325u64;
        for (length, &byte) in edged[start..].iter().take(*PIECE.end()).enumerate() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
            if PIECE.contains(&(length + 1)) {
                slots.push(slot(1, hash));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        const N: usize = 3;
        let mut weights = vec![0.0; SLOTS * N];
        let slots = [slot(0, 7), slot(0, 8), slot(0, 7)];
        weights[slots[0] as usize % SLOTS * N] = 2.0;
        let bytes = to_bytes(&[0.5; N], &weights);
        assert!(Linear::<N, 32>::parse(&bytes[1..]).is_none());
        let read = Linear::<N, 32>::parse(&bytes).expect("a file");
        let answers = read.answers(&slots);
        let wanted = 0.5 + 2.0 * 2.0 * share(3);
        assert!((answers[0] - wanted).abs() < 0.01, "{answers:?} {wanted}");
        assert!((answers[1] - 0.5).abs() < 0.001);
    }
}
