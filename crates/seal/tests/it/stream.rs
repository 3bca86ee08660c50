//! Sealed files open as they were, and any damage is found.

use proptest::prelude::*;
use proptest::sample::Index;
use seal::{CHUNK, DataKey, HEADER, Opener, Place, SealError, Sealer};

use super::support::{REPORT, Rng};

fn key() -> DataKey {
    DataKey::new(&mut Rng::seeded(1))
}

fn seal(plain: &[u8], step: usize) -> Vec<u8> {
    let (mut sealer, header) = Sealer::new(&key(), &REPORT, "file", &mut Rng::seeded(2));
    let mut sealed = header.to_vec();
    for part in plain.chunks(step.max(1)) {
        sealer.write(part, &mut sealed);
    }
    sealer.finish(&mut sealed);
    assert_eq!(
        sealed.len() as u64,
        Sealer::sealed_length(plain.len() as u64)
    );
    sealed
}

/// What opens, and whether it is all.
fn open(sealed: &[u8], step: usize) -> (Vec<u8>, Result<(), SealError>) {
    let mut plain = Vec::new();
    let Some((header, rest)) = sealed.split_first_chunk::<HEADER>() else {
        return (plain, Err(SealError::Truncated));
    };
    let mut opener = match Opener::new(&key(), &REPORT, "file", header) {
        Ok(opener) => opener,
        Err(error) => return (plain, Err(error)),
    };
    for part in rest.chunks(step.max(1)) {
        if let Err(error) = opener.read(part, &mut plain) {
            return (plain, Err(error));
        }
    }
    let end = opener.finish(&mut plain);
    (plain, end)
}

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 253) as u8).collect()
}

#[test]
fn lengths_around_chunks() {
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17] {
        let plain = text(length);
        let sealed = seal(&plain, 1000);
        assert_eq!(sealed, seal(&plain, usize::MAX));
        for step in [777, CHUNK, usize::MAX] {
            assert_eq!(
                open(&sealed, step),
                (plain.clone(), Ok(())),
                "{length} by {step}"
            );
        }
    }
}

#[test]
fn truncation_is_told() {
    let plain = text(3 * CHUNK);
    let sealed = seal(&plain, CHUNK);
    let chunk = CHUNK + 16;
    for chunks in [1, 2] {
        let (opened, end) = open(&sealed[..HEADER + chunks * chunk], CHUNK);
        assert_eq!(end, Err(SealError::Truncated), "{chunks}");
        assert_eq!(opened, plain[..(chunks - 1) * CHUNK]);
    }
    assert_eq!(open(&sealed[..HEADER], CHUNK).1, Err(SealError::Truncated));
    assert_eq!(
        open(&sealed[..HEADER + 3], CHUNK).1,
        Err(SealError::Truncated)
    );
    assert_eq!(
        open(&sealed[..HEADER + chunk + 5], CHUNK).1,
        Err(SealError::Truncated)
    );
    assert_eq!(
        open(&sealed[..sealed.len() - 1], CHUNK).1,
        Err(SealError::Wrong)
    );
    assert_eq!(
        open(&[&sealed[..], b"x"].concat(), CHUNK).1,
        Err(SealError::Wrong)
    );
}

#[test]
fn chunks_keep_their_order_and_file() {
    let sealed = seal(&text(3 * CHUNK), CHUNK);
    let chunk = CHUNK + 16;
    let part = |number: usize| &sealed[HEADER + number * chunk..HEADER + (number + 1) * chunk];
    let header = &sealed[..HEADER];
    for order in [[1, 0, 2], [0, 2, 1], [0, 0, 2], [2, 1, 0]] {
        let bytes = [header, part(order[0]), part(order[1]), part(order[2])].concat();
        assert!(open(&bytes, CHUNK).1.is_err(), "{order:?}");
    }
    let bytes = [header, part(0), part(2)].concat();
    assert!(open(&bytes, CHUNK).1.is_err());
    let first: &[u8; HEADER] = sealed.first_chunk().unwrap();
    let elsewhere = Place {
        record: &[8; 16],
        ..REPORT
    };
    for (place, column) in [(elsewhere, "file"), (REPORT, "photo")] {
        let mut opener = Opener::new(&key(), &place, column, first).unwrap();
        let mut plain = Vec::new();
        assert_eq!(
            opener.read(&sealed[HEADER..], &mut plain),
            Err(SealError::Wrong)
        );
        assert!(plain.is_empty());
    }
    let mut newer = *first;
    newer[0] = 2;
    assert_eq!(
        Opener::new(&key(), &REPORT, "file", &newer).err(),
        Some(SealError::Version(2))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_change_is_found(length in 0usize..150_000, at in any::<Index>(), bit in 0u8..8, step in 1usize..100_000) {
        let plain = text(length);
        let mut sealed = seal(&plain, step);
        prop_assert_eq!(open(&sealed, step), (plain.clone(), Ok(())));
        let cut = at.index(sealed.len());
        let (opened, end) = open(&sealed[..cut], step);
        prop_assert!(end.is_err());
        prop_assert!(plain.starts_with(&opened));
        sealed[cut] ^= 1 << bit;
        let (opened, end) = open(&sealed, step);
        prop_assert!(end.is_err());
        prop_assert!(plain.starts_with(&opened));
    }
}
