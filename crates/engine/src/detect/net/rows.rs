//! Sums and products of rows of numbers, as wide as the processor works on them.

/// Items that are worked out together, so that each weight is fetched once for all of them.
pub(super) const TILE: usize = 4;
/// Numbers that are worked out together: as many as stay in registers.
pub(super) const STRIP: usize = 16;

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
fn strip<const WIDE: usize>(row: &[f32; WIDE], strip: usize) -> &[f32; STRIP] {
    &row.as_chunks().0[strip]
}

/// `bias`, and the rows given times `weights`, for a number of items that fills tiles.
#[inline(always)]
pub(super) fn multiply<const FUSED: bool, const IN: usize, const OUT: usize>(
    weights: &[[f32; OUT]],
    bias: &[f32; OUT],
    given: &[[f32; IN]],
    out: &mut Vec<[f32; OUT]>,
) {
    out.resize(given.len(), [0.0; OUT]);
    for at in 0..OUT / STRIP {
        let tiles = given.as_chunks::<TILE>().0.iter();
        for (given, out) in tiles.zip(out.as_chunks_mut::<TILE>().0) {
            let mut sums = [*strip(bias, at); TILE];
            for (from, weights) in weights.iter().enumerate().take(IN) {
                for (sums, given) in sums.iter_mut().zip(given) {
                    add::<FUSED>(sums, strip(weights, at), given[from]);
                }
            }
            for (out, sums) in out.iter_mut().zip(&sums) {
                out[at * STRIP..][..STRIP].copy_from_slice(sums);
            }
        }
    }
}

/// What is around each item, each number for itself: `near` begins and ends with half as many rows of nothing as
/// `reach` has.
#[inline(always)]
pub(super) fn around<const FUSED: bool, const WIDE: usize>(
    reach: &[[f32; WIDE]],
    near: &[[f32; WIDE]],
    far: &mut Vec<[f32; WIDE]>,
) {
    far.resize((near.len() + 1).saturating_sub(reach.len()), [0.0; WIDE]);
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
                far[at * STRIP..][..STRIP].copy_from_slice(sums);
            }
        }
    }
}

/// Adds rows, each so many times, to another. Sums beside one another do not wait for each other.
#[inline(always)]
pub(super) fn times<const FUSED: bool, const OUT: usize>(
    rows: &[[f32; OUT]],
    values: &[f32],
    out: &mut [f32; OUT],
) {
    for at in 0..OUT / STRIP {
        let mut sums = [[0f32; STRIP]; TILE];
        for (rows, values) in rows.chunks(TILE).zip(values.chunks(TILE)) {
            for ((sums, row), &value) in sums.iter_mut().zip(rows).zip(values) {
                add::<FUSED>(sums, strip(row, at), value);
            }
        }
        for sums in &sums {
            add::<false>(&mut out[at * STRIP..][..STRIP], sums, 1.0);
        }
    }
}
