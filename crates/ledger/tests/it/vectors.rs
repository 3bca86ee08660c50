//! Known answers of other programs.
//!
//! Leaves, roots and proofs: github.com/transparency-dev/merkle (`testonly/constants.go`, and the cases
//! `happy-path.json` under `testdata`), under the Apache License 2.0. Note and key: the example of c2sp.org/signed-note. Cosigned checkpoint:
//! the example of c2sp.org/tlog-cosignature. Both under CC BY 4.0.

use ledger::{Algorithm, Checkpoint, Hash, Note, ProofError, Range, Tile, VerifyingKey};
use ledger::{grow, verify_consistency, verify_inclusion};

use super::support::Log;

const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// Index, size, proof.
const INCLUSION: [(u64, u64, &[&str]); 5] = [
    (0, 1, &[]),
    (
        0,
        8,
        &[
            "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
        ],
    ),
    (
        5,
        8,
        &[
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
            "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
        ],
    ),
    (2, 3, &["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]),
    (
        1,
        5,
        &[
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
        ],
    ),
];

/// Old size, new size, proof.
const CONSISTENCY: [(u64, u64, &[&str]); 5] = [
    (1, 1, &[]),
    (
        1,
        8,
        &[
            "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
        ],
    ),
    (
        6,
        8,
        &[
            "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
            "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
        ],
    ),
    (
        2,
        5,
        &[
            "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
            "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
        ],
    ),
    (
        6,
        7,
        &[
            "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
            "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
            "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
        ],
    ),
];

fn root(size: u64) -> Hash {
    let text = ROOTS[size as usize];
    let byte =
        |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("made for this");
    Hash::from_bytes(std::array::from_fn(byte))
}

fn proof(lines: &[&str]) -> Vec<Hash> {
    lines
        .iter()
        .map(|line| line.parse().expect("made for this"))
        .collect()
}

fn log() -> Log {
    let hashes = LEAVES.map(Hash::leaf);
    let tiles = grow(&Log::default(), 0, &hashes)
        .expect("made for this")
        .into_iter()
        .collect();
    Log {
        tiles,
        leaves: LEAVES.map(<[u8]>::to_vec).to_vec(),
    }
}

#[test]
fn roots() {
    let log = log();
    let mut range = Range::new();
    for size in 0..=8 {
        assert_eq!(range.root(), root(size));
        assert_eq!(log.tree().root(size).unwrap(), root(size));
        if let Some(leaf) = LEAVES.get(size as usize) {
            range.push(Hash::leaf(leaf));
        }
    }
}

#[test]
fn proofs() {
    let log = log();
    for (index, size, lines) in INCLUSION {
        let (leaf, proof) = (Hash::leaf(LEAVES[index as usize]), proof(lines));
        assert_eq!(log.tree().inclusion(index, size).unwrap(), proof);
        assert_eq!(
            verify_inclusion(&leaf, index, size, &proof, &root(size)),
            Ok(())
        );
    }
    for (old, new, lines) in CONSISTENCY {
        let proof = proof(lines);
        assert_eq!(log.tree().consistency(old, new).unwrap(), proof);
        assert_eq!(
            verify_consistency(old, &root(old), new, &root(new), &proof),
            Ok(())
        );
    }
}

/// The kinds of damage that the same collection tries on each of its proofs.
#[test]
fn damaged_proofs() {
    let junk = Hash::of(b"junk");
    for (index, size, lines) in INCLUSION {
        let (leaf, good) = (Hash::leaf(LEAVES[index as usize]), proof(lines));
        for proof in damaged(&good, junk) {
            assert!(verify_inclusion(&leaf, index, size, &proof, &root(size)).is_err());
        }
        assert_eq!(
            verify_inclusion(&leaf, index, size, &good, &junk),
            Err(ProofError::Root)
        );
        assert_eq!(
            verify_inclusion(&junk, index, size, &good, &root(size)),
            Err(ProofError::Root)
        );
        for (index, size) in [
            (index + 1, size),
            (index ^ 2, size),
            (index, size * 2),
            (index, size / 2),
        ] {
            assert!(verify_inclusion(&leaf, index, size, &good, &root(8)).is_err() || size == 8);
        }
    }
    for (old, new, lines) in CONSISTENCY {
        let good = proof(lines);
        for proof in damaged(&good, junk) {
            assert!(verify_consistency(old, &root(old), new, &root(new), &proof).is_err());
        }
        assert!(verify_consistency(old, &junk, new, &root(new), &good).is_err());
        assert!(verify_consistency(old, &root(old), new, &junk, &good).is_err());
        if old != new {
            assert!(verify_consistency(old, &root(new), new, &root(old), &good).is_err());
            assert!(verify_consistency(new, &root(new), old, &root(old), &good).is_err());
        }
    }
}

fn damaged(good: &[Hash], junk: Hash) -> Vec<Vec<Hash>> {
    let mut bad = vec![[good, &[junk]].concat(), [&[junk], good].concat()];
    for at in 0..good.len() {
        let mut changed = good.to_vec();
        let mut bytes = *changed[at].as_bytes();
        bytes[0] ^= 1 << 4;
        changed[at] = Hash::from_bytes(bytes);
        bad.push(changed);
        bad.push(good[..at].to_vec());
    }
    bad
}

const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

#[test]
fn signed_note() {
    let key: VerifyingKey = KEY.parse().unwrap();
    assert_eq!(key.to_string(), KEY);
    assert_eq!(
        (key.name(), key.algorithm()),
        ("example.com/foo", Algorithm::Ed25519)
    );
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.text(), "This is an example message.\n");
    assert_eq!(note.to_string(), NOTE);
    let signed = note.verify(&[&key]).unwrap();
    assert_eq!(
        (signed.len(), signed[0].id, signed[0].time),
        (1, [0x53, 0x0d, 0x90, 0x3a], None)
    );
}

#[test]
fn ids_of_known_keys() {
    // the checksum database of Go, and the example of its package for notes
    for key in [
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert_eq!(key.parse::<VerifyingKey>().unwrap().to_string(), key);
    }
}

#[test]
fn cosigned_checkpoint() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.to_string(), text);
    let checkpoint = Checkpoint::parse(note.text()).unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(checkpoint.to_string(), note.text());
    assert_eq!(
        [
            note.signatures()[0].bytes.len(),
            note.signatures()[1].bytes.len()
        ],
        [64, 72]
    );
}

/// The tree that c2sp.org/tlog-tiles describes: 70,000 leaves.
#[test]
fn tiles_of_a_tree() {
    let all: Vec<Tile> = Tile::all(70_000).collect();
    let of = |level: u8| {
        all.iter()
            .filter(|tile| tile.level() == level)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (of(0).len(), of(1).len(), of(2).len(), all.len()),
        (274, 2, 1, 277)
    );
    assert_eq!(
        (of(0)[273].width(), of(1)[1].width(), of(2)[0].width()),
        (112, 17, 1)
    );
    assert_eq!(of(0)[273].to_string(), "tile/0/273.p/112");
    assert_eq!(
        Tile::all(256)
            .map(|tile| tile.to_string())
            .collect::<Vec<_>>(),
        ["tile/0/000", "tile/1/000.p/1"]
    );
    let far = Tile::in_tree(0, 1_234_067, u64::from(u32::MAX)).unwrap();
    assert_eq!(far.to_string(), "tile/0/x001/x234/067");
}
