//! What is sealed opens with its key in its place, and no otherwise.

use proptest::prelude::*;
use proptest::sample::Index;
use seal::{DataKey, Keyring, LONGEST_VALUE, LookupKey, MasterKey, Place, SealError, WRAPPED};

use super::support::{REPORT, Rng, keyring};

#[test]
fn values_stay_in_their_place() {
    let mut rng = Rng::seeded(1);
    let (key, other) = (DataKey::new(&mut rng), DataKey::new(&mut rng));
    let sealed = key.seal(&REPORT, "text", b"said", &mut rng).unwrap();
    let open = |key: &DataKey, table: &str, record: &[u8], column: &str| {
        key.open(&Place { table, record }, column, &sealed)
            .map(|plain| plain.as_bytes().to_vec())
    };
    assert_eq!(open(&key, "report", &[7; 16], "text"), Ok(b"said".to_vec()));
    assert_eq!(
        open(&other, "report", &[7; 16], "text"),
        Err(SealError::Wrong)
    );
    assert_eq!(
        open(&key, "message", &[7; 16], "text"),
        Err(SealError::Wrong)
    );
    assert_eq!(
        open(&key, "report", &[8; 16], "text"),
        Err(SealError::Wrong)
    );
    assert_eq!(
        open(&key, "report", &[7; 16], "name"),
        Err(SealError::Wrong)
    );
    // borders between the parts count
    let shifted = Place {
        table: "repor",
        record: b"t\x07\x07",
    };
    assert!(key.open(&shifted, "text", &sealed).is_err());
}

#[test]
fn wrapped_keys_stay_with_their_record() {
    let mut rng = Rng::seeded(2);
    let keyring = keyring(1);
    let key = DataKey::new(&mut rng);
    let wrapped = keyring.wrap(&key, &REPORT, &mut rng);
    assert_eq!(wrapped.len(), WRAPPED);
    let other = Place {
        record: &[8; 16],
        ..REPORT
    };
    assert_eq!(
        keyring.unwrap(&wrapped, &other).err(),
        Some(SealError::Wrong)
    );
    let longer = [&wrapped[..], &[0]].concat();
    assert_eq!(
        keyring.unwrap(&longer, &REPORT).err(),
        Some(SealError::Wrong)
    );
    assert_eq!(
        keyring.unwrap(&wrapped[..WRAPPED - 1], &REPORT).err(),
        Some(SealError::Short)
    );
    assert_eq!(keyring.unwrap(&[], &REPORT).err(), Some(SealError::Short));
    assert_eq!(
        keyring.unwrap(&[2], &REPORT).err(),
        Some(SealError::Version(2))
    );
}

#[test]
fn rotation_writes_wrapped_keys_alone() {
    let mut rng = Rng::seeded(3);
    let old = keyring(1);
    let key = DataKey::new(&mut rng);
    let wrapped = old.wrap(&key, &REPORT, &mut rng);
    let sealed = key.seal(&REPORT, "text", b"said", &mut rng).unwrap();

    let new = MasterKey::new(&mut rng);
    let both = Keyring::new(new.clone()).with_older(old.current().clone());
    let again = both.rewrap(&wrapped, &REPORT, &mut rng).unwrap().unwrap();
    assert_eq!(both.rewrap(&again, &REPORT, &mut rng), Ok(None));
    assert_eq!(Keyring::wrapped_by(&again), Ok(new.id()));

    let only_new = Keyring::new(new);
    let opened = only_new
        .unwrap(&again, &REPORT)
        .unwrap()
        .open(&REPORT, "text", &sealed)
        .unwrap();
    assert_eq!(opened.as_str(), Some("said"));
    let unknown = SealError::UnknownKey(old.current().id());
    assert_eq!(only_new.unwrap(&wrapped, &REPORT).err(), Some(unknown));
    assert_eq!(only_new.rewrap(&wrapped, &REPORT, &mut rng), Err(unknown));
    assert_eq!(
        old.unwrap(&again, &REPORT).err(),
        Some(SealError::UnknownKey(only_new.current().id()))
    );
}

#[test]
fn tags_outlive_the_master_key() {
    let mut rng = Rng::seeded(4);
    let (old, new) = (keyring(1), keyring(2));
    let lookup = LookupKey::new(&mut rng);
    let wrapped = lookup.wrap(&old, &mut rng);
    let both = Keyring::new(new.current().clone()).with_older(old.current().clone());
    let again = LookupKey::rewrap(&both, &wrapped, &mut rng)
        .unwrap()
        .unwrap();
    let kept = LookupKey::unwrap(&new, &again).unwrap();
    assert_eq!(kept.of("token").tag(b"a"), lookup.of("token").tag(b"a"));
    assert_ne!(kept.of("token").tag(b"a"), lookup.of("receipt").tag(b"a"));
    assert_ne!(kept.of("token").tag(b"a"), lookup.of("token").tag(b"b"));
    assert_eq!(kept.of("token").tag(b"a").prefix(3).len(), 3);
}

#[test]
fn lengths_tell_little() {
    let mut rng = Rng::seeded(5);
    let key = DataKey::new(&mut rng);
    let mut length = |value: usize| {
        key.seal(&REPORT, "text", &vec![b'a'; value], &mut rng)
            .unwrap()
            .len()
    };
    assert_eq!(length(0), length(60));
    assert_eq!(length(1000), length(1020));
    let lengths: std::collections::BTreeSet<usize> =
        (0..4096).step_by(4).map(&mut length).collect();
    assert!(lengths.len() < 100, "{}", lengths.len());
    for value in [100, 1000, 10_000, 100_000] {
        assert!(length(value) < value + value / 8 + 60, "{value}");
    }
    let long = vec![0; LONGEST_VALUE + 1];
    assert_eq!(
        key.seal(&REPORT, "text", &long, &mut rng),
        Err(SealError::TooLong(LONGEST_VALUE + 1))
    );
}

#[test]
fn secrets_are_not_shown() {
    let mut rng = Rng::seeded(6);
    let key = DataKey::new(&mut rng);
    let sealed = key.seal(&REPORT, "text", b"said", &mut rng).unwrap();
    let lookup = LookupKey::new(&mut rng);
    let shown = [
        format!("{key:?}"),
        format!("{:?}", key.open(&REPORT, "text", &sealed).unwrap()),
        format!(
            "{lookup:?} {:?} {:?}",
            lookup.of("a"),
            lookup.of("a").tag(b"a")
        ),
        format!("{:?}", seal::Token::new(&mut rng)),
        format!("{:?}", seal::Words::new(&mut rng)),
    ];
    assert_eq!(
        shown,
        [
            "DataKey",
            "Plain",
            "LookupKey IndexKey Tag",
            "Token",
            "Words"
        ]
    );
    let master = MasterKey::new(&mut rng);
    assert_eq!(format!("{master:?}"), format!("MasterKey({})", master.id()));
    assert_eq!(
        format!("{:?}", Keyring::new(master.clone())),
        format!("Keyring {{ current: {master:?}, older: [] }}")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens(value in prop::collection::vec(any::<u8>(), 0..2000), seed in any::<u64>(), at in any::<Index>(), bit in 0u8..8) {
        let mut rng = Rng::seeded(seed);
        let keyring = keyring(seed ^ 1);
        let key = DataKey::new(&mut rng);
        let mut sealed = key.seal(&REPORT, "text", &value, &mut rng).unwrap();
        let mut wrapped = keyring.wrap(&key, &REPORT, &mut rng);
        let key = keyring.unwrap(&wrapped, &REPORT).unwrap();
        let opened = key.open(&REPORT, "text", &sealed).unwrap();
        prop_assert_eq!(opened.as_bytes(), &value);
        prop_assert!(key.open(&REPORT, "text", &sealed[..at.index(sealed.len())]).is_err());
        let place = at.index(sealed.len());
        sealed[place] ^= 1 << bit;
        prop_assert!(key.open(&REPORT, "text", &sealed).is_err());
        let place = at.index(wrapped.len());
        wrapped[place] ^= 1 << bit;
        prop_assert!(keyring.unwrap(&wrapped, &REPORT).is_err());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let key = DataKey::new(&mut Rng::seeded(0));
        for bytes in [bytes.clone(), [&[1], &bytes[..]].concat()] {
            prop_assert!(key.open(&REPORT, "text", &bytes).is_err());
            prop_assert!(keyring(1).unwrap(&bytes, &REPORT).is_err());
            prop_assert!(keyring(1).rewrap(&bytes, &REPORT, &mut Rng::seeded(0)).is_err());
        }
    }
}
