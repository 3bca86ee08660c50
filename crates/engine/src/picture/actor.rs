//! One person under several spellings.

use crate::text::folded;

/// Whether two names are spellings of one. Word by word alike, where the longer may have a name more;
/// `Some(true)` where they differ in letters, `Some(false)` where only in case, accents or a name left out.
pub(crate) fn spelled_alike(a: &str, b: &str) -> Option<bool> {
    if !may_be_alike(a, b) {
        return None;
    }
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let fully = short.len() == 2 && long.len() == 4;
    if short.len() < 2 || long.len() > short.len() + 1 && !fully {
        return None;
    }
    let pairs: Vec<(&str, &str)> = if short.len() == long.len() {
        pair(&short, &long)
    } else if fully {
        // two given names and two surnames, of which one of each is left out
        vec![(&short[0], &long[0]), (&short[1], &long[2])]
    } else {
        // a second surname or a middle name is left out
        let first = pair(&short, &long[..short.len()]);
        let mut ends = pair(&short, &long);
        if let (Some(end), Some(last)) = (ends.last_mut(), long.last()) {
            end.1 = last;
        }
        if first.iter().all(|&(x, y)| is_variant(x, y)) {
            first
        } else {
            ends
        }
    };
    let differing: Vec<&(&str, &str)> = pairs.iter().filter(|(x, y)| x != y).collect();
    let rest_is_same = differing.len() < pairs.len();
    let alike = |x: &str, y: &str| is_variant(x, y) || rest_is_same && is_slip(x, y);
    // `Julio` and `Julia` are two people, `Prada` and `Prado` one
    if pairs
        .first()
        .is_some_and(|(x, y)| x != y && is_counterpart(x, y))
    {
        return None;
    }
    differing
        .iter()
        .all(|(x, y)| alike(x, y))
        .then_some(!differing.is_empty())
}

/// Cheap signs that two names are worth comparing: of like length, and a first or last word that may begin alike.
fn may_be_alike(a: &str, b: &str) -> bool {
    let begin = |word: Option<&str>| word.and_then(|word| word.bytes().next());
    let alike = |a: Option<u8>, b: Option<u8>| match (a, b) {
        (Some(a), Some(b)) => {
            let like = |a: u8| match a.to_ascii_lowercase() {
                b'y' => b'j',
                b'w' => b'v',
                other => other,
            };
            like(a) == like(b) || !a.is_ascii() || !b.is_ascii()
        }
        _ => false,
    };
    a.len().abs_diff(b.len()) <= 14
        && (alike(begin(a.split(' ').next()), begin(b.split(' ').next()))
            || alike(begin(a.rsplit(' ').next()), begin(b.rsplit(' ').next())))
}

/// Keys of which two spellings of a name share one: how its first word sounds, and how its others do.
pub(crate) fn name_key(name: &str) -> impl Iterator<Item = String> + use<> {
    const KEYS: usize = 4;
    let words = words(name);
    let first = words.first().map(|word| sound(word)).unwrap_or_default();
    let others: Vec<String> = words
        .iter()
        .skip(1)
        .rev()
        .take(KEYS)
        .map(|word| format!(" {}", sound(word)))
        .collect();
    std::iter::once(format!("{first} ")).chain(others)
}

/// How the first two words of a name sound, where that is enough to know it by.
pub(crate) fn heard(name: &str) -> Option<String> {
    let words = words(name);
    let heard = format!("{} {}", sound(words.first()?), sound(words.get(1)?));
    (heard.len() > 5).then_some(heard)
}

fn words(name: &str) -> Vec<String> {
    folded(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn pair<'w>(a: &'w [String], b: &'w [String]) -> Vec<(&'w str, &'w str)> {
    a.iter()
        .zip(b)
        .map(|(x, y)| (x.as_str(), y.as_str()))
        .collect()
}

/// Two ways to write one name: they sound alike, or differ in at most two letters.
fn is_variant(x: &str, y: &str) -> bool {
    if x == y {
        return true;
    }
    let longest = x.chars().count().max(y.chars().count());
    let distance = edit_distance(x, y);
    longest >= 4
        && (distance <= 2 && distance * 3 <= longest || distance <= 3 && sound(x) == sound(y))
}

/// A long name with three letters changed: enough where the other names are the same.
fn is_slip(x: &str, y: &str) -> bool {
    let longest = x.chars().count().max(y.chars().count());
    longest >= 9 && edit_distance(x, y) <= 3
}

/// `Mario` and `Maria`, `Julia` and `Julio`.
fn is_counterpart(x: &str, y: &str) -> bool {
    let stem = |word: &str| word.strip_suffix(['a', 'o']).map(str::to_owned);
    stem(x).is_some_and(|x| Some(x) == stem(y))
}

/// How a folded name sounds in English or Spanish, roughly: its consonants, like ones as one.
fn sound(word: &str) -> String {
    let mut sound = String::new();
    let mut letters = word.chars().enumerate().peekable();
    while let Some((place, letter)) = letters.next() {
        let class = match letter {
            // `Yeison` and `Jeison`, `Wilmer` and `Vilmer`
            'y' if place == 0 && letters.peek().is_some() => 'j',
            'w' if place == 0 => 'b',
            // `Darragh` and `Dara`
            'g' if letters.peek().is_some_and(|&(_, next)| next == 'h') => continue,
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => continue,
            'v' => 'b',
            'z' | 'c' | 'x' | 's' | 'k' | 'q' => 's',
            'g' => 'j',
            'm' => 'n',
            other => other,
        };
        if !sound.ends_with(class) {
            sound.push(class);
        }
    }
    sound
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
        assert_eq!(
            spelled_alike("Corin Westlake", "Corin Weslakker"),
            Some(true)
        );
        assert_eq!(
            spelled_alike("Íñaki Salgueiro Prado", "Iñaki Zalgueiro"),
            Some(true)
        );
        assert_eq!(spelled_alike("Ann B. Cole", "Ann Cole"), Some(false));
        assert_eq!(spelled_alike("Ann Cole", "Ian Cole"), None);
        assert_eq!(spelled_alike("Julio Prado", "Julia Prado"), None);
        assert_eq!(spelled_alike("Mary Brook", "Mary Stone"), None);
        assert_eq!(spelled_alike("Julio Prada", "Julio Prado"), Some(true));
        let full = "Yerson Andrés Quintero Rojas";
        assert_eq!(spelled_alike(full, "Jerson Quintero"), Some(true));
        assert_eq!(spelled_alike(full, "Jerson Rojas"), None);
        assert_eq!(spelled_alike("Wendel Meagher", "Vendel Maher"), Some(true));
    }
}
