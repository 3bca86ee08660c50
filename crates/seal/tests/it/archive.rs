//! Backups open for whom they are, whole or not at all.

use std::io::{Read, Write};

use seal::{ArchiveError, Identity, Recipient};

fn encrypted(recipient: &Recipient, plain: &[u8]) -> Vec<u8> {
    let mut writer = recipient.encrypt(Vec::new()).expect("a backup begins");
    writer.write_all(plain).expect("memory can be written");
    writer.finish().expect("a backup ends")
}

fn opened(identity: &Identity, file: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let mut reader = identity.decrypt(file).ok()?;
    reader.read_to_end(&mut plain).ok()?;
    Some(plain)
}

#[test]
fn what_was_encrypted_opens_for_its_recipient_alone() {
    let (identity, other) = (Identity::generate(), Identity::generate());
    let plain = b"said ".repeat(50_000);
    let file = encrypted(&identity.recipient(), &plain);
    assert_eq!(opened(&identity, &file).as_deref(), Some(plain.as_slice()));
    let foreign = other.decrypt(file.as_slice()).err();
    assert!(matches!(foreign, Some(ArchiveError::Foreign)));
    let none = identity.decrypt(b"said".as_slice()).err();
    assert!(matches!(none, Some(ArchiveError::Header)));
    assert!(!format!("{identity:?}").contains("SECRET"));
}

#[test]
fn a_changed_or_cut_off_file_does_not_open() {
    let identity = Identity::generate();
    let file = encrypted(&identity.recipient(), &b"said ".repeat(30_000));
    for at in (0..file.len()).step_by(997).chain([file.len() - 1]) {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert_eq!(opened(&identity, &changed), None, "byte {at}");
        assert_eq!(opened(&identity, &file[..at]), None, "until {at}");
    }
}

#[test]
fn an_identity_is_read_from_its_file() {
    let identity = Identity::generate();
    let text = identity.to_file();
    assert!(text.contains(&format!("# public key: {}\n", identity.recipient())));
    let again = Identity::from_file(&text.replace('\n', "\r\n")).unwrap();
    let file = encrypted(&identity.recipient(), b"said");
    assert_eq!(opened(&again, &file).as_deref(), Some(b"said".as_slice()));
    let recipient: Recipient = identity.recipient().to_string().parse().unwrap();
    assert_eq!(recipient.to_string(), identity.recipient().to_string());
    let wrong = ["", "# nothing", "AGE-SECRET-KEY-1X", "age1x"];
    for text in wrong {
        assert!(matches!(
            Identity::from_file(text),
            Err(ArchiveError::Identity)
        ));
        assert!(text.parse::<Recipient>().is_err());
    }
}
