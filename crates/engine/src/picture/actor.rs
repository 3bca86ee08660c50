//! One person under several spellings.

use crate::text::folded;

/// Whether two names are spellings of one: word by word alike, at most two letters apart in each.
/// `Some(true)` where they differ, `Some(false)` where only case or accents do.
pub(crate) fn spelled_alike(a: &str, b: &str) -> Option<bool> {
    if !may_be_alike(a, b) {
        return None;
    }
    let words = |name: &str| -> Vec<String> {
        folded(name)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let mut differs = false;
    for (x, y) in a.iter().zip(&b) {
        if x == y {
            continue;
        }
        let longest = x.chars().count().max(y.chars().count());
        let distance = edit_distance(x, y);
        if longest < 4 || distance > 2 || distance * 3 > longest {
            return None;
        }
        differs = true;
    }
    Some(differs)
}

/// Cheap signs that two names are worth comparing: of like length, and a first or last word that begins alike.
fn may_be_alike(a: &str, b: &str) -> bool {
    let begins = |name: &str| {
        let byte = |word: Option<&str>| {
            word.and_then(|word| word.bytes().next())
                .map(|byte| byte.to_ascii_lowercase())
        };
        (byte(name.split(' ').next()), byte(name.rsplit(' ').next()))
    };
    let ((first_a, last_a), (first_b, last_b)) = (begins(a), begins(b));
    a.len().abs_diff(b.len()) <= 8 && (first_a == first_b || last_a == last_b)
}

/// Letters to insert, drop or replace; words longer than 40 letters are taken as different.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() > 40 || b.len() > 40 {
        return 40;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_strangers() {
        assert_eq!(
            spelled_alike("Kellan Braddish", "Kellen Bradish"),
            Some(true)
        );
        assert_eq!(spelled_alike("José Núñez", "Jose Nunez"), Some(false));
        assert_eq!(spelled_alike("Ann Cole", "Ian Cole"), None);
        assert_eq!(spelled_alike("Mary Brook", "Mary Stone"), None);
    }
}
