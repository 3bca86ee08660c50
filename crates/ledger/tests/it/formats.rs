//! What is written is read back, what is read is exactly what is written, and no bytes make a fault.

use std::str::FromStr;

use ledger::{
    Bundle, Checkpoint, CheckpointError, Commitment, Event, EventError, Hash, KeyError, Label,
    NotSigned, Note, NoteError, Opened, Receipt, ReceiptError, Resource, Salt, SignError, Signed,
    VerifyingKey, verify_inclusion,
};
use proptest::prelude::*;
use proptest::sample::Index;

use super::support::{Log, ORIGIN, event, key, leaf, witness};

fn receipt(size: usize, index: u64) -> Receipt {
    let log = Log::of(&[size]);
    let now = log.at(size as u64);
    let mut note = now.sign(None, &key()).expect("made for this");
    note.sign(&witness("witness.example/one", 1), 1_800_000_000);
    note.sign(&witness("witness.example/two", 2), 1_800_000_001);
    Receipt::new(
        Hash::leaf(&leaf(index)),
        index,
        log.tree()
            .inclusion(index, size as u64)
            .expect("made for this"),
        note,
    )
}

#[test]
fn receipts_prove() {
    let text = receipt(700, 321).to_string();
    let read = Receipt::parse(text.as_bytes()).unwrap();
    assert_eq!(read.to_string(), text);
    let witnesses = [witness("witness.example/two", 2).verifying_key().clone()];
    let Opened {
        checkpoint,
        witnesses,
    } = read.verify(key().verifying_key(), &witnesses).unwrap();
    assert_eq!((checkpoint.size(), checkpoint.origin()), (700, ORIGIN));
    let Signed { name, time, .. } = &witnesses[0];
    assert_eq!(
        (name.as_str(), *time),
        ("witness.example/two", Some(1_800_000_001))
    );
    assert_eq!(read.leaf(), &event(321).hash());
    let stranger = witness(ORIGIN, 9);
    let denied = ReceiptError::Checkpoint(CheckpointError::NotSigned(NotSigned::Unknown));
    assert_eq!(read.verify(stranger.verifying_key(), &[]), Err(denied));
}

#[test]
fn receipts_tell_nothing_of_the_event() {
    let (one, other) = (Hash::of(b"one"), Hash::of(b"other"));
    let make = |content: &Hash, salt: u8| {
        let commitment = Commitment::new(&Salt::from_bytes([salt; 32]), content);
        Event::new("tip.received".parse().unwrap(), 0, [], commitment)
            .unwrap()
            .hash()
    };
    assert_eq!(make(&one, 1), make(&one, 1));
    assert_ne!(make(&one, 1), make(&one, 2));
    assert_ne!(make(&one, 1), make(&other, 1));
    let text = receipt(10, 3).to_string();
    assert!(!text.contains("tip"));
}

#[test]
fn damaged_receipts_name_the_line() {
    let good = receipt(9, 3).to_string();
    let tell = |from: &str, to: &str| {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good);
        Receipt::parse(bad.as_bytes()).unwrap_err()
    };
    assert_eq!(tell("@v1", "@v2"), ReceiptError::Head);
    assert_eq!(tell("extra A", "extra B"), ReceiptError::Line(2));
    assert_eq!(tell("index 3", "index 03"), ReceiptError::Line(3));
    assert_eq!(tell("index 3", "index -3"), ReceiptError::Line(3));
    assert_eq!(tell("\n\n", "x\n\n"), ReceiptError::Line(7));
    assert_eq!(
        tell("\n— desk", "\n- desk"),
        ReceiptError::Note(NoteError::Signature(1))
    );
    assert_eq!(Receipt::parse(b""), Err(ReceiptError::Head));
    let moved = Receipt::parse(good.replace("index 3", "index 4").as_bytes()).unwrap();
    assert!(matches!(
        moved.verify(key().verifying_key(), &[]),
        Err(ReceiptError::Proof(_))
    ));
}

#[test]
fn notes_are_strict() {
    let tell = |bytes: &[u8]| Note::parse(bytes).unwrap_err();
    assert_eq!(tell(b"a\n"), NoteError::NoSignatures);
    assert_eq!(tell(b"a\n\n"), NoteError::NoSignatures);
    assert_eq!(tell(b"a\n\n\nb\n"), NoteError::Signature(1));
    assert_eq!(
        tell("a\n\n— b AAAAAAA=".as_bytes()),
        NoteError::NoSignatures
    );
    assert_eq!(tell(b"a\n\n-- b AAAAAAA=\n"), NoteError::Signature(1));
    for line in [
        "— b AAAAAAA",
        "— b AAAAAAB=",
        "— b AAAA",
        "— b+c AAAAAAA=",
        "—  AAAAAAA=",
        "— b AAAAAAA= ",
    ] {
        assert_eq!(
            tell(format!("a\n\n{line}\n").as_bytes()),
            NoteError::Signature(1),
            "{line}"
        );
    }
    assert_eq!(tell(b"a\r\n\n"), NoteError::Character(1));
    assert_eq!(tell(b"a\xff\n\n"), NoteError::Character(1));
    let many = format!("a\n\n{}", "— b AAAAAAA=\n".repeat(65));
    assert_eq!(tell(many.as_bytes()), NoteError::TooMany);
    let enough = format!("a\n\nb\n\n{}", "— b AAAAAAA=\n".repeat(64));
    assert_eq!(Note::parse(enough.as_bytes()).unwrap().text(), "a\n\nb\n");
    assert_eq!(
        tell(&vec![b'a'; (1 << 20) + 1]),
        NoteError::TooLong((1 << 20) + 1)
    );
    assert_eq!(Note::new("a"), Err(NoteError::NoNewline));
}

#[test]
fn only_known_keys_count() {
    let log = Log::of(&[3]);
    let (key, one, two) = (key(), witness("w.example/1", 1), witness("w.example/2", 2));
    let mut note = log.at(3).sign(None, &key).unwrap();
    note.sign(&one, 7);
    let bytes = note.to_string();
    let open = |text: &str, witnesses: &[VerifyingKey]| {
        Checkpoint::open(text.as_bytes(), key.verifying_key(), witnesses)
    };
    assert_eq!(
        open(&bytes, &[two.verifying_key().clone()])
            .unwrap()
            .witnesses,
        []
    );
    assert_eq!(
        open(&bytes, &[one.verifying_key().clone()])
            .unwrap()
            .witnesses
            .len(),
        1
    );
    // a known witness whose signature does not hold spoils the note; an unknown one does not
    let mut bad = note.signatures()[1].bytes.clone();
    bad[20] ^= 1;
    let changed = bytes.replace("\n3\n", "\n4\n");
    let spoilt = CheckpointError::NotSigned(NotSigned::Bad(ORIGIN.to_owned()));
    assert_eq!(open(&changed, &[]), Err(spoilt));
    let only_witness: String = bytes
        .lines()
        .filter(|line| !line.starts_with("— desk"))
        .map(|line| format!("{line}\n"))
        .collect();
    let missing = Err(CheckpointError::NotByLog(ORIGIN.to_owned()));
    assert_eq!(open(&only_witness, &[one.verifying_key().clone()]), missing);
    // the same name with another key is another key
    let other =
        ledger::SigningKey::from_seed(ORIGIN, ledger::Algorithm::Ed25519, &[6; 32]).unwrap();
    let unknown = Err(CheckpointError::NotSigned(NotSigned::Unknown));
    assert_eq!(
        Checkpoint::open(bytes.as_bytes(), other.verifying_key(), &[]),
        unknown
    );
    // a log's key signs for its own log alone
    let mut foreign =
        Note::new("other.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n").unwrap();
    foreign.sign(&key, 0);
    let told = open(&foreign.to_string(), &[]);
    assert!(
        matches!(told, Err(CheckpointError::Origin { .. })),
        "{told:?}"
    );
}

#[test]
fn a_log_never_contradicts_itself() {
    let log = Log::of(&[10]);
    let (old, new) = (log.at(4), log.at(10));
    let proof = log.tree().consistency(4, 10).unwrap();
    assert!(new.sign(Some((&old, &proof)), &key()).is_ok());
    assert!(new.sign(Some((&new, &[])), &key()).is_ok());
    let refused = |checkpoint: &Checkpoint, last: &Checkpoint, proof: &[Hash]| {
        checkpoint.sign(Some((last, proof)), &key()).unwrap_err()
    };
    assert!(matches!(
        refused(&old, &new, &proof),
        SignError::Inconsistent(_)
    ));
    assert!(matches!(
        refused(&new, &old, &[]),
        SignError::Inconsistent(_)
    ));
    let forged = Checkpoint::new(ORIGIN, 10, Hash::of(b"x")).unwrap();
    assert!(matches!(
        refused(&forged, &new, &[]),
        SignError::Inconsistent(_)
    ));
    let other = Checkpoint::new("other.example/log", 0, Hash::EMPTY).unwrap();
    assert_eq!(refused(&new, &other, &[]), SignError::Origin);
    assert_eq!(other.sign(None, &key()), Err(SignError::Origin));
}

#[test]
fn checkpoints_are_strict() {
    let root = Hash::EMPTY;
    for (text, line) in [
        ("", 1),
        ("\n", 1),
        ("a\n", 2),
        ("a\n0\n", 3),
        (&format!("a\n00\n{root}\n") as &str, 2),
        (&format!("a\n+1\n{root}\n"), 2),
        (&format!("a\n9223372036854775808\n{root}\n"), 2),
        (&format!("a\n0\n{root}"), 3),
        (&format!("a\n0\n{root} \n"), 3),
        (&format!("a\n0\n{root}\n\n"), 4),
        (&format!("a\r\n0\n{root}\n"), 1),
    ] {
        assert_eq!(
            Checkpoint::parse(text),
            Err(CheckpointError::Line(line)),
            "{text:?}"
        );
    }
    let extended = format!("a b\n0\n{root}\nmore\n");
    let read = Checkpoint::parse(&extended).unwrap();
    assert_eq!(
        (read.to_string(), read.extensions()),
        (extended, &["more".to_owned()][..])
    );
}

#[test]
fn keys_are_strict() {
    let good = key().verifying_key().to_string();
    let tell = |text: &str| VerifyingKey::from_str(text).unwrap_err();
    assert_eq!(tell("a"), KeyError::Form);
    assert_eq!(tell(&good.replace("desk", "disk")), KeyError::Id);
    assert_eq!(tell(&good.replace('+', " +")), KeyError::Name);
    assert_eq!(tell(&good[..good.len() - 4]), KeyError::Form);
    assert_eq!(tell("a+00000000+BgAA"), KeyError::Algorithm(6));
    assert_eq!(
        tell("a+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        KeyError::Point
    );
    assert_eq!(
        format!("{:?}", key()),
        "SigningKey(desk.example.org/ledger)"
    );
    let again =
        ledger::SigningKey::from_seed(ORIGIN, ledger::Algorithm::Ed25519, &key().seed()).unwrap();
    assert_eq!(again.verifying_key(), key().verifying_key());
}

#[test]
fn events_are_canonical() {
    let label = |text: &str| text.parse::<Label>().unwrap();
    let commitment = Commitment::from_bytes([9; 32]);
    let ids = [(label("tip"), [1; 16]), (label("desk"), [2; 16])];
    let one = Event::new(label("tip.received"), -5, ids.clone(), commitment).unwrap();
    let other = Event::new(label("tip.received"), -5, ids.into_iter().rev(), commitment).unwrap();
    assert_eq!(one.encode(), other.encode());
    assert_eq!(one.id("tip"), Some(&[1; 16]));
    let mut bytes = vec![1, 12];
    bytes.extend_from_slice(b"tip.received");
    bytes.extend_from_slice(&(-5i64).to_be_bytes());
    bytes.extend_from_slice(&[2, 4]);
    bytes.extend_from_slice(b"desk");
    bytes.extend_from_slice(&[2; 16]);
    bytes.push(3);
    bytes.extend_from_slice(b"tip");
    bytes.extend_from_slice(&[1; 16]);
    bytes.extend_from_slice(&[9; 32]);
    assert_eq!(one.encode(), bytes);
    let twice = [(label("a"), [1; 16]), (label("a"), [2; 16])];
    assert_eq!(
        Event::new(label("a"), 0, twice, commitment),
        Err(EventError::Ids)
    );
    for bad in ["", "A", "1a", "é", "a b", &"a".repeat(65)] {
        assert_eq!(bad.parse::<Label>(), Err(EventError::Label), "{bad}");
    }
    assert_eq!(Event::decode(&[2]), Err(EventError::Version(2)));
    // one label twice, or labels in another order, would be another form of one event
    let mut twice = vec![1, 1, b'a'];
    twice.extend_from_slice(&[0; 8]);
    twice.push(2);
    for _ in 0..2 {
        twice.extend_from_slice(&[1, b'a']);
        twice.extend_from_slice(&[1; 16]);
    }
    twice.extend_from_slice(&[9; 32]);
    assert_eq!(Event::decode(&twice), Err(EventError::Ids));
    twice[12 + 1] = b'b';
    assert_eq!(Event::decode(&twice), Err(EventError::Ids));
    twice[12 + 1 + 18] = b'c';
    assert!(Event::decode(&twice).is_ok());
    assert_eq!(format!("{:?}", Salt::from_bytes([3; 32])), "Salt");
}

fn events() -> impl Strategy<Value = Event> {
    let label = || {
        "[a-z][a-z0-9._-]{0,63}"
            .prop_map(|text: String| text.parse::<Label>().expect("made for this"))
    };
    let ids = prop::collection::btree_map(label(), any::<[u8; 16]>(), 0..=16);
    let label_again = "[a-z][a-z0-9._-]{0,63}"
        .prop_map(|text: String| text.parse::<Label>().expect("made for this"));
    (label_again, any::<i64>(), ids, any::<[u8; 32]>()).prop_map(|(kind, at, ids, commitment)| {
        Event::new(kind, at, ids, Commitment::from_bytes(commitment)).expect("made for this")
    })
}

proptest! {
    #[test]
    fn events_are_read_back(event in events(), at in any::<Index>(), bit in 0u8..8) {
        let mut bytes = event.encode();
        prop_assert!(bytes.len() <= 1403);
        prop_assert_eq!(&Event::decode(&bytes).unwrap(), &event);
        prop_assert!(Event::decode(&bytes[..at.index(bytes.len())]).is_err());
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(other) = Event::decode(&bytes) {
            prop_assert_eq!(other.encode(), bytes);
            prop_assert_ne!(other, event);
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(event) = Event::decode(&bytes) {
            prop_assert_eq!(event.encode(), bytes.clone());
        }
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(receipt) = Receipt::parse(&bytes) {
            prop_assert_eq!(receipt.to_string().into_bytes(), bytes.clone());
        }
        let _ = Bundle::in_tree(0, 3).unwrap().decode(&bytes);
    }

    /// Close to what is right, where the faults are.
    #[test]
    fn almost_receipts(at in any::<Index>(), byte in any::<u8>(), cut in any::<Index>()) {
        let good = receipt(5, 2).to_string().into_bytes();
        let mut bytes = good.clone();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        for bytes in [&bytes[..], &good[..cut.index(good.len())]] {
            if let Ok(read) = Receipt::parse(bytes) {
                prop_assert_eq!(read.to_string().into_bytes(), bytes.to_vec());
                let holds = read.verify(key().verifying_key(), &[]).is_ok();
                // the lines of witnesses that nobody asks for are not checked
                let is_witness = bytes != good && String::from_utf8_lossy(bytes).contains("\u{2014} desk");
                prop_assert!(!holds || bytes == good || is_witness);
            }
        }
    }

    #[test]
    fn paths_are_read_back(level in 0u8..8, index in any::<u64>(), size in any::<u64>(), text in ".{0,30}") {
        let size = size & ledger::MAX_SIZE;
        if let Some(tile) = ledger::Tile::in_tree(level, index % (1 + (size >> (8 * level)) / 256), size) {
            let resource = Resource::Tile(tile);
            prop_assert_eq!(resource.to_string().parse::<Resource>(), Ok(resource));
        }
        if let Some(bundle) = Bundle::in_tree(index % (1 + size / 256), size) {
            let resource = Resource::Bundle(bundle);
            prop_assert_eq!(resource.to_string().parse::<Resource>(), Ok(resource));
        }
        for path in [text.clone(), format!("tile/{text}"), format!("tile/0/{text}")] {
            if let Ok(resource) = path.parse::<Resource>() {
                prop_assert_eq!(resource.to_string(), path);
            }
        }
    }

    #[test]
    fn bundles_are_read_back(leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..=256)) {
        let bytes = Bundle::encode(leaves.iter().map(Vec::as_slice)).unwrap();
        let bundle = Bundle::in_tree(0, leaves.len() as u64).unwrap();
        prop_assert_eq!(bundle.decode(&bytes).unwrap(), leaves.iter().map(Vec::as_slice).collect::<Vec<_>>());
        prop_assert!(bundle.decode(&bytes[..bytes.len() - 1]).is_err());
        prop_assert!(bundle.decode(&[&bytes[..], &[0, 0]].concat()).is_err());
    }

    #[test]
    fn any_proof(index in any::<u64>(), size in any::<u64>(), hashes in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let hashes: Vec<Hash> = hashes.into_iter().map(Hash::from_bytes).collect();
        let root = Hash::EMPTY;
        let _ = verify_inclusion(&root, index, size, &hashes, &root);
        let _ = ledger::verify_consistency(index, &root, size, &root, &hashes);
    }
}

#[test]
fn paths_that_are_not() {
    for path in [
        "",
        "/checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/entries/../000",
        "tile/0/+01",
        "tile/7/001",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(path.parse::<Resource>().is_err(), "{path}");
    }
}
