//! Reading the lines of a list.

/// Words too common to look for patterns from.
pub(super) const COMMON: &str = "the of and to in is was for on that with as by at from are were has had have been his her they their he it \
    this who be or not but will would when u your you my i we if what just get him them me us all for a an so up out do can there about should like time make go going only need want put i'm say let take see better best \
    be one end off too said over know people home love find \
    el la de que y en los las un una por con del se para su al es lo como mas pero sus le ha este si mi tu te yo ya no a o e me \
    nos ser hay va todos";

pub(super) fn parts(row: &str) -> impl Iterator<Item = &str> {
    row.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

pub(super) fn is_set_name(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// `mat{ar,en}` in full, braces from left to right.
pub(super) fn expanded(word: &str) -> Vec<String> {
    let Some((open, close)) = word.find('{').zip(word.find('}')) else {
        return vec![word.to_owned()];
    };
    let (head, tail) = (&word[..open], &word[close + 1..]);
    word[open + 1..close]
        .split(',')
        .flat_map(|middle| expanded(&format!("{head}{middle}{tail}")))
        .collect()
}
