//! The formats, as other programs compute them: these values were made from the descriptions of the
//! formats with libsodium (through PyNaCl), the reference implementation of Argon2 (through argon2-cffi)
//! and Python's `hmac`.

use seal::{DataKey, Keyring, LookupKey, MasterKey, Opener, Sealer, Stretch};

use super::support::{REPORT, Rng};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn data_key() -> DataKey {
    DataKey::new(&mut Rng::of(32..64))
}

fn master() -> MasterKey {
    MasterKey::new(&mut Rng::of(0..32))
}

#[test]
fn wrapped_key() {
    let keyring = Keyring::new(master());
    assert_eq!(keyring.current().id().to_string(), "611389950974f063");
    let wrapped = keyring.wrap(&data_key(), &REPORT, &mut Rng::of(100..124));
    assert_eq!(
        hex(&wrapped),
        "01611389950974f0636465666768696a6b6c6d6e6f707172737475767778797a7b13a8db1f5303039d347d32fbd691f262a5eb607f9acb7632e020b7586ebc0e77e507a1b4d9b6be810e9fa967fc39cac5"
    );
}

#[test]
fn sealed_value() {
    let value = "lo que se dijo · what was said".as_bytes();
    let sealed = data_key()
        .seal(&REPORT, "text", value, &mut Rng::of(150..174))
        .unwrap();
    assert_eq!(
        hex(&sealed),
        "01969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadbd6d4298a5344f9f5615fec2afee20ef3299ff27b5f75f39a5526ad4736a624609b9b51e10fc91f76fd713094c78182ccd44af515421cefe1cbbdb78ee65fbb7b54f3661d69b580cef662fe4bf7c14c2"
    );
    assert_eq!(
        data_key()
            .open(&REPORT, "text", &sealed)
            .unwrap()
            .as_bytes(),
        value
    );
}

#[test]
fn sealed_file() {
    let plain: Vec<u8> = (0..65_541u64).map(|at| (at * at % 251) as u8).collect();
    let (mut sealer, header) = Sealer::new(&data_key(), &REPORT, "file", &mut Rng::of(200..232));
    let mut sealed = Vec::new();
    sealer.write(&plain, &mut sealed);
    sealer.finish(&mut sealed);
    let tail = &sealed[sealed.len() - 37..];
    assert_eq!(
        hex(tail),
        "84d2df9bf7bd253acb0c3c5895cea7ce1d4344755e435675cf0e723ac25d22fe72aad8fa48"
    );
    let mut opener = Opener::new(&data_key(), &REPORT, "file", &header).unwrap();
    let mut opened = Vec::new();
    opener.read(&sealed, &mut opened).unwrap();
    opener.finish(&mut opened).unwrap();
    assert_eq!(opened, plain);
}

#[test]
fn passphrase() {
    let stretch: Stretch = "$argon2id$v=19$m=64,t=2,p=1$AAECAwQFBgcICQoLDA0ODw"
        .parse()
        .unwrap();
    assert_eq!(
        stretch.key("contraseña fi 1").id().to_string(),
        "3b11be1bb6644f21"
    );
    // the same, typed otherwise
    let again = stretch.key(" contrasen\u{303}a \u{fb01} 1\n");
    assert_eq!(again.id(), stretch.key("contraseña fi 1").id());
    assert_ne!(stretch.key("Contraseña fi 1").id(), again.id());
}

#[test]
fn key_file() {
    let text = master().to_file();
    let key = "wardline-key-1 00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f 4c60bed7";
    assert_eq!(text.lines().last(), Some(key));
}

#[test]
fn tag() {
    let key = LookupKey::new(&mut Rng::of(32..64)).of("token");
    let tag = key.tag(b"value");
    assert_eq!(
        hex(tag.as_bytes()),
        "094263d27c7cbdd20011dc7e323eaf6b46d9a45b7c70dff2490ef9e7a97c4232"
    );
}
