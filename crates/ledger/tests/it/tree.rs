//! Trees, proofs and tiles against a tree hashed by the letter of the definition.

use ledger::{Hash, Range, Tile, Tree, TreeError, grow, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use super::support::{Log, leaf};

/// RFC 6962, section 2.1, word for word.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY,
        [leaf] => *leaf,
        _ => {
            let mut middle = 1;
            while middle * 2 < leaves.len() {
                middle *= 2;
            }
            Hash::node(&defined(&leaves[..middle]), &defined(&leaves[middle..]))
        }
    }
}

fn hashes(size: usize) -> Vec<Hash> {
    (0..size as u64)
        .map(|index| Hash::leaf(&leaf(index)))
        .collect()
}

#[test]
fn proofs_of_all_pairs_of_small_sizes() {
    const MOST: u64 = 70;
    let log = Log::of(&[MOST as usize]);
    let roots: Vec<Hash> = (0..=MOST)
        .map(|size| log.tree().root(size).unwrap())
        .collect();
    for new in 0..=MOST {
        assert_eq!(roots[new as usize], defined(&hashes(new as usize)));
        let tree = log.tree();
        for old in 0..=new {
            let proof = tree.consistency(old, new).unwrap();
            let check = |old, old_root: u64, new, new_root: u64| {
                verify_consistency(
                    old,
                    &roots[old_root as usize],
                    new,
                    &roots[new_root as usize],
                    &proof,
                )
            };
            assert_eq!(check(old, old, new, new), Ok(()));
            if old > 0 && old < new {
                assert!(check(old, old - 1, new, new).is_err());
                assert!(check(old, old, new, new - 1).is_err());
            }
        }
        for index in 0..new {
            let proof = tree.inclusion(index, new).unwrap();
            let leaf = tree.leaf(index).unwrap();
            let root = &roots[new as usize];
            assert_eq!(verify_inclusion(&leaf, index, new, &proof, root), Ok(()));
            for other in (0..new).filter(|other| *other != index) {
                assert!(verify_inclusion(&leaf, other, new, &proof, root).is_err());
            }
        }
        assert!(matches!(
            tree.inclusion(new, new),
            Err(TreeError::Beyond { .. })
        ));
        assert!(matches!(
            tree.consistency(new + 1, new),
            Err(TreeError::Beyond { .. })
        ));
    }
}

#[test]
fn proofs_across_tiles() {
    let log = Log::of(&[255, 1, 1, 300, 65_000, 1000]);
    let size = log.size();
    let range: Range = hashes(size as usize).into_iter().collect();
    let root = log.tree().root(size).unwrap();
    assert_eq!(range.root(), root);
    for old in [
        1,
        2,
        255,
        256,
        257,
        511,
        512,
        557,
        65_535,
        65_536,
        65_557,
        size - 1,
        size,
    ] {
        let proof = log.tree().consistency(old, size).unwrap();
        let old_root = log.tree().root(old).unwrap();
        assert_eq!(
            verify_consistency(old, &old_root, size, &root, &proof),
            Ok(())
        );
        let proof = log.tree().inclusion(old - 1, size).unwrap();
        assert_eq!(
            verify_inclusion(&Hash::leaf(&leaf(old - 1)), old - 1, size, &proof, &root),
            Ok(())
        );
    }
}

#[test]
fn full_tiles_stand_for_partial_ones() {
    let mut log = Log::of(&[200, 200, 200]);
    log.tiles.retain(|tile, _| {
        tile.is_full() || *tile == Tile::in_tree(tile.level(), tile.index(), 600).unwrap()
    });
    let root = Tree::new(&log, 200).root(200).unwrap();
    assert_eq!(root, defined(&hashes(200)));
    log.tiles.remove(&Tile::in_tree(0, 0, 256).unwrap());
    assert_eq!(
        Tree::new(&log, 200).root(200),
        Err(TreeError::Missing(Tile::in_tree(0, 0, 200).unwrap()))
    );
    let cut = log
        .tiles
        .get_mut(&Tile::in_tree(0, 2, 600).unwrap())
        .unwrap();
    cut.pop();
    assert!(matches!(log.tree().root(600), Err(TreeError::Tile(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However a log grows, its tiles are those of its size, and the same.
    #[test]
    fn growth_by_any_steps(steps in prop::collection::vec(0usize..400, 0..8)) {
        let log = Log::of(&steps);
        let size = log.size();
        let once = Log::of(&[size as usize]);
        for tile in Tile::all(size) {
            prop_assert_eq!(log.tiles.get(&tile), once.tiles.get(&tile));
            prop_assert!(log.tiles.contains_key(&tile));
        }
        prop_assert_eq!(once.tiles.len(), Tile::all(size).count());
        prop_assert_eq!(log.tree().root(size).unwrap(), defined(&hashes(size as usize)));
        prop_assert!(grow(&log, size, &[]).unwrap().is_empty());
    }

    #[test]
    fn edge_of_a_tree_is_kept(size in 0usize..600, more in 0usize..600) {
        let range: Range = hashes(size).into_iter().collect();
        let mut kept = Range::from_bytes(&range.to_bytes()).unwrap();
        prop_assert_eq!(&kept, &range);
        for hash in &hashes(size + more)[size..] {
            kept.push(*hash);
        }
        prop_assert_eq!(kept.root(), defined(&hashes(size + more)));
    }

    #[test]
    fn any_bytes_as_edge(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(range) = Range::from_bytes(&bytes) {
            prop_assert_eq!(range.to_bytes(), bytes);
            range.root();
        }
    }
}
