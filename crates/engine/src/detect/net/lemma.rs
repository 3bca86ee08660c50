//! From the form of a word to one that has a vector.

/// Longest form that is taken apart.
const LONGEST: usize = 24;

/// An English form: plurals, endings of verbs and adverbs.
pub(super) fn english<T>(word: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    const ENDINGS: [(&str, &str); 14] = [
        ("'s", ""),
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("in", "ing"),
        ("ed", ""),
        ("ed", "e"),
        ("ly", ""),
        ("er", ""),
        ("er", "e"),
        ("'", ""),
    ];
    if word.len() > LONGEST {
        return None;
    }
    ENDINGS
        .iter()
        .find_map(|(ending, other)| replaced(word, ending, other, 2).and_then(|form| known(&form)))
}

/// A Spanish form: plurals and genders, diminutives, adverbs, forms of verbs, pronouns behind them.
pub(super) fn spanish<T>(word: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    if word.len() > LONGEST || word.len() < 3 {
        return None;
    }
    noun(word, &known)
        .or_else(|| verb(word, &known))
        .or_else(|| {
            let bare = without_pronouns(word)?;
            known(bare)
                .or_else(|| noun(bare, &known))
                .or_else(|| verb(bare, &known))
        })
}

fn noun<T>(word: &str, known: &impl Fn(&str) -> Option<T>) -> Option<T> {
    const ENDINGS: [(&str, &[&str]); 15] = [
        ("ces", &["z"]),
        ("es", &[""]),
        ("s", &[""]),
        ("as", &["o", ""]),
        ("a", &["o", ""]),
        ("os", &["o"]),
        ("mente", &["o", "a", "", "e"]),
        ("ito", &["o", ""]),
        ("ita", &["a", ""]),
        ("itos", &["o"]),
        ("itas", &["a"]),
        ("azo", &["o", "a", ""]),
        ("cion", &["r"]),
        ("ciones", &["r"]),
        ("on", &["o", "a"]),
    ];
    ENDINGS.iter().find_map(|(ending, others)| {
        others
            .iter()
            .find_map(|other| replaced(word, ending, other, 3).and_then(|form| known(&form)))
    })
}

/// Endings of verbs by their kind, longest first.
const VERBS: [(&str, &[&str]); 3] = [
    (
        "ar",
        &[
            "abamos", "aremos", "ariamos", "asteis", "aramos", "arais", "areis", "ariais", "aron",
            "aban", "abas", "aran", "aras", "aria", "arian", "arias", "ando", "ados", "adas",
            "aste", "amos", "emos", "asen", "ado", "ada", "aba", "ara", "are", "ase", "ais", "eis",
            "an", "as", "en", "es", "ad", "a", "e", "o",
        ],
    ),
    (
        "er",
        &[
            "ieramos", "eriamos", "isteis", "eremos", "ieron", "ieran", "ieras", "erian", "erias",
            "iendo", "iste", "amos", "emos", "iera", "iese", "eran", "eras", "eria", "idos",
            "idas", "ian", "ias", "era", "ere", "ido", "ida", "eis", "ais", "ia", "io", "an", "as",
            "en", "es", "ed", "a", "e", "i", "o",
        ],
    ),
    (
        "ir",
        &[
            "ieramos", "iriamos", "isteis", "iremos", "ieron", "ieran", "ieras", "irian", "irias",
            "iendo", "iste", "amos", "imos", "iera", "iese", "iran", "iras", "iria", "idos",
            "idas", "ian", "ias", "ira", "ire", "ido", "ida", "ais", "ia", "io", "an", "as", "en",
            "es", "id", "is", "a", "e", "i", "o",
        ],
    ),
];

fn verb<T>(word: &str, known: &impl Fn(&str) -> Option<T>) -> Option<T> {
    VERBS.iter().find_map(|(kind, endings)| {
        endings.iter().find_map(|ending| {
            let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 2)?;
            stems(stem, kind).find_map(|stem| known(&format!("{stem}{kind}")))
        })
    })
}

/// A stem as it may be spelled in the infinitive: `busqu` of `buscar`, `cuent` of `contar`, `pierd` of `perder`.
fn stems<'a>(stem: &'a str, kind: &str) -> impl Iterator<Item = String> + use<'a> {
    const FIRST: [(&str, &str); 3] = [("qu", "c"), ("gu", "g"), ("c", "z")];
    const OTHER: [(&str, &str); 3] = [("zc", "c"), ("j", "g"), ("z", "c")];
    let spelled = if kind == "ar" { FIRST } else { OTHER };
    let respelled = spelled
        .into_iter()
        .filter_map(move |(ending, other)| replaced(stem, ending, other, 1));
    let opened = [("ie", "e"), ("ue", "o")]
        .into_iter()
        .filter_map(move |(open, plain)| {
            let at = stem.rfind(open)?;
            let tail = &stem[at + open.len()..];
            let closed =
                !tail.is_empty() && tail.len() <= 3 && !tail.contains(['a', 'e', 'i', 'o', 'u']);
            closed.then(|| format!("{}{plain}{tail}", &stem[..at]))
        });
    std::iter::once(stem.to_owned())
        .chain(respelled)
        .chain(opened)
}

/// `matarlo`, `diganselo`: the verb without the pronouns behind it.
fn without_pronouns(word: &str) -> Option<&str> {
    const LAST: [&str; 11] = [
        "los", "las", "les", "nos", "lo", "la", "le", "me", "te", "se", "os",
    ];
    let bare = LAST.iter().find_map(|pronoun| word.strip_suffix(pronoun))?;
    let bare = ["me", "te", "se", "nos"]
        .iter()
        .find_map(|pronoun| bare.strip_suffix(pronoun))
        .filter(|b| b.len() >= 3)
        .unwrap_or(bare);
    (bare.len() >= 3).then_some(bare)
}

fn replaced(word: &str, ending: &str, other: &str, least: usize) -> Option<String> {
    let stem = word
        .strip_suffix(ending)
        .filter(|stem| stem.len() >= least)?;
    Some(format!("{stem}{other}"))
}
