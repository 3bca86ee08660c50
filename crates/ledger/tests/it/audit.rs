//! Whatever is done to rows or tiles is found, and told where.

use std::convert::Infallible;

use ledger::{Checkpoint, Finding, Hash, Report, Row, Tile, audit, grow};
use proptest::prelude::*;
use proptest::sample::Index;

use super::support::{Log, ORIGIN, leaf};

fn check(log: &Log, rows: Vec<Row>, now: &Checkpoint, earlier: Option<&Checkpoint>) -> Report {
    let rows = rows.into_iter().map(Ok::<_, Infallible>);
    audit(rows, log, now, earlier).expect("memory can be read")
}

/// What is found when the rows of a log of 700 leaves are changed.
fn found(change: impl FnOnce(&mut Vec<Row>)) -> Vec<Finding> {
    let log = Log::of(&[700]);
    let mut rows = log.rows();
    change(&mut rows);
    check(&log, rows, &log.at(700), None).findings
}

fn renumber(rows: &mut [Row]) {
    for (index, row) in (0..).zip(rows) {
        row.index = index;
    }
}

#[test]
fn whole_logs() {
    for size in [0, 1, 255, 256, 257, 700] {
        let log = Log::of(&[size]);
        for earlier in [0, 1, 256, 300] {
            let earlier = (earlier <= size as u64).then(|| log.at(earlier));
            let report = check(&log, log.rows(), &log.at(size as u64), earlier.as_ref());
            assert!(report.is_whole(), "{size}: {report:?}");
            assert_eq!((report.rows, report.pending), (size as u64, 0));
        }
    }
    let log = Log::of(&[600, 100]);
    let report = check(&log, log.rows(), &log.at(600), Some(&log.at(600)));
    assert_eq!((report.is_whole(), report.pending), (true, 100));
}

#[test]
fn edited() {
    let edit = |rows: &mut Vec<Row>| {
        for at in [3, 300, 301, 699] {
            rows[at].leaf[5] ^= 1;
        }
    };
    let spans = [(3, 3), (300, 301), (699, 699)];
    assert_eq!(
        found(edit),
        spans.map(|(first, last)| Finding::Edited { first, last })
    );
}

#[test]
fn dropped() {
    let gap = found(|rows| drop(rows.drain(250..260)));
    assert_eq!(
        gap,
        [Finding::Dropped {
            first: 250,
            last: 259
        }]
    );
    let closed = found(|rows| {
        rows.remove(650);
        renumber(rows);
    });
    let moved = Finding::Moved {
        first: 650,
        last: 698,
        from: 651,
    };
    assert_eq!(
        closed,
        [
            Finding::Dropped {
                first: 650,
                last: 650
            },
            moved
        ]
    );
}

#[test]
fn added() {
    let squeezed = found(|rows| {
        rows.insert(
            650,
            Row {
                index: 0,
                leaf: leaf(9999),
            },
        );
        rows.truncate(700);
        renumber(rows);
    });
    let moved = Finding::Moved {
        first: 651,
        last: 699,
        from: 650,
    };
    assert!(
        squeezed.contains(&Finding::Added {
            first: 650,
            last: 650
        }),
        "{squeezed:?}"
    );
    assert!(squeezed.contains(&moved), "{squeezed:?}");
}

#[test]
fn reordered() {
    let swapped = found(|rows| {
        rows.swap(10, 500);
        renumber(rows);
    });
    let moved = |at, from| Finding::Moved {
        first: at,
        last: at,
        from,
    };
    assert_eq!(swapped, [moved(10, 500), moved(500, 10)]);
    let twice = found(|rows| {
        let row = rows[10].clone();
        rows.insert(20, row);
    });
    assert_eq!(twice, [Finding::OutOfOrder { index: 10 }]);
}

#[test]
fn truncated() {
    let cut = found(|rows| rows.truncate(300));
    assert_eq!(
        cut,
        [Finding::Truncated {
            rows: 300,
            size: 700
        }]
    );
    let none = found(Vec::clear);
    assert_eq!(none, [Finding::Truncated { rows: 0, size: 700 }]);
}

#[test]
fn tiles() {
    let whole = Log::of(&[70_000]);
    let now = whole.at(70_000);
    for tile in whole.tiles.keys() {
        if tile.level() == 0 && !matches!(tile.index(), 0 | 77 | 272 | 273) {
            continue;
        }
        let mut log = whole.clone();
        log.tiles.get_mut(tile).unwrap()[40.min(32 * tile.width() - 1)] ^= 1;
        let report = check(&log, log.rows(), &now, None);
        let expected = if tile.is_full() {
            Finding::TileChanged { tile: *tile }
        } else {
            Finding::EdgeChanged
        };
        assert!(report.findings.contains(&expected), "{tile}: {report:?}");
        assert!(report.findings.len() <= 2, "{tile}: {report:?}");
        log.tiles.remove(tile);
        let report = check(&log, log.rows(), &now, None);
        assert_eq!(report.findings, [Finding::TileMissing { tile: *tile }]);
    }
}

#[test]
fn row_and_tile_changed_alike() {
    let mut log = Log::of(&[70_000]);
    let now = log.at(70_000);
    log.leaves[20_000][5] ^= 1;
    let tile = Tile::in_tree(0, 20_000 / 256, 70_000).unwrap();
    let bytes = log.tiles.get_mut(&tile).unwrap();
    let at = 32 * (20_000 % 256);
    bytes[at..at + 32].copy_from_slice(Hash::leaf(&log.leaves[20_000]).as_bytes());
    let findings = check(&log, log.rows(), &now, None).findings;
    let (first, last) = tile.leaves();
    assert_eq!(
        findings,
        [
            Finding::Unclear { first, last },
            Finding::TileChanged { tile }
        ]
    );
}

/// Rows, tiles and checkpoint made anew by one who has the key: only an earlier checkpoint tells.
#[test]
fn rewritten() {
    let honest = Log::of(&[700]);
    let mut log = honest.clone();
    log.leaves[5][3] ^= 1;
    let hashes: Vec<Hash> = log.leaves.iter().map(|leaf| Hash::leaf(leaf)).collect();
    log.tiles = grow(&Log::default(), 0, &hashes)
        .unwrap()
        .into_iter()
        .collect();
    let now = log.at(700);
    assert!(check(&log, log.rows(), &now, None).is_whole());
    let against = |size| check(&log, log.rows(), &now, Some(&honest.at(size))).findings;
    assert_eq!(against(5), []);
    assert_eq!(against(6), [Finding::Rewritten { size: 6 }]);
    assert_eq!(against(600), [Finding::Rewritten { size: 600 }]);
    let grown = Log::of(&[600, 100]);
    let shorter = check(&grown, grown.rows(), &grown.at(600), Some(&grown.at(700)));
    assert_eq!(shorter.findings, [Finding::Shrunk { from: 700, to: 600 }]);
    let other = Checkpoint::new("other.example/log", 5, honest.tree().root(5).unwrap()).unwrap();
    assert_eq!(
        check(&log, log.rows(), &now, Some(&other)).findings,
        [Finding::OtherLog]
    );
    assert_ne!(other.origin(), ORIGIN);
}

#[test]
fn many_differences_are_bounded() {
    let log = Log::of(&[70_000]);
    let rows = log
        .rows()
        .into_iter()
        .map(|row| Row {
            leaf: vec![1],
            ..row
        })
        .collect();
    let report = check(&log, rows, &log.at(70_000), None);
    assert!(report.is_cut);
    assert_eq!(
        report.findings,
        [Finding::Edited {
            first: 0,
            last: 65_535
        }]
    );
}

#[test]
fn findings_read_as_sentences() {
    let tile = Tile::in_tree(0, 3, 1000).unwrap();
    let told: Vec<String> = [
        Finding::Edited { first: 3, last: 3 },
        Finding::Moved {
            first: 3,
            last: 8,
            from: 20,
        },
        Finding::Truncated { rows: 5, size: 9 },
        Finding::TileChanged { tile },
    ]
    .iter()
    .map(ToString::to_string)
    .collect();
    assert_eq!(
        told,
        [
            "row 3 was edited",
            "rows 3 to 8 were moved: logged from 20 on",
            "the rows end at 5, but 9 were signed",
            "tile/0/003.p/232 was changed",
        ]
    );
}

/// One thing done to the rows of a log.
#[derive(Debug, Clone)]
enum Tamper {
    Flip(Index, Index, u8),
    Drop(Index),
    DropAndClose(Index),
    Insert(Index),
    Swap(Index, Index),
    Truncate(Index),
    Repeat(Index),
}

fn tampers() -> impl Strategy<Value = Tamper> {
    use Tamper::*;
    let any = any::<Index>;
    prop_oneof![
        (any(), any(), 0u8..8).prop_map(|(row, byte, bit)| Flip(row, byte, bit)),
        any().prop_map(Drop),
        any().prop_map(DropAndClose),
        any().prop_map(Insert),
        (any(), any()).prop_map(|(one, other)| Swap(one, other)),
        any().prop_map(Truncate),
        any().prop_map(Repeat),
    ]
}

fn apply(tamper: &Tamper, rows: &mut Vec<Row>) {
    if rows.is_empty() {
        return;
    }
    let count = rows.len();
    match tamper {
        Tamper::Flip(row, byte, bit) => {
            let leaf = &mut rows[row.index(count)].leaf;
            let at = byte.index(leaf.len());
            leaf[at] ^= 1 << bit;
        }
        Tamper::Drop(row) => drop(rows.remove(row.index(count))),
        Tamper::DropAndClose(row) => {
            rows.remove(row.index(count));
            renumber(rows);
        }
        Tamper::Insert(row) => {
            rows.insert(
                row.index(count),
                Row {
                    index: 0,
                    leaf: leaf(1 << 40),
                },
            );
            renumber(rows);
        }
        Tamper::Swap(one, other) => {
            let (one, other) = (one.index(count), other.index(count));
            let kept = rows[one].leaf.clone();
            rows[one].leaf = rows[other].leaf.clone();
            rows[other].leaf = kept;
        }
        Tamper::Truncate(row) => rows.truncate(row.index(count)),
        Tamper::Repeat(row) => {
            let row = row.index(count);
            rows.insert(row, rows[row].clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any change of what was signed is found, by the current checkpoint and by an earlier one alone.
    #[test]
    fn any_tamper_is_found(size in 1usize..800, tampers in prop::collection::vec(tampers(), 1..4), damaged in any::<Option<Index>>()) {
        let mut log = Log::of(&[size]);
        let now = log.at(size as u64);
        let mut rows = log.rows();
        for tamper in &tampers {
            apply(tamper, &mut rows);
        }
        let is_same = rows.iter().take(size).eq(log.rows().iter()) && rows.len() >= size;
        let extra = rows.iter().skip(size).all(|row| row.index >= size as u64);
        if let Some(tile) = damaged {
            let tile = *log.tiles.keys().nth(tile.index(log.tiles.len())).unwrap();
            log.tiles.get_mut(&tile).unwrap()[0] ^= 1;
        }
        let report = check(&log, rows, &now, None);
        prop_assert_eq!(report.is_whole(), is_same && extra && damaged.is_none(), "{:?}", report);
    }

    /// One edit is told where it is, even if an edge tile is damaged too.
    #[test]
    fn one_edit_is_told_where(size in 1usize..800, at in any::<Index>(), byte in any::<Index>()) {
        let log = Log::of(&[size]);
        let mut rows = log.rows();
        let row = at.index(size);
        let byte = byte.index(rows[row].leaf.len());
        rows[row].leaf[byte] ^= 0x10;
        let findings = check(&log, rows, &log.at(size as u64), None).findings;
        prop_assert_eq!(findings, [Finding::Edited { first: row as u64, last: row as u64 }]);
    }
}
