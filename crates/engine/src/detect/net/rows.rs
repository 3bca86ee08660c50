//! Sums and products of rows of numbers, as wide as the processor works on them.

use std::ops::{Deref, DerefMut};

/// Items that are worked out together, so that each weight is fetched once for all of them.
pub(super) const TILE: usize = 6;
/// Numbers that are worked out together: as many as stay in registers.
pub(super) const STRIP: usize = 16;

/// A row of numbers, laid so that none of its strips lies across what the processor fetches at once.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Row<const WIDE: usize>(pub [f32; WIDE]);

impl<const WIDE: usize> Row<WIDE> {
    /// Nothing.
    pub const ZERO: Self = Row([0.0; WIDE]);

    /// Numbers, and behind them nothing.
    pub(super) fn of(numbers: &[f32]) -> Self {
        let mut row = Row::ZERO;
        row[..numbers.len()].copy_from_slice(numbers);
        row
    }
}

impl<const WIDE: usize> Deref for Row<WIDE> {
    type Target = [f32; WIDE];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<const WIDE: usize> DerefMut for Row<WIDE> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

/// `one * other + sum`, rounded once where the processor can.
#[inline(always)]
pub(super) fn multiply_add<const FUSED: bool>(one: f32, other: f32, sum: f32) -> f32 {
    match FUSED {
        true => one.mul_add(other, sum),
        false => sum + one * other,
    }
}

/// Adds a row, so many times, to another.
#[inline(always)]
pub(super) fn add<const FUSED: bool>(out: &mut [f32], row: &[f32], times: f32) {
    for (out, &value) in out.iter_mut().zip(row) {
        *out = multiply_add::<FUSED>(value, times, *out);
    }
}

#[inline(always)]
fn strip<const WIDE: usize>(row: &Row<WIDE>, strip: usize) -> &[f32; STRIP] {
    &row.as_chunks().0[strip]
}

#[inline(always)]
fn strip_mut<const WIDE: usize>(row: &mut Row<WIDE>, strip: usize) -> &mut [f32; STRIP] {
    &mut row.as_chunks_mut().0[strip]
}

/// `bias`, and the rows given times `weights`, for a number of items that fills tiles.
#[inline(always)]
pub(super) fn multiply<const FUSED: bool, const IN: usize, const OUT: usize>(
    weights: &[Row<OUT>; IN],
    bias: &Row<OUT>,
    given: &[Row<IN>],
    out: &mut Vec<Row<OUT>>,
) {
    const { assert!(OUT.is_multiple_of(STRIP)) };
    out.resize(given.len(), Row::ZERO);
    for at in 0..OUT / STRIP {
        let tiles = given.as_chunks::<TILE>().0.iter();
        for (given, out) in tiles.zip(out.as_chunks_mut::<TILE>().0) {
            let mut sums = [*strip(bias, at); TILE];
            for (from, weights) in weights.iter().enumerate() {
                for (sums, given) in sums.iter_mut().zip(given) {
                    add::<FUSED>(sums, strip(weights, at), given[from]);
                }
            }
            for (out, sums) in out.iter_mut().zip(&sums) {
                *strip_mut(out, at) = *sums;
            }
        }
    }
}

/// What is around each item, each number for itself: `near` begins and ends with half as many rows of nothing as
/// `reach` has.
#[inline(always)]
pub(super) fn around<const FUSED: bool, const REACH: usize, const WIDE: usize>(
    reach: &[Row<WIDE>; REACH],
    near: &[Row<WIDE>],
    far: &mut Vec<Row<WIDE>>,
) {
    far.resize((near.len() + 1).saturating_sub(REACH), Row::ZERO);
    for at in 0..WIDE / STRIP {
        for (tile, far) in far.as_chunks_mut::<TILE>().0.iter_mut().enumerate() {
            let mut sums = [[0f32; STRIP]; TILE];
            let seen = near[tile * TILE..].array_windows::<TILE>();
            for (near, weights) in seen.zip(reach) {
                let weights = strip(weights, at);
                for (sums, near) in sums.iter_mut().zip(near) {
                    for ((sum, &near), &weight) in sums.iter_mut().zip(strip(near, at)).zip(weights)
                    {
                        *sum = multiply_add::<FUSED>(near, weight, *sum);
                    }
                }
            }
            for (far, sums) in far.iter_mut().zip(&sums) {
                *strip_mut(far, at) = *sums;
            }
        }
    }
}

/// Adds rows, each so many times, to another. Sums beside one another do not wait for each other.
#[inline(always)]
pub(super) fn times<const FUSED: bool, const OUT: usize>(
    rows: &[Row<OUT>],
    values: &[f32],
    out: &mut Row<OUT>,
) {
    for at in 0..OUT / STRIP {
        let mut sums = [[0f32; STRIP]; TILE];
        for (rows, values) in rows.chunks(TILE).zip(values.chunks(TILE)) {
            for ((sums, row), &value) in sums.iter_mut().zip(rows).zip(values) {
                add::<FUSED>(sums, strip(row, at), value);
            }
        }
        for sums in &sums {
            add::<false>(strip_mut(out, at), sums, 1.0);
        }
    }
}
